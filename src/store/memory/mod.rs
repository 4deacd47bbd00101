//! What the program remembers of ledgers outside their files, in a folder of the user's own:
//! the state in which a file was found sound, and the last head that was acknowledged.
//!
//! | file | holds |
//! |---|---|
//! | `files/HASH` | of the file at a path: its stamp, the log's end, what was derived again; authenticated |
//! | `logs/HASH` | of a log, by the leaf of entry 0: heads that were acknowledged, a branch that was given up |
//! | `keys/HASH` | of a key: the last head that it signed |
//!
//! The folder, the secret and the clock are handed in. Where the folder cannot be used, nothing is
//! remembered and every file is checked whole.

mod folder;
mod heads;
mod secret;
mod signed;
mod stamp;
mod verified;

use std::collections::HashMap;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use sha2::{Digest as _, Sha256};

pub(super) use heads::{Heads, Standing};
pub use secret::Secret;
pub(super) use signed::Signed;
pub(super) use stamp::Stamp;
pub(super) use verified::Verified;

use crate::proof::tree::Hash;

/// How long an append waits for another that holds the memory of its log.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks at what another holds.
const LOOK: Duration = Duration::from_millis(3);

/// The clock, handed in.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// The moment now.
    pub now: fn() -> SystemTime,
    /// Waits so long.
    pub wait: fn(Duration),
}

/// What is remembered of ledgers outside their files.
#[derive(Debug)]
pub struct Memory {
    folder: Option<PathBuf>,
    secret: Secret,
    clock: Clock,
    /// What was found sound by this process: file and text of the stamp.
    found: Mutex<HashMap<PathBuf, Verified>>,
    /// One whole check at a time.
    checking: Mutex<()>,
    notes: Mutex<Vec<String>>,
}

impl Memory {
    /// A memory in a folder that its owner alone can enter, or only of this process.
    #[must_use]
    pub fn new(folder: Option<PathBuf>, secret: Secret, clock: Clock) -> Self {
        Self {
            folder,
            secret,
            clock,
            found: Mutex::default(),
            checking: Mutex::default(),
            notes: Mutex::default(),
        }
    }

    /// The secret that authenticates what this user's program wrote; none where it would be lost
    /// with this process.
    #[must_use]
    pub fn secret(&self) -> Option<&Secret> {
        self.folder.as_ref().map(|_| &self.secret)
    }

    /// Says something that whoever appends should know.
    pub(crate) fn note(&self, sentence: String) {
        let mut notes = whole(&self.notes);
        if !notes.contains(&sentence) {
            notes.push(sentence);
        }
    }

    /// What was said since this was last asked.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        std::mem::take(&mut whole(&self.notes))
    }

    /// Lets one whole check run at a time, so that the next can use what it found.
    pub(super) fn check(&self) -> MutexGuard<'_, ()> {
        whole(&self.checking)
    }

    fn place(&self, kind: &str, of: &[u8]) -> Option<PathBuf> {
        let name = hex::encode(Sha256::digest(of));
        Some(self.folder.as_ref()?.join(kind).join(name))
    }

    /// Holds the memory of one thing, so that nobody else moves it on meanwhile; waits so long for
    /// another that does.
    fn hold(&self, place: &Path, patience: Duration) -> std::io::Result<File> {
        let mut name = place.as_os_str().to_owned();
        name.push(".lock");
        let file = folder::lock_file(Path::new(&name))?;
        let mut left = patience;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) if left > LOOK => {
                    (self.clock.wait)(LOOK);
                    left -= LOOK;
                }
                Err(TryLockError::WouldBlock) => return Err(std::io::ErrorKind::WouldBlock.into()),
                Err(TryLockError::Error(e)) => return Err(e),
            }
        }
    }
}

/// What a lock guards here is whole whenever it is free, also after a panic.
fn whole<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A head as a line: the size and the root.
fn head_line((size, root): &(u64, Hash)) -> String {
    format!("{size} {}", hex::encode(root))
}

fn parse_head(line: &str) -> Option<(u64, Hash)> {
    let (size, root) = line.split_once(' ')?;
    let root = hex::decode(root).ok()?;
    Some((size.parse().ok()?, Hash::try_from(root).ok()?))
}
