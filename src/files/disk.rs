//! What a disk lets us do: why a file cannot be written, and whether other machines see it.

use std::io::{self, ErrorKind};
use std::path::Path;

use super::place::folder_of;

/// Why nothing can be written to a file or beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Barred {
    /// The disk takes no writing at all.
    #[error("the disk is read-only")]
    Disk,
    /// The file may not be written.
    #[error("you may not write to the file")]
    File,
    /// Nothing may be made in the folder.
    #[error("you may not write in its folder")]
    Folder,
}

/// Why a file, and what lies beside it, cannot be written; `None` where they can.
#[must_use]
pub fn barred(path: &Path) -> Option<Barred> {
    rights(folder_of(path))
        .map(|e| {
            if read_only(&e) {
                Barred::Disk
            } else {
                Barred::Folder
            }
        })
        .or_else(|| {
            rights(path).map(|e| {
                if read_only(&e) {
                    Barred::Disk
                } else {
                    Barred::File
                }
            })
        })
}

fn read_only(e: &io::Error) -> bool {
    e.kind() == ErrorKind::ReadOnlyFilesystem
}

/// What the system says against writing; other troubles are told by whoever meets them.
#[cfg(unix)]
fn rights(path: &Path) -> Option<io::Error> {
    let said = rustix::fs::access(path, rustix::fs::Access::WRITE_OK).err()?;
    let e = io::Error::from(said);
    (read_only(&e) || e.kind() == ErrorKind::PermissionDenied).then_some(e)
}

#[cfg(not(unix))]
fn rights(path: &Path) -> Option<io::Error> {
    let shut = path.metadata().is_ok_and(|m| m.permissions().readonly());
    (shut && path.is_file()).then(|| ErrorKind::PermissionDenied.into())
}

/// The kind of a disk that other machines may see too, where a file lies on one.
#[must_use]
pub fn network(path: &Path) -> Option<&'static str> {
    #[cfg(target_os = "linux")]
    {
        let there = rustix::fs::statfs(path).or_else(|_| rustix::fs::statfs(folder_of(path)));
        // The type is signed on some machines and not on others; its low half says all.
        there.ok().and_then(|s| by_type(s.f_type as u32))
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = path;
        None
    }
}

/// By the numbers of statfs(2).
#[cfg(target_os = "linux")]
fn by_type(number: u32) -> Option<&'static str> {
    Some(match number {
        0x6969 => "NFS",
        0x517B | 0xFE53_4D42 | 0xFF53_4D42 => "SMB",
        0x0102_1997 => "9p",
        0x6573_5546 => "FUSE",
        0x00C3_6400 => "Ceph",
        0x5346_414F => "AFS",
        _ => return None,
    })
}

/// What the system said, in words of its own where the disk is the cause.
pub(super) fn sentence(path: &Path, e: &io::Error) -> String {
    match e.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "the disk is full; nothing was written".to_owned()
        }
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        _ => match network(path) {
            Some(kind) => format!("{e} (on a network disk, {kind})"),
            None => e.to_string(),
        },
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn disks_that_other_machines_see_have_names() {
        assert_eq!(by_type(0x6969), Some("NFS"));
        assert_eq!(by_type(0xFF53_4D42), Some("SMB"));
        assert_eq!(by_type(0x0102_1997), Some("9p"));
        // ext4 and tmpfs are this machine's own.
        assert_eq!(by_type(0xEF53), None);
        assert_eq!(by_type(0x0102_1994), None);
    }

    #[test]
    fn a_full_and_a_read_only_disk_have_sentences() {
        let told = |kind: ErrorKind| sentence(Path::new("/"), &kind.into());
        assert!(told(ErrorKind::StorageFull).contains("the disk is full"));
        assert!(told(ErrorKind::ReadOnlyFilesystem).contains("the disk is read-only"));
    }
}
