//! Opening the file: how SQLite is set up, and what a ledger must look like.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::StoreError;
use super::rest::Rest;

/// `SUMM` in the file's header.
pub const APPLICATION_ID: i64 = crate::files::LEDGER_ID as i64;
/// The format that this program writes and reads.
pub const FORMAT: i64 = 1;
/// The schema of that format.
pub const SCHEMA: &str = include_str!("../../ledger/schema/1.sql");
/// How long an append waits for another process.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection to a ledger file, set up and checked.
pub(super) struct File {
    pub db: Connection,
    pub path: PathBuf,
    /// Set where SQLite was told that nobody else writes to the file.
    pub rest: Option<Rest>,
}

impl File {
    /// Makes a new file with the schema and no entry.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        let target = absolute(path)?;
        // Made here and now, so that no other file is ever taken for the new one.
        match std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&target)
        {
            Ok(_) => {}
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {
                return Err(StoreError::Exists(path.to_owned()));
            }
            Err(e) => {
                return Err(StoreError::Io {
                    path: path.to_owned(),
                    why: e.to_string(),
                });
            }
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut file = Self::connect(path, &target, flags)?;
        file.run(&format!(
            "PRAGMA journal_mode=WAL; BEGIN IMMEDIATE; {SCHEMA}
             PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={FORMAT}; COMMIT;"
        ))?;
        file.guard()?;
        Ok(file)
    }

    /// Opens a ledger only to read, with at most so many KiB of its pages kept in memory.
    pub fn open_small(path: &Path, cache_kib: u32) -> Result<Self, StoreError> {
        let mut file = Self::open_unguarded(path, false)?;
        file.run(&format!("PRAGMA cache_size=-{cache_kib};"))?;
        file.guard()?;
        Ok(file)
    }

    /// Opens a ledger, to append to or only to read.
    pub fn open(path: &Path, write: bool) -> Result<Self, StoreError> {
        let mut file = Self::open_unguarded(path, write)?;
        file.guard()?;
        Ok(file)
    }

    fn open_unguarded(path: &Path, write: bool) -> Result<Self, StoreError> {
        must_be_file(path)?;
        let mode = if write {
            OpenFlags::SQLITE_OPEN_READ_WRITE
        } else {
            OpenFlags::SQLITE_OPEN_READ_ONLY
        };
        let target = absolute(path)?;
        let open = || -> Result<Self, StoreError> {
            let file = Self::connect(path, &target, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
            file.check()?;
            Ok(file)
        };
        match open() {
            Err(e) if !write && e.is_shut() => Self::at_rest(path).unwrap_or(Err(e)),
            opened => opened,
        }
    }

    /// Opens a file beside which nothing can be made; `None` where its write-ahead log must be read
    /// too.
    fn at_rest(path: &Path) -> Option<Result<Self, StoreError>> {
        let (rest, uri) = (Rest::of(path)?, immutable(path)?);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_URI;
        let opened = Self::connect(path, Path::new(&uri), flags).and_then(|mut file| {
            file.rest = Some(rest);
            file.check()?;
            Ok(file)
        });
        Some(opened)
    }

    /// Opens a file that may be hostile, to read every row of it: no value longer than `longest`
    /// bytes is loaded, and nothing is written. With `still`, SQLite is told that nobody else
    /// writes to the file, and so makes no file beside it either.
    pub fn open_to_inspect(path: &Path, still: bool, longest: i32) -> Result<Self, StoreError> {
        must_be_file(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let uri = if still { immutable(path) } else { None };
        let mut file = match uri {
            Some(uri) => Self::connect(path, Path::new(&uri), flags | OpenFlags::SQLITE_OPEN_URI)?,
            None => Self::connect(path, &absolute(path)?, flags)?,
        };
        file.db
            .set_limit(Limit::SQLITE_LIMIT_LENGTH, longest)
            .map_err(|e| file.error(&e))?;
        file.check()?;
        file.guard()?;
        Ok(file)
    }

    /// Opens a damaged file, only to read: its tables may be missing, and it may be shorter than
    /// it says. It is not checked.
    pub fn open_damaged(path: &Path, still: bool, longest: i32) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let (target, flags) = match if still { immutable(path) } else { None } {
            Some(uri) => (PathBuf::from(uri), flags | OpenFlags::SQLITE_OPEN_URI),
            None => (absolute(path)?, flags),
        };
        let db =
            Connection::open_with_flags(target, flags).map_err(|e| StoreError::sql(path, &e))?;
        let mut file = Self {
            db,
            path: path.to_owned(),
            rest: None,
        };
        // Else SQLite refuses a file that is shorter than its header says.
        file.run("PRAGMA writable_schema=ON; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;")?;
        file.db
            .set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)
            .and_then(|_| file.db.set_limit(Limit::SQLITE_LIMIT_LENGTH, longest))
            .and_then(|_| file.db.busy_timeout(PATIENCE))
            .map_err(|e| file.error(&e))?;
        file.guard()?;
        file.run("BEGIN")?;
        Ok(file)
    }

    fn connect(path: &Path, target: &Path, flags: OpenFlags) -> Result<Self, StoreError> {
        let db =
            Connection::open_with_flags(target, flags).map_err(|e| StoreError::sql(path, &e))?;
        let file = Self {
            db,
            path: path.to_owned(),
            rest: None,
        };
        let set = |config, on| file.db.set_db_config(config, on);
        set(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)
            .and_then(|_| set(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false))
            .and_then(|_| file.db.busy_timeout(PATIENCE))
            .map_err(|e| file.error(&e))?;
        file.run(
            "PRAGMA recursive_triggers=ON; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;
             PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;
             PRAGMA cache_size=-65536; PRAGMA secure_delete=ON;",
        )?;
        Ok(file)
    }

    /// Refuses what is not a ledger of this format.
    fn check(&self) -> Result<(), StoreError> {
        let refuse = |why: &str| {
            Err(StoreError::NotALedger {
                path: self.path.clone(),
                why: why.into(),
            })
        };
        if std::fs::metadata(&self.path).is_ok_and(|m| m.len() == 0) {
            return refuse("the file is empty");
        }
        let id = self.pragma("application_id")?;
        if id == 0 && self.tables("%")? == 0 {
            return Err(StoreError::Damaged {
                path: self.path.clone(),
                why: "it holds no table (a copy without its -wal file?)".into(),
            });
        }
        if id != APPLICATION_ID {
            return refuse("it is an SQLite database of another program");
        }
        let found = self.pragma("user_version")?;
        if found != FORMAT {
            return Err(StoreError::Format {
                path: self.path.clone(),
                found,
                known: FORMAT,
            });
        }
        let ours = [
            "entry",
            "node",
            "mention",
            "attachment",
            "checkpoint",
            "cache",
        ];
        let mut tables = 0;
        for name in ours {
            tables += self.tables(name)?;
        }
        if tables != 6 {
            return Err(StoreError::Damaged {
                path: self.path.clone(),
                why: "a table of the ledger is missing (a copy without its -wal file?)".into(),
            });
        }
        let first: i64 = self
            .db
            .query_row("SELECT count(*) FROM entry WHERE seq=0", [], |r| r.get(0))
            .map_err(|e| self.error(&e))?;
        if first == 0 {
            return refuse(
                "its making was interrupted and it holds no entry; delete it and make it again",
            );
        }
        Ok(())
    }

    /// Tables whose name is like the pattern.
    fn tables(&self, like: &str) -> Result<i64, StoreError> {
        let sql = "SELECT count(*) FROM sqlite_schema WHERE type='table' AND name LIKE ?1";
        self.db
            .query_row(sql, [like], |r| r.get(0))
            .map_err(|e| self.error(&e))
    }

    /// Lets statements do only what an append-only ledger needs.
    fn guard(&mut self) -> Result<(), StoreError> {
        self.db
            .authorizer(Some(|ctx: AuthContext<'_>| {
                let allowed = match ctx.action {
                    AuthAction::Select
                    | AuthAction::Read { .. }
                    | AuthAction::Function { .. }
                    | AuthAction::Transaction { .. }
                    | AuthAction::Savepoint { .. }
                    | AuthAction::Recursive => true,
                    AuthAction::Insert { table_name } => !table_name.starts_with("sqlite_"),
                    AuthAction::Update {
                        table_name,
                        column_name,
                    } => {
                        table_name == "cache"
                            || (table_name == "attachment" && column_name == "bytes")
                    }
                    AuthAction::Delete { table_name } => table_name == "cache",
                    AuthAction::Pragma {
                        pragma_name,
                        pragma_value,
                    } => pragma_value.is_none() || pragma_name == "wal_checkpoint",
                    _ => false,
                };
                if allowed {
                    Authorization::Allow
                } else {
                    Authorization::Deny
                }
            }))
            .map_err(|e| self.error(&e))
    }

    pub fn pragma(&self, name: &str) -> Result<i64, StoreError> {
        self.db
            .pragma_query_value(None, name, |r| r.get(0))
            .map_err(|e| self.error(&e))
    }

    /// How long to wait for another process.
    pub fn patience(&self, so_long: Duration) -> Result<(), StoreError> {
        self.db.busy_timeout(so_long).map_err(|e| self.error(&e))
    }

    pub fn run(&self, sql: &str) -> Result<(), StoreError> {
        self.db.execute_batch(sql).map_err(|e| self.error(&e))
    }

    pub fn error(&self, e: &rusqlite::Error) -> StoreError {
        StoreError::sql(&self.path, e)
    }
}

pub(super) fn must_be_file(path: &Path) -> Result<(), StoreError> {
    if path.is_file() {
        return Ok(());
    }
    Err(if path.exists() {
        StoreError::NotALedger {
            path: path.to_owned(),
            why: "it is not a file".into(),
        }
    } else {
        StoreError::Missing(path.to_owned())
    })
}

/// The path as a URI that promises a file at rest; `None` where it cannot be written as one.
fn immutable(path: &Path) -> Option<String> {
    let full = std::path::absolute(path).ok()?;
    let mut uri = String::from("file:");
    let text = full.to_str().filter(|t| t.starts_with('/'))?;
    uri.push('/');
    for byte in text.trim_start_matches('/').bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri.push_str("?immutable=1");
    Some(uri)
}

/// The same path from the root on: SQLite gives names such as `:memory:` and `file:` another
/// meaning, which a path that begins with the root cannot have.
fn absolute(path: &Path) -> Result<PathBuf, StoreError> {
    std::path::absolute(path).map_err(|e| StoreError::Io {
        path: path.to_owned(),
        why: e.to_string(),
    })
}
