//! The tree: hashes, frontier, roots at every past size.

use super::common::{Memory, hex, hex_hash};
use crate::support::vectors;
use summit_ledger::proof::tree::{
    Frontier, FrontierError, Hash, Nodes, TreeError, empty_root, frontier_at, leaf_hash, node_hash,
    root_at,
};

/// The definition, word for word: the split at the largest power of two below n.
fn definition(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [one] => *one,
        many => {
            let k = many.len().next_power_of_two() / 2;
            node_hash(&definition(&many[..k]), &definition(&many[k..]))
        }
    }
}

#[test]
fn roots_follow_the_definition_at_every_size() {
    let memory = Memory::of(300);
    let leaves: Vec<Hash> = (0..300u64)
        .map(|i| leaf_hash(i.to_string().as_bytes()))
        .collect();
    let mut frontier = Frontier::new();
    for size in 0..=300usize {
        let wanted = definition(&leaves[..size]);
        assert_eq!(frontier.root(), wanted, "frontier at {size}");
        assert_eq!(
            root_at(&memory, size as u64).unwrap(),
            wanted,
            "nodes at {size}"
        );
        assert_eq!(frontier_at(&memory, size as u64).unwrap(), frontier);
        let kept = Frontier::from_peaks(size as u64, frontier.peaks().to_vec()).unwrap();
        assert_eq!(kept, frontier);
        if let Some(leaf) = leaves.get(size) {
            frontier.push(*leaf).unwrap();
        }
    }
}

#[test]
fn every_complete_subtree_is_stored_once_and_no_other() {
    let memory = Memory::of(100);
    let wanted: u64 = (0..7).map(|level| 100 >> level).sum();
    assert_eq!(memory.nodes.len() as u64, wanted);
    for level in 0..8u8 {
        for index in 0..101u64 {
            let complete = (index + 1) << level <= 100;
            assert_eq!(
                memory.node(level, index).unwrap().is_some(),
                complete,
                "{level}/{index}"
            );
        }
    }
}

#[test]
fn rfc6962_reference_hashes() {
    let reference = vectors::json("rfc6962-reference.json");
    let mut memory = Memory::default();
    let roots = reference["root_by_size"].as_array().unwrap();
    assert_eq!(roots.len(), 9);
    for (size, root) in roots.iter().enumerate() {
        assert_eq!(
            memory.frontier.root(),
            hex_hash(root.as_str().unwrap()),
            "size {size}"
        );
        if let Some(leaf) = reference["leaf_inputs_hex"].get(size) {
            memory.push(&hex(leaf.as_str().unwrap()));
        }
    }
    let mut compared = 0;
    for (level, row) in reference["node_hashes"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
    {
        for (index, hash) in row.as_array().unwrap().iter().enumerate() {
            let ours = memory.node(level as u8, index as u64).unwrap().unwrap();
            assert_eq!(ours, hex_hash(hash.as_str().unwrap()));
            compared += 1;
        }
    }
    assert_eq!(compared, 15);
    assert_eq!(memory.nodes.len(), 15);
}

#[test]
fn missing_nodes_are_named_and_huge_sizes_end_quickly() {
    let memory = Memory::of(5);
    assert_eq!(
        root_at(&memory, 6),
        Err(TreeError::Missing { level: 1, index: 2 })
    );
    let missing = root_at(&memory, u64::MAX);
    assert_eq!(
        missing,
        Err(TreeError::Missing {
            level: 63,
            index: 0
        })
    );
}

struct Everything;

impl Nodes for Everything {
    type Error = &'static str;

    fn node(&self, level: u8, index: u64) -> Result<Option<Hash>, &'static str> {
        assert!(
            u128::from(index + 1) << level <= u128::from(u64::MAX),
            "beyond the tree"
        );
        Ok(Some(leaf_hash(&index.to_be_bytes())))
    }
}

struct Broken;

impl Nodes for Broken {
    type Error = &'static str;

    fn node(&self, _: u8, _: u64) -> Result<Option<Hash>, &'static str> {
        Err("disk gone")
    }
}

#[test]
fn the_largest_tree_is_full_and_stays_as_it_was() {
    let mut frontier = frontier_at(&Everything, u64::MAX).unwrap();
    assert_eq!(frontier.peaks().len(), 64);
    let before = frontier.clone();
    assert_eq!(frontier.push(empty_root()), Err(FrontierError::Full));
    assert_eq!(frontier, before);
    let mut nearly = frontier_at(&Everything, u64::MAX - 1).unwrap();
    assert_eq!(nearly.push(empty_root()), Ok(vec![]));
    let mut half = frontier_at(&Everything, (1 << 63) - 1).unwrap();
    let nodes = half.push(empty_root()).unwrap();
    assert_eq!((nodes.len(), nodes[62].level, nodes[62].index), (63, 63, 0));
}

#[test]
fn errors_say_what_was_expected_and_found() {
    let peaks = Frontier::from_peaks(7, vec![empty_root(); 2]).unwrap_err();
    assert_eq!(
        peaks.to_string(),
        "peaks of a tree of 7 leaves: expected 3 hashes; found 2"
    );
    let broken = root_at(&Broken, 1).unwrap_err();
    assert_eq!(
        broken.to_string(),
        "tree nodes could not be read: disk gone"
    );
    assert_eq!(root_at(&Broken, 0), Ok(empty_root()));
}
