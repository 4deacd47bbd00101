//! What became of a damaged file's entries.

use super::survey::Checkpoint;

/// What a salvage brought over, and what it did not.
#[derive(Debug, Clone)]
pub struct Salvaged {
    /// SHA-256 of the damaged file.
    pub sha256: String,
    /// Its size in bytes.
    pub length: u64,
    /// The name of the damaged log, where it could be read.
    pub old_origin: Option<String>,
    /// The name of the new one.
    pub origin: String,
    /// Whether the new file is the same log: every entry is there, under the same root.
    pub same_log: bool,
    /// How many entries the damaged log had, as far as it tells.
    pub size: u64,
    /// How many of them verify.
    pub verified: u64,
    /// Facts that stand in the new log.
    pub brought: u64,
    /// Entries that do not verify.
    pub missing: Vec<Missing>,
    /// Entries that verify and cannot stand without what is missing.
    pub left: Vec<Left>,
    /// What that does to each question.
    pub effects: Vec<Effect>,
    /// Attachments that entries name and whose bytes are lost.
    pub attachments_lost: Vec<String>,
    /// Attachments brought over.
    pub attachments: u64,
    /// The damaged file's checkpoints.
    pub checkpoints: Vec<Checkpoint>,
    /// What SQLite said where it could not go on.
    pub faults: Vec<String>,
}

impl Salvaged {
    /// Whether nothing at all is missing.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.same_log && self.attachments_lost.is_empty()
    }
}

/// Places in a row whose entries do not verify, for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The first place.
    pub first: u64,
    /// The last place.
    pub last: u64,
    /// Why.
    pub why: &'static str,
    /// Whether they were forecasts, which follow again from the facts.
    pub forecasts: bool,
}

/// An entry that verifies and cannot stand in the new log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Its place in the damaged log.
    pub seq: u64,
    /// Its id; empty where it cannot be read.
    pub id: String,
    /// Its type; empty where it cannot be read.
    pub type_name: String,
    /// Why.
    pub why: String,
    /// The questions that it bears on.
    pub questions: Vec<String>,
}

/// What is missing does this to a question.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Effect {
    /// The question.
    pub question: String,
    /// Whether it stands in the new log.
    pub opened: bool,
    /// Its facts that stand in the new log, the opening included.
    pub facts: u64,
    /// Places of facts that are missing, as the damaged file's list says; or left out.
    pub lost: Vec<u64>,
    /// Recorded forecasts that came out again the same, bit for bit.
    pub equal: u64,
    /// Recorded forecasts that came out otherwise.
    pub differ: u64,
    /// The place of the first of those.
    pub differs_from: Option<u64>,
    /// Recorded forecasts that rest on what is not here.
    pub unfounded: u64,
}
