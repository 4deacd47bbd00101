//! Every Merkle probe of transparency-dev/merkle, most of which must fail, and the RFC 6962 proofs.

use super::common::{Memory, hex, hex_hash};
use crate::support::vectors;
use base64ct::{Base64, Encoding};
use serde_json::Value;
use summit_ledger::proof::consistency::{prove_consistency, verify_consistency};
use summit_ledger::proof::inclusion::{prove_inclusion, verify_inclusion};
use summit_ledger::proof::subtree::{prove_subtree, verify_subtree, verify_subtree_inclusion};
use summit_ledger::proof::tree::{Hash, empty_root, leaf_hash};

/// A probe's hash. Where a probe needs none, or means garbage, it writes fewer bytes or none: our
/// types cannot hold that, so it is padded, a leaf otherwise than a root, and the proof is checked
/// like any other.
fn hash(value: &Value, padding: u8) -> Hash {
    let mut bytes = Base64::decode_vec(value.as_str().unwrap()).unwrap();
    assert!(bytes.len() <= 32, "{value}");
    bytes.resize(32, padding);
    bytes.try_into().unwrap()
}

fn root_of(value: &Value) -> Hash {
    hash(value, 0)
}

fn leaf_of(value: &Value) -> Hash {
    hash(value, 1)
}

fn proof(value: &Value) -> Vec<Hash> {
    value.as_array().map_or(Vec::new(), |hashes| {
        hashes.iter().map(|h| hash(h, 2)).collect()
    })
}

fn number(probe: &Value, name: &str) -> u64 {
    probe[name]
        .as_u64()
        .unwrap_or_else(|| panic!("{name} is no 64-bit number: {probe}"))
}

fn accepted(kind: &str, probe: &Value) -> bool {
    let proof = proof(&probe["proof"]);
    let run = || (number(probe, "start"), number(probe, "end"));
    let result = match kind {
        "inclusion" => verify_inclusion(
            &leaf_of(&probe["leafHash"]),
            number(probe, "leafIdx"),
            number(probe, "treeSize"),
            &root_of(&probe["root"]),
            &proof,
        ),
        "consistency" => verify_consistency(
            (number(probe, "size1"), &root_of(&probe["root1"])),
            (number(probe, "size2"), &root_of(&probe["root2"])),
            &proof,
        ),
        "subtreeinclusion" => verify_subtree_inclusion(
            &leaf_of(&probe["leafHash"]),
            number(probe, "leafIdx"),
            run(),
            &root_of(&probe["root"]),
            &proof,
        ),
        "subtreeconsistency" => verify_subtree(
            run(),
            &root_of(&probe["root1"]),
            number(probe, "size"),
            &root_of(&probe["root2"]),
            &proof,
        ),
        other => panic!("unknown kind of probe: {other}"),
    };
    result.is_ok()
}

/// The probes of a kind, each with its name.
fn probes(kind: &str) -> serde_json::Map<String, Value> {
    match vectors::json(&format!("transparency-dev-merkle/{kind}.json")) {
        Value::Object(probes) => probes,
        other => panic!("{kind}: {other}"),
    }
}

#[test]
fn all_518_probes_of_which_482_must_fail() {
    let (mut all, mut must_fail) = (0, 0);
    for (kind, expected) in [
        ("inclusion", 98),
        ("consistency", 98),
        ("subtreeinclusion", 204),
        ("subtreeconsistency", 118),
    ] {
        let probes = probes(kind);
        assert_eq!(probes.len(), expected, "{kind}");
        for (name, probe) in &probes {
            let must = probe["wantErr"].as_bool().unwrap();
            let accepted = accepted(kind, probe);
            assert_eq!(accepted, !must, "{kind}/{name}: {}", probe["desc"]);
            all += 1;
            must_fail += usize::from(must);
        }
    }
    assert_eq!((all, must_fail), (518, 482));
}

#[test]
fn we_prove_what_the_accepted_probes_hold() {
    let reference = vectors::json("rfc6962-reference.json");
    let mut tree = Memory::default();
    for leaf in reference["leaf_inputs_hex"].as_array().unwrap() {
        tree.push(&hex(leaf.as_str().unwrap()));
    }
    let mut compared = 0;
    for kind in ["inclusion", "consistency", "subtreeconsistency"] {
        for (name, probe) in &probes(kind) {
            if !name.ends_with("/happy-path.json") {
                continue;
            }
            let ours = match kind {
                "inclusion" => {
                    prove_inclusion(&tree, number(probe, "leafIdx"), number(probe, "treeSize"))
                }
                "consistency" => {
                    prove_consistency(&tree, number(probe, "size1"), number(probe, "size2"))
                }
                _ => {
                    let run = (number(probe, "start"), number(probe, "end"));
                    prove_subtree(&tree, run, number(probe, "size"))
                }
            };
            assert_eq!(ours.unwrap(), proof(&probe["proof"]), "{kind}/{name}");
            compared += 1;
        }
    }
    assert!(compared >= 13, "{compared}");
}

#[test]
fn rfc6962_reference_proofs() {
    let reference = vectors::json("rfc6962-reference.json");
    let mut tree = Memory::default();
    for leaf in reference["leaf_inputs_hex"].as_array().unwrap() {
        tree.push(&hex(leaf.as_str().unwrap()));
    }
    let hashes = |value: &Value| -> Vec<Hash> {
        value
            .as_array()
            .unwrap()
            .iter()
            .map(|h| hex_hash(h.as_str().unwrap()))
            .collect()
    };
    let root = |size: u64| hex_hash(reference["root_by_size"][size as usize].as_str().unwrap());
    let cases = |name: &str| reference[name].as_array().unwrap().clone();
    for case in cases("inclusion") {
        let (index, size) = (number(&case, "index0"), number(&case, "size"));
        let proof = hashes(&case["proof"]);
        assert_eq!(
            prove_inclusion(&tree, index, size).unwrap(),
            proof,
            "{index} of {size}"
        );
        let leaf = tree.nodes[&(0, index)];
        verify_inclusion(&leaf, index, size, &root(size), &proof).unwrap();
    }
    for case in cases("consistency") {
        let (old, new) = (number(&case, "size1"), number(&case, "size2"));
        let proof = hashes(&case["proof"]);
        assert_eq!(
            prove_consistency(&tree, old, new).unwrap(),
            proof,
            "{old} to {new}"
        );
        verify_consistency((old, &root(old)), (new, &root(new)), &proof).unwrap();
    }
    assert_eq!(
        (cases("inclusion").len(), cases("consistency").len()),
        (4, 4)
    );
    let hasher = |name: &str| hex_hash(reference["hasher"][name].as_str().unwrap());
    assert_eq!(empty_root(), hasher("empty_root"));
    assert_eq!(leaf_hash(b""), hasher("leaf_empty"));
    assert_eq!(leaf_hash(b"L123456"), hasher("leaf_L123456"));
}
