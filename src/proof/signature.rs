//! One signature line of a note (c2sp.org/signed-note).
//!
//! ```text
//! — example.com/foo Uw2QOkn8...neyaQM=     em dash, space, key name, space,
//!                                          base64(key id, 4 bytes || signature), newline
//! ```

use std::fmt;

use super::encoding::{base64, from_base64};
use super::key::{VerifierKey, is_key_name};

/// One signature line, not checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The name of the key that it says to be of.
    pub name: String,
    /// The id of that key.
    pub key_id: u32,
    /// What follows the key id: 64 bytes for Ed25519, 72 for a cosignature.
    pub bytes: Vec<u8>,
}

impl Signature {
    /// Reads a line without its newline.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let (name, encoded) = line.strip_prefix("— ")?.split_once(' ')?;
        let bytes = from_base64(encoded).filter(|bytes| bytes.len() > 4 && is_key_name(name))?;
        let (id, rest) = bytes.split_first_chunk::<4>()?;
        let (name, key_id) = (name.to_owned(), u32::from_be_bytes(*id));
        Some(Self {
            name,
            key_id,
            bytes: rest.to_vec(),
        })
    }

    /// Whether it says to be this key's.
    pub(super) fn is_of(&self, key: &VerifierKey) -> bool {
        self.key_id == key.id() && self.name == key.name()
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.key_id.to_be_bytes(), self.bytes.as_slice()].concat();
        writeln!(f, "— {} {}", self.name, base64(&bytes))
    }
}
