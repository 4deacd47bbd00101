//! Files that the program reads whole.

use std::io::{Error, ErrorKind, Read as _, Result};
use std::path::Path;

/// Largest small file in bytes: a key, a checkpoint, a proof.
pub const SMALL: u64 = 4 << 20;
/// Largest table in bytes.
pub const TABLE: u64 = 256 << 20;

/// The bytes of a file, at most so many: one that has no end, such as a device, has no end in memory
/// either.
///
/// # Errors
/// When it cannot be read or is longer.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs_err::File::open(path)?
        .take(most + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let why = format!("{}: longer than {most} bytes", path.display());
        return Err(Error::new(ErrorKind::FileTooLarge, why));
    }
    Ok(bytes)
}

/// The same as text.
///
/// # Errors
/// As [`read`], and when it is not UTF-8.
pub fn text(path: &Path, most: u64) -> Result<String> {
    String::from_utf8(read(path, most)?).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        let why = format!("{}: byte {at} is not UTF-8 text", path.display());
        Error::new(ErrorKind::InvalidData, why)
    })
}
