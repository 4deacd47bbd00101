//! Data as JSON, indented, which a terminal can show without being steered.

use serde_json::Value;

use super::form::{Form, Write};

/// The form.
pub const FORM: Form = Form {
    name: "json",
    help: "For programs; numbers read back to the same bits",
    write: Write::Data(|data| Ok(write(data))),
};

/// JSON with every character that could steer a terminal written as an escape.
#[must_use]
pub fn write(data: &Value) -> String {
    let json = format!("{data:#}\n");
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        let steers = (c.is_control() && c != '\n')
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}');
        if steers {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}
