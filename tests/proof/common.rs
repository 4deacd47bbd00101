//! What several test files share: the reference vectors and a tree kept in memory.
#![allow(dead_code)]

use std::collections::HashMap;
use std::convert::Infallible;
use std::io::Write;
use std::path::{Path, PathBuf};

use summit_ledger::proof::tree::{Frontier, Hash, Nodes, leaf_hash};

/// The reference vectors: `SUMMIT_VECTORS`, else `shared/vectors` beside or above the package.
/// Where there are none the test says so and is skipped.
pub fn vectors_dir() -> Option<PathBuf> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let given = std::env::var_os("SUMMIT_VECTORS").map(PathBuf::from);
    let places = [
        Some(home.join("../shared/vectors")),
        Some(home.join("../../shared/vectors")),
    ];
    let found = given
        .into_iter()
        .chain(places.into_iter().flatten())
        .find(|dir| dir.is_dir());
    if found.is_none() {
        // Past the test harness, which hides what a passing test prints.
        let told = "SKIPPED: no reference vectors; set SUMMIT_VECTORS to their folder\n";
        std::io::stderr().write_all(told.as_bytes()).unwrap();
    }
    found
}

pub fn json(path: &Path) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

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
