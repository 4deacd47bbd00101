//! The bytes of an entry: one JSON object in the canonical form of RFC 8785 (keys sorted, no
//! space, numbers as ECMAScript prints them), exactly the bytes that are stored and hashed.
//!
//! ```text
//! {"author":"ana","body":{"known_on":"2023-07-02","question":"q"},"id":"passage:q:2023-07-02",
//!  "recorded_at":"2026-11-23T18:22:22.123456Z","seq":17,"type":"passage","v":1}
//! ```
//!
//! (on one line). The leaf of the tree is SHA-256(0x00 || these bytes).

use crate::record::{Entry, Invalid, MAX_BYTES, json};

/// The canonical bytes of an entry.
///
/// # Errors
/// When it is longer than an entry may be.
pub fn encode(entry: &Entry) -> Result<Vec<u8>, Invalid> {
    let bytes = serde_json_canonicalizer::to_vec(&entry.to_value())
        .map_err(|e| Invalid::new("", e.to_string(), "the entry cannot be written", ""))?;
    if bytes.len() > MAX_BYTES {
        return Err(Invalid::new(
            "",
            format!("{} bytes", bytes.len()),
            "the entry is too long",
            format!("at most {MAX_BYTES} bytes; put long texts into an attachment"),
        ));
    }
    Ok(bytes)
}

/// Reads an entry from stored bytes, which must be canonical.
///
/// # Errors
/// When the bytes are not an entry, or not the canonical bytes of the entry that they hold.
pub fn decode(bytes: &[u8]) -> Result<Entry, Invalid> {
    let value = json::parse(bytes)?;
    let entry = Entry::from_value(&value)?;
    let again = serde_json_canonicalizer::to_vec(&value)
        .map_err(|e| Invalid::new("", e.to_string(), "the entry cannot be written", ""))?;
    if again == bytes {
        Ok(entry)
    } else {
        Err(Invalid::new(
            "",
            String::from_utf8_lossy(bytes),
            "the bytes are not canonical JSON (RFC 8785)",
            "the entry was not written by this program, or was altered",
        ))
    }
}
