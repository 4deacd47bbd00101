//! Proofs of every pair of sizes to 100: they hold, they hold nowhere else, one changed bit breaks
//! them, and two independent libraries say the same.

use std::convert::Infallible;
use std::sync::OnceLock;

use super::common::Memory;
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof, InclusionProof, RootHash};
use proptest::prelude::*;
use summit_ledger::proof::consistency::{prove_consistency, verify_consistency};
use summit_ledger::proof::inclusion::{prove_inclusion, verify_inclusion};
use summit_ledger::proof::subtree::{prove_subtree, verify_subtree, verify_subtree_inclusion};
use summit_ledger::proof::tree::{Hash, Nodes, TreeError, root_at};

const SIZES: u64 = 100;

fn tree() -> &'static Memory {
    static TREE: OnceLock<Memory> = OnceLock::new();
    TREE.get_or_init(|| Memory::of(SIZES))
}

fn root(size: u64) -> Hash {
    static ROOTS: OnceLock<Vec<Hash>> = OnceLock::new();
    let roots = || {
        (0..=SIZES)
            .map(|size| root_at(tree(), size).unwrap())
            .collect()
    };
    ROOTS.get_or_init(roots)[size as usize]
}

fn leaf(index: u64) -> Hash {
    tree().nodes[&(0, index)]
}

/// Every proof with one bit flipped, or with `sparse` one bit of each hash, moving along.
fn flipped(proof: &[Hash], sparse: Option<usize>) -> impl Iterator<Item = Vec<Hash>> {
    (0..proof.len() * 256)
        .filter(move |bit| sparse.is_none_or(|at| bit % 256 == (at + bit / 256 * 37) % 256))
        .map(|bit| {
            let mut changed = proof.to_vec();
            changed[bit / 256][bit % 256 / 8] ^= 1 << (bit % 8);
            changed
        })
}

fn all_pairs(sizes: u64, sparse: bool) -> usize {
    let (mut proofs, mut flips) = (0, 0);
    for size in 1..=sizes {
        let whole = root(size);
        for index in 0..size {
            let leaf = leaf(index);
            let proof = prove_inclusion(tree(), index, size).unwrap();
            let holds =
                |proof: &[Hash]| verify_inclusion(&leaf, index, size, &whole, proof).is_ok();
            let old = index + 1;
            let part = root(old);
            let extension = prove_consistency(tree(), old, size).unwrap();
            let extends =
                |proof: &[Hash]| verify_consistency((old, &part), (size, &whole), proof).is_ok();
            assert!(holds(&proof) && extends(&extension), "{index} of {size}");
            proofs += 2;
            let moving = sparse.then_some(proofs);
            for changed in flipped(&proof, moving) {
                assert!(!holds(&changed), "{index} of {size}");
                flips += 1;
            }
            for changed in flipped(&extension, moving) {
                assert!(!extends(&changed), "{old} to {size}");
                flips += 1;
            }
        }
    }
    flips
}

#[test]
fn all_pairs_to_100_with_a_bit_of_every_hash_flipped() {
    assert!(all_pairs(SIZES, true) > 50_000);
}

#[test]
fn all_pairs_to_24_with_every_bit_flipped() {
    assert!(all_pairs(24, false) > 500_000);
}

#[test]
#[ignore = "16 million flips: a minute when optimized, several when not"]
fn all_pairs_to_100_with_every_bit_flipped() {
    all_pairs(SIZES, false);
}

#[test]
fn a_proof_holds_for_its_own_leaf_root_index_and_sizes_only() {
    for size in 1..=32 {
        for index in 0..size {
            let proof = prove_inclusion(tree(), index, size).unwrap();
            for other in (0..size).filter(|other| *other != index) {
                let elsewhere = verify_inclusion(&leaf(index), other, size, &root(size), &proof);
                let another = verify_inclusion(&leaf(other), index, size, &root(size), &proof);
                assert!(elsewhere.is_err() && another.is_err());
            }
            for other in (1..=SIZES).filter(|other| *other != size) {
                assert!(verify_inclusion(&leaf(index), index, size, &root(other), &proof).is_err());
                let old = index + 1;
                let proof = prove_consistency(tree(), old, size).unwrap();
                let (first, second) = ((old, &root(old)), (size, &root(size)));
                assert!(verify_consistency(first, (size, &root(other)), &proof).is_err());
                if other != old {
                    assert!(verify_consistency((old, &root(other)), second, &proof).is_err());
                }
            }
            let longer = [proof.clone(), vec![root(size)]].concat();
            assert!(verify_inclusion(&leaf(index), index, size, &root(size), &longer).is_err());
            if let Some((_, shorter)) = proof.split_last() {
                assert!(verify_inclusion(&leaf(index), index, size, &root(size), shorter).is_err());
            }
        }
    }
}

#[test]
fn every_subtree_of_every_size_to_40() {
    let mut proven = 0;
    for size in 1..=40 {
        for end in 1..=size {
            for start in 0..end {
                let Ok(proof) = prove_subtree(tree(), (start, end), size) else {
                    continue;
                };
                // The subtree's root, by making that tree of its own.
                let mut part = Memory::default();
                (start..end).for_each(|i| part.push(i.to_string().as_bytes()));
                let part_root = part.frontier.root();
                let run = (start, end);
                verify_subtree(run, &part_root, size, &root(size), &proof).unwrap();
                assert!(verify_subtree(run, &part_root, size, &[9; 32], &proof).is_err());
                let index = start + (end - start) / 2;
                let within = prove_inclusion(&part, index - start, end - start).unwrap();
                verify_subtree_inclusion(&leaf(index), index, run, &part_root, &within).unwrap();
                proven += 1;
            }
        }
    }
    assert!(proven > 2_000, "{proven}");
}

/// A tree of any size, of invented hashes.
struct Endless;

impl Nodes for Endless {
    type Error = Infallible;

    fn node(&self, level: u8, index: u64) -> Result<Option<Hash>, Infallible> {
        Ok(Some(summit_ledger::proof::tree::leaf_hash(
            &[&[level], &index.to_be_bytes()[..]].concat(),
        )))
    }
}

#[test]
fn the_largest_sizes_end_quickly() {
    for size in [u64::MAX, u64::MAX - 1, 1 << 63, (1 << 63) + 1] {
        for index in [0, 1, size / 2, size - 2, size - 1] {
            assert!(prove_inclusion(&Endless, index, size).unwrap().len() <= 64);
            if index > 0 {
                assert!(prove_consistency(&Endless, index, size).unwrap().len() <= 65);
            }
            let many = vec![[7; 32]; 100_000];
            let (one, two) = ([1; 32], [2; 32]);
            assert!(verify_inclusion(&one, index, size, &two, &many).is_err());
            assert!(verify_consistency((index, &one), (size, &two), &many).is_err());
            assert!(verify_subtree((index, size), &one, size, &two, &many).is_err());
        }
    }
    let beyond = prove_inclusion(&Endless, 5, 5).unwrap_err();
    assert_eq!(
        beyond.to_string(),
        "tree range: expected an index below 5; found 5"
    );
    assert!(matches!(
        prove_consistency(&Endless, 0, 5),
        Err(TreeError::Range { .. })
    ));
    assert!(matches!(
        prove_consistency(&Endless, 6, 5),
        Err(TreeError::Range { .. })
    ));
    assert!(matches!(
        prove_subtree(&Endless, (2, 5), 9),
        Err(TreeError::Range { .. })
    ));
}

#[test]
fn ct_merkle_agrees_both_ways() {
    type Sha = sha2::Sha256;
    let mut theirs = MemoryBackedTree::<Sha, Vec<u8>>::new();
    for size in 1..=SIZES {
        theirs.push((size - 1).to_string().into_bytes());
        assert_eq!(theirs.root().as_bytes()[..], root(size));
        let their_root = |size| RootHash::<Sha>::new(root(size).into(), size);
        for index in 0..size {
            let proof = prove_inclusion(tree(), index, size).unwrap();
            assert_eq!(
                theirs.prove_inclusion(index as usize).as_bytes(),
                proof.concat()
            );
            let read = InclusionProof::<Sha>::try_from_bytes(proof.concat()).unwrap();
            let entry = index.to_string().into_bytes();
            their_root(size)
                .verify_inclusion(&entry, index, &read)
                .unwrap();
            let old = index + 1;
            if old == size {
                continue;
            }
            let proof = prove_consistency(tree(), old, size).unwrap();
            let made = theirs.prove_consistency((size - old) as usize);
            assert_eq!(made.as_bytes(), proof.concat(), "{old} to {size}");
            let read = ConsistencyProof::<Sha>::try_from_bytes(proof.concat()).unwrap();
            their_root(size)
                .verify_consistency(&their_root(old), &read)
                .unwrap();
        }
    }
}

impl tlog_tiles::HashReader for Memory {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        let at = |index: &u64| tlog_tiles::split_stored_hash_index(*index);
        Ok(indexes
            .iter()
            .map(|index| tlog_tiles::Hash(self.nodes[&at(index)]))
            .collect())
    }
}

#[test]
fn tlog_tiles_agrees_both_ways() {
    let theirs = |proof: Vec<tlog_tiles::Hash>| proof.iter().map(|h| h.0).collect::<Vec<Hash>>();
    let as_theirs = |proof: &[Hash]| proof.iter().copied().map(tlog_tiles::Hash).collect();
    for size in 1..=SIZES {
        let whole = tlog_tiles::Hash(root(size));
        assert_eq!(tlog_tiles::tree_hash(size, tree()).unwrap().0, root(size));
        for index in 0..size {
            let proof = prove_inclusion(tree(), index, size).unwrap();
            assert_eq!(
                theirs(tlog_tiles::prove_record(size, index, tree()).unwrap()),
                proof
            );
            let entry = tlog_tiles::Hash(leaf(index));
            tlog_tiles::check_record(&as_theirs(&proof), size, whole, index, entry).unwrap();
            let old = index + 1;
            let proof = prove_consistency(tree(), old, size).unwrap();
            assert_eq!(
                theirs(tlog_tiles::prove_tree(size, old, tree()).unwrap()),
                proof
            );
            let part = tlog_tiles::Hash(root(old));
            tlog_tiles::check_tree(&as_theirs(&proof), size, whole, old, part).unwrap();
        }
    }
}

proptest! {
    #[test]
    fn any_input_ends_without_a_panic(
        a in any::<u64>(), b in any::<u64>(), c in any::<u64>(), small in 0..300u64,
        proof in proptest::collection::vec(any::<[u8; 32]>(), 0..70),
    ) {
        let (one, two) = ([1; 32], [2; 32]);
        for (a, b, c) in [(a, b, c), (small, b % 300, c % 300), (a, a.saturating_add(small), b)] {
            prop_assert!(verify_inclusion(&one, a, b, &two, &proof).is_err());
            prop_assert!(verify_consistency((a, &one), (b, &two), &proof).is_err());
            prop_assert!(verify_subtree((a, b), &one, c, &two, &proof).is_err());
            prop_assert!(verify_subtree_inclusion(&one, a, (b, c), &two, &proof).is_err());
            let _ = prove_inclusion(&Endless, a, b);
            let _ = prove_consistency(&Endless, a, b);
            let _ = prove_subtree(&Endless, (a, b), c);
        }
    }

    #[test]
    fn larger_trees_prove_and_verify(size in 1..3000u64, at in any::<prop::sample::Index>()) {
        static TREE: OnceLock<Memory> = OnceLock::new();
        let tree = TREE.get_or_init(|| Memory::of(3000));
        let index = at.index(size as usize) as u64;
        let whole = root_at(tree, size).unwrap();
        let proof = prove_inclusion(tree, index, size).unwrap();
        verify_inclusion(&tree.nodes[&(0, index)], index, size, &whole, &proof).unwrap();
        let old = index + 1;
        let proof = prove_consistency(tree, old, size).unwrap();
        let part = root_at(tree, old).unwrap();
        verify_consistency((old, &part), (size, &whole), &proof).unwrap();
    }
}
