//! Appending: one transaction, canonical bytes, the tree moved along.

use rusqlite::params;

use super::file::File;
use super::memory::{Heads, Signed};
use super::{Ledger, StoreError, Tip};
use crate::proof::canonical;
use crate::proof::tree::{Hash, leaf_hash};
use crate::record::{Body, Entry, Instant, fields};

/// Seconds by which the clock of one who waited for another to write may be behind: less is not
/// kept.
const WAITED: i64 = 60;

/// An entry before it has its place.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Identifier, unique in the ledger.
    pub id: String,
    /// Who appends it.
    pub author: String,
    /// What it says.
    pub body: Body,
}

/// What became of a draft.
#[derive(Debug, Clone)]
pub enum Appended {
    /// It is a new entry.
    New(Entry),
    /// The same content was there already, under that id.
    Already(Entry),
}

impl Appended {
    /// The entry, new or old.
    #[must_use]
    pub fn entry(&self) -> &Entry {
        match self {
            Self::New(e) | Self::Already(e) => e,
        }
    }
}

/// An append under way. Dropped without a commit, it leaves nothing.
pub struct Append<'l> {
    ledger: &'l mut Ledger,
    tip: Tip,
    began_at: u64,
    open: bool,
    /// What was last seen of the log; nobody else moves that on meanwhile.
    pub(super) heads: Option<Heads>,
    /// The branch that is given up by this append.
    pub(super) lost: Option<(u64, Hash)>,
    /// The key that signed, and what it signed before.
    pub(super) signed: Option<(String, Signed)>,
    /// Whether a moment was held before.
    held: bool,
}

impl<'l> Append<'l> {
    pub(super) fn begin(ledger: &'l mut Ledger) -> Result<Self, StoreError> {
        if ledger.first.is_some() {
            return Err(StoreError::LookingBack(ledger.path()));
        }
        let append = Self::begin_anyhow(ledger)?;
        append.ledger().refuse_unlike()?;
        Ok(append)
    }

    /// As `begin`, on whatever the log is to what was last seen of it.
    pub(super) fn begin_anyhow(ledger: &'l mut Ledger) -> Result<Self, StoreError> {
        let held = ledger.let_go()?;
        // First the memory, then the file: in this order everywhere.
        let heads = ledger.heads_to_move()?;
        let before = ledger.stamp();
        ledger.file.exec("BEGIN IMMEDIATE")?;
        let mut append = Self {
            tip: Tip {
                frontier: crate::proof::tree::Frontier::new(),
                recorded_at: None,
            },
            began_at: 0,
            open: true,
            heads,
            lost: None,
            signed: None,
            held,
            ledger,
        };
        append.ledger.verify(before, append.heads.as_ref())?;
        // The log only grows, so a remembered end of the same size is the end.
        let size = append.file().size()?;
        append.tip = match append.ledger.tip.take().filter(|t| t.size() == size) {
            Some(tip) => tip,
            None => append.file().tip()?,
        };
        append.began_at = append.tip.size();
        Ok(append)
    }

    pub(super) fn file(&self) -> &File {
        &self.ledger.file
    }

    /// The ledger, to read what is there, this append included.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        self.ledger
    }

    /// Whether this append has added an entry.
    #[must_use]
    pub fn grew(&self) -> bool {
        self.tip.size() > self.began_at
    }

    /// The end of the log, this append included.
    #[must_use]
    pub fn tip(&self) -> &Tip {
        &self.tip
    }

    /// Appends an entry at the end, at `now` or when the last entry was recorded, whichever is
    /// later.
    ///
    /// # Errors
    /// When the id is taken by other content, the entry is too long, or the file cannot be
    /// written.
    pub fn append(&mut self, draft: Draft, now: Instant) -> Result<Appended, StoreError> {
        if let Some(there) = self.existing(&draft)? {
            return Ok(Appended::Already(there));
        }
        self.push(draft, now).map(Appended::New)
    }

    /// The entry that a draft would repeat: same id, same author or not, same content.
    ///
    /// # Errors
    /// When the id is taken by other content, or the file cannot be read.
    pub fn existing(&self, draft: &Draft) -> Result<Option<Entry>, StoreError> {
        let Some(row) = self.file().by_id(&draft.id)? else {
            return Ok(None);
        };
        let there = self.file().decode(&row)?;
        if there.body == draft.body {
            return Ok(Some(there));
        }
        Err(StoreError::Conflict {
            id: draft.id.clone(),
            seq: row.seq,
            stored: there.body.to_value().to_string(),
            given: draft.body.to_value().to_string(),
        })
    }

    /// Appends an entry whose id is known to be free.
    ///
    /// # Errors
    /// When the entry is too long or the file cannot be written.
    pub fn push(&mut self, draft: Draft, now: Instant) -> Result<Entry, StoreError> {
        // An author that could not be read back is refused now.
        fields::bounded("author", &draft.author, 200)?;
        let recorded_at = self.tip.recorded_at.map_or(now, |last| last.max(now));
        let behind = recorded_at.unix_seconds() - now.unix_seconds();
        let entry = Entry {
            seq: self.tip.size(),
            id: draft.id,
            author: draft.author,
            recorded_at,
            clock: (behind >= WAITED).then_some(now),
            body: draft.body,
        };
        let bytes = canonical::encode(&entry)?;
        // Records that were read are valid; those that were put together are read once more, so
        // that nothing is kept that could not be read back.
        if !matches!(
            entry.body,
            Body::Signal(_) | Body::Question(_) | Body::Forecast(_)
        ) {
            canonical::decode(&bytes)?;
        }
        let leaf = leaf_hash(&bytes);
        let seq = i64::try_from(entry.seq).unwrap_or(i64::MAX);
        let completed = self
            .tip
            .frontier
            .push(leaf)
            .map_err(|e| StoreError::Damaged {
                path: self.file().path.clone(),
                why: e.to_string(),
            })?;
        self.write(
            "INSERT INTO entry(seq, id, type, recorded_at, leaf, bytes) VALUES (?1,?2,?3,?4,?5,?6)",
            params![
                seq,
                entry.id,
                entry.body.type_name(),
                recorded_at.to_string(),
                leaf.as_slice(),
                bytes
            ],
        )?;
        for node in completed {
            self.write(
                "INSERT INTO node(level, idx, hash) VALUES (?1,?2,?3)",
                params![
                    node.level,
                    i64::try_from(node.index).unwrap_or(i64::MAX),
                    node.hash.as_slice()
                ],
            )?;
        }
        for topic in topics(&entry.body) {
            self.write(
                "INSERT INTO mention(topic, seq) VALUES (?1,?2)",
                params![topic, seq],
            )?;
        }
        self.tip.recorded_at = Some(recorded_at);
        Ok(entry)
    }

    /// Keeps bytes under their SHA-256; bytes that are there already stay as they are.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn attach(&mut self, sha256: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.write(
            "INSERT INTO attachment(sha256, media, size, bytes) SELECT ?1,?2,?3,?4
             WHERE NOT EXISTS (SELECT 1 FROM attachment WHERE sha256=?1)",
            params![
                sha256,
                super::media_type(bytes),
                i64::try_from(bytes.len()).unwrap_or(i64::MAX),
                bytes
            ],
        )
    }

    /// Keeps the name of an attachment whose bytes are not here any more; an entry is to say why.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn attach_gone(&mut self, sha256: &str) -> Result<(), StoreError> {
        self.write(
            "INSERT INTO attachment(sha256, media, size) SELECT ?1, 'application/octet-stream', 0
             WHERE NOT EXISTS (SELECT 1 FROM attachment WHERE sha256=?1)",
            params![sha256],
        )
    }

    /// Keeps a signed checkpoint.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn checkpoint(&mut self, size: u64, note: &str) -> Result<(), StoreError> {
        self.write(
            "INSERT INTO checkpoint(size, note) VALUES (?1,?2)",
            params![i64::try_from(size).unwrap_or(i64::MAX), note],
        )
    }

    /// Takes an attachment's bytes away. Refused by the file unless a redaction entry says so.
    ///
    /// # Errors
    /// When the file cannot be written or refuses.
    pub fn empty_attachment(&mut self, sha256: &str) -> Result<(), StoreError> {
        self.write(
            "UPDATE attachment SET bytes=NULL WHERE sha256=?1 AND bytes IS NOT NULL",
            params![sha256],
        )
    }

    pub(super) fn write(&self, sql: &str, p: impl rusqlite::Params) -> Result<(), StoreError> {
        let file = self.file();
        file.db
            .prepare_cached(sql)
            .and_then(|mut s| s.execute(p))
            .map(|_| ())
            .map_err(|e| file.error(&e))
    }

    /// Keeps the append: when this returns, it is on the disk.
    ///
    /// # Errors
    /// [`StoreError::OutcomeUnknown`] when the system failed while committing.
    pub fn commit(mut self) -> Result<Tip, StoreError> {
        self.open = false;
        let committed = self.file().exec("COMMIT");
        match committed {
            Ok(()) => {
                self.ledger.tip = Some(self.tip.clone());
                self.ledger.grew(self.tip.size(), self.tip.root());
                self.remember();
                Ok(self.tip.clone())
            }
            // A full disk is met while the last pages are written, before the append is one.
            Err(e @ (StoreError::Busy(_) | StoreError::Full(_))) => {
                self.rollback();
                Err(e)
            }
            Err(e) => {
                self.rollback();
                Err(StoreError::OutcomeUnknown {
                    path: self.file().path.clone(),
                    why: e.to_string(),
                })
            }
        }
    }

    fn rollback(&self) {
        // A failed COMMIT may have ended the transaction; then there is nothing to roll back.
        if !self.file().db.is_autocommit() {
            let _ = self.file().exec("ROLLBACK");
        }
    }
}

impl Drop for Append<'_> {
    fn drop(&mut self) {
        if self.open {
            self.rollback();
        }
        // Only then may others move on what was seen, and the next moment be held.
        self.heads = None;
        self.signed = None;
        if self.held {
            let _ = self.ledger.hold();
        }
    }
}

/// Under which topics an entry is found: see the schema's `mention`.
pub fn topics(body: &Body) -> impl Iterator<Item = &str> {
    let questions = body.questions().iter();
    questions.map(|q| q.as_str()).chain(body.topic())
}

impl File {
    pub(super) fn exec(&self, sql: &str) -> Result<(), StoreError> {
        self.db
            .prepare_cached(sql)
            .and_then(|mut s| s.execute([]))
            .map(|_| ())
            .map_err(|e| self.error(&e))
    }

    pub(super) fn scrub(&self) -> Result<(), StoreError> {
        let busy: i64 = self
            .db
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get(0))
            .map_err(|e| self.error(&e))?;
        match busy {
            0 => Ok(()),
            _ => Err(StoreError::Lingering(self.path.clone())),
        }
    }
}
