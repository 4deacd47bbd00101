//! The bytes of an entry: one JSON object in the canonical form of RFC 8785 (keys sorted, no
//! space, numbers as ECMAScript prints them), exactly the bytes that are stored and hashed.
//!
//! ```text
//! {"author":"ana","body":{"known_on":"2023-07-02","question":"q"},"id":"passage:q:2023-07-02",
//!  "recorded_at":"2026-11-23T18:22:22.123456Z","seq":17,"type":"passage","v":1}
//! ```
//!
//! (on one line). The leaf of the tree is SHA-256(0x00 || these bytes).

use std::io::Write as _;

use serde_json::{Number, Value};

use crate::record::{Entry, Invalid, MAX_BYTES, json};

/// The canonical bytes of an entry.
///
/// # Errors
/// When it is longer than an entry may be.
pub fn encode(entry: &Entry) -> Result<Vec<u8>, Invalid> {
    let mut bytes = Vec::with_capacity(1024);
    write(&mut bytes, &entry.to_value());
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
    if encode(&entry)? == bytes {
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

/// Writes a value as RFC 8785 says. Keys of entries are ASCII, so that the map's order, by bytes,
/// is the order by UTF-16 units that is asked for.
fn write(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(n) => write_number(out, n),
        Value::String(text) => write_text(out, text),
        Value::Array(items) => {
            out.push(b'[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                write(out, item);
            }
            out.push(b']');
        }
        Value::Object(map) => {
            out.push(b'{');
            for (i, (key, item)) in map.iter().enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                write_text(out, key);
                out.push(b':');
                write(out, item);
            }
            out.push(b'}');
        }
    }
}

/// Writing into memory cannot fail.
fn write_text(out: &mut Vec<u8>, text: &str) {
    let _ = serde_json::to_writer(out, text);
}

/// Whole numbers of an entry are at most 2^53, and so are written in full.
fn write_number(out: &mut Vec<u8>, n: &Number) {
    if let Some(whole) = n.as_u64() {
        let _ = write!(out, "{whole}");
    } else if let Some(x) = n.as_f64() {
        out.extend_from_slice(ryu_js::Buffer::new().format(x).as_bytes());
    }
}
