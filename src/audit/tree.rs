//! Tier 2: the Merkle tree, derived again from the entries' bytes and compared with its rows.

use std::convert::Infallible;

use super::catalogue::{NODE_DIFFERS, NODE_EXTRA, NODE_MISSING, TABLE_UNREADABLE};
use super::finding::Findings;
use crate::proof::tree::{Hash, Nodes, node_hash, root_at};
use crate::store::inspect::{Inspector, RawNode};

/// The derived tree: every complete subtree, level 0 being the leaves.
#[derive(Debug)]
pub(super) struct Tree {
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// The tree over these leaves.
    pub fn over(leaves: Vec<Hash>) -> Self {
        let mut levels = vec![leaves];
        while let Some(below) = levels.last().filter(|l| l.len() > 1) {
            let level = below
                .chunks_exact(2)
                .filter_map(|pair| match pair {
                    [left, right] => Some(node_hash(left, right)),
                    _ => None,
                })
                .collect();
            levels.push(level);
        }
        Self { levels }
    }

    /// Leaves.
    pub fn size(&self) -> u64 {
        let leaves = self.levels.first().map_or(0, Vec::len);
        u64::try_from(leaves).unwrap_or(u64::MAX)
    }

    /// The root that the tree had at a size; `None` beyond its end.
    pub fn root_at(&self, size: u64) -> Option<Hash> {
        if size > self.size() {
            return None;
        }
        root_at(self, size).ok()
    }
}

impl Nodes for Tree {
    type Error = Infallible;

    fn node(&self, level: u8, index: u64) -> Result<Option<Hash>, Infallible> {
        let at = usize::try_from(index).ok();
        let level = self.levels.get(usize::from(level));
        Ok(level.zip(at).and_then(|(l, at)| l.get(at)).copied())
    }
}

type Key = (u64, u64);

/// Compares the stored nodes with the derived ones.
pub(super) fn check(inspector: &Inspector, tree: &Tree, out: &mut Findings) {
    let mut expected = tree
        .levels
        .iter()
        .zip(0_u64..)
        .skip(1)
        .flat_map(|(hashes, level)| {
            hashes
                .iter()
                .zip(0_u64..)
                .map(move |(hash, index)| ((level, index), *hash))
        })
        .peekable();
    let mut before: Option<Key> = None;
    let read = inspector.nodes(&mut |row: RawNode| {
        let Some(key) = row.level.count().zip(row.index.count()) else {
            let found = format!("level {}, index {}", row.level.shown(), row.index.shown());
            out.add(NODE_EXTRA, None, "whole numbers", found);
            return true;
        };
        if before.is_some_and(|b| b >= key) {
            out.add(TABLE_UNREADABLE, None, "nodes in order", named(key));
            return false;
        }
        before = Some(key);
        while let Some((missing, hash)) = expected.next_if(|(k, _)| *k < key) {
            out.add(
                NODE_MISSING,
                last_entry(missing),
                shown(missing, &hash),
                "no row",
            );
        }
        match expected.next_if(|(k, _)| *k == key) {
            Some((_, hash)) if row.hash.blob() == Some(hash.as_slice()) => {}
            Some((_, hash)) => {
                let found = row.hash.shown();
                out.add(NODE_DIFFERS, last_entry(key), shown(key, &hash), found);
            }
            None => out.add(NODE_EXTRA, last_entry(key), "no such node", named(key)),
        }
        true
    });
    if let Err(e) = read {
        out.add(
            TABLE_UNREADABLE,
            None,
            "the nodes of the tree",
            e.to_string(),
        );
        return;
    }
    for (missing, hash) in expected {
        out.add(
            NODE_MISSING,
            last_entry(missing),
            shown(missing, &hash),
            "no row",
        );
    }
}

fn named((level, index): Key) -> String {
    format!("level {level}, index {index}")
}

fn shown(key: Key, hash: &Hash) -> String {
    format!("{}: {}", named(key), hex::encode(hash))
}

/// The entry that completed a node.
fn last_entry((level, index): Key) -> Option<u64> {
    let width = 1_u64.checked_shl(u32::try_from(level).ok()?)?;
    index.checked_add(1)?.checked_mul(width)?.checked_sub(1)
}
