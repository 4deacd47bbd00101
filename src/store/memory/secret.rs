//! A secret that lies outside the ledger: what bears its tag was written by this user's program.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::proof::tree::Hash;

/// Length of a block of SHA-256, to which a key is filled up with zeros.
const BLOCK: usize = 64;

/// 32 random bytes that whoever alters a ledger does not have.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    /// A secret from random bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// HMAC-SHA-256 over a purpose and parts, each with its length before it.
    #[must_use]
    pub fn tag(&self, purpose: &str, parts: &[&[u8]]) -> Hash {
        self.over(purpose, parts).finalize().into_bytes().into()
    }

    /// Whether a tag is the one of these parts; it takes the same time for every wrong one.
    #[must_use]
    pub fn fits(&self, purpose: &str, parts: &[&[u8]], tag: &[u8]) -> bool {
        self.over(purpose, parts).verify_slice(tag).is_ok()
    }

    fn over(&self, purpose: &str, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut key = [0; BLOCK];
        for (to, from) in key.iter_mut().zip(self.0) {
            *to = from;
        }
        let mut mac = Hmac::new(&key.into());
        for part in std::iter::once(&purpose.as_bytes()).chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_is_hmac_sha256_over_lengths_and_parts() {
        // Computed with Python: hmac.new(bytes(range(32)), message, "sha256"), the message being
        // "cache", "ab" and "" with their lengths as eight bytes before them.
        let secret = Secret::new(std::array::from_fn(|i| i as u8));
        let tag = secret.tag("cache", &[b"ab", b""]);
        assert_eq!(
            hex::encode(tag),
            "afcb4c336e6d3eb22d5d31b7b70a5ebf08384e98e2272ad08079fe8f345b863b"
        );
        assert!(secret.fits("cache", &[b"ab", b""], &tag));
    }

    #[test]
    fn purpose_parts_and_their_borders_count() {
        let secret = Secret::new([7; 32]);
        let tag = secret.tag("cache", &[b"ab", b"c"]);
        assert!(!secret.fits("verified", &[b"ab", b"c"], &tag));
        assert!(!secret.fits("cache", &[b"a", b"bc"], &tag));
        assert!(!secret.fits("cache", &[b"abc"], &tag));
        assert!(!secret.fits("cache", &[b"ab", b"c"], tag.get(..16).unwrap()));
        assert!(!Secret::new([8; 32]).fits("cache", &[b"ab", b"c"], &tag));
        assert_eq!(format!("{secret:?}"), "Secret");
    }
}
