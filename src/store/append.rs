//! Appending: one transaction, canonical bytes, the tree moved along.

use rusqlite::{OptionalExtension, params};

use super::file::File;
use super::read::Tree;
use super::{Cached, Ledger, StoreError, Tip};
use crate::proof::canonical;
use crate::proof::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::proof::signing::SigningKey;
use crate::proof::tree::{frontier_at, leaf_hash};
use crate::record::{Body, Entry, Instant, fields};

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
}

impl<'l> Append<'l> {
    pub(super) fn begin(ledger: &'l mut Ledger) -> Result<Self, StoreError> {
        ledger.file.exec("BEGIN IMMEDIATE")?;
        let mut append = Self {
            tip: Tip {
                frontier: crate::proof::tree::Frontier::new(),
                recorded_at: None,
            },
            began_at: 0,
            open: true,
            ledger,
        };
        // The log only grows, so a remembered end of the same size is the end.
        let size = append.file().size()?;
        append.tip = match append.ledger.tip.take().filter(|t| t.size() == size) {
            Some(tip) => tip,
            None => append.file().tip()?,
        };
        append.began_at = append.tip.size();
        Ok(append)
    }

    fn file(&self) -> &File {
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
        let entry = Entry {
            seq: self.tip.size(),
            id: draft.id,
            author: draft.author,
            recorded_at,
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

    /// Keeps what lets the next append go on from here; disposable.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn cache(
        &mut self,
        question: &str,
        upto: u64,
        digest: &[u8],
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        self.write(
            "INSERT INTO cache(question, upto, digest, bytes) VALUES (?1,?2,?3,?4)
             ON CONFLICT(question) DO UPDATE SET upto=?2, digest=?3, bytes=?4",
            params![
                question,
                i64::try_from(upto).unwrap_or(i64::MAX),
                digest,
                bytes
            ],
        )
    }

    /// Signs the tree as it stands at the end of this append, and keeps the checkpoint.
    ///
    /// The stored bytes of every entry since the last checkpoint are read and hashed again first,
    /// on top of the tree that the last checkpoint signed: what is signed can be reproduced from
    /// what is stored. The log's name is the origin of entry 0.
    ///
    /// # Errors
    /// When the stored log does not hash to its tree, or the file cannot be written.
    pub fn seal(&mut self, key: &SigningKey) -> Result<SignedCheckpoint, StoreError> {
        let damaged = |file: &File, why: String| StoreError::Damaged {
            path: file.path.clone(),
            why,
        };
        let file = self.file();
        let signed = match file.checkpoints()?.pop() {
            Some((_, note)) => Some(
                SignedCheckpoint::parse(note.as_bytes())
                    .map_err(|e| damaged(file, format!("the last checkpoint: {e}")))?,
            ),
            None => None,
        };
        let from = signed.as_ref().map_or(0, |s| s.checkpoint().size());
        let mut frontier =
            frontier_at(&Tree(file), from).map_err(|e| damaged(file, format!("the tree: {e}")))?;
        if let Some(signed) = &signed
            && *signed.checkpoint().root() != frontier.root()
        {
            return Err(damaged(
                file,
                format!("the log is not the one that was signed at size {from}"),
            ));
        }
        while frontier.size() < self.tip.size() {
            let rows = file.rows(frontier.size(), 4096)?;
            if rows.is_empty() {
                return Err(damaged(file, "entries are missing".into()));
            }
            for row in rows {
                frontier
                    .push(leaf_hash(&row.bytes))
                    .map_err(|e| damaged(file, e.to_string()))?;
            }
        }
        if frontier.root() != self.tip.root() {
            return Err(damaged(
                file,
                "the stored entries do not hash to the stored tree".into(),
            ));
        }
        let origin = match file.by_seq(0)? {
            Some(row) => match file.decode(&row)?.body {
                Body::Ledger(named) => named.origin,
                _ => return Err(damaged(file, "entry 0 does not name the log".into())),
            },
            None => return Err(damaged(file, "the log is empty".into())),
        };
        let checkpoint = Checkpoint::new(&origin, frontier.size(), frontier.root())
            .and_then(|c| c.sign(key))
            .map_err(|e| damaged(file, e.to_string()))?;
        self.checkpoint(frontier.size(), &checkpoint.to_string())?;
        Ok(checkpoint)
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

    fn write(&self, sql: &str, p: impl rusqlite::Params) -> Result<(), StoreError> {
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
                Ok(self.tip.clone())
            }
            Err(StoreError::Busy(path)) => {
                self.rollback();
                Err(StoreError::Busy(path))
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

    pub(super) fn cached(&self, question: &str) -> Result<Option<Cached>, StoreError> {
        self.db
            .prepare_cached("SELECT upto, digest, bytes FROM cache WHERE question=?1")
            .and_then(|mut s| {
                s.query_row([question], |r| {
                    let upto = u64::try_from(r.get::<_, i64>(0)?).unwrap_or(u64::MAX);
                    Ok(Cached {
                        upto,
                        digest: r.get(1)?,
                        bytes: r.get(2)?,
                    })
                })
                .optional()
            })
            .map_err(|e| self.error(&e))
    }
}
