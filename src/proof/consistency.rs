//! Consistency: the tree of `old` entries is the beginning of the tree of `new` entries, so
//! nothing was altered or removed in between (RFC 6962 section 2.1.2).
//!
//! ```text
//! 3 entries, then 5:       root5
//!                        /       \
//!                      x          [d]        proof = a, b, c, d
//!                    /   \
//!                 [c]      y                 root3 = H(c, a)
//!                        /   \               root5 = H(H(c, H(a, b)), d)
//!                      [a]   [b]
//!                     leaf 2  leaf 3
//! ```
//!
//! Every log extends the empty tree, so a proof from size 0 would show nothing and is refused;
//! `Checkpoint::check_extends` deals with that case.

use super::inclusion::ProofError;
use super::subtree::{prove_subtree, verify_subtree};
use super::tree::{Hash, Nodes, TreeError};

/// Proves that the tree of `old` entries is the beginning of the tree of `new` entries.
pub fn prove_consistency<N: Nodes>(
    nodes: &N,
    old: u64,
    new: u64,
) -> Result<Vec<Hash>, TreeError<N::Error>> {
    if old == 0 || old > new {
        return Err(TreeError::Range {
            expected: format!("an old size from 1 to {new}"),
            found: old.to_string(),
        });
    }
    prove_subtree(nodes, (0, old), new)
}

/// Checks that the tree of `old` entries with root `old_root` is the beginning of the tree of
/// `new` entries with root `new_root`.
pub fn verify_consistency(
    (old, old_root): (u64, &Hash),
    (new, new_root): (u64, &Hash),
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old == 0 || old > new {
        return Err(ProofError::Range {
            expected: "an old size from 1 to the new size",
            found: format!("old {old}, new {new}"),
        });
    }
    verify_subtree((0, old), old_root, new, new_root, proof)
}
