//! What can go wrong with the file.

use std::path::PathBuf;

use rusqlite::ErrorCode;

use crate::files::{Barred, barred, network};

/// A failure of the store. The message says what happened; [`StoreError::hint`] what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No file where a ledger was expected.
    #[error("there is no ledger at {0}")]
    Missing(PathBuf),
    /// A file where a new ledger was to be made.
    #[error("{0} exists already")]
    Exists(PathBuf),
    /// The file is not a ledger.
    #[error("{path} is not a summit ledger: {why}")]
    NotALedger {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        why: String,
    },
    /// A ledger of a format that this program does not read.
    #[error("{path} has ledger format {found}; this program reads format {known}")]
    Format {
        /// The file.
        path: PathBuf,
        /// Format of the file.
        found: i64,
        /// Format of the program.
        known: i64,
    },
    /// The file is damaged.
    #[error("{path} is damaged: {why}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        why: String,
    },
    /// The log is not what was last seen of it, or not what its key signed.
    #[error("{path} {why}", path = .path.display())]
    Unlike {
        /// The file.
        path: PathBuf,
        /// In what.
        why: String,
    },
    /// The key signs this log no longer: an entry says which one does.
    #[error("{path}: entry {seq} changed the key of this log from {old}, which signs it no longer", path = .path.display())]
    Retired {
        /// The file.
        path: PathBuf,
        /// The entry.
        seq: u64,
        /// The verifier key.
        old: String,
    },
    /// What is remembered of the log cannot be read.
    #[error("what was last seen of this log cannot be read: {0}")]
    Memory(String),
    /// Another process held the file for too long.
    #[error("another process is writing to {0}")]
    Busy(PathBuf),
    /// An entry of that id is there and says something else.
    #[error("entry {seq} has the id `{id}` already, and says something else")]
    Conflict {
        /// The id.
        id: String,
        /// Where it stands.
        seq: u64,
        /// The bytes that stand there.
        stored: String,
        /// What was to be appended.
        given: String,
    },
    /// The entry cannot be written.
    #[error(transparent)]
    Invalid(#[from] crate::record::Invalid),
    /// The commit failed in a way that leaves the outcome open.
    #[error("the append to {path} may or may not have been kept: {why}")]
    OutcomeUnknown {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
    /// Something was to be appended where only the beginning of the log is looked at.
    #[error("{0} is looked at as it was; nothing is appended so")]
    LookingBack(PathBuf),
    /// Bytes were taken away, but what stood there before is still beside the file.
    #[error("the redaction is kept, but {path}-wal still holds the old bytes", path = .0.display())]
    Lingering(PathBuf),
    /// The disk has no room for what was to be appended.
    #[error("{path}: the disk is full, and nothing of the append was kept", path = .0.display())]
    Full(PathBuf),
    /// Nothing may be written to the file, or beside it.
    #[error("{path}: {why}")]
    Barred {
        /// The file.
        path: PathBuf,
        /// What bars it.
        why: Barred,
    },
    /// The file could not be read or written.
    #[error("{path}: {why}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
}

impl StoreError {
    /// Gives an error of SQLite its meaning.
    pub(super) fn sql(path: &std::path::Path, e: &rusqlite::Error) -> Self {
        let path = path.to_owned();
        let why = e.to_string();
        match e.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotALedger {
                path,
                why: "it is not an SQLite database".into(),
            },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path, why },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy(path),
            Some(ErrorCode::DiskFull) => Self::Full(path),
            // What programs share beside the file could not grow.
            _ if code(e) == rusqlite::ffi::SQLITE_IOERR_SHMSIZE => Self::Full(path),
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                match barred(&path) {
                    Some(why) if std::fs::File::open(&path).is_ok() => Self::Barred { path, why },
                    _ => Self::Io { path, why },
                }
            }
            _ => Self::Io { path, why },
        }
    }

    /// Whether it was met because nothing can be made beside the file: it can be read all the same,
    /// at rest or from a copy.
    #[must_use]
    pub fn is_shut(&self) -> bool {
        matches!(self, Self::Barred { .. } | Self::Full(_))
    }

    /// What to do next, in one sentence.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Missing(_) => {
                "`summit init` makes a new one; `--ledger FILE` or SUMMIT_LEDGER names another"
                    .into()
            }
            Self::Exists(_) => "name another file with --ledger".into(),
            Self::NotALedger { .. } => "name the ledger with --ledger FILE".into(),
            Self::Format { found, known, .. } if found > known => {
                "use a newer summit to read it; nothing was changed".into()
            }
            Self::Format { .. } => "use the summit version that wrote it, or a newer one".into(),
            Self::Damaged { .. } => {
                "`summit audit` says what is wrong; restore a backup, with its -wal if there is one; \
                 `summit salvage FILE -o NEW` brings over what still verifies"
                    .into()
            }
            Self::LookingBack(_) => "leave --recorded-by out".into(),
            Self::Busy(path) => format!("nothing was written; try again{}", elsewhere(path)),
            Self::Full(_) => "make room on it, and run the same command again".into(),
            Self::Barred { .. } => "it can be read all the same; to append, get the right to \
                 write the file and its folder, or append to the original of this copy"
                .into(),
            Self::Unlike { .. } => {
                "nothing was written; bring the newer file back, or go on from this one for good \
                 with `summit adopt-copy --because TEXT`"
                    .into()
            }
            Self::Retired { .. } => {
                "nothing was written; run it again, and where that does not help, move the old \
                 key's file out of the folder of keys (`summit key list` prints it)"
                    .into()
            }
            Self::Memory(_) => {
                "move that file away: the log as it stands is then taken for the last one".into()
            }
            Self::Conflict { .. } => {
                "choose another --id, or append a correction with `summit amend`".into()
            }
            Self::Invalid(e) => e.remedy.clone(),
            Self::OutcomeUnknown { .. } => {
                "run the same command again: an entry that was kept is recognised by its id".into()
            }
            Self::Lingering(_) => {
                "another process is reading the ledger: run the same command again when it is done"
                    .into()
            }
            Self::Io { path, .. } => format!(
                "check the path, the permissions and the space left on the disk{}",
                elsewhere(path)
            ),
        }
    }
}

fn code(e: &rusqlite::Error) -> i32 {
    e.sqlite_error().map_or(0, |e| e.extended_code)
}

/// A warning where a file lies on a disk that other machines may see.
fn elsewhere(path: &std::path::Path) -> String {
    network(path).map_or_else(String::new, |kind| {
        format!(
            "; it lies on a network disk ({kind}), where SQLite keeps programs apart on one \
             machine only: keep the ledger on a disk of this machine, and export it for others"
        )
    })
}
