//! Where a file lies.

use std::fs::{self, Metadata};
use std::path::Path;

/// The folder of a file.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Whether two paths lead to one place on the disk.
#[cfg(unix)]
pub(super) fn same(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let place = |path| fs::metadata(path).ok().map(|m| (m.dev(), m.ino()));
    place(a).is_some_and(|here| place(b) == Some(here))
}

/// Whether two paths lead to one place on the disk.
#[cfg(not(unix))]
pub(super) fn same(a: &Path, b: &Path) -> bool {
    let place = |path| fs::canonicalize(path).ok();
    place(a).is_some_and(|here| place(b) == Some(here))
}

/// Whether it is a pipe or a terminal.
#[cfg(unix)]
pub(super) fn is_stream(there: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    let kind = there.file_type();
    kind.is_fifo() || kind.is_char_device()
}

/// Whether it is a pipe or a terminal.
#[cfg(not(unix))]
pub(super) fn is_stream(_: &Metadata) -> bool {
    false
}
