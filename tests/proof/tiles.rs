//! Tiles and entry bundles; the whole Tessera test log at every size.

use std::collections::{BTreeMap, BTreeSet};

use super::common::Memory;
use crate::support::vectors;
use proptest::prelude::*;
use summit_ledger::proof::checkpoint::SignedCheckpoint;
use summit_ledger::proof::consistency::prove_consistency;
use summit_ledger::proof::key::VerifierKey;
use summit_ledger::proof::tiles::{
    Kind, Tile, TileError, entry_bundle, hash_tile, new_tiles, parse_bundle,
};
use summit_ledger::proof::tree::{TreeError, leaf_hash};

#[test]
fn the_tessera_test_log_at_every_size_from_0_to_15() {
    let log = vectors::at("tessera-testlog/testdata/log");
    let keys = vectors::json("signed-note/vectors.json");
    let key = keys["keys"]["example.com/log/testdata"]["vkey"]
        .as_str()
        .unwrap();
    let known = [VerifierKey::parse(key).unwrap()];
    let read = |path: &str| std::fs::read(log.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    let bundle = read("tile/entries/000.p/15");
    let entries = parse_bundle(&bundle, 15).unwrap();
    let mut tree = Memory::default();
    let mut heads: Vec<SignedCheckpoint> = Vec::new();
    let (mut signatures, mut files) = (0, 0);
    for size in 0..=15u64 {
        let bytes = read(&format!("checkpoint.{size}"));
        let signed = SignedCheckpoint::parse(&bytes).unwrap();
        assert_eq!(signed.to_string().as_bytes(), bytes);
        assert_eq!(signed.verify(&known).unwrap().len(), 1);
        signatures += 1;
        let head = signed.checkpoint();
        assert_eq!(
            (head.origin(), head.size()),
            ("example.com/log/testdata", size)
        );
        assert_eq!(*head.root(), tree.frontier.root(), "size {size}");
        for older in &heads {
            let old = older.checkpoint();
            let proof = match old.size() {
                0 => Vec::new(),
                old => prove_consistency(&tree, old, size).unwrap(),
            };
            head.check_extends(old, &proof).unwrap();
        }
        // The tiles of this size, from nothing and from the size before.
        for old in [0, size.saturating_sub(1)] {
            let tiles: Vec<Tile> = new_tiles(old, size).collect();
            assert_eq!(tiles.len(), if size == 0 { 0 } else { 2 });
            for tile in tiles {
                let ours = match tile.kind() {
                    Kind::Entries => entry_bundle(&entries[..size as usize]).unwrap(),
                    Kind::Hashes { .. } => hash_tile(&tree, &tile).unwrap(),
                };
                assert_eq!(ours, read(&tile.to_string()), "{tile}");
                files += 1;
            }
        }
        heads.push(signed);
        if let Some(entry) = entries.get(size as usize) {
            tree.push(entry);
        }
    }
    assert_eq!(read("checkpoint"), heads[15].to_string().as_bytes());
    assert_eq!((heads.len(), signatures, files), (16, 16, 60));
    assert_eq!(entries[..3], [b"one".as_slice(), b"two", b"three"]);
}

#[test]
fn paths_are_those_of_the_specification() {
    let hashes = |level| Kind::Hashes { level };
    for (path, kind, index, width) in [
        ("tile/0/000", hashes(0), 0, 256),
        ("tile/0/x001/x234/067", hashes(0), 1_234_067, 256),
        ("tile/0/x001/067.p/5", hashes(0), 1067, 5),
        ("tile/63/999.p/255", hashes(63), 999, 255),
        ("tile/entries/x001/000.p/1", Kind::Entries, 1000, 1),
        (
            "tile/1/x018/x446/x744/x073/x709/x551/615",
            hashes(1),
            u64::MAX,
            256,
        ),
    ] {
        let tile = Tile::new(kind, index, width).unwrap();
        assert_eq!(tile.to_string(), path);
        assert_eq!(Tile::parse(path), Ok(tile));
    }
    for bad in [
        "",
        "tile",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/256/000",
        "tile/data/000",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/x001/x002",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/000.p",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/+00",
        "tile/0/x+01/000",
        "tile/0/000 ",
        "TILE/0/000",
        "tile/0/000.p/1/2",
        "tile/1/x018/x446/x744/x073/x709/x551/616",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
        "tile/0/../000",
        "tile/entries/entries/000",
        "tile/0/٠٠٠",
    ] {
        assert!(
            matches!(Tile::parse(bad), Err(TileError::Path(_))),
            "{bad:?}"
        );
    }
    let long = format!("tile/0/{}000", "x001/".repeat(100_000));
    assert!(Tile::parse(&long).unwrap_err().to_string().len() < 250);
    assert!(Tile::new(Kind::Entries, 0, 0).is_err() && Tile::new(Kind::Entries, 0, 257).is_err());
    assert!(Tile::new(hashes(64), 0, 1).is_err());
}

/// Go's paths begin with the tile's height, which C2SP fixed at 8 and left out.
#[test]
fn gos_tile_paths_have_the_same_numbers() {
    let vectors = vectors::json("signed-note/vectors.json");
    let ok = vectors["tile_paths_ok"].as_object().unwrap();
    for (path, parts) in ok {
        let part = |at: usize| parts[at].as_i64().unwrap();
        let (height, level, index, width) = (part(0), part(1), part(2), part(3));
        let ours = path.replacen(&format!("tile/{height}/"), "tile/", 1);
        let ours = ours.replacen("tile/data/", "tile/entries/", 1);
        let tile = Tile::parse(&ours).unwrap();
        let kind = match u8::try_from(level) {
            Ok(level) => Kind::Hashes { level },
            Err(_) => Kind::Entries,
        };
        let width = if width == 1 << height { 256 } else { width };
        assert_eq!(tile, Tile::new(kind, index as u64, width as u16).unwrap());
    }
    let bad = vectors["tile_paths_bad"].as_array().unwrap();
    for path in bad {
        let ours = path.as_str().unwrap().replacen("tile/3/", "tile/", 1);
        assert!(Tile::parse(&ours).is_err(), "{ours}");
    }
    assert_eq!((ok.len(), bad.len()), (6, 2));
}

#[test]
fn seventy_thousand_entries_as_the_specification_counts_them() {
    let mut found: BTreeMap<(Kind, u16), usize> = BTreeMap::new();
    for tile in new_tiles(0, 70_000) {
        *found.entry((tile.kind(), tile.width())).or_default() += 1;
    }
    let hashes = |level| Kind::Hashes { level };
    let wanted = BTreeMap::from([
        ((Kind::Entries, 256), 273),
        ((Kind::Entries, 112), 1),
        ((hashes(0), 256), 273),
        ((hashes(0), 112), 1),
        ((hashes(1), 256), 1),
        ((hashes(1), 17), 1),
        ((hashes(2), 1), 1),
    ]);
    assert_eq!(found, wanted);
    let small: Vec<_> = new_tiles(0, 256).map(|tile| tile.to_string()).collect();
    assert_eq!(small, ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]);
    assert_eq!(new_tiles(256, 256).count() + new_tiles(9, 3).count(), 0);
    // Lazy: the first tiles of a log that nobody has.
    assert_eq!(new_tiles(0, u64::MAX).take(3).count(), 3);
    assert!(new_tiles(u64::MAX - 1, u64::MAX).count() <= 9);
}

#[test]
fn tlog_tiles_names_and_fills_the_same_tiles() {
    let tree = Memory::of(1100);
    for (old, new) in [
        (0, 1),
        (0, 255),
        (0, 256),
        (255, 257),
        (3, 1100),
        (512, 1024),
        (1099, 1100),
    ] {
        let theirs: BTreeSet<String> = tlog_tiles::Tile::new_tiles(8, old, new)
            .iter()
            .map(|tile| tile.path().replacen("tile/8/", "tile/", 1))
            .collect();
        let ours: BTreeSet<String> = new_tiles(old, new)
            .filter(|tile| tile.kind() != Kind::Entries)
            .map(|tile| tile.to_string())
            .collect();
        assert_eq!(ours, theirs, "{old} to {new}");
        for tile in tlog_tiles::Tile::new_tiles(8, old, new) {
            let name = tile.path().replacen("tile/8/", "tile/", 1);
            let bytes = hash_tile(&tree, &Tile::parse(&name).unwrap()).unwrap();
            let theirs: Vec<u8> = (0..u64::from(tile.width()))
                .flat_map(|at| tree.nodes[&(8 * tile.level(), tile.level_index() * 256 + at)])
                .collect();
            assert_eq!(bytes, theirs, "{name}");
        }
    }
    // A full tile's hashes, hashed up, are the hash in the level above.
    let full = hash_tile(&tree, &Tile::parse("tile/0/001").unwrap()).unwrap();
    let above = hash_tile(&tree, &Tile::parse("tile/1/000.p/4").unwrap()).unwrap();
    assert_eq!(full.len(), 8192);
    assert_eq!(tlog_tiles::Tile::subtree_hash(&full).0, above[32..64]);
}

#[test]
fn exporting_step_by_step_leaves_the_tiles_of_exporting_at_once() {
    let bytes = |tree: &Memory, old, new| -> BTreeMap<String, Vec<u8>> {
        new_tiles(old, new)
            .filter(|tile| tile.kind() != Kind::Entries)
            .map(|tile| (tile.to_string(), hash_tile(tree, &tile).unwrap()))
            .collect()
    };
    let tree = Memory::of(1000);
    let mut steps = BTreeMap::new();
    let sizes = [0, 1, 2, 200, 256, 257, 600, 600, 768, 1000];
    for pair in sizes.windows(2) {
        steps.extend(bytes(&tree, pair[0], pair[1]));
    }
    for (name, once) in bytes(&tree, 0, 1000) {
        assert_eq!(steps[&name], once, "{name}");
    }
}

#[test]
fn what_is_not_in_the_tree_is_no_tile() {
    let tree = Memory::of(300);
    let get = |path: &str| hash_tile(&tree, &Tile::parse(path).unwrap());
    assert!(get("tile/0/001.p/44").is_ok());
    assert_eq!(
        get("tile/0/001.p/45"),
        Err(TreeError::Missing {
            level: 0,
            index: 300
        })
    );
    assert_eq!(
        get("tile/1/000.p/2"),
        Err(TreeError::Missing { level: 8, index: 1 })
    );
    for path in [
        "tile/entries/000",
        "tile/8/000",
        "tile/0/x018/x446/x744/x073/x709/x551/615",
    ] {
        assert!(matches!(get(path), Err(TreeError::Range { .. })), "{path}");
    }
}

#[test]
fn bundles_are_exact() {
    assert_eq!(entry_bundle(&["one", ""]).unwrap(), b"\x00\x03one\x00\x00");
    let long = vec![7; 65_535];
    let bundle = entry_bundle(&[&long]).unwrap();
    assert_eq!(parse_bundle(&bundle, 1).unwrap(), [&long[..]]);
    assert!(matches!(
        entry_bundle(&[&vec![7; 65_536]]),
        Err(TileError::Entry { at: 0, .. })
    ));
    assert!(entry_bundle::<&str>(&[]).is_err() && entry_bundle(&["x"; 257]).is_err());
    assert_eq!(
        parse_bundle(&entry_bundle(&["x"; 256]).unwrap(), 256)
            .unwrap()
            .len(),
        256
    );
    let whole = b"\x00\x03one\x00\x02to";
    for end in 0..whole.len() {
        assert!(parse_bundle(&whole[..end], 2).is_err(), "cut at {end}");
    }
    assert!(parse_bundle(whole, 1).is_err() && parse_bundle(whole, 3).is_err());
    assert!(parse_bundle(&vec![0; 1_000_000], 256).is_err());
    assert_eq!(
        parse_bundle(whole, 2).map(|e| leaf_hash(e[1])),
        Ok(leaf_hash(b"to"))
    );
}

proptest! {
    #[test]
    fn bundles_read_back(entries in proptest::collection::vec(
        proptest::collection::vec(any::<u8>(), 0..40), 1..40,
    )) {
        let bytes = entry_bundle(&entries).unwrap();
        let width = entries.len() as u16;
        prop_assert_eq!(parse_bundle(&bytes, width).unwrap(), entries);
    }

    #[test]
    fn any_bytes_and_paths_end_without_a_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..300), width in any::<u16>(),
        path in "tile/[0-9a-z]{0,7}/[x0-9/]{0,30}(\\.p/[0-9]{0,4})?",
        index in any::<u64>(), level in 0..64u8, old in any::<u64>(), new in any::<u64>(),
    ) {
        let _ = parse_bundle(&bytes, width);
        if let Ok(tile) = Tile::parse(&path) {
            prop_assert_eq!(tile.to_string(), path);
        }
        let tile = Tile::new(Kind::Hashes { level }, index, 3).unwrap();
        prop_assert_eq!(Tile::parse(&tile.to_string()), Ok(tile));
        prop_assert!(hash_tile(&Memory::default(), &tile).is_err());
        prop_assert!(new_tiles(old, new).take(20).count() <= 20);
    }
}
