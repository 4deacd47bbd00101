//! Writing: beside, whole, and then under its name.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::guard::Stands;
use super::place::folder_of;
use super::{Guard, Refused};

/// How many temporary names are tried.
const TRIES: u32 = 1000;

/// What may become of a file that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// It stays, and nothing is written.
    Nothing,
    /// It is replaced, unless it is one to be left alone.
    Files,
}

impl Over {
    /// By whether `--force` was given.
    #[must_use]
    pub fn forced(force: bool) -> Self {
        if force { Self::Files } else { Self::Nothing }
    }
}

impl Guard {
    /// Whether a file may be written, before there is anything to write.
    ///
    /// # Errors
    /// Why not.
    pub fn allows(&self, path: &Path, over: Over) -> Result<(), Refused> {
        match (self.look(path)?, over) {
            (Stands::File(_), Over::Nothing) => Err(Refused::Exists(path.to_owned())),
            _ => Ok(()),
        }
    }
}

/// Writes a file. It is on the disk when this returns.
///
/// # Errors
/// Where a file is there that is not to be replaced, or the system refuses; see [`Refused`].
pub fn write(path: &Path, bytes: &[u8], over: Over, guard: &Guard) -> Result<(), Refused> {
    put(path, bytes, over, guard, false)
}

/// As [`write()`], readable by its owner alone.
///
/// # Errors
/// As [`write()`].
pub fn private(path: &Path, bytes: &[u8], over: Over) -> Result<(), Refused> {
    put(path, bytes, over, &Guard::new(), true)
}

fn put(path: &Path, bytes: &[u8], over: Over, guard: &Guard, private: bool) -> Result<(), Refused> {
    match (guard.look(path)?, over) {
        (Stands::Stream, _) => {
            let stream = OpenOptions::new().write(true).open(path);
            let told = stream.and_then(|mut s| s.write_all(bytes));
            return told.map_err(Refused::io(path));
        }
        (Stands::File(_), Over::Nothing) => return Err(Refused::Exists(path.to_owned())),
        (Stands::File(old), Over::Files) => {
            let like = (!private).then_some(&old);
            let part = Part::filled(path, bytes, private, like).map_err(Refused::io(path))?;
            fs::rename(&part.path, path).map_err(Refused::io(path))?;
        }
        (Stands::Nothing, _) => {
            let part = Part::filled(path, bytes, private, None).map_err(Refused::io(path))?;
            part.name(path).map_err(|why| match why.kind() {
                ErrorKind::AlreadyExists => Refused::Exists(path.to_owned()),
                _ => Refused::io(path)(why),
            })?;
        }
    }
    settle(folder_of(path)).map_err(Refused::io(path))
}

/// A file under a temporary name, which goes when this is dropped.
struct Part {
    path: PathBuf,
}

impl Part {
    /// One beside `path`, on the disk, with the rights of the file that it replaces.
    fn filled(
        path: &Path,
        bytes: &[u8],
        private: bool,
        like: Option<&Metadata>,
    ) -> io::Result<Self> {
        let (part, mut file) = Self::beside(path, private)?;
        file.write_all(bytes)?;
        if let Some(like) = like {
            file.set_permissions(like.permissions())?;
        }
        file.sync_all()?;
        Ok(part)
    }

    fn beside(path: &Path, private: bool) -> io::Result<(Self, File)> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name: String = name.chars().take(50).collect();
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        only_owner(&mut options, private);
        let mut last = io::Error::from(ErrorKind::AlreadyExists);
        for n in 0..TRIES {
            let name = format!(".{name}.{}-{n}.tmp", std::process::id());
            let path = folder_of(path).join(name);
            match options.open(&path) {
                Ok(file) => return Ok((Self { path }, file)),
                Err(e) if e.kind() == ErrorKind::AlreadyExists => last = e,
                Err(e) => return Err(e),
            }
        }
        Err(last)
    }

    /// Gives it a name that nobody has.
    fn name(self, path: &Path) -> io::Result<()> {
        match fs::hard_link(&self.path, path) {
            Err(e) if e.kind() != ErrorKind::AlreadyExists => {
                // A disk without hard links: the name is taken first, and then filled.
                OpenOptions::new().write(true).create_new(true).open(path)?;
                fs::rename(&self.path, path)
            }
            named => named,
        }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Under its name by now, or not to be kept.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(unix)]
fn only_owner(options: &mut OpenOptions, private: bool) {
    use std::os::unix::fs::OpenOptionsExt as _;
    if private {
        options.mode(0o600);
    }
}

#[cfg(not(unix))]
fn only_owner(_: &mut OpenOptions, _: bool) {}

/// Makes sure that the names of a folder are on the disk, where the system can.
fn settle(folder: &Path) -> io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    let synced = File::open(folder).and_then(|f| f.sync_all());
    let cannot = [
        ErrorKind::PermissionDenied,
        ErrorKind::InvalidInput,
        ErrorKind::Unsupported,
    ];
    match synced {
        Err(e) if cannot.contains(&e.kind()) => Ok(()),
        other => other,
    }
}

/// Removes a file, where there is one; returns whether there was.
///
/// # Errors
/// Where the system refuses.
pub fn remove(path: &Path) -> Result<bool, Refused> {
    match fs::remove_file(path) {
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(false),
        done => done.map(|()| true).map_err(Refused::io(path)),
    }
}

/// Gives a file another name in its folder, and never the name of another file. It bears that name
/// on the disk when this returns.
///
/// # Errors
/// Where a file of that name is there, or the system refuses.
pub fn rename(from: &Path, to: &Path) -> Result<(), Refused> {
    if fs::symlink_metadata(to).is_ok() {
        return Err(Refused::Exists(to.to_owned()));
    }
    fs::rename(from, to).map_err(Refused::io(from))?;
    settle(folder_of(to)).map_err(Refused::io(to))
}

/// Holds a lock file of that name until what is returned is dropped.
///
/// # Errors
/// Where the system refuses.
pub fn lock(path: &Path) -> Result<File, Refused> {
    let mut options = OpenOptions::new();
    options.create(true).write(true).truncate(false);
    only_owner(&mut options, true);
    let file = options.open(path).map_err(Refused::io(path))?;
    file.lock().map_err(Refused::io(path))?;
    Ok(file)
}

/// Makes a folder and those above it, where they are not there.
///
/// # Errors
/// Where the system refuses.
pub fn make_folder(folder: &Path) -> Result<(), Refused> {
    fs::create_dir_all(folder).map_err(Refused::io(folder))
}

/// As [`make_folder`], that its owner alone can enter.
///
/// # Errors
/// As [`make_folder`].
pub fn make_private_folder(folder: &Path) -> Result<(), Refused> {
    let made = private_folder(true).create(folder);
    made.map_err(Refused::io(folder))
}

/// What makes folders that their owner alone can enter.
pub(super) fn private_folder(with_those_above: bool) -> fs::DirBuilder {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(with_those_above);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder
}
