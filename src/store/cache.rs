//! A belief kept in the file, so that the next signal need not replay all of them; authenticated
//! with the secret outside the file.
//!
//! Disposable: a row that is missing, of another program version, model or log, or whose tag is not
//! ours is passed over, and the belief is replayed. Without a secret none is used or written. The
//! audit looks at the tags and never uses what they cover.

use rusqlite::{OptionalExtension as _, Row, params};

use super::inspect::{Cell, Inspector, LONGEST_CELL, Visit};
use super::memory::Secret;
use super::{Append, Ledger, StoreError};
use crate::proof::tree::{Hash, root_at};

/// What the tag of a row is for.
const PURPOSE: &str = "a belief in a ledger 2";

/// What a kept belief belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Kept<'a> {
    /// The program that kept it.
    pub program: &'a str,
    /// SHA-256 of the model.
    pub model: &'a str,
    /// The question.
    pub question: &'a str,
}

/// Place, tag and bytes of a row.
type CacheRow = (u64, Vec<u8>, Vec<u8>);

/// A row of the cache.
#[derive(Debug, Clone)]
pub struct RawBelief {
    /// Column `question`.
    pub question: Cell,
    /// Column `upto`.
    pub upto: Cell,
    /// Column `digest`: the tag.
    pub tag: Cell,
    /// Column `bytes`.
    pub bytes: Cell,
}

/// The tag of a row: over the question, the log to `upto`, by its root, and the bytes.
fn parts<'a>(
    question: &'a str,
    root: &'a Hash,
    upto: &'a [u8; 8],
    bytes: &'a [u8],
) -> [&'a [u8]; 4] {
    [question.as_bytes(), upto, root, bytes]
}

/// Whether the tag of a row is ours, the root being the log's after the entry `upto`.
#[must_use]
pub fn is_ours(
    secret: &Secret,
    (question, upto, root): (&str, u64, &Hash),
    bytes: &[u8],
    tag: &[u8],
) -> bool {
    secret.fits(
        PURPOSE,
        &parts(question, root, &upto.to_be_bytes(), bytes),
        tag,
    )
}

impl Kept<'_> {
    /// The bytes that stand before the belief in a row: program and model, with their lengths.
    fn head(&self) -> Vec<u8> {
        let mut head = Vec::new();
        for part in [self.program, self.model] {
            head.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
            head.extend(part.as_bytes());
        }
        head
    }
}

impl Ledger {
    /// The belief kept last of a question, with the entry that it follows; `None` where there is
    /// none that is ours, of this program and model.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn kept(&self, of: Kept<'_>) -> Result<Option<(u64, Vec<u8>)>, StoreError> {
        let Some(secret) = self.secret() else {
            return Ok(None);
        };
        let Some((upto, tag, bytes)) = self.cache_row(of.question)? else {
            return Ok(None);
        };
        let Some(root) = self.root_after(upto)? else {
            return Ok(None);
        };
        if !is_ours(secret, (of.question, upto, &root), &bytes, &tag) {
            return Ok(None);
        }
        let belief = bytes.strip_prefix(of.head().as_slice());
        Ok(belief.map(|belief| (upto, belief.to_vec())))
    }

    fn secret(&self) -> Option<&Secret> {
        self.memory()?.secret()
    }

    fn root_after(&self, upto: u64) -> Result<Option<Hash>, StoreError> {
        let size = upto.saturating_add(1);
        if size > self.size()? {
            return Ok(None);
        }
        let root = root_at(&self.nodes(), size);
        root.map(Some).map_err(|e| self.damaged(e.to_string()))
    }

    fn cache_row(&self, question: &str) -> Result<Option<CacheRow>, StoreError> {
        let sql = "SELECT upto, digest, bytes FROM cache WHERE question=?1";
        let row = self.file.db.prepare_cached(sql).and_then(|mut s| {
            s.query_row([question], |r| {
                let upto = u64::try_from(r.get::<_, i64>(0)?).unwrap_or(u64::MAX);
                Ok((upto, r.get(1)?, r.get(2)?))
            })
            .optional()
        });
        row.map_err(|e| self.file.error(&e))
    }
}

impl Append<'_> {
    /// Keeps the belief of a question after the entry `upto`, where there is a secret to keep it
    /// with.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep(&mut self, of: Kept<'_>, upto: u64, belief: &[u8]) -> Result<(), StoreError> {
        let ledger = self.ledger();
        let Some(secret) = ledger.secret() else {
            return Ok(());
        };
        let Some(root) = ledger.root_after(upto)? else {
            return Ok(());
        };
        let mut bytes = of.head();
        bytes.extend(belief);
        let tag = secret.tag(
            PURPOSE,
            &parts(of.question, &root, &upto.to_be_bytes(), &bytes),
        );
        self.write(
            "INSERT INTO cache(question, upto, digest, bytes) VALUES (?1,?2,?3,?4)
             ON CONFLICT(question) DO UPDATE SET upto=?2, digest=?3, bytes=?4",
            params![
                of.question,
                i64::try_from(upto).unwrap_or(i64::MAX),
                tag.as_slice(),
                bytes
            ],
        )
    }
}

impl Inspector {
    /// The beliefs kept in the file.
    ///
    /// # Errors
    /// When a row cannot be read; those before it were visited.
    pub fn beliefs(&self, visit: Visit<'_, RawBelief>) -> Result<(), StoreError> {
        let sql = "SELECT question, upto, digest, bytes FROM cache NOT INDEXED ORDER BY rowid";
        let read = |row: &Row<'_>| {
            Ok(RawBelief {
                question: Cell::read(row, 0, LONGEST_CELL)?,
                upto: Cell::read(row, 1, LONGEST_CELL)?,
                tag: Cell::read(row, 2, LONGEST_CELL)?,
                bytes: Cell::read(row, 3, usize::MAX)?,
            })
        };
        self.each(sql, read, visit)
    }
}
