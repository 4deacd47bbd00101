//! The last head that a key signed, whatever log it is of: a key never signs two roots at one size.

use std::fs::File;
use std::path::PathBuf;

use super::folder::{self, Beside};
use super::{Memory, PATIENCE, head_line, parse_head};
use crate::proof::tree::Hash;

/// The memory of one key, held until what it signs is on the disk.
#[derive(Debug)]
pub(crate) struct Signed {
    place: PathBuf,
    _held: File,
    last: Option<(u64, Hash)>,
}

impl Memory {
    /// What is remembered of a key, by its verifier key; nobody else signs with it until that is
    /// dropped.
    pub(crate) fn signed(&self, key: &str) -> std::io::Result<Option<Signed>> {
        let Some(place) = self.place("keys", key.as_bytes()) else {
            return Ok(None);
        };
        let held = self.hold(&place, PATIENCE)?;
        let last =
            match folder::read(&place)? {
                None => None,
                Some(bytes) => {
                    let text = String::from_utf8(bytes).unwrap_or_default();
                    let why = || format!("{}: not what the program wrote", place.display());
                    let head = text.lines().next().and_then(parse_head);
                    Some(head.ok_or_else(|| {
                        std::io::Error::new(std::io::ErrorKind::InvalidData, why())
                    })?)
                }
            };
        Ok(Some(Signed {
            place,
            _held: held,
            last,
        }))
    }
}

impl Signed {
    /// The last head that it signed.
    pub fn last(&self) -> Option<(u64, Hash)> {
        self.last
    }

    /// Remembers what it signed.
    pub fn remember(&self, head: (u64, Hash), key: &str) -> std::io::Result<()> {
        let text = format!("{}\n{key}\n", head_line(&head));
        Beside::write(&self.place, text.as_bytes())?.put(true)
    }
}
