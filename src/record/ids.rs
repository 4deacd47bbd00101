//! Identifiers that the program gives. They hold a colon, which people's cannot, so that none can
//! be taken; each follows from the content, so that a retry meets the entry that is there.

use sha2::{Digest, Sha256};

use super::Name;

/// Identifier of the forecast on a question that rests on the entry `rests_on` and all before it.
#[must_use]
pub fn forecast(question: &Name, rests_on: u64) -> String {
    format!("forecast:{question}:{rests_on}")
}

/// Identifier of an adoption that gives this one, whose entry stands at `seq`.
#[must_use]
pub fn adoption(given: &str, seq: u64) -> String {
    format!("{given}:{seq}")
}

/// Identifier of the `count`-th resolution of a question, from 1.
#[must_use]
pub fn resolution(question: &Name, count: u64) -> String {
    match count {
        1 => format!("resolution:{question}"),
        n => format!("resolution:{question}:{n}"),
    }
}

/// Identifier of the `count`-th reopening of a question, from 1.
#[must_use]
pub fn reopening(question: &Name, count: u64) -> String {
    match count {
        1 => format!("reopening:{question}"),
        n => format!("reopening:{question}:{n}"),
    }
}

/// Identifier of the redaction of an attachment.
#[must_use]
pub fn redaction(sha256: &str) -> String {
    format!("redaction:{sha256}")
}

/// Identifier of the salvage of a damaged file.
#[must_use]
pub fn salvage(sha256: &str) -> String {
    format!("salvage:{sha256}")
}

/// Identifier of the change to a new key, by its verifier key.
#[must_use]
pub fn rotation(new: &str) -> String {
    format!("rotation:{}", short(new))
}

/// An identifier for a signal whose analyst gave none: kind, day, and a part of its content's
/// hash.
#[must_use]
pub fn signal(kind: &str, observed_on: &str, content: &str) -> String {
    let mut hash = short(content);
    hash.truncate(6);
    format!("{kind}-{observed_on}-{hash}")
}

/// The questions of an identifier: the only one, `*` for none, a hash of several.
pub(super) fn scope(questions: &[Name]) -> String {
    match questions {
        [] => "*".into(),
        [one] => one.to_string(),
        many => {
            let list: Vec<&str> = many.iter().map(Name::as_str).collect();
            short(&list.join(","))
        }
    }
}

/// The first 16 digits of a SHA-256.
pub(super) fn short(text: &str) -> String {
    hex::encode(
        Sha256::digest(text)
            .iter()
            .take(8)
            .copied()
            .collect::<Vec<u8>>(),
    )
}
