//! Why the desk refuses.

use crate::belief::Refusal;
use crate::record::Invalid;
use crate::store::StoreError;

/// A refusal or a failure; nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// What was asked cannot stand.
    #[error("{0}")]
    Invalid(Invalid),
    /// One record of several cannot stand.
    #[error("{place}: {why}")]
    At {
        /// Where it stands: a file and a line.
        place: String,
        /// What is wrong.
        why: Box<DeskError>,
    },
    /// The arithmetic has no answer.
    #[error("{0}")]
    Degenerate(String),
    /// The store refused or failed.
    #[error(transparent)]
    Store(StoreError),
}

impl DeskError {
    /// A refusal with its remedy.
    pub(super) fn refuse(
        field: &str,
        value: impl AsRef<str>,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self::Invalid(Invalid::new(field, value, problem, remedy))
    }

    /// The same error, with the place where the record stands.
    #[must_use]
    pub fn at(self, place: &str) -> Self {
        Self::At {
            place: place.to_owned(),
            why: Box::new(self),
        }
    }

    /// What to do next.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Invalid(e) => e.remedy.clone(),
            Self::At { why, .. } => why.hint(),
            Self::Degenerate(_) => {
                "the signal leaves nothing possible or a number out of range: check its kind, \
                 its days and the model's ratios"
                    .into()
            }
            Self::Store(e) => e.hint(),
        }
    }

    /// The failure of the store beneath, where it is one.
    #[must_use]
    pub fn store(&self) -> Option<&StoreError> {
        match self {
            Self::Store(e) => Some(e),
            Self::At { why, .. } => why.store(),
            _ => None,
        }
    }
}

impl From<Invalid> for DeskError {
    fn from(e: Invalid) -> Self {
        Self::Invalid(e)
    }
}

impl From<StoreError> for DeskError {
    fn from(e: StoreError) -> Self {
        match e {
            StoreError::Invalid(e) => Self::Invalid(e),
            other => Self::Store(other),
        }
    }
}

impl From<Refusal> for DeskError {
    fn from(e: Refusal) -> Self {
        match e {
            Refusal::Invalid(e) => Self::Invalid(e),
            other => Self::Degenerate(other.to_string()),
        }
    }
}
