//! Which entries of a damaged file are what was written: the tree says so where it still tells,
//! else the leaf that was stored beside the bytes.
//!
//! Trust comes down from above. The highest stored node over some places is taken as it is; two
//! stored or derived nodes that hash to it are right, and so on down to the leaves. Where what is
//! stored below does not hash to what is above, one of the two was altered: below a node that is
//! itself right the entries are in doubt, else the node is passed over and those below it are
//! asked.

use std::collections::BTreeMap;

use crate::proof::tree::{Hash, node_hash};

/// Stored nodes of the tree, by level and index.
pub type Nodes = BTreeMap<(u8, u64), Hash>;

/// What is known of one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// No entry was found.
    Lost,
    /// The tree says that it is the entry that was written.
    Proven,
    /// Its own leaf says so, and nothing else is left that could.
    Alone,
    /// It is not what its leaf or the tree says.
    Altered,
    /// It or a neighbour was altered; which of them, nothing tells.
    Doubtful,
}

impl Standing {
    /// Whether the entry may be brought over.
    pub fn stands(self) -> bool {
        matches!(self, Self::Proven | Self::Alone)
    }
}

/// A place's entry: the hash of its bytes, and the leaf stored beside them.
#[derive(Debug, Clone, Copy)]
pub struct Leaf {
    /// Of the bytes.
    pub derived: Hash,
    /// The column, where it holds a hash.
    pub stored: Option<Hash>,
}

/// Judges every place.
pub fn judge(leaves: &[Option<Leaf>], nodes: &Nodes) -> Vec<Standing> {
    let alone = |leaf: &Option<Leaf>| match leaf {
        None => Standing::Lost,
        Some(l) if l.stored == Some(l.derived) => Standing::Alone,
        Some(_) => Standing::Altered,
    };
    let mut judge = Judge {
        leaves,
        nodes,
        derived: derive(leaves),
        out: leaves.iter().map(alone).collect(),
    };
    let size = u64::try_from(leaves.len()).unwrap_or(u64::MAX);
    let mut start = 0;
    for level in (0..63_u8).rev() {
        if size & (1 << level) != 0 {
            judge.top(level, start >> level);
            start += 1 << level;
        }
    }
    judge.out
}

/// The nodes that follow from the bytes, level by level.
fn derive(leaves: &[Option<Leaf>]) -> Vec<Vec<Option<Hash>>> {
    let mut levels = vec![
        leaves
            .iter()
            .map(|l| l.map(|l| l.derived))
            .collect::<Vec<_>>(),
    ];
    while let Some(below) = levels.last().filter(|l| l.len() > 1) {
        let level = below
            .chunks_exact(2)
            .map(|pair| match pair {
                [Some(left), Some(right)] => Some(node_hash(left, right)),
                _ => None,
            })
            .collect();
        levels.push(level);
    }
    levels
}

struct Judge<'a> {
    leaves: &'a [Option<Leaf>],
    nodes: &'a Nodes,
    derived: Vec<Vec<Option<Hash>>>,
    out: Vec<Standing>,
}

impl Judge<'_> {
    fn derived(&self, level: u8, index: u64) -> Option<Hash> {
        let at = usize::try_from(index).ok()?;
        *self.derived.get(usize::from(level))?.get(at)?
    }

    fn stored(&self, level: u8, index: u64) -> Option<Hash> {
        match level {
            0 => {
                let leaf = self.leaves.get(usize::try_from(index).ok()?)?;
                leaf.as_ref()?.stored
            }
            _ => self.nodes.get(&(level, index)).copied(),
        }
    }

    /// Asks a subtree over which nothing is known.
    fn top(&mut self, level: u8, index: u64) {
        if level == 0 {
            return;
        }
        match self.stored(level, index) {
            Some(hash) => self.down(level, index, hash, false),
            None => self.below(level, index),
        }
    }

    fn below(&mut self, level: u8, index: u64) {
        self.top(level - 1, 2 * index);
        self.top(level - 1, 2 * index + 1);
    }

    /// A subtree whose hash is known; `right` where it follows from what is above it.
    fn down(&mut self, level: u8, index: u64, hash: Hash, right: bool) {
        let derived = self.derived(level, index);
        if derived == Some(hash) {
            self.mark(level, index, Standing::Proven);
        } else if level == 0 {
            if derived.is_some() {
                self.mark(0, index, Standing::Altered);
            }
        } else if let Some((left, other)) = self.pair(level, index, &hash) {
            self.down(level - 1, 2 * index, left, true);
            self.down(level - 1, 2 * index + 1, other, true);
        } else if right && derived.is_some() {
            self.mark(level, index, Standing::Doubtful);
        } else {
            self.below(level, index);
        }
    }

    /// The two nodes below that hash to this one.
    fn pair(&self, level: u8, index: u64, hash: &Hash) -> Option<(Hash, Hash)> {
        let known = |index| {
            [
                self.stored(level - 1, index),
                self.derived(level - 1, index),
            ]
        };
        let (lefts, rights) = (known(2 * index), known(2 * index + 1));
        let pairs = lefts
            .iter()
            .flatten()
            .flat_map(|l| rights.iter().flatten().map(move |r| (l, r)));
        let mut fit = pairs.filter(|(l, r)| node_hash(l, r) == *hash);
        fit.next().map(|(l, r)| (*l, *r))
    }

    fn mark(&mut self, level: u8, index: u64, standing: Standing) {
        let start = usize::try_from(index << level).unwrap_or(usize::MAX);
        let width = usize::try_from(1_u64 << level).unwrap_or(usize::MAX);
        for out in self.out.iter_mut().skip(start).take(width) {
            if *out != Standing::Lost {
                *out = standing;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::tree::{Frontier, leaf_hash};

    /// A log of `n` entries and its nodes.
    fn log(n: u64) -> (Vec<Option<Leaf>>, Nodes) {
        let (mut leaves, mut nodes, mut frontier) = (Vec::new(), Nodes::new(), Frontier::new());
        for i in 0..n {
            let derived = leaf_hash(&i.to_be_bytes());
            for node in frontier.push(derived).unwrap() {
                nodes.insert((node.level, node.index), node.hash);
            }
            let stored = Some(derived);
            leaves.push(Some(Leaf { derived, stored }));
        }
        (leaves, nodes)
    }

    /// The places that do not have the standing that most have.
    fn odd(leaves: &[Option<Leaf>], nodes: &Nodes, most: Standing) -> Vec<(usize, Standing)> {
        let judged = judge(leaves, nodes).into_iter().enumerate();
        judged.filter(|(_, s)| *s != most).collect()
    }

    use Standing::{Alone, Altered, Doubtful, Lost, Proven};

    #[test]
    fn a_whole_log_is_proven_but_for_an_entry_that_no_node_covers() {
        let (leaves, nodes) = log(13);
        assert_eq!(odd(&leaves, &nodes, Proven), [(12, Alone)]);
        assert_eq!(odd(&leaves, &Nodes::new(), Alone), []);
    }

    #[test]
    fn altered_bytes_are_told_from_an_altered_leaf() {
        let (mut leaves, nodes) = log(16);
        leaves[5].as_mut().unwrap().derived = [7; 32];
        assert_eq!(odd(&leaves, &nodes, Proven), [(5, Altered)]);
        assert_eq!(judge(&leaves, &Nodes::new())[5], Altered);
        let (mut leaves, nodes) = log(16);
        leaves[5].as_mut().unwrap().stored = Some([7; 32]);
        assert_eq!(odd(&leaves, &nodes, Proven), []);
        assert_eq!(judge(&leaves, &Nodes::new())[5], Altered);
    }

    #[test]
    fn an_entry_altered_with_its_leaf_puts_the_least_subtree_in_doubt() {
        let (mut leaves, mut nodes) = log(16);
        let forged = Some([7; 32]);
        leaves[5] = Some(Leaf {
            derived: [7; 32],
            stored: forged,
        });
        assert_eq!(odd(&leaves, &nodes, Proven), [(4, Doubtful), (5, Doubtful)]);
        let four = leaves[4].unwrap().derived;
        nodes.insert((1, 2), node_hash(&four, &[7; 32]));
        let four_to_seven: Vec<_> = (4..8).map(|i| (i, Doubtful)).collect();
        assert_eq!(odd(&leaves, &nodes, Proven), four_to_seven);
    }

    #[test]
    fn a_lost_entry_takes_nobody_along() {
        let (mut leaves, nodes) = log(16);
        leaves[5] = None;
        assert_eq!(odd(&leaves, &nodes, Proven), [(4, Alone), (5, Lost)]);
        leaves[4].as_mut().unwrap().derived = [7; 32];
        assert_eq!(judge(&leaves, &nodes)[4], Altered);
    }

    #[test]
    fn altered_and_missing_nodes_take_nobody_along() {
        let (leaves, whole) = log(16);
        for place in whole.keys() {
            let mut nodes = whole.clone();
            nodes.insert(*place, [7; 32]);
            assert_eq!(odd(&leaves, &nodes, Proven), [], "{place:?} altered");
            nodes.remove(place);
            assert_eq!(odd(&leaves, &nodes, Proven), [], "{place:?} missing");
        }
    }
}
