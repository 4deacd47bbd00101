//! Talk: what people read beside the data.

use std::io::Write as _;

/// Says something on standard error.
pub fn talk(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}
