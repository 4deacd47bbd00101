//! The append-only store: one SQLite file, behind a surface small enough that a second engine can
//! stand there later: [`Ledger`] reads and begins appends, [`Append`] appends and commits.
//!
//! An append is one IMMEDIATE transaction. An entry's id is its idempotency key: a retry of the
//! same content returns the entry that is there.

mod append;
mod browse;
pub mod cache;
mod check;
mod copy;
mod error;
mod file;
pub mod inspect;
mod media;
mod memory;
mod models;
mod pages;
mod read;
mod rest;
mod seal;
mod trust;
mod watch;
pub mod wreck;

use std::path::{Path, PathBuf};

pub use append::{Append, Appended, Draft, topics};
pub use browse::Wanted;
pub use error::StoreError;
pub use file::{APPLICATION_ID, FORMAT, SCHEMA};
pub use media::media_type;
pub use memory::{Clock, Memory, Secret};
pub use models::KeptModel;
pub use read::Stored;
pub use rest::Rest;
pub use watch::Watch;

use crate::proof::tree::{Frontier, Hash};
use crate::record::{Entry, Instant};
use file::File;
use trust::Trust;

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

/// A ledger file.
///
/// It is checked when a moment of it is held ([`Ledger::hold`]) and when an append begins; what is
/// read otherwise is read as it stands.
pub struct Ledger {
    file: File,
    tip: Option<Tip>,
    /// Entries that are looked at, where not all are: see [`Ledger::look_at`].
    first: Option<u64>,
    trust: Trust,
}

impl Ledger {
    fn on(file: File, writes: bool) -> Self {
        Self {
            file,
            tip: None,
            trust: Trust::of(writes),
            first: None,
        }
    }

    /// Makes a new, empty ledger file.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        Ok(Self::on(File::create(path)?, true))
    }

    /// Takes away the file of a ledger that was made here and now, and holds nothing.
    pub fn discard(self) {
        let path = self.path();
        drop(self);
        // The cause of giving it up matters, not whether it could be cleared away.
        let _ = crate::files::remove(&path);
    }

    /// Opens a ledger to read and append.
    ///
    /// # Errors
    /// When there is none, it is not a ledger, of another format, or cannot be opened.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Ok(Self::on(File::open(path, true)?, true))
    }

    /// Opens a ledger to read only. Where nothing may be written beside it, it is read as a file at
    /// rest: see [`Ledger::rest`].
    ///
    /// # Errors
    /// As [`Ledger::open`]; one that [`StoreError::is_shut`] where what its write-ahead log holds can
    /// only be read from a copy of both.
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        Ok(Self::on(File::open(path, false)?, false))
    }

    /// Looks from now on only at the first entries, as if the log ended after them, and appends
    /// nothing; `None` looks at all again.
    pub fn look_at(&mut self, first: Option<u64>) {
        self.first = first;
        self.tip = None;
    }

    /// How many entries are looked at, where not all are.
    #[must_use]
    pub fn looks_at(&self) -> Option<u64> {
        self.first
    }

    pub(super) fn shows(&self, seq: u64) -> bool {
        self.first.is_none_or(|first| seq < first)
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.file.path.clone()
    }

    /// The file as it stood when it was opened, where it is read as one at rest: whoever relies on
    /// what was read asks whether that lasted.
    #[must_use]
    pub fn rest(&self) -> Option<&Rest> {
        self.file.rest.as_ref()
    }

    /// The end of the log as stored now.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn tip(&self) -> Result<Tip, StoreError> {
        match self.first {
            None => self.file.tip(),
            Some(size) => self.file.tip_at(size),
        }
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
        let row = self.file.by_seq(seq)?.filter(|r| self.shows(r.seq));
        row.map(|r| self.file.decode(&r)).transpose()
    }

    /// The entry of that id.
    ///
    /// # Errors
    /// When the file cannot be read or the entry is damaged.
    pub fn entry_by_id(&self, id: &str) -> Result<Option<Entry>, StoreError> {
        let row = self.file.by_id(id)?.filter(|r| self.shows(r.seq));
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
        let rows = rows.iter().filter(|r| self.shows(r.seq));
        rows.map(|r| self.file.decode(r)).collect()
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
        let rows = rows.iter().filter(|r| self.shows(r.seq));
        rows.map(|r| self.file.decode(r)).collect()
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

    /// Where the log goes on from older copies, in order.
    ///
    /// # Errors
    /// When the file cannot be read or an entry is damaged.
    pub fn continuations(&self) -> Result<Vec<Entry>, StoreError> {
        self.entries_about(":continuation", None)
    }

    /// The changes of the log's key, in order.
    ///
    /// # Errors
    /// When the file cannot be read or an entry is damaged.
    pub fn rotations(&self) -> Result<Vec<Entry>, StoreError> {
        self.entries_about(":rotation", None)
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
        let mut rows = self.file.rows(from, limit)?;
        rows.retain(|r| self.shows(r.seq));
        Ok(rows)
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
        let mut all = self.file.checkpoints()?;
        all.retain(|(size, _)| self.first.is_none_or(|first| *size <= first));
        Ok(all)
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
        let held = self.let_go()?;
        self.file.scrub()?;
        if held { self.hold() } else { Ok(()) }
    }

    /// Begins an append. Nothing is kept unless [`Append::commit`] is called.
    ///
    /// # Errors
    /// When the file is not sound, the log is not what was last seen of it, another process writes for too long, or the file cannot be written.
    pub fn begin(&mut self) -> Result<Append<'_>, StoreError> {
        Append::begin(self)
    }
}
