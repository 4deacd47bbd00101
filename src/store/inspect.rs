//! Reading a file that may be hostile: every row as it stands, whatever its columns hold.
//!
//! Nothing is written, no value is loaded that is longer than a ledger can hold, indices are not
//! used to find rows (they could tell another story than the table), and all reading sees one
//! moment of the file. What cannot be read is an error of the store, never a panic.

use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row};
use sha2::{Digest, Sha256};

use super::StoreError;
use super::file::{File, SCHEMA};
use super::rest::{Rest, beside, length};

/// The longest value that is loaded at all, in bytes: above the largest attachment.
const LONGEST: i32 = 128 << 20;
/// The longest column of an entry, a node or a mention that is kept; longer ones are only
/// measured.
pub(super) const LONGEST_CELL: usize = 66_000;
/// The longest checkpoint that is kept.
const LONGEST_NOTE: usize = 1_000_000;

/// One value of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// NULL.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// A text, which need not be UTF-8.
    Text(Vec<u8>),
    /// Bytes.
    Blob(Vec<u8>),
    /// A text or bytes longer than the column can hold, with their length.
    Long(usize),
}

impl Cell {
    pub(super) fn read(row: &Row<'_>, column: usize, longest: usize) -> rusqlite::Result<Self> {
        Ok(match row.get_ref(column)? {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(n) => Self::Integer(n),
            ValueRef::Real(x) => Self::Real(x),
            ValueRef::Text(b) | ValueRef::Blob(b) if b.len() > longest => Self::Long(b.len()),
            ValueRef::Text(b) => Self::Text(b.to_vec()),
            ValueRef::Blob(b) => Self::Blob(b.to_vec()),
        })
    }

    /// The text, where it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(bytes) => std::str::from_utf8(bytes).ok(),
            _ => None,
        }
    }

    /// The bytes, where they are a blob.
    #[must_use]
    pub fn blob(&self) -> Option<&[u8]> {
        match self {
            Self::Blob(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The number, where it is whole and not negative.
    #[must_use]
    pub fn count(&self) -> Option<u64> {
        match self {
            Self::Integer(n) => u64::try_from(*n).ok(),
            _ => None,
        }
    }

    /// The value in a few words, for a message.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Null => "NULL".into(),
            Self::Integer(n) => n.to_string(),
            Self::Real(x) => format!("the number {x}"),
            Self::Text(bytes) => {
                let text = String::from_utf8_lossy(bytes);
                let mut chars = text.chars();
                let head: String = chars.by_ref().take(80).collect();
                let more = if chars.next().is_some() { "..." } else { "" };
                format!("`{head}{more}`")
            }
            Self::Blob(bytes) if bytes.len() <= 32 => hex::encode(bytes),
            Self::Blob(bytes) => format!("{} bytes", bytes.len()),
            Self::Long(n) => format!("{n} bytes, longer than a ledger holds"),
        }
    }
}

/// A row of the log.
#[derive(Debug, Clone)]
pub struct RawEntry {
    /// Column `seq`, the key.
    pub seq: i64,
    /// Column `id`.
    pub id: Cell,
    /// Column `type`.
    pub type_name: Cell,
    /// Column `recorded_at`.
    pub recorded_at: Cell,
    /// Column `leaf`.
    pub leaf: Cell,
    /// Column `bytes`.
    pub bytes: Cell,
}

/// A row of the tree.
#[derive(Debug, Clone)]
pub struct RawNode {
    /// Column `level`.
    pub level: Cell,
    /// Column `idx`.
    pub index: Cell,
    /// Column `hash`.
    pub hash: Cell,
}

/// What a row of the attachments holds as bytes.
#[derive(Debug, Clone, PartialEq)]
pub enum Held {
    /// Nothing.
    Nothing,
    /// Bytes, with their SHA-256 in hex and their length.
    Bytes {
        /// SHA-256 in lower-case hex.
        sha256: String,
        /// Length.
        length: u64,
        /// Media type, told from them.
        media: &'static str,
    },
    /// A value that is not bytes.
    Other(String),
}

/// A row of the attachments.
#[derive(Debug, Clone)]
pub struct RawAttachment {
    /// Column `sha256`.
    pub sha256: Cell,
    /// Column `media`.
    pub media: Cell,
    /// Column `size`.
    pub size: Cell,
    /// Column `bytes`.
    pub held: Held,
}

/// A row of the checkpoints.
#[derive(Debug, Clone)]
pub struct RawCheckpoint {
    /// Column `id`, the key.
    pub id: i64,
    /// Column `size`.
    pub size: Cell,
    /// Column `note`.
    pub note: Cell,
}

/// A table, index or trigger of the file: type, name, table, and the SQL that made it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Object {
    /// `table`, `index`, `trigger` or `view`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The table that it belongs to.
    pub table: String,
    /// The SQL that made it; empty for what SQLite made itself.
    pub sql: String,
}

/// A file opened to be read row by row.
pub struct Inspector {
    file: File,
    still: Option<Rest>,
}

/// Takes rows until it says false.
pub type Visit<'v, T> = &'v mut dyn FnMut(T) -> bool;

impl Inspector {
    /// Opens a file. Where its write-ahead log is empty or absent, nothing beside the file is
    /// made or touched either.
    ///
    /// # Errors
    /// As [`super::Ledger::open`].
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let still = Rest::of(path);
        let file = File::open_to_inspect(path, still.is_some(), LONGEST)?;
        file.exec("BEGIN")?;
        Ok(Self { file, still })
    }

    /// Makes sure that what was read was one moment of the file.
    ///
    /// # Errors
    /// [`StoreError::Busy`] where somebody wrote to it meanwhile.
    pub fn settle(&self) -> Result<(), StoreError> {
        match &self.still {
            Some(rest) => rest.lasted(),
            None => Ok(()),
        }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.file.path
    }

    /// What SQLite finds wrong with its own structures: `["ok"]`, or at most a hundred lines.
    ///
    /// # Errors
    /// When it could not finish.
    pub fn integrity(&self) -> Result<Vec<String>, StoreError> {
        self.all("PRAGMA integrity_check", |row| {
            Ok(
                String::from_utf8_lossy(row.get_ref(0)?.as_bytes().unwrap_or_default())
                    .into_owned(),
            )
        })
    }

    /// The objects of the file, in order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn schema(&self) -> Result<Vec<Object>, StoreError> {
        objects(&self.file.db).map_err(|e| self.file.error(&e))
    }

    /// Whether the file's header says that it keeps a write-ahead log.
    #[must_use]
    pub fn keeps_log(&self) -> bool {
        use std::io::Read as _;
        let mut header = [0; 20];
        let Ok(mut file) = std::fs::File::open(&self.file.path) else {
            return false;
        };
        let read = file.read_exact(&mut header);
        // Closing it would drop the locks that SQLite holds on the file in this process.
        std::mem::forget(file);
        read.is_ok_and(|()| header.ends_with(&[2, 2]))
    }

    /// The length of a rollback journal left beside the file.
    #[must_use]
    pub fn left_over(&self) -> u64 {
        length(&beside(&self.file.path, "-journal"))
    }

    /// The rows of the log, in order.
    ///
    /// # Errors
    /// When a row cannot be read; those before it were visited.
    pub fn entries(&self, visit: Visit<'_, RawEntry>) -> Result<(), StoreError> {
        let sql = "SELECT seq, id, type, recorded_at, leaf, bytes FROM entry NOT INDEXED
                   ORDER BY seq";
        self.each(sql, entry, visit)
    }

    /// The bytes of one entry, read by its place.
    ///
    /// # Errors
    /// When the row cannot be read.
    pub fn entry_bytes(&self, seq: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let seq = i64::try_from(seq).unwrap_or(i64::MAX);
        let cell = self
            .file
            .db
            .prepare_cached("SELECT bytes FROM entry NOT INDEXED WHERE seq=?1")
            .and_then(|mut s| {
                s.query_row([seq], |r| Cell::read(r, 0, LONGEST_CELL))
                    .optional()
            })
            .map_err(|e| self.file.error(&e))?;
        Ok(cell.and_then(|c| c.blob().map(<[u8]>::to_vec)))
    }

    /// How many entries there seem to be, for progress only.
    #[must_use]
    pub fn about_how_many(&self) -> u64 {
        self.file.size().unwrap_or(0)
    }

    /// The rows of the tree, by level and index.
    ///
    /// # Errors
    /// When a row cannot be read; those before it were visited.
    pub fn nodes(&self, visit: Visit<'_, RawNode>) -> Result<(), StoreError> {
        let sql = "SELECT level, idx, hash FROM node NOT INDEXED ORDER BY level, idx";
        let read = |row: &Row<'_>| {
            Ok(RawNode {
                level: Cell::read(row, 0, LONGEST_CELL)?,
                index: Cell::read(row, 1, LONGEST_CELL)?,
                hash: Cell::read(row, 2, LONGEST_CELL)?,
            })
        };
        self.each(sql, read, visit)
    }

    /// The mentions, by topic and place.
    ///
    /// # Errors
    /// When a row cannot be read; those before it were visited.
    pub fn mentions(&self, visit: Visit<'_, (Cell, Cell)>) -> Result<(), StoreError> {
        let sql = "SELECT topic, seq FROM mention NOT INDEXED ORDER BY topic, seq";
        let read = |row: &Row<'_>| {
            Ok((
                Cell::read(row, 0, LONGEST_CELL)?,
                Cell::read(row, 1, LONGEST_CELL)?,
            ))
        };
        self.each(sql, read, visit)
    }

    /// The attachments, each read and hashed.
    ///
    /// # Errors
    /// When a row cannot be read; those before it were visited.
    pub fn attachments(&self, visit: Visit<'_, RawAttachment>) -> Result<(), StoreError> {
        let sql = "SELECT sha256, media, size, bytes FROM attachment NOT INDEXED ORDER BY rowid";
        let read = |row: &Row<'_>| {
            Ok(RawAttachment {
                sha256: Cell::read(row, 0, LONGEST_CELL)?,
                media: Cell::read(row, 1, LONGEST_CELL)?,
                size: Cell::read(row, 2, LONGEST_CELL)?,
                held: match row.get_ref(3)? {
                    ValueRef::Null => Held::Nothing,
                    ValueRef::Blob(bytes) => Held::Bytes {
                        sha256: hex::encode(Sha256::digest(bytes)),
                        length: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
                        media: super::media_type(bytes),
                    },
                    other => Held::Other(format!("a value of type {}", other.data_type())),
                },
            })
        };
        self.each(sql, read, visit)
    }

    /// The bytes of an attachment, read past the index.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub fn attachment(&self, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.file
            .db
            .prepare_cached(
                "SELECT bytes FROM attachment NOT INDEXED
                 WHERE sha256=?1 AND typeof(bytes)='blob'",
            )
            .and_then(|mut s| s.query_row([sha256], |r| r.get(0)).optional())
            .map_err(|e| self.file.error(&e))
    }

    /// The checkpoints, in order of arrival.
    ///
    /// # Errors
    /// When a row cannot be read; those before it were visited.
    pub fn checkpoints(&self, visit: Visit<'_, RawCheckpoint>) -> Result<(), StoreError> {
        let sql = "SELECT id, size, note FROM checkpoint NOT INDEXED ORDER BY id";
        let read = |row: &Row<'_>| {
            Ok(RawCheckpoint {
                id: row.get(0)?,
                size: Cell::read(row, 1, LONGEST_CELL)?,
                note: Cell::read(row, 2, LONGEST_NOTE)?,
            })
        };
        self.each(sql, read, visit)
    }

    pub(super) fn each<T>(
        &self,
        sql: &str,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
        visit: Visit<'_, T>,
    ) -> Result<(), StoreError> {
        let mut run = || {
            let mut statement = self.file.db.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                if !visit(read(row)?) {
                    break;
                }
            }
            Ok(())
        };
        run().map_err(|e: rusqlite::Error| self.file.error(&e))
    }

    fn all<T>(
        &self,
        sql: &str,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut out = Vec::new();
        self.each(sql, read, &mut |item| {
            out.push(item);
            true
        })?;
        Ok(out)
    }
}

/// The objects that a ledger of this format has, made in memory from its schema.
///
/// # Errors
/// Only where SQLite itself fails.
pub fn built_in_schema() -> Result<Vec<Object>, StoreError> {
    let made = Connection::open_in_memory().and_then(|db| {
        db.execute_batch(SCHEMA)?;
        objects(&db)
    });
    made.map_err(|e| StoreError::sql(Path::new("the built-in schema"), &e))
}

pub(super) fn entry(row: &Row<'_>) -> rusqlite::Result<RawEntry> {
    Ok(RawEntry {
        seq: row.get(0)?,
        id: Cell::read(row, 1, LONGEST_CELL)?,
        type_name: Cell::read(row, 2, LONGEST_CELL)?,
        recorded_at: Cell::read(row, 3, LONGEST_CELL)?,
        leaf: Cell::read(row, 4, LONGEST_CELL)?,
        bytes: Cell::read(row, 5, LONGEST_CELL)?,
    })
}

pub(super) fn objects(db: &Connection) -> rusqlite::Result<Vec<Object>> {
    let mut statement = db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")?;
    let rows = statement.query_map([], |row| {
        let text = |i| {
            row.get_ref(i)
                .map(|v| String::from_utf8_lossy(v.as_bytes().unwrap_or_default()).into_owned())
        };
        Ok(Object {
            kind: text(0)?,
            name: text(1)?,
            table: text(2)?,
            sql: text(3)?,
        })
    })?;
    let mut out = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    out.sort();
    Ok(out)
}
