//! What can go wrong with the file.

use std::path::PathBuf;

use rusqlite::ErrorCode;

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
    /// Bytes were taken away, but what stood there before is still beside the file.
    #[error("the redaction is kept, but {path}-wal still holds the old bytes", path = .0.display())]
    Lingering(PathBuf),
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
            _ => Self::Io { path, why },
        }
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
                "copy the file with its -wal beside it, if there is one; restore a backup; \
                 `summit audit` says what is wrong, `summit salvage` brings over what still verifies"
                    .into()
            }
            Self::Busy(_) => "nothing was written; try again".into(),
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
            Self::Io { .. } => {
                "check the path, the permissions and the space left on the disk".into()
            }
        }
    }
}
