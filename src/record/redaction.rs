//! A redaction: the bytes of an attachment taken away.

use super::entry_type::EntryType;
use super::field::{Need, fields};
use super::forms::{Hash, Text};
use super::ids;

/// Says that an attachment's bytes were removed.
#[derive(Debug, Clone, PartialEq)]
pub struct Redaction {
    /// SHA-256 of the removed bytes, in lower-case hex.
    pub sha256: String,
    /// Why.
    pub because: String,
}

fields! { Redaction:
    sha256 "sha256" => Need(Hash);
    because "because" => Need(Text(1000));
}

impl EntryType for Redaction {
    fn id(&self) -> String {
        ids::redaction(&self.sha256)
    }

    fn headline(&self) -> String {
        format!("a source is taken away: {}", self.because)
    }
}
