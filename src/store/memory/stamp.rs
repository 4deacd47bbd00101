//! What shows that a file is as it was: device, inode, length, times, SQLite's change counter.
//!
//! An ordinary user cannot set a file's change time (ctime) back, so a file that was altered has
//! another stamp. Only a change within the same tick of the clock would not show; whoever keeps a
//! stamp makes sure that the tick is over (see `super::verified`).

use std::path::{Path, PathBuf};

/// The ledger's file and its write-ahead log at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    file: Side,
    /// Absent where there is none or it is empty: SQLite makes and deletes an empty one at will.
    log: Option<Side>,
    counter: [u8; 4],
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Side {
    pub device: u64,
    pub inode: u64,
    pub length: u64,
    pub modified: Moment,
    pub changed: Moment,
}

/// Seconds and nanoseconds since 1970.
pub(crate) type Moment = (i64, i64);

impl Stamp {
    /// The stamp of a ledger now; none where the system does not tell.
    pub fn of(path: &Path) -> Option<Self> {
        // SQLite's log lies beside the file that a link leads to.
        let path = std::fs::canonicalize(path).ok()?;
        Some(Self {
            file: Side::of(&path)?,
            log: Side::of(&log_of(&path)).filter(|log| log.length > 0),
            counter: counter(&path)?,
        })
    }

    /// When either of the two was last changed, by the clock of their file system.
    pub fn changed(&self) -> Moment {
        let log = self.log.as_ref().map(|log| log.changed);
        log.map_or(self.file.changed, |log| log.max(self.file.changed))
    }

    /// The device that they lie on.
    pub fn device(&self) -> u64 {
        self.file.device
    }

    /// The stamp as text, to be compared as such.
    pub fn text(&self) -> String {
        let side = |s: &Side| {
            let ((m, mn), (c, cn)) = (s.modified, s.changed);
            let Side { device, inode, .. } = s;
            format!("{device}:{inode} {} {m}.{mn:09} {c}.{cn:09}", s.length)
        };
        let log = self.log.as_ref().map_or_else(|| "none".to_owned(), side);
        let (file, counter) = (side(&self.file), hex::encode(self.counter));
        format!("file {file}, log {log}, counter {counter}")
    }
}

fn log_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

/// The file change counter in the header of an SQLite file.
fn counter(path: &Path) -> Option<[u8; 4]> {
    use std::io::{Read as _, Seek as _, SeekFrom};
    let mut counter = [0; 4];
    let mut file = std::fs::File::open(path).ok()?;
    file.seek(SeekFrom::Start(24)).ok()?;
    file.read_exact(&mut counter).ok()?;
    Some(counter)
}

impl Side {
    #[cfg(unix)]
    pub fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        let meta = std::fs::metadata(path).ok()?;
        Some(Self {
            device: meta.dev(),
            inode: meta.ino(),
            length: meta.len(),
            modified: (meta.mtime(), meta.mtime_nsec()),
            changed: (meta.ctime(), meta.ctime_nsec()),
        })
    }

    /// Without a change time that nobody can set, no file is known again.
    #[cfg(not(unix))]
    pub fn of(_: &Path) -> Option<Self> {
        None
    }
}
