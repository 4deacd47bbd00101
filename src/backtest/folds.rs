//! Folds of partners: all that is known of one partner is in one fold.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::events::Events;

/// Numbers the partners of all feeds, by name.
#[must_use]
pub fn index(feeds: &[Events]) -> BTreeMap<&str, usize> {
    let mut names: Vec<&str> = feeds
        .iter()
        .flat_map(|f| f.partners.keys().map(String::as_str))
        .collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().zip(0..).collect()
}

/// The fold of a partner among `folds`: the first 8 bytes, big-endian, of
/// `SHA-256("summit-fold-1" 0 name)`, modulo `folds`. It depends on nothing but the name.
#[must_use]
pub fn fold(partner: &str, folds: u64) -> u64 {
    let hash = Sha256::new()
        .chain_update(b"summit-fold-1\0")
        .chain_update(partner)
        .finalize();
    let word = hash
        .iter()
        .take(8)
        .fold(0_u64, |w, b| w << 8 | u64::from(*b));
    word.checked_rem(folds).unwrap_or(0)
}
