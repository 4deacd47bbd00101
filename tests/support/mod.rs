//! What the tests share.

pub mod home;

use std::path::PathBuf;

/// The folder of reference vectors: `SUMMIT_VECTORS`, or `../shared/vectors` beside the project.
/// Says loudly where there is none.
pub fn vectors(folder: &str) -> Option<PathBuf> {
    let root = std::env::var_os("SUMMIT_VECTORS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors"),
        PathBuf::from,
    );
    let dir = root.join(folder);
    if dir.is_dir() {
        return Some(dir);
    }
    eprintln!("SKIPPED: no reference vectors at {}", dir.display());
    None
}
