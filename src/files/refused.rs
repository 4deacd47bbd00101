//! Why a file was not written.

use std::io;
use std::path::{Path, PathBuf};

use super::disk;

/// A file that was not written; what stood under its name is there as it was.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// A file is there.
    #[error("{} is there already", .0.display())]
    Exists(PathBuf),
    /// What is there, or what the name stands for, is never written over.
    #[error("{} is {what}: nothing was written", path.display())]
    Is {
        /// The name.
        path: PathBuf,
        /// What it is.
        what: String,
    },
    /// The path ends in no name.
    #[error("{} does not name a file", .0.display())]
    Unnamed(PathBuf),
    /// The system refused.
    #[error("{}: {}", path.display(), disk::sentence(path, why))]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
}

impl Refused {
    pub(super) fn is(path: &Path, what: impl Into<String>) -> Self {
        Self::Is {
            path: path.to_owned(),
            what: what.into(),
        }
    }

    /// Gives an error of the system its file.
    pub(super) fn io(path: &Path) -> impl Fn(io::Error) -> Self + '_ {
        |why| Self::Io {
            path: path.to_owned(),
            why,
        }
    }

    /// What to do next, in one sentence.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Exists(_) => "name another file, or overwrite it with --force",
            Self::Is { .. } => "name another file",
            Self::Unnamed(_) => "a file's name, or - for standard output",
            Self::Io { .. } => "check the path, its permissions and the space on the disk",
        }
    }
}
