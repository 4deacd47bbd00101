//! What several test files share: hexadecimals and a tree kept in memory.
#![allow(dead_code)]

use std::collections::HashMap;
use std::convert::Infallible;

use summit_ledger::proof::tree::{Frontier, Hash, Nodes, leaf_hash};

pub fn hex(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap())
        .collect()
}

pub fn hex_hash(text: &str) -> Hash {
    hex(text).try_into().unwrap()
}

/// A tree in memory: the frontier and every complete subtree, as a store would keep them.
#[derive(Default, Clone)]
pub struct Memory {
    pub frontier: Frontier,
    pub nodes: HashMap<(u8, u64), Hash>,
}

impl Memory {
    pub fn push(&mut self, entry: &[u8]) {
        let leaf = leaf_hash(entry);
        self.nodes.insert((0, self.frontier.size()), leaf);
        for node in self.frontier.push(leaf).unwrap() {
            assert!(
                self.nodes
                    .insert((node.level, node.index), node.hash)
                    .is_none()
            );
        }
    }

    /// A tree of `size` entries, each its own number in text.
    pub fn of(size: u64) -> Self {
        let mut memory = Self::default();
        (0..size).for_each(|i| memory.push(i.to_string().as_bytes()));
        memory
    }
}

impl Nodes for Memory {
    type Error = Infallible;

    fn node(&self, level: u8, index: u64) -> Result<Option<Hash>, Infallible> {
        Ok(self.nodes.get(&(level, index)).copied())
    }
}
