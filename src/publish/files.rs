//! Files that appear whole or not at all.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use fs_err as fs;

/// Writes a file under a temporary name beside it and renames it. One that holds these bytes
/// already is left as it is; returns whether it was written.
pub(super) fn write(dir: &Path, name: &str, bytes: &[u8]) -> std::io::Result<bool> {
    let path = dir.join(name);
    if path.is_file() && fs::read(&path)? == bytes {
        return Ok(false);
    }
    let folder = path.parent().unwrap_or(dir);
    fs::create_dir_all(folder)?;
    let base = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!(".{base}.{}.tmp", std::process::id()));
    let written = fill(&temporary, bytes).and_then(|()| fs::rename(&temporary, &path));
    if written.is_err() {
        // The cause matters, not whether the rest of it could be cleared away.
        let _ = fs::remove_file(&temporary);
    }
    written.map(|()| true)
}

fn fill(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_data()
}

/// Removes a file, where there is one; returns whether there was.
pub(super) fn remove(dir: &Path, name: &str) -> std::io::Result<bool> {
    let path = dir.join(name);
    if path.exists() {
        fs::remove_file(path)?;
        return Ok(true);
    }
    Ok(false)
}

/// Removes what writes that were broken off left behind.
pub(super) fn clear_leftovers(dir: &Path) -> std::io::Result<()> {
    if !dir.is_dir() {
        return Ok(());
    }
    for name in all(dir)? {
        let base = name.rsplit('/').next().unwrap_or_default();
        if base.starts_with('.') && base.ends_with(".tmp") {
            remove(dir, &name)?;
        }
    }
    Ok(())
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
