//! Reading beside a program that writes: one moment at a time, from the newest entry back, and a
//! cheap way to learn that something changed.

use std::path::Path;

use rusqlite::params;

use super::file::File;
use super::read::{COLUMNS, stored};
use super::{Ledger, StoreError, Stored};
use crate::record::Entry;

/// Which rows of the log are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// Only entries before this place.
    pub before: Option<u64>,
    /// Only entries that bear on this question.
    pub question: Option<&'a str>,
}

impl Ledger {
    /// Opens a ledger only to read, with at most `cache_kib` KiB of its pages kept in memory: for
    /// programs that hold several of these for long.
    ///
    /// # Errors
    /// As [`Ledger::open`].
    pub fn open_reader(path: &Path, cache_kib: u32) -> Result<Self, StoreError> {
        Ok(Self::on(File::open_small(path, cache_kib)?, false))
    }

    /// A number that is another one after somebody else has written to the file, and else the
    /// same. It is cheap to ask for.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn version(&self) -> Result<i64, StoreError> {
        self.file.pragma("data_version")
    }

    /// Entries in the log.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn size(&self) -> Result<u64, StoreError> {
        let size = self.file.size()?;
        Ok(self.first.map_or(size, |first| size.min(first)))
    }

    /// Visits rows from the newest back, until `visit` says false.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn browse(
        &self,
        wanted: Wanted<'_>,
        visit: &mut dyn FnMut(Stored) -> bool,
    ) -> Result<(), StoreError> {
        let before = wanted.before.into_iter().chain(self.first).min();
        let before = before.map_or(i64::MAX, |seq| i64::try_from(seq).unwrap_or(i64::MAX));
        let mut run = || -> rusqlite::Result<()> {
            let mut statement;
            let mut rows = match wanted.question {
                None => {
                    statement = self.file.db.prepare_cached(&format!(
                        "SELECT {COLUMNS} FROM entry WHERE seq<?1 ORDER BY seq DESC"
                    ))?;
                    statement.query(params![before])?
                }
                Some(question) => {
                    statement = self.file.db.prepare_cached(&format!(
                        "SELECT {COLUMNS} FROM mention JOIN entry USING (seq)
                         WHERE topic=?1 AND seq<?2 ORDER BY seq DESC"
                    ))?;
                    statement.query(params![question, before])?
                }
            };
            while let Some(row) = rows.next()? {
                if !visit(stored(row)?) {
                    break;
                }
            }
            Ok(())
        };
        run().map_err(|e| self.file.error(&e))
    }

    /// The entries whose ids begin so, by id, at most `limit`. An id with a colon, which the program
    /// gave, is among them only where `prefix` has one.
    ///
    /// # Errors
    /// When the file cannot be read or an entry is damaged.
    pub fn begin_with(&self, prefix: &str, limit: usize) -> Result<Vec<Entry>, StoreError> {
        let rows = self.file.begin_with(prefix, limit)?;
        let rows = rows.iter().filter(|row| self.shows(row.seq));
        rows.map(|row| self.file.decode(row)).collect()
    }

    /// Visits the checkpoints that cover the entry at `seq`, as size and note, the latest to arrive
    /// first, until `visit` says false.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn covering(
        &self,
        seq: u64,
        visit: &mut dyn FnMut(u64, String) -> bool,
    ) -> Result<(), StoreError> {
        let seq = i64::try_from(seq).unwrap_or(i64::MAX);
        let mut run = || -> rusqlite::Result<()> {
            let mut statement = self.file.db.prepare_cached(
                "SELECT size, note FROM checkpoint WHERE size>?1 ORDER BY id DESC",
            )?;
            let mut rows = statement.query([seq])?;
            while let Some(row) = rows.next()? {
                let size = u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0);
                if !visit(size, row.get(1)?) {
                    break;
                }
            }
            Ok(())
        };
        run().map_err(|e| self.file.error(&e))
    }
}
