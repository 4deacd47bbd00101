//! Whether somebody wrote to a file that is being read, or put another one in its place.

use std::path::Path;

use super::{Ledger, Rest, StoreError};

/// The watch over the file that a ledger reads. It is cheap to look.
pub struct Watch {
    version: i64,
    file: Option<Identity>,
}

impl Watch {
    /// Begins to watch. Begun before anything is read, what is written meanwhile is noticed at the
    /// first look.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn begin(ledger: &Ledger) -> Result<Self, StoreError> {
        Ok(Self {
            version: ledger.version()?,
            file: Identity::of(&ledger.path()),
        })
    }

    /// Whether somebody wrote since the last look, or since it was begun.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn grew(&mut self, ledger: &Ledger) -> Result<bool, StoreError> {
        let before = std::mem::replace(&mut self.version, ledger.version()?);
        Ok(before != self.version)
    }

    /// Whether another file stands at the path. A file that was read as one at rest is another one
    /// after somebody wrote to it.
    #[must_use]
    pub fn is_replaced(&self, ledger: &Ledger) -> bool {
        let lasted = ledger.rest().map_or(Ok(()), Rest::lasted).is_ok();
        !lasted || Identity::of(&ledger.path()) != self.file
    }
}

/// What tells one file from another at the same path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Identity(u64, u64);

impl Identity {
    #[cfg(unix)]
    fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        let meta = std::fs::metadata(path).ok()?;
        Some(Self(meta.dev(), meta.ino()))
    }

    #[cfg(not(unix))]
    fn of(path: &Path) -> Option<Self> {
        // A file in use cannot be replaced there.
        std::fs::metadata(path).ok().map(|_| Self(0, 0))
    }
}
