//! Inclusion: entry `index` is in the tree of `size` entries (RFC 6962 section 2.1.1).
//!
//! A proof is the list of sibling hashes on the way from the leaf up to the root:
//!
//! ```text
//! entry 2 of 5:            root
//!                        /      \
//!                     x          [c]        proof = a, b, c
//!                   /   \
//!                [b]     y                  root = H(H(b, H(leaf, a)), c)
//!                       /  \
//!                    leaf  [a]
//! ```

use super::encoding::base64;
use super::tree::{Hash, Nodes, TreeError, node_hash, range_hash, split};

/// Why a proof does not show what it should.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// A place or size that no proof is for.
    #[error("proof range: expected {expected}; found {found}")]
    Range {
        /// What was expected.
        expected: &'static str,
        /// What was found.
        found: String,
    },
    /// Too many or too few hashes.
    #[error("proof length: expected {expected} hashes; found {found}")]
    Length {
        /// What was expected.
        expected: usize,
        /// What was found.
        found: usize,
    },
    /// The proof leads elsewhere.
    #[error("{which} root: expected {expected}; the proof leads to {found}")]
    Root {
        /// Which of the roots.
        which: &'static str,
        /// What was expected.
        expected: String,
        /// What was found.
        found: String,
    },
}

/// On which side of the path a sibling lies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// Proves that entry `index` is in the tree of `size` entries.
pub fn prove_inclusion<N: Nodes>(
    nodes: &N,
    index: u64,
    size: u64,
) -> Result<Vec<Hash>, TreeError<N::Error>> {
    if index >= size {
        return Err(TreeError::Range {
            expected: format!("an index below {size}"),
            found: index.to_string(),
        });
    }
    let siblings = siblings(index, size);
    let hash = |&(_, start, end): &(Side, u64, u64)| range_hash(nodes, start, end);
    siblings.iter().rev().map(hash).collect()
}

/// Checks that the entry hashed to `leaf` is number `index` in the tree of `size` entries that
/// has this root.
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Range {
            expected: "an index below the size",
            found: format!("index {index}, size {size}"),
        });
    }
    let siblings = siblings(index, size);
    check_length(siblings.len(), proof)?;
    let found = siblings
        .iter()
        .rev()
        .zip(proof)
        .fold(*leaf, |below, ((side, ..), sibling)| match side {
            Side::Left => node_hash(sibling, &below),
            Side::Right => node_hash(&below, sibling),
        });
    check_root("tree", root, &found)
}

/// The siblings of the path from the root down to a leaf: side, first leaf, end. At most 64.
fn siblings(index: u64, size: u64) -> Vec<(Side, u64, u64)> {
    let mut found = Vec::new();
    let (mut start, mut end) = (0, size);
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            found.push((Side::Right, middle, end));
            end = middle;
        } else {
            found.push((Side::Left, start, middle));
            start = middle;
        }
    }
    found
}

pub(super) fn check_length(expected: usize, proof: &[Hash]) -> Result<(), ProofError> {
    match proof.len() {
        found if found == expected => Ok(()),
        found => Err(ProofError::Length { expected, found }),
    }
}

pub(super) fn check_root(
    which: &'static str,
    expected: &Hash,
    found: &Hash,
) -> Result<(), ProofError> {
    if expected == found {
        return Ok(());
    }
    Err(ProofError::Root {
        which,
        expected: base64(expected),
        found: base64(found),
    })
}
