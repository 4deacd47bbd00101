//! Subtrees: a run of entries `start..end` that is itself a tree within a larger one, as
//! draft-ietf-plants-merkle-tree-certs defines it. Plain consistency is the case `start = 0`.
//!
//! ```text
//! a run is a subtree where start is a multiple of the width, rounded up to a power of two:
//!     4..6  yes (width 2)     4..7  yes (width 3, rounded 4)     2..5  no     0..n  always
//!
//! 0..6 in a tree of 8:           root
//!                             /        \
//!                          [c]          x         proof = a, b, c
//!                                     /   \
//!                                  [a]     [b]    subtree = H(c, a)
//!                                 4..6    6..8    root    = H(c, H(a, b))
//! ```
//!
//! The way from the root down to the run has three kinds of sibling: those to the right, those to
//! the left of the run, and those on the left inside the run. Only the last belong to the
//! subtree's own root. Where none lies inside, the run is a node of the larger tree and its root
//! is left out of the proof.

use super::inclusion::{ProofError, check_length, check_root, verify_inclusion};
use super::tree::{Hash, Nodes, TreeError, empty_root, node_hash, range_hash, split};

/// Where a sibling lies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Right,
    LeftOutside,
    LeftInside,
}

/// The way from the root down to where the subtree ends.
struct Way {
    /// Place, first leaf, end; from the root downwards. At most 64.
    siblings: Vec<(Place, u64, u64)>,
    /// The leaves at the end of the way.
    last: (u64, u64),
}

impl Way {
    /// Whether the end of the way is the whole subtree, known already to the verifier.
    fn ends_at_the_whole(&self) -> bool {
        self.siblings
            .iter()
            .all(|(place, ..)| *place != Place::LeftInside)
    }
}

/// Checks that the entry hashed to `leaf` is number `index` of the log, given the root over
/// `start..end`.
pub fn verify_subtree_inclusion(
    leaf: &Hash,
    index: u64,
    (start, end): (u64, u64),
    root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    check_subtree(start, end)?;
    let (Some(within), Some(width)) = (index.checked_sub(start), end.checked_sub(start)) else {
        return Err(ProofError::Range {
            expected: "an index within the subtree",
            found: format!("index {index}, subtree {start}..{end}"),
        });
    };
    verify_inclusion(leaf, within, width, root, proof)
}

/// Proves that the run `start..end` is part of the tree of `size` entries.
pub fn prove_subtree<N: Nodes>(
    nodes: &N,
    (start, end): (u64, u64),
    size: u64,
) -> Result<Vec<Hash>, TreeError<N::Error>> {
    if end > size || check_subtree(start, end).is_err() {
        return Err(TreeError::Range {
            expected: format!("a subtree within {size} entries"),
            found: format!("{start}..{end}"),
        });
    }
    if start == end {
        return Ok(Vec::new());
    }
    let way = way(start, end, size);
    let seed = if way.ends_at_the_whole() {
        None
    } else {
        Some(way.last)
    };
    let siblings = way.siblings.iter().rev().map(|&(_, from, to)| (from, to));
    seed.into_iter()
        .chain(siblings)
        .map(|(from, to)| range_hash(nodes, from, to))
        .collect()
}

/// Checks that the run `start..end` with root `part` is part of the tree of `size` entries with
/// root `whole`. An empty run has the empty root and needs no proof.
pub fn verify_subtree(
    (start, end): (u64, u64),
    part: &Hash,
    size: u64,
    whole: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    check_subtree(start, end)?;
    if end > size {
        return Err(ProofError::Range {
            expected: "a run that ends within the tree",
            found: format!("{start}..{end} of {size}"),
        });
    }
    if start == end {
        check_length(0, proof)?;
        return check_root("empty subtree", part, &empty_root());
    }
    let way = way(start, end, size);
    let seeds = usize::from(!way.ends_at_the_whole());
    check_length(way.siblings.len() + seeds, proof)?;
    let (seed, siblings) = match proof.split_first() {
        Some((seed, rest)) if seeds == 1 => (*seed, rest),
        _ => (*part, proof),
    };
    let (mut inner, mut outer) = (seed, seed);
    for ((place, ..), sibling) in way.siblings.iter().rev().zip(siblings) {
        match place {
            Place::Right => outer = node_hash(&outer, sibling),
            Place::LeftOutside => outer = node_hash(sibling, &outer),
            Place::LeftInside => {
                inner = node_hash(sibling, &inner);
                outer = node_hash(sibling, &outer);
            }
        }
    }
    check_root("earlier", part, &inner)?;
    check_root("later", whole, &outer)
}

/// Goes down from the whole tree to the subtree; where a split falls inside the subtree, on into
/// its right part.
fn way(start: u64, end: u64, size: u64) -> Way {
    let mut siblings = Vec::new();
    let (mut from, mut to) = (0, size);
    // Ends: the range shrinks, holds at least one leaf of the run, and stops at its edge.
    while to != end || from < start {
        let middle = from + split(to - from);
        if end <= middle {
            siblings.push((Place::Right, middle, to));
            to = middle;
            continue;
        }
        let place = if middle <= start {
            Place::LeftOutside
        } else {
            Place::LeftInside
        };
        siblings.push((place, from, middle));
        from = middle;
    }
    Way {
        siblings,
        last: (from, to),
    }
}

fn check_subtree(start: u64, end: u64) -> Result<(), ProofError> {
    let aligned = |width: u64| match width.checked_next_power_of_two() {
        Some(rounded) => start.is_multiple_of(rounded),
        None => start == 0,
    };
    if end
        .checked_sub(start)
        .is_some_and(|width| width == 0 || aligned(width))
    {
        return Ok(());
    }
    Err(ProofError::Range {
        expected: "a run that is a subtree",
        found: format!("{start}..{end}"),
    })
}
