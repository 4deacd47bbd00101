//! A ledger opened to read, wherever it lies: where nothing may be written beside it, as a file at
//! rest, or from a private copy. What was done is said once.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use summit_ledger::draw::safe::one_line;
use summit_ledger::files::Scratch;
use summit_ledger::store::{Ledger, Rest};

use super::failure::Failure;
use super::talk::talk;

/// How often a copy is tried, while somebody writes to what is copied.
const TRIES: usize = 5;

/// How the ledger is read.
#[derive(Default)]
pub struct Reading {
    copy: OnceCell<Copy>,
    rest: OnceCell<Rest>,
}

/// A private copy, for as long as the command runs.
struct Copy {
    /// Goes, with what is in it, when this is dropped.
    #[expect(dead_code, reason = "kept for its end")]
    folder: Scratch,
    path: PathBuf,
}

impl Reading {
    /// Opens a ledger to read.
    pub fn open(&self, path: &Path) -> Result<Ledger, Failure> {
        if let Some(copy) = self.copy.get() {
            return Ok(Ledger::open_read_only(&copy.path)?);
        }
        let ledger = match Ledger::open_read_only(path) {
            Err(e) if e.is_shut() => return Ok(Ledger::open_read_only(self.copy(path)?)?),
            opened => opened?,
        };
        if let (Some(rest), None) = (ledger.rest(), self.rest.get()) {
            talk(&format!(
                "note: {}: nothing can be written beside it; it is read as a file at rest\n",
                one_line(&path.display().to_string())
            ));
            self.rest.get_or_init(|| rest.clone());
        }
        Ok(ledger)
    }

    /// The file to read: a copy where one was needed.
    pub fn path<'a>(&'a self, path: &'a Path) -> &'a Path {
        self.copy.get().map_or(path, |copy| &copy.path)
    }

    /// Makes a private copy of a ledger and its write-ahead log.
    pub fn copy(&self, path: &Path) -> Result<&Path, Failure> {
        let copy = copied(path).map_err(|e| Failure::file(path, &e))?;
        talk(&format!(
            "note: {}: nothing can be written beside it; a private copy of it and its -wal is \
             read\n",
            one_line(&path.display().to_string())
        ));
        Ok(&self.copy.get_or_init(|| copy).path)
    }

    /// Makes sure that a file that was read as one at rest was at rest.
    pub fn lasted(&self) -> Result<(), Failure> {
        match self.rest.get().map(Rest::lasted) {
            Some(Err(e)) => Err(Failure {
                hint: "what was printed may mix two moments of it: run the command again".into(),
                ..e.into()
            }),
            _ => Ok(()),
        }
    }
}

/// Copies both files as they stood at one moment.
fn copied(path: &Path) -> std::io::Result<Copy> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let log = PathBuf::from(log);
    for _ in 0..TRIES {
        let before = (stamp(path), stamp(&log));
        let folder = Scratch::within(&std::env::temp_dir())?;
        let copy = folder.copy(path)?;
        folder.copy(&log)?;
        if (stamp(path), stamp(&log)) == before {
            return Ok(Copy { path: copy, folder });
        }
    }
    Err(std::io::Error::other("another program keeps writing to it"))
}

fn stamp(path: &Path) -> Option<(u64, std::time::SystemTime)> {
    let there = std::fs::metadata(path).ok()?;
    Some((there.len(), there.modified().ok()?))
}
