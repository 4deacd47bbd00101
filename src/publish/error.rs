//! Why nothing can be published.

use std::path::PathBuf;

use crate::desk::DeskError;
use crate::files::Refused;
use crate::record::Invalid;
use crate::store::StoreError;

/// A refusal or a failure. What was written before it is sound; the checkpoint is written last.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// No signed checkpoint covers the whole log.
    #[error("no signed checkpoint covers all {size} entries; the last covers {last}")]
    Unsigned {
        /// Entries in the log.
        size: u64,
        /// Entries that the last checkpoint covers; 0 where there is none.
        last: u64,
    },
    /// No signed checkpoint covers an entry.
    #[error("no signed checkpoint covers entry {seq}")]
    Uncovered {
        /// The entry.
        seq: u64,
    },
    /// The folder holds something else.
    #[error("{dir}: {why}")]
    Folder {
        /// The folder.
        dir: PathBuf,
        /// What it holds.
        why: String,
    },
    /// An attachment was redacted.
    #[error("{sha256} was redacted by entry {seq}: {because}")]
    Redacted {
        /// Its name.
        sha256: String,
        /// The redaction.
        seq: u64,
        /// Its reason.
        because: String,
    },
    /// An attachment is not there, and no entry says why.
    #[error("the attachment {sha256} is missing")]
    Missing {
        /// Its name.
        sha256: String,
    },
    /// The bytes of an attachment are not those that it is named after.
    #[error("the bytes kept as {sha256} are others")]
    Altered {
        /// Its name.
        sha256: String,
    },
    /// What is stored is not what was hashed or signed.
    #[error("the ledger is damaged: {0}")]
    Damaged(String),
    /// The ledger could not be read.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// A file was not written.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// A file could not be read or written; the message names it.
    #[error(transparent)]
    File(#[from] std::io::Error),
}

impl PublishError {
    /// What to do next.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Unsigned { .. } => {
                "`summit checkpoint` signs it; --unsigned writes it without a \
                 signature, and then nothing shows who vouches for it"
                    .into()
            }
            Self::Uncovered { .. } => "`summit checkpoint` signs one".into(),
            Self::Folder { .. } => {
                "name an empty folder, or one that this ledger was exported to".into()
            }
            Self::Redacted { .. } => "its bytes are gone from this ledger".into(),
            Self::Missing { .. } | Self::Altered { .. } => {
                "`summit audit` says what else is wrong".into()
            }
            Self::Damaged(_) => {
                "`summit audit` says what is wrong, `summit salvage` brings over what verifies; \
                 nothing wrong was written"
                    .into()
            }
            Self::Desk(e) => e.hint(),
            Self::Refused(e) => e.hint().into(),
            Self::File(_) => "check the path, its permissions and the space on the disk".into(),
        }
    }
}

impl From<StoreError> for PublishError {
    fn from(e: StoreError) -> Self {
        Self::Desk(e.into())
    }
}

impl From<Invalid> for PublishError {
    fn from(e: Invalid) -> Self {
        Self::Desk(e.into())
    }
}
