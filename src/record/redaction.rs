//! A redaction: the bytes of an attachment taken away.

use super::field::{Need, fields};
use super::forms::{Hash, Text};

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
