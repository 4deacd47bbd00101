//! Files at rest: nobody writes to them, so that nothing need be made beside them to read them.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::StoreError;

/// A file whose write-ahead log is empty or absent, as it stood when this was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    path: PathBuf,
    moment: Moment,
}

impl Rest {
    /// Of a file as it stands; `None` where it has a write-ahead log, or is not there.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let moment = Moment::of(path).filter(|moment| moment.log == 0)?;
        let path = path.to_owned();
        Some(Self { path, moment })
    }

    /// Makes sure that nobody wrote to it since.
    ///
    /// # Errors
    /// [`StoreError::Busy`] where somebody did.
    pub fn lasted(&self) -> Result<(), StoreError> {
        match Self::of(&self.path).as_ref() == Some(self) {
            true => Ok(()),
            false => Err(StoreError::Busy(self.path.clone())),
        }
    }
}

/// How a file and its write-ahead log stood: another one when somebody wrote meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moment {
    length: u64,
    changed: Option<SystemTime>,
    /// Length of the write-ahead log.
    pub log: u64,
}

impl Moment {
    /// Of a file as it stands; `None` where it is not there.
    pub fn of(path: &Path) -> Option<Self> {
        let there = std::fs::metadata(path).ok()?;
        Some(Self {
            length: there.len(),
            changed: there.modified().ok(),
            log: length(&beside(path, "-wal")),
        })
    }
}

/// The name of what lies beside a file.
pub(super) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// The length of a file; 0 where there is none.
pub(super) fn length(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |m| m.len())
}
