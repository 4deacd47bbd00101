//! Small encodings that the formats of this room share: standard base64 with padding (RFC 4648
//! section 4), decimal numbers without leading zeroes, and foreign text shown in a message.

use base64ct::{Base64, Encoding};

use super::tree::Hash;

/// Bytes of foreign text that a message shows.
const SHOWN: usize = 60;

pub(super) fn base64(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

/// Decodes strictly: padded, no white space, no bits left over. One value has one spelling.
pub(super) fn from_base64(text: &str) -> Option<Vec<u8>> {
    Base64::decode_vec(text).ok()
}

/// A base64 line that holds exactly one hash.
pub(super) fn hash_from_base64(text: &str) -> Option<Hash> {
    from_base64(text)?.try_into().ok()
}

/// A decimal number: digits only, `0` or no leading zero, within 64 bits.
pub(super) fn decimal(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let canonical = digits && (text == "0" || !text.starts_with('0'));
    if canonical { text.parse().ok() } else { None }
}

/// Foreign text as a message may show it: escaped, and cut where it is long.
pub(super) fn shown(text: &str) -> String {
    let mut escaped = String::new();
    for (at, character) in text.char_indices() {
        if at >= SHOWN {
            return format!("\"{escaped}\" and {} bytes more", text.len() - at);
        }
        escaped.extend(character.escape_debug());
    }
    format!("\"{escaped}\"")
}
