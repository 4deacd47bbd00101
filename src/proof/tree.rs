//! The Merkle tree over the ledger's entries, as RFC 6962 section 2.1 defines it.
//!
//! ```text
//! leaf  = SHA-256(0x00 || entry bytes)
//! node  = SHA-256(0x01 || left || right)
//! empty = SHA-256("")
//!
//! five entries:            root
//!                        /      \
//!               (2,0)               \          (level, index): a complete
//!             /      \               \         subtree of 2^level leaves that
//!        (1,0)        (1,1)           \        begins at leaf index * 2^level
//!        /   \        /   \            \
//!    (0,0) (0,1)  (0,2) (0,3)         (0,4)
//! ```
//!
//! A tree of n leaves is a row of complete subtrees, one for each bit set in n, largest first: its
//! peaks. Here they are (2,0) and (0,4). The root folds the peaks from the right. Complete
//! subtrees never change again, so a store keeps those alone and every root that ever was can be
//! computed from at most 64 of them.

use sha2::{Digest, Sha256};

/// A SHA-256 value: a leaf, an interior node or a root.
pub type Hash = [u8; 32];

/// Hashes one entry's bytes into a leaf.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new()
        .chain_update([0])
        .chain_update(entry)
        .finalize()
        .into()
}

/// Hashes two subtrees, left and right, into the node above them.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new()
        .chain_update([1])
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

/// The root of the tree without entries.
pub fn empty_root() -> Hash {
    Sha256::digest(b"").into()
}

/// One complete subtree: `2^level` leaves, beginning at leaf `index * 2^level`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// Height above the leaves.
    pub level: u8,
    /// Place among the subtrees of that level.
    pub index: u64,
    /// Its hash.
    pub hash: Hash,
}

/// Where the hashes of complete subtrees are kept: level 0 holds the leaf hashes, and a subtree
/// that is not complete yet has no node.
pub trait Nodes {
    /// Why a node could not be read.
    type Error;

    /// The node's hash, or `None` where the subtree is not stored.
    fn node(&self, level: u8, index: u64) -> Result<Option<Hash>, Self::Error>;
}

impl<N: Nodes + ?Sized> Nodes for &N {
    type Error = N::Error;

    fn node(&self, level: u8, index: u64) -> Result<Option<Hash>, Self::Error> {
        (**self).node(level, index)
    }
}

/// Why a tree could not be read, extended or proven from.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TreeError<E> {
    /// A complete subtree is not stored.
    #[error("tree node missing: expected the subtree at level {level}, index {index}; found none")]
    Missing {
        /// Its height.
        level: u8,
        /// Its place.
        index: u64,
    },
    /// A size or a place outside the tree.
    #[error("tree range: expected {expected}; found {found}")]
    Range {
        /// What was expected.
        expected: String,
        /// What was found.
        found: String,
    },
    /// The store failed.
    #[error("tree nodes could not be read: {0}")]
    Store(#[source] E),
}

/// Why a frontier could not be made or extended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrontierError {
    /// No further leaf has a number.
    #[error("tree full: expected a size below {max}; found {max}", max = u64::MAX)]
    Full,
    /// The wrong number of peaks for the size.
    #[error("peaks of a tree of {size} leaves: expected {expected} hashes; found {found}")]
    Peaks {
        /// Leaves of the tree.
        size: u64,
        /// Peaks that it has.
        expected: usize,
        /// Peaks given.
        found: usize,
    },
}

/// The right edge of a tree: all that is needed to append to it and to compute its root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// One hash for each bit set in `size`, the largest subtree first.
    peaks: Vec<Hash>,
}

impl Frontier {
    /// The frontier of the empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// A frontier kept elsewhere: `peaks` from the largest subtree to the smallest.
    pub fn from_peaks(size: u64, peaks: Vec<Hash>) -> Result<Self, FrontierError> {
        let (expected, found) = (peak_count(size), peaks.len());
        if expected != found {
            return Err(FrontierError::Peaks {
                size,
                expected,
                found,
            });
        }
        Ok(Self { size, peaks })
    }

    /// The number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The complete subtrees along the edge, the largest first.
    pub fn peaks(&self) -> &[Hash] {
        &self.peaks
    }

    /// Appends a leaf and returns the interior nodes that it completes, from the lowest up. The
    /// leaf itself is node (0, old size) and is not among them. A full tree stays as it was.
    pub fn push(&mut self, leaf: Hash) -> Result<Vec<Node>, FrontierError> {
        let index = self.size;
        self.size = index.checked_add(1).ok_or(FrontierError::Full)?;
        let mut completed = Vec::new();
        let mut hash = leaf;
        for level in 1..=trailing_zeros(self.size) {
            let Some(left) = self.peaks.pop() else { break };
            hash = node_hash(&left, &hash);
            completed.push(Node {
                level,
                index: index >> level,
                hash,
            });
        }
        self.peaks.push(hash);
        Ok(completed)
    }

    /// The root: the peaks folded from the right, or the empty root.
    pub fn root(&self) -> Hash {
        fold_peaks(&self.peaks).unwrap_or_else(empty_root)
    }
}

/// The root that the tree had when it held `size` leaves.
pub fn root_at<N: Nodes>(nodes: &N, size: u64) -> Result<Hash, TreeError<N::Error>> {
    Ok(frontier_at(nodes, size)?.root())
}

/// The frontier that the tree had when it held `size` leaves.
pub fn frontier_at<N: Nodes>(nodes: &N, size: u64) -> Result<Frontier, TreeError<N::Error>> {
    Ok(Frontier {
        size,
        peaks: peaks_between(nodes, 0, size)?,
    })
}

/// The hash over the leaves `start..end`, a range that the tree's own splitting produces.
pub(crate) fn range_hash<N: Nodes>(
    nodes: &N,
    start: u64,
    end: u64,
) -> Result<Hash, TreeError<N::Error>> {
    Ok(fold_peaks(&peaks_between(nodes, start, end)?).unwrap_or_else(empty_root))
}

/// The largest power of two below `width`: where a subtree of that width is split in two. Zero
/// where there is nothing to split.
pub(crate) fn split(width: u64) -> u64 {
    match width {
        0 | 1 => 0,
        _ => 1 << (width - 1).ilog2(),
    }
}

/// Reads the complete subtrees that make up the leaves `start..end`, the largest first.
fn peaks_between<N: Nodes>(
    nodes: &N,
    start: u64,
    end: u64,
) -> Result<Vec<Hash>, TreeError<N::Error>> {
    let mut peaks = Vec::new();
    let (mut at, mut left) = (start, end.saturating_sub(start));
    while let Some(bit) = left.checked_ilog2() {
        // A bit number is below 64, so it always fits.
        let level = u8::try_from(bit).unwrap_or(u8::MAX);
        let index = at >> bit;
        let hash = nodes.node(level, index).map_err(TreeError::Store)?;
        peaks.push(hash.ok_or(TreeError::Missing { level, index })?);
        at |= 1 << bit;
        left ^= 1 << bit;
    }
    Ok(peaks)
}

fn fold_peaks(peaks: &[Hash]) -> Option<Hash> {
    peaks
        .iter()
        .rev()
        .copied()
        .reduce(|right, left| node_hash(&left, &right))
}

/// At most 64, so the conversion cannot fail.
fn peak_count(size: u64) -> usize {
    usize::try_from(size.count_ones()).unwrap_or(usize::MAX)
}

/// At most 64, so the conversion cannot fail.
fn trailing_zeros(size: u64) -> u8 {
    u8::try_from(size.trailing_zeros()).unwrap_or(u8::MAX)
}
