//! A belief kept beside the log, so that the next signal need not replay all of them.
//!
//! Disposable: a cache that is missing, of another program version, model or place in the log, or
//! that does not match its digest is ignored, and the belief is replayed. The audit never uses it.

use sha2::{Digest, Sha256};

use crate::proof::tree::Hash;

/// What the cached bytes belong to.
pub(super) struct Key<'a> {
    pub program: &'a str,
    pub model: &'a str,
    pub question: &'a str,
    /// The last fact taken in, and its leaf.
    pub upto: u64,
    pub leaf: Hash,
}

/// The digest that binds cached bytes to the log.
pub(super) fn digest(key: &Key<'_>, bytes: &[u8]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in ["summit-cache-3", key.program, key.model, key.question] {
        hash.update(part);
        hash.update([0]);
    }
    hash.update(key.upto.to_be_bytes());
    hash.update(key.leaf);
    hash.update(bytes);
    hash.finalize().to_vec()
}
