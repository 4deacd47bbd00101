//! What is never written over.

use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::Refused;
use super::kind;
use super::place::{folder_of, is_stream, same};

/// Files and folders that a command leaves alone, beside those that everybody does: ledgers, what
/// lies beside them, and keys. A file is known by its place on the disk, not by its name.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    files: Vec<(PathBuf, String)>,
    folders: Vec<(PathBuf, String)>,
}

/// What stands under a name.
pub(super) enum Stands {
    Nothing,
    /// A file that may be replaced.
    File(Metadata),
    /// A pipe or a terminal: written to, never replaced.
    Stream,
}

impl Guard {
    /// A guard of what everybody leaves alone.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Spares a file too; `what` says what it is, as in "the ledger in use".
    #[must_use]
    pub fn sparing(mut self, file: &Path, what: &str) -> Self {
        self.files.push((file.to_owned(), what.to_owned()));
        self
    }

    /// Spares a ledger, and what lies beside it.
    #[must_use]
    pub fn sparing_ledger(mut self, ledger: &Path) -> Self {
        for (end, part) in kind::BESIDE {
            let mut name = ledger.as_os_str().to_owned();
            name.push(end);
            self = self.sparing(Path::new(&name), &format!("{part} of the ledger in use"));
        }
        self.sparing(ledger, "the ledger in use")
    }

    /// Spares all that lies in a folder, and in the folders in it.
    #[must_use]
    pub fn sparing_folder(mut self, folder: &Path, what: &str) -> Self {
        self.folders.push((folder.to_owned(), what.to_owned()));
        self
    }

    /// Refuses a place for a new ledger that is another file's, or beside which something lies that
    /// SQLite would take for the ledger's own.
    ///
    /// # Errors
    /// [`Refused`], naming what is there.
    pub fn new_ledger(&self, path: &Path) -> Result<(), Refused> {
        if let Some(what) = self.named(path) {
            return Err(Refused::is(path, what));
        }
        for (end, _) in kind::BESIDE {
            let mut name = path.as_os_str().to_owned();
            name.push(end);
            let name = PathBuf::from(name);
            if name.symlink_metadata().is_ok_and(|there| there.len() > 0) && !end.contains("shm") {
                return Err(Refused::is(&name, "what is left of another ledger"));
            }
        }
        Ok(())
    }

    /// Refuses a folder to be filled that is kept, lies in one that is, or stands where something of
    /// a ledger lies.
    ///
    /// # Errors
    /// [`Refused`], naming what it is.
    pub fn folder(&self, dir: &Path) -> Result<(), Refused> {
        let inside = dir.join("a file");
        match self.named(dir).or_else(|| self.named(&inside)) {
            Some(what) => Err(Refused::is(dir, what)),
            None => Ok(()),
        }
    }

    /// What stands under a name, unless it is to be left alone.
    pub(super) fn look(&self, path: &Path) -> Result<Stands, Refused> {
        if path.file_name().is_none() {
            return Err(Refused::Unnamed(path.to_owned()));
        }
        if let Some(what) = self.named(path) {
            return Err(Refused::is(path, what));
        }
        let there = match fs::symlink_metadata(path) {
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Stands::Nothing),
            there => there.map_err(Refused::io(path))?,
        };
        if fs::metadata(path).is_ok_and(|m| is_stream(&m)) {
            return Ok(Stands::Stream);
        }
        if there.file_type().is_symlink() {
            return Err(Refused::is(path, "a symbolic link"));
        }
        if !there.is_file() {
            let what = if there.is_dir() {
                "a folder"
            } else {
                "no file"
            };
            return Err(Refused::is(path, what));
        }
        let spared = self.files.iter().find(|(file, _)| same(file, path));
        if let Some((_, what)) = spared {
            return Err(Refused::is(path, what.as_str()));
        }
        match kind::precious(path).map_err(Refused::io(path))? {
            Some(what) => Err(Refused::is(path, what)),
            None => Ok(Stands::File(there)),
        }
    }

    /// What a name stands for, whether a file is there or not.
    fn named(&self, path: &Path) -> Option<String> {
        let folder = folder_of(path);
        let full = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        // The nearest that is there already; links on the way are followed.
        let there = full
            .ancestors()
            .find_map(|above| fs::canonicalize(above).ok());
        let mut above = there.iter().flat_map(|there| there.ancestors());
        let kept = above.find_map(|above| self.folders.iter().find(|(kept, _)| same(kept, above)));
        if let Some((_, what)) = kept {
            return Some(format!("in {what}"));
        }
        let in_use = self.files.iter().find(|(file, _)| {
            file.file_name() == path.file_name() && same(folder_of(file), folder)
        });
        if let Some((_, what)) = in_use {
            return Some(what.clone());
        }
        let in_use = |ledger: &Path| self.files.iter().any(|(file, _)| same(file, ledger));
        let (ledger, what) = kind::beside(path, in_use)?;
        Some(format!("where {what} of {} lies", ledger.display()))
    }
}
