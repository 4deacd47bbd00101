//! The files of a folder that is published: each written only where it changed, none through a link.

use std::path::{Path, PathBuf};

use fs_err as fs;

use super::PublishError;
use crate::files::{self, Guard, Over, Refused};

/// A folder that is filled.
pub(super) struct Folder<'a> {
    dir: &'a Path,
    guard: Guard,
}

impl<'a> Folder<'a> {
    /// A folder to write to; what belongs to the ledger is spared.
    pub fn new(dir: &'a Path, ledger: &Path) -> Self {
        Self {
            dir,
            guard: Guard::new().sparing_ledger(ledger),
        }
    }

    /// Writes a file. One that holds these bytes already is left as it is; returns whether it was
    /// written.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<bool, PublishError> {
        let path = self.place(name)?;
        if let Ok(there) = path.symlink_metadata() {
            if !there.is_file() {
                return Err(not_a_file(path, &there).into());
            }
            if fs::read(&path)? == bytes {
                return Ok(false);
            }
        }
        files::make_folder(path.parent().unwrap_or(self.dir))?;
        files::write(&path, bytes, Over::Files, &self.guard)?;
        Ok(true)
    }

    /// Removes a file, where there is one; returns whether there was.
    pub fn remove(&self, name: &str) -> Result<bool, PublishError> {
        Ok(files::remove(&self.place(name)?)?)
    }

    /// Where a file of that name lies. A folder on the way that is a link leads elsewhere.
    fn place(&self, name: &str) -> Result<PathBuf, PublishError> {
        let mut path = self.dir.to_owned();
        for part in name.split('/') {
            match path.symlink_metadata() {
                Ok(there) if path != self.dir && !there.is_dir() => {
                    return Err(not_a_file(path, &there).into());
                }
                _ => {}
            }
            path.push(part);
        }
        Ok(path)
    }

    /// Removes what writes that were broken off left behind.
    pub fn clear_leftovers(&self) -> Result<(), PublishError> {
        if !self.dir.is_dir() {
            return Ok(());
        }
        for name in all(self.dir)? {
            let base = name.rsplit('/').next().unwrap_or_default();
            if base.starts_with('.') && base.ends_with(".tmp") {
                self.remove(&name)?;
            }
        }
        Ok(())
    }
}

/// What stands in the way of a file or a folder.
fn not_a_file(path: PathBuf, there: &std::fs::Metadata) -> Refused {
    let what = match there.is_symlink() {
        true => "a symbolic link",
        false => "something else than was written there",
    };
    Refused::Is {
        path,
        what: what.to_owned(),
    }
}

/// Every file below a folder, by its path from there with `/`, sorted.
pub(super) fn all(dir: &Path) -> std::io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders: Vec<(PathBuf, String)> = vec![(dir.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                folders.push((entry.path(), format!("{name}/")));
            } else {
                found.push(name);
            }
        }
    }
    found.sort();
    Ok(found)
}
