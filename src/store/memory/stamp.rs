//! What shows that a file is as it was: device, inode, length, times. Neither file is opened for it:
//! closing one would drop the locks that SQLite holds on it in this process
//! (<https://www.sqlite.org/howtocorrupt.html>, section 2.2), and others would write over what counts.
//!
//! An ordinary user cannot set a file's change time (ctime) back, so a file that was altered has
//! another stamp. Only a change within the same tick of the clock would not show; whoever keeps a
//! stamp makes sure that the tick is over (see `super::verified`).

use std::path::Path;

use crate::store::rest::beside;

/// How often both are looked at while somebody writes.
const TRIES: usize = 16;

/// The ledger's file and its write-ahead log at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    file: Side,
    /// Absent where there is none or it is empty: SQLite makes and deletes an empty one at will.
    log: Option<Side>,
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
    /// The stamp of a ledger now; none where the system does not tell, or others keep writing.
    pub fn of(path: &Path) -> Option<Self> {
        // SQLite's log lies beside the file that a link leads to.
        let path = std::fs::canonicalize(path).ok()?;
        let log = beside(&path, "-wal");
        let log = || Some(Side::of(&log).filter(|log| log.length > 0));
        let (file, log) = steady(|| Side::of(&path), log)?;
        Some(Self { file, log })
    }

    /// Whether all that counts is in the file. Where a log is beside it, a commit may be written there
    /// already and count only later, which no time shows.
    pub fn is_folded(&self) -> bool {
        self.log.is_none()
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
        format!("file {}, log {log}", side(&self.file))
    }
}

/// Both of one moment: when the log is folded into the file between the two looks, the file as it was
/// before and the log as it is after would be the stamp of a state that is long gone.
fn steady<F: PartialEq, R>(
    mut file: impl FnMut() -> Option<F>,
    mut rest: impl FnMut() -> Option<R>,
) -> Option<(F, R)> {
    let mut before = file()?;
    for _ in 0..TRIES {
        let rest = rest()?;
        let after = file()?;
        if after == before {
            return Some((after, rest));
        }
        before = after;
    }
    None
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_and_its_log_are_of_one_moment() {
        // The log is folded in between the first look at the file and the look at the log.
        let mut file = [20, 22, 22].into_iter();
        let mut log = ["folded in", "folded in"].into_iter();
        let stamp = steady(|| file.next(), || log.next());
        assert_eq!(stamp, Some((22, "folded in")));
        // Who never stands still has no stamp.
        let mut file = 0..;
        assert_eq!(steady(|| file.next(), || Some(())), None);
    }
}
