//! Small files in a folder that its owner alone can enter: read, written whole, locked.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// The longest file that is read, in bytes.
const LONGEST: u64 = 8 << 20;

/// The bytes of a file; `None` where there is none.
pub(super) fn read(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    match File::open(path) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        file => file?.take(LONGEST).read_to_end(&mut bytes)?,
    };
    Ok(Some(bytes))
}

/// A file written beside its place, not there yet.
pub(super) struct Beside {
    file: File,
    written: PathBuf,
    place: PathBuf,
}

impl Beside {
    /// Writes bytes beside a place, for the owner alone.
    pub fn write(place: &Path, bytes: &[u8]) -> std::io::Result<Self> {
        if let Some(folder) = place.parent() {
            make(folder)?;
        }
        let mut name = place.as_os_str().to_owned();
        name.push(format!(
            ".{}-{:?}.new",
            std::process::id(),
            std::thread::current().id()
        ));
        let written = PathBuf::from(name);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        private(&mut options);
        let mut file = options.open(&written)?;
        file.write_all(bytes)?;
        Ok(Self {
            file,
            written,
            place: place.to_owned(),
        })
    }

    /// Writes the same bytes again, which moves the file's time on.
    pub fn again(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        use std::io::{Seek as _, SeekFrom};
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(bytes)
    }

    /// Where it lies now.
    pub fn path(&self) -> &Path {
        &self.written
    }

    /// Puts it in its place; with `lasting`, so that it is there after a power cut too.
    pub fn put(self, lasting: bool) -> std::io::Result<()> {
        if lasting {
            self.file.sync_all()?;
        }
        std::fs::rename(&self.written, &self.place)?;
        if let Some(folder) = self.place.parent().filter(|_| lasting) {
            sync(folder)?;
        }
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // After `put` it is not there any more.
        let _ = std::fs::remove_file(&self.written);
    }
}

/// Opens a file to be locked.
pub(super) fn lock_file(path: &Path) -> std::io::Result<File> {
    if let Some(folder) = path.parent() {
        make(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    private(&mut options);
    options.open(path)
}

fn make(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn private(_: &mut OpenOptions) {}

/// A folder's own entries reach the disk apart from its files.
#[cfg(unix)]
fn sync(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync(_: &Path) -> std::io::Result<()> {
    Ok(())
}
