//! The append-only store: one SQLite file, behind a surface small enough that a second engine can
//! stand there later: [`Ledger`] reads and begins appends, [`Append`] appends and commits.
//!
//! An append is one IMMEDIATE transaction. An entry's id is its idempotency key: a retry of the
//! same content returns the entry that is there.

mod append;
mod browse;
mod error;
mod file;
pub mod inspect;
mod media;
mod models;
mod pages;
mod read;
pub mod wreck;

use std::path::{Path, PathBuf};

pub use append::{Append, Appended, Draft, topics};
pub use browse::Wanted;
pub use error::StoreError;
pub use file::{APPLICATION_ID, FORMAT, SCHEMA};
pub use media::media_type;
pub use models::KeptModel;
pub use read::Stored;

use crate::proof::tree::{Frontier, Hash};
use crate::record::{Entry, Instant};
use file::File;

/// The end of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tip {
    /// The right edge of the tree: size, and what gives the root.
    pub frontier: Frontier,
    /// When the last entry was recorded.
    pub recorded_at: Option<Instant>,
}

impl Tip {
    /// Entries in the log.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// Root of the tree over them.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.frontier.root()
    }
}

/// A large thing kept beside the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// SHA-256 of its bytes, in lower-case hex.
    pub sha256: String,
    /// Media type.
    pub media: String,
    /// Its length in bytes.
    pub size: u64,
    /// Whether the bytes are there; a redaction takes them away.
    pub present: bool,
}

/// What the cache holds for a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cached {
    /// The entry that it follows.
    pub upto: u64,
    /// What binds the bytes to the log.
    pub digest: Vec<u8>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// A ledger file.
pub struct Ledger {
    file: File,
    tip: Option<Tip>,
}

impl Ledger {
    /// Makes a new, empty ledger file.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        Ok(Self {
            file: File::create(path)?,
            tip: None,
        })
    }

    /// Opens a ledger to read and append.
    ///
    /// # Errors
    /// When there is none, it is not a ledger, of another format, or cannot be opened.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Ok(Self {
            file: File::open(path, true)?,
            tip: None,
        })
    }

    /// Opens a ledger to read only.
    ///
    /// # Errors
    /// As [`Ledger::open`].
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        Ok(Self {
            file: File::open(path, false)?,
            tip: None,
        })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.file.path.clone()
    }

    /// The end of the log as stored now.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn tip(&self) -> Result<Tip, StoreError> {
        self.file.tip()
    }

    /// The log's name, from entry 0.
    ///
    /// # Errors
    /// When the file cannot be read or names none.
    pub fn origin(&self) -> Result<String, StoreError> {
        match self.entry(0)?.map(|e| e.body) {
            Some(crate::record::Body::Ledger(named)) => Ok(named.origin),
            _ => Err(StoreError::Damaged {
                path: self.path(),
                why: "entry 0 does not name the log".into(),
            }),
        }
    }

    /// The entry at a place in the log.
    ///
    /// # Errors
    /// When the file cannot be read or the entry is damaged.
    pub fn entry(&self, seq: u64) -> Result<Option<Entry>, StoreError> {
        let row = self.file.by_seq(seq)?;
        row.map(|r| self.file.decode(&r)).transpose()
    }

    /// The entry of that id.
    ///
    /// # Errors
    /// When the file cannot be read or the entry is damaged.
    pub fn entry_by_id(&self, id: &str) -> Result<Option<Entry>, StoreError> {
        let row = self.file.by_id(id)?;
        row.map(|r| self.file.decode(&r)).transpose()
    }

    /// The entries that bear on a question, after `after`, in order.
    ///
    /// # Errors
    /// When the file cannot be read or an entry is damaged.
    pub fn entries_about(
        &self,
        question: &str,
        after: Option<u64>,
    ) -> Result<Vec<Entry>, StoreError> {
        let rows = self.file.about(question, after)?;
        rows.iter().map(|r| self.file.decode(r)).collect()
    }

    /// The facts that bear on a question, after `after`, in order: its entries but forecasts.
    ///
    /// # Errors
    /// When the file cannot be read or an entry is damaged.
    pub fn facts_about(
        &self,
        question: &str,
        after: Option<u64>,
    ) -> Result<Vec<Entry>, StoreError> {
        let rows = self.file.facts(question, after)?;
        rows.iter().map(|r| self.file.decode(r)).collect()
    }

    /// The models taken into use, in order.
    ///
    /// # Errors
    /// When the file cannot be read or an entry is damaged.
    pub fn models(&self) -> Result<Vec<Entry>, StoreError> {
        self.entries_about(":model", None)
    }

    /// The questions opened, in order.
    ///
    /// # Errors
    /// When the file cannot be read or an entry is damaged.
    pub fn questions(&self) -> Result<Vec<Entry>, StoreError> {
        self.entries_about(":question", None)
    }

    /// The leaf hash of an entry.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn leaf(&self, seq: u64) -> Result<Option<Hash>, StoreError> {
        use crate::proof::tree::Nodes as _;
        read::Tree(&self.file).node(0, seq)
    }

    /// Rows from a place on, as they stand, at most `limit`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn rows(&self, from: u64, limit: usize) -> Result<Vec<Stored>, StoreError> {
        self.file.rows(from, limit)
    }

    /// The bytes of an attachment; `None` where there is none or it was redacted.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn attachment(&self, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.file.attachment(sha256)
    }

    /// The signed checkpoints, in order of arrival: size and note.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn checkpoints(&self) -> Result<Vec<(u64, String)>, StoreError> {
        self.file.checkpoints()
    }

    /// The tree's stored nodes, to prove from.
    #[must_use]
    pub fn nodes(&self) -> impl crate::proof::tree::Nodes<Error = StoreError> + '_ {
        read::Tree(&self.file)
    }

    /// Every attachment: SHA-256, media type, size, and whether its bytes are there.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn attachments(&self) -> Result<Vec<Attachment>, StoreError> {
        self.file.attachments()
    }

    /// One attachment; `None` where none of that name was ever kept.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn attachment_info(&self, sha256: &str) -> Result<Option<Attachment>, StoreError> {
        self.file.attachment_info(sha256)
    }

    /// Moves everything from the write-ahead log into the file and empties that log, so that
    /// bytes taken away are left in neither.
    ///
    /// # Errors
    /// [`StoreError::Lingering`] where another process still reads what was there before.
    pub fn scrub(&self) -> Result<(), StoreError> {
        self.file.scrub()
    }

    /// What the cache holds for a question.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn cached(&self, question: &str) -> Result<Option<Cached>, StoreError> {
        self.file.cached(question)
    }

    /// Begins an append. Nothing is kept unless [`Append::commit`] is called.
    ///
    /// # Errors
    /// When another process writes for too long, or the file cannot be written.
    pub fn begin(&mut self) -> Result<Append<'_>, StoreError> {
        Append::begin(self)
    }
}
