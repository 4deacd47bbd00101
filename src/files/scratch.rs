//! A private copy of files, for as long as it is needed.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::write::private_folder;

/// How many names are tried.
const TRIES: u32 = 1000;

/// A folder that its owner alone can enter; it goes with all that is in it when this is dropped.
#[derive(Debug)]
pub struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// Makes one in a folder for temporary files.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn within(base: &Path) -> io::Result<Self> {
        for n in 0..TRIES {
            let folder = base.join(format!("summit-{}-{n}", std::process::id()));
            match private_folder(false).create(&folder) {
                Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
                made => return made.map(|()| Self { folder }),
            }
        }
        Err(io::Error::new(
            ErrorKind::AlreadyExists,
            "too many folders of this name",
        ))
    }

    /// Where a file of that name is in it, whether it is there or not.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Copies a file into it under its own name, and returns where it is.
    ///
    /// # Errors
    /// Where it cannot be read or copied.
    pub fn copy(&self, file: &Path) -> io::Result<PathBuf> {
        let copy = self.folder.join(file.file_name().unwrap_or_default());
        io::copy(&mut fs::File::open(file)?, &mut fs::File::create(&copy)?)?;
        Ok(copy)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed stays in a folder that nobody else can enter.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
