//! Reading: entries, the tree's nodes, attachments.

use rusqlite::{OptionalExtension, Row, params};

use super::file::File;
use super::{Attachment, StoreError, Tip};
use crate::proof::canonical;
use crate::proof::tree::{Frontier, Hash, Nodes, frontier_at};
use crate::record::{Entry, Instant};

/// A row of the log as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Column `seq`.
    pub seq: u64,
    /// Column `id`.
    pub id: String,
    /// Column `type`.
    pub type_name: String,
    /// Column `recorded_at`.
    pub recorded_at: String,
    /// Column `leaf`.
    pub leaf: Vec<u8>,
    /// The bytes that were hashed.
    pub bytes: Vec<u8>,
}

pub(super) const COLUMNS: &str = "seq, id, type, recorded_at, leaf, bytes";

pub(super) fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        seq: u64::try_from(row.get::<_, i64>(0)?).unwrap_or(u64::MAX),
        id: row.get(1)?,
        type_name: row.get(2)?,
        recorded_at: row.get(3)?,
        leaf: row.get(4)?,
        bytes: row.get(5)?,
    })
}

fn attachment(r: &Row<'_>) -> rusqlite::Result<Attachment> {
    Ok(Attachment {
        sha256: r.get(0)?,
        media: r.get(1)?,
        size: u64::try_from(r.get::<_, i64>(2)?).unwrap_or(0),
        present: r.get(3)?,
    })
}

impl File {
    pub fn decode(&self, row: &Stored) -> Result<Entry, StoreError> {
        let damaged = |why: String| StoreError::Damaged {
            path: self.path.clone(),
            why: format!("entry {}: {why}", row.seq),
        };
        let entry = canonical::decode(&row.bytes).map_err(|e| damaged(e.to_string()))?;
        if entry.seq != row.seq || entry.id != row.id {
            return Err(damaged("the bytes are of another entry".into()));
        }
        Ok(entry)
    }

    pub fn by_seq(&self, seq: u64) -> Result<Option<Stored>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM entry WHERE seq=?1");
        let Ok(seq) = i64::try_from(seq) else {
            return Ok(None);
        };
        self.db
            .prepare_cached(&sql)
            .and_then(|mut s| s.query_row([seq], stored).optional())
            .map_err(|e| self.error(&e))
    }

    pub fn by_id(&self, id: &str) -> Result<Option<Stored>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM entry WHERE id=?1");
        self.db
            .prepare_cached(&sql)
            .and_then(|mut s| s.query_row([id], stored).optional())
            .map_err(|e| self.error(&e))
    }

    /// Rows whose ids begin so, by id, at most `limit`. An id with a colon, which the program gave,
    /// is among them only where `prefix` has one.
    pub fn begin_with(&self, prefix: &str, limit: usize) -> Result<Vec<Stored>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM entry
             WHERE id>=?1 AND id<?2 AND (?3 OR instr(id, ':')=0) ORDER BY id LIMIT ?4"
        );
        // No id goes on with the last character that there is.
        let beyond = format!("{prefix}{}", char::MAX);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.collect(&sql, params![prefix, beyond, prefix.contains(':'), limit])
    }

    /// Rows `from..` in order, at most `limit`.
    pub fn rows(&self, from: u64, limit: usize) -> Result<Vec<Stored>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM entry WHERE seq>=?1 ORDER BY seq LIMIT ?2");
        self.collect(
            &sql,
            params![
                i64::try_from(from).unwrap_or(i64::MAX),
                i64::try_from(limit).unwrap_or(i64::MAX)
            ],
        )
    }

    /// Rows that mention a question, after the entry `after`, in order.
    pub fn about(&self, question: &str, after: Option<u64>) -> Result<Vec<Stored>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM mention JOIN entry USING (seq)
             WHERE topic=?1 AND seq>?2 ORDER BY seq"
        );
        let after = after.map_or(-1, |s| i64::try_from(s).unwrap_or(i64::MAX));
        self.collect(&sql, params![question, after])
    }

    /// Rows that mention a question and are not forecasts, after the entry `after`, in order.
    pub fn facts(&self, question: &str, after: Option<u64>) -> Result<Vec<Stored>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM mention JOIN entry USING (seq)
             WHERE topic=?1 AND seq>?2 AND type<>'forecast' ORDER BY seq"
        );
        let after = after.map_or(-1, |s| i64::try_from(s).unwrap_or(i64::MAX));
        self.collect(&sql, params![question, after])
    }

    fn collect(&self, sql: &str, p: impl rusqlite::Params) -> Result<Vec<Stored>, StoreError> {
        self.db
            .prepare_cached(sql)
            .and_then(|mut s| s.query_map(p, stored)?.collect())
            .map_err(|e| self.error(&e))
    }

    pub fn attachment(&self, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.db
            .prepare_cached("SELECT bytes FROM attachment WHERE sha256=?1")
            .and_then(|mut s| {
                s.query_row([sha256], |r| r.get::<_, Option<Vec<u8>>>(0))
                    .optional()
            })
            .map(Option::flatten)
            .map_err(|e| self.error(&e))
    }

    pub fn attachment_info(&self, sha256: &str) -> Result<Option<Attachment>, StoreError> {
        self.db
            .prepare_cached(
                "SELECT sha256, media, size, bytes IS NOT NULL FROM attachment WHERE sha256=?1",
            )
            .and_then(|mut s| s.query_row([sha256], attachment).optional())
            .map_err(|e| self.error(&e))
    }

    pub fn attachments(&self) -> Result<Vec<Attachment>, StoreError> {
        self.db
            .prepare_cached(
                "SELECT sha256, media, size, bytes IS NOT NULL FROM attachment ORDER BY sha256",
            )
            .and_then(|mut s| s.query_map([], attachment)?.collect())
            .map_err(|e| self.error(&e))
    }

    pub fn checkpoints(&self) -> Result<Vec<(u64, String)>, StoreError> {
        self.db
            .prepare_cached("SELECT size, note FROM checkpoint ORDER BY id")
            .and_then(|mut s| {
                s.query_map([], |r| {
                    Ok((u64::try_from(r.get::<_, i64>(0)?).unwrap_or(0), r.get(1)?))
                })?
                .collect()
            })
            .map_err(|e| self.error(&e))
    }

    pub fn size(&self) -> Result<u64, StoreError> {
        self.db
            .prepare_cached("SELECT coalesce(max(seq)+1, 0) FROM entry")
            .and_then(|mut s| s.query_row([], |r| r.get::<_, i64>(0)))
            .map(|n| u64::try_from(n).unwrap_or(0))
            .map_err(|e| self.error(&e))
    }

    /// The log's end, from what is stored.
    pub fn tip(&self) -> Result<Tip, StoreError> {
        self.tip_at(self.size()?)
    }

    /// The log's end when it was of that size.
    pub fn tip_at(&self, size: u64) -> Result<Tip, StoreError> {
        let frontier: Frontier =
            frontier_at(&Tree(self), size).map_err(|e| StoreError::Damaged {
                path: self.path.clone(),
                why: e.to_string(),
            })?;
        let last = match size.checked_sub(1) {
            Some(seq) => self.by_seq(seq)?,
            None => None,
        };
        let recorded_at = last.and_then(|row| Instant::parse(&row.recorded_at).ok());
        Ok(Tip {
            frontier,
            recorded_at,
        })
    }
}

/// The tree's stored nodes; level 0 are the entries' leaves.
pub(super) struct Tree<'f>(pub &'f File);

impl Nodes for Tree<'_> {
    type Error = StoreError;

    fn node(&self, level: u8, index: u64) -> Result<Option<Hash>, StoreError> {
        let Ok(index) = i64::try_from(index) else {
            return Ok(None);
        };
        let db = &self.0.db;
        let found: rusqlite::Result<Option<Vec<u8>>> = if level == 0 {
            db.prepare_cached("SELECT leaf FROM entry WHERE seq=?1")
                .and_then(|mut s| s.query_row([index], |r| r.get(0)).optional())
        } else {
            db.prepare_cached("SELECT hash FROM node WHERE level=?1 AND idx=?2")
                .and_then(|mut s| s.query_row(params![level, index], |r| r.get(0)).optional())
        };
        let bytes = found.map_err(|e| self.0.error(&e))?;
        Ok(bytes.and_then(|b| Hash::try_from(b).ok()))
    }
}
