//! What is said beside the data: errors, warnings, hints.

use std::io::Write as _;

/// Says something on standard error.
pub fn talk(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}
