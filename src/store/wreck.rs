//! Reading a damaged file: whatever it still gives, past what cannot be read, and nothing written.
//!
//! Three ways, the next where the one before gives out: the table from its beginning to the first
//! page that cannot be read; each place by its key; and the pages without SQLite
//! (`pages`). What comes out is no more than a claim.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::types::FromSql;
use rusqlite::{OptionalExtension, Row};
use sha2::{Digest, Sha256};

use super::StoreError;
use super::file::{File, must_be_file};
use super::inspect::{Cell, RawCheckpoint, RawEntry, entry};
use super::pages::Pages;
use super::rest::{Moment, beside};

/// The longest value that is loaded, in bytes.
const LONGEST: i32 = 128 << 20;
/// No row of the log takes less of a file than this, in bytes.
const LEAST_ROW: u64 = 64;
/// The longest column of an entry, and the longest note, that is kept.
const LONGEST_CELL: usize = 66_000;
const LONGEST_NOTE: usize = 1_000_000;

/// A damaged file, opened to be read.
pub struct Wreck {
    path: PathBuf,
    /// None where SQLite does not take it for a database any more.
    file: Option<File>,
    bytes: Vec<u8>,
    before: Option<Moment>,
}

/// What is left of the rows of the log.
#[derive(Debug, Default)]
pub struct Rows {
    /// The rows, in the order in which they were found.
    pub entries: Vec<RawEntry>,
    /// What SQLite said where it could not go on.
    pub faults: Vec<String>,
}

/// An attachment's bytes, whose SHA-256 is its name; none where they were taken away.
pub type Attached = BTreeMap<String, Option<Vec<u8>>>;

impl Wreck {
    /// Opens a file. Nothing beside it is made or touched where it has no write-ahead log.
    ///
    /// # Errors
    /// When there is none, or it cannot be read at all.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        must_be_file(path)?;
        let before = Moment::of(path);
        let still = before.as_ref().is_some_and(|s| s.log == 0);
        let bytes = std::fs::read(path).map_err(|e| StoreError::Io {
            path: path.to_owned(),
            why: e.to_string(),
        })?;
        Ok(Self {
            path: path.to_owned(),
            file: File::open_damaged(path, still, LONGEST).ok(),
            bytes,
            before,
        })
    }

    /// The size of the file, and its SHA-256 in lower-case hex.
    #[must_use]
    pub fn fingerprint(&self) -> (u64, String) {
        let length = u64::try_from(self.bytes.len()).unwrap_or(u64::MAX);
        (length, hex::encode(Sha256::digest(&self.bytes)))
    }

    /// SHA-256 of the write-ahead log beside it, where there is one that is not empty.
    #[must_use]
    pub fn log_beside(&self) -> Option<String> {
        let bytes = std::fs::read(beside(&self.path, "-wal")).ok()?;
        (!bytes.is_empty()).then(|| hex::encode(Sha256::digest(&bytes)))
    }

    /// Makes sure that nobody wrote to the file meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Busy`] where somebody did.
    pub fn settle(&self) -> Result<(), StoreError> {
        if Moment::of(&self.path) == self.before {
            return Ok(());
        }
        Err(StoreError::Busy(self.path.clone()))
    }

    /// How many entries a file of this size can hold at most.
    #[must_use]
    pub fn most(&self) -> u64 {
        u64::try_from(self.bytes.len()).unwrap_or(u64::MAX) / LEAST_ROW
            + self.before.as_ref().map_or(0, |s| s.log) / LEAST_ROW
    }

    /// All that is left of the log; `known` is how many entries it is known to have had.
    #[must_use]
    pub fn entries(&self, known: u64) -> Rows {
        let mut rows = Rows::default();
        let mut next = 0_i64;
        let walked = self.each(
            "SELECT seq, id, type, recorded_at, leaf, bytes FROM entry NOT INDEXED ORDER BY seq",
            entry,
            &mut |row: RawEntry| {
                next = next.max(row.seq.saturating_add(1));
                rows.entries.push(row);
            },
        );
        let Err(why) = walked else { return rows };
        rows.faults.push(why);
        let end = i64::try_from(known.min(self.most())).unwrap_or(i64::MAX);
        for seq in next..end {
            rows.entries.extend(self.at(seq));
        }
        self.stray(&mut |key, columns| rows.entries.extend(as_entry(key, columns)));
        rows
    }

    /// The row of one place, by its key.
    fn at(&self, seq: i64) -> Option<RawEntry> {
        let sql = "SELECT seq, id, type, recorded_at, leaf, bytes FROM entry NOT INDEXED
                   WHERE seq=?1";
        let db = &self.file.as_ref()?.db;
        let read = |s: &mut rusqlite::CachedStatement<'_>| s.query_row([seq], entry).optional();
        db.prepare_cached(sql).and_then(|mut s| read(&mut s)).ok()?
    }

    /// The stored nodes of the tree that can be read, by level and index.
    #[must_use]
    pub fn nodes(&self) -> BTreeMap<(u8, u64), [u8; 32]> {
        let mut nodes = BTreeMap::new();
        let read = |row: &Row<'_>| Ok((get(row, 0), get(row, 1), get::<Vec<u8>>(row, 2)));
        let _ = self.each("SELECT level, idx, hash FROM node", read, &mut |(
            level,
            index,
            hash,
        )| {
            let hash = hash.and_then(|h| h.try_into().ok());
            let level: Option<i64> = level;
            let index: Option<i64> = index;
            let place = (
                level
                    .and_then(|n| u8::try_from(n).ok())
                    .filter(|n| (1..=63).contains(n)),
                index.and_then(|n| u64::try_from(n).ok()),
            );
            if let ((Some(level), Some(index)), Some(hash)) = (place, hash) {
                nodes.insert((level, index), hash);
            }
        });
        nodes
    }

    /// Which entries bear on which topic, as far as the list can be read.
    #[must_use]
    pub fn mentions(&self) -> Vec<(String, u64)> {
        let mut out = Vec::new();
        let read = |row: &Row<'_>| Ok((get::<String>(row, 0), get::<i64>(row, 1)));
        let _ = self.each("SELECT topic, seq FROM mention", read, &mut |(
            topic,
            seq,
        )| {
            let seq = seq.and_then(|n| u64::try_from(n).ok());
            out.extend(topic.zip(seq));
        });
        out
    }

    /// The checkpoints that can be read.
    #[must_use]
    pub fn checkpoints(&self) -> Vec<RawCheckpoint> {
        let mut out = BTreeMap::new();
        let read = |row: &Row<'_>| {
            Ok(RawCheckpoint {
                id: row.get(0)?,
                size: Cell::read(row, 1, LONGEST_NOTE)?,
                note: Cell::read(row, 2, LONGEST_NOTE)?,
            })
        };
        let walked = self.each(
            "SELECT id, size, note FROM checkpoint NOT INDEXED ORDER BY id",
            read,
            &mut |row| {
                out.insert(row.id, row);
            },
        );
        if walked.is_err() {
            self.stray(&mut |key, columns| {
                if let Some(row) = as_checkpoint(key, columns) {
                    out.entry(key).or_insert(row);
                }
            });
        }
        out.into_values().collect()
    }

    /// The attachments whose bytes are those that their name says, and those without bytes.
    #[must_use]
    pub fn attachments(&self) -> Attached {
        let mut out = Attached::new();
        let mut take = |name: &str, bytes: Option<Vec<u8>>| match bytes {
            Some(bytes) if hex::encode(Sha256::digest(&bytes)) == name => {
                out.insert(name.to_owned(), Some(bytes));
            }
            Some(_) => {}
            None => {
                out.entry(name.to_owned()).or_insert(None);
            }
        };
        let longest = usize::try_from(LONGEST).unwrap_or(usize::MAX);
        let read = |row: &Row<'_>| {
            Ok((
                Cell::read(row, 0, LONGEST_CELL)?,
                Cell::read(row, 1, longest)?,
            ))
        };
        let walked = self.each(
            "SELECT sha256, bytes FROM attachment NOT INDEXED ORDER BY rowid",
            read,
            &mut |(name, bytes)| kept(&name, bytes, &mut take),
        );
        if walked.is_err() {
            self.stray(&mut |_, columns| {
                if let Ok([name, Cell::Text(_), Cell::Integer(_), bytes]) =
                    <[Cell; 4]>::try_from(columns)
                {
                    kept(&name, bytes, &mut take);
                }
            });
        }
        out
    }

    fn each<T>(
        &self,
        sql: &str,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
        visit: &mut dyn FnMut(T),
    ) -> Result<(), String> {
        let Some(file) = &self.file else {
            return Err("it is not an SQLite database any more".into());
        };
        let mut run = || {
            let mut statement = file.db.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                visit(read(row)?);
            }
            Ok(())
        };
        run().map_err(|e: rusqlite::Error| e.to_string())
    }

    fn stray(&self, visit: &mut dyn FnMut(i64, Vec<Cell>)) {
        Pages::new(&self.bytes).rows(visit);
    }
}

fn get<T: FromSql>(row: &Row<'_>, column: usize) -> Option<T> {
    row.get(column).ok()
}

fn kept(name: &Cell, bytes: Cell, take: &mut dyn FnMut(&str, Option<Vec<u8>>)) {
    let Some(name) = name.text().filter(|n| n.len() == 64) else {
        return;
    };
    match bytes {
        Cell::Blob(bytes) => take(name, Some(bytes)),
        Cell::Null => take(name, None),
        _ => {}
    }
}

fn as_entry(seq: i64, columns: Vec<Cell>) -> Option<RawEntry> {
    let [Cell::Null, id, type_name, recorded_at, leaf, bytes] =
        <[Cell; 6]>::try_from(columns).ok()?
    else {
        return None;
    };
    let fits = leaf.blob().is_some_and(|l| l.len() == 32)
        && bytes.blob().is_some_and(|b| b.len() <= LONGEST_CELL);
    fits.then_some(RawEntry {
        seq,
        id,
        type_name,
        recorded_at,
        leaf,
        bytes,
    })
}

fn as_checkpoint(id: i64, columns: Vec<Cell>) -> Option<RawCheckpoint> {
    match <[Cell; 3]>::try_from(columns).ok()? {
        [Cell::Null, size @ Cell::Integer(_), note @ Cell::Text(_)] => {
            Some(RawCheckpoint { id, size, note })
        }
        _ => None,
    }
}
