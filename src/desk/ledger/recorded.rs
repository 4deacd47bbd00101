//! Who appends, what is appended, and what became of it.

use crate::belief::Move;
use crate::record::{Body, Entry, Instant, Name};
use crate::store::{Appended, Draft};

/// Who appends, and when.
#[derive(Debug, Clone)]
pub struct Hand {
    /// The author.
    pub author: String,
    /// The ledger's clock now.
    pub now: Instant,
}

impl Hand {
    /// An entry by this hand, under the id that its content gives it.
    pub(super) fn draft(&self, body: Body) -> Draft {
        Draft {
            id: body.id(),
            author: self.author.clone(),
            body,
        }
    }
}

/// A fact to append, with the place that an error names.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Where it stands, for example `case.jsonl line 7`.
    pub place: Option<String>,
    /// What it says.
    pub what: What,
}

/// What a fact says.
#[derive(Debug, Clone)]
pub enum What {
    /// A record.
    Body(Body),
    /// A model file to take into use.
    Model {
        /// The built file.
        bytes: Vec<u8>,
        /// The questions that change to it; empty for those opened from now on.
        questions: Vec<Name>,
    },
    /// A signal with the pages and documents that it names, to be kept with it.
    Attached {
        /// The signal.
        body: Body,
        /// The bytes of each.
        files: Vec<Vec<u8>>,
    },
    /// The bytes of an attachment taken away.
    Redaction {
        /// SHA-256 of the bytes, in lower-case hex.
        sha256: String,
        /// Why.
        because: String,
    },
}

impl From<Body> for Fact {
    fn from(body: Body) -> Self {
        Self {
            place: None,
            what: What::Body(body),
        }
    }
}

/// What became of one fact.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The entry, new or found.
    pub entry: Entry,
    /// The same content was there already; nothing was appended.
    pub already: bool,
    /// What it changed, question by question.
    pub moves: Vec<Move>,
}

impl Recorded {
    /// A new entry, with what it changed.
    pub(super) fn new(entry: Entry, moves: Vec<Move>) -> Self {
        Self {
            entry,
            already: false,
            moves,
        }
    }

    /// An entry that was there already.
    #[must_use]
    pub fn already(entry: Entry) -> Self {
        Self {
            entry,
            already: true,
            moves: Vec::new(),
        }
    }

    /// An entry that changes no forecast.
    pub(super) fn plain(appended: Appended) -> Self {
        match appended {
            Appended::New(entry) => Self::new(entry, Vec::new()),
            Appended::Already(entry) => Self::already(entry),
        }
    }
}
