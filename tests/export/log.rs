//! The export itself: what it writes, what it leaves alone, and when it refuses.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use summit_ledger::desk::{Desk, Fact, Hand, sha256_hex};
use summit_ledger::proof::tiles::parse_bundle;
use summit_ledger::publish::{PublishError, export};
use summit_ledger::record::{Body, Instant, Note, Redaction};
use summit_ledger::store::{Draft, Ledger};

use super::common::sign;
use crate::proof::common::Memory;
use crate::support::home::{Home, NOW};

fn hand() -> Hand {
    Hand {
        author: "ana".into(),
        now: Instant::parse(NOW).unwrap(),
    }
}

/// Appends notes up to `size` entries.
fn grow(path: &Path, size: u64) {
    let mut desk = match path.exists() {
        true => Desk::new(Ledger::open(path).unwrap()),
        false => Desk::create(path, "test.example/log", &hand()).unwrap(),
    };
    let from = desk.ledger().tip().unwrap().size();
    let note = |n: u64| {
        Fact::from(Body::Note(Note {
            questions: Vec::new(),
            text: format!("note {n}"),
        }))
    };
    desk.append(&hand(), (from..size).map(note).collect())
        .unwrap();
}

fn exported(path: &Path, dir: &Path) -> summit_ledger::publish::Exported {
    export(&Ledger::open_read_only(path).unwrap(), dir, false).unwrap()
}

/// Every file below a folder, with its bytes.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(dir).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

/// The tree over the entries, and the tiles that the crate `tlog_tiles` names, filled from it.
fn oracle(path: &Path, size: u64) -> (Memory, BTreeMap<String, Vec<u8>>) {
    let ledger = Ledger::open_read_only(path).unwrap();
    let mut tree = Memory::default();
    for row in ledger.rows(0, 100_000).unwrap() {
        tree.push(&row.bytes);
    }
    let mut tiles = BTreeMap::new();
    for tile in tlog_tiles::Tile::new_tiles(8, 0, size) {
        let name = tile.path().replacen("tile/8/", "tile/", 1);
        let bytes = (0..u64::from(tile.width()))
            .flat_map(|at| tree.nodes[&(8 * tile.level(), tile.level_index() * 256 + at)])
            .collect();
        tiles.insert(name, bytes);
    }
    (tree, tiles)
}

#[test]
fn tiles_are_those_of_tlog_tiles_and_a_second_export_adds_only_what_is_new() {
    let home = tempfile::tempdir().unwrap();
    let (path, dir) = (home.path().join("l.db"), home.path().join("out"));
    grow(&path, 300);
    sign(&path);
    let first = exported(&path, &dir);
    assert_eq!((first.before, first.size, first.tiles), (0, 300, 5));
    assert_eq!((first.checkpoints, first.signed), (1, true));
    let before = files(&dir);
    let inode = |name: &str| {
        let m = fs::metadata(dir.join(name)).unwrap();
        (m.ino(), m.mtime(), m.mtime_nsec())
    };
    let full = ["tile/0/000", "tile/entries/000"];
    let untouched: Vec<_> = full.iter().map(|name| inode(name)).collect();

    let same = exported(&path, &dir);
    assert_eq!((same.before, same.tiles, same.checkpoints), (300, 0, 0));
    assert_eq!(files(&dir), before);

    grow(&path, 550);
    sign(&path);
    let second = exported(&path, &dir);
    assert_eq!((second.before, second.size, second.tiles), (300, 550, 5));
    assert_eq!(untouched, full.map(inode));
    let after = files(&dir);
    for (name, bytes) in &before {
        if name != "checkpoint" {
            assert_eq!(&after[name], bytes, "{name}");
        }
    }
    let (tree, tiles) = oracle(&path, 550);
    for (name, bytes) in &tiles {
        assert_eq!(&after[name], bytes, "{name}");
    }
    let hash_tiles = after
        .keys()
        .filter(|n| n.starts_with("tile/") && !n.contains("entries"));
    // Beside them only the partial tiles of the export before.
    assert_eq!(hash_tiles.count(), tiles.len() + 2);
    let root = tlog_tiles::tree_hash(550, &tree).unwrap();
    assert_eq!(root.0, second.root);
    let last = parse_bundle(&after["tile/entries/002.p/38"], 38).unwrap();
    assert!(last[37].starts_with(br#"{"author":"ana""#));
    assert_eq!(after["checkpoint"], after["checkpoints/550"]);
    assert_eq!(before["checkpoint"], after["checkpoints/300"]);
}

#[test]
fn an_export_in_steps_equals_one_at_once_but_for_older_partial_tiles() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("l.db");
    for size in [1, 255, 256, 257, 512, 520] {
        grow(&path, size);
        sign(&path);
        exported(&path, &home.path().join("steps"));
    }
    exported(&path, &home.path().join("once"));
    let (steps, once) = (
        files(&home.path().join("steps")),
        files(&home.path().join("once")),
    );
    for (name, bytes) in &once {
        assert_eq!(&steps[name], bytes, "{name}");
    }
    for name in steps.keys().filter(|name| !once.contains_key(*name)) {
        assert!(name.contains(".p/"), "{name}");
    }
}

#[test]
fn a_lost_tile_is_written_again_and_leftovers_do_not_confuse() {
    let home = tempfile::tempdir().unwrap();
    let (path, dir) = (home.path().join("l.db"), home.path().join("out"));
    grow(&path, 300);
    sign(&path);
    exported(&path, &dir);
    let whole = files(&dir);
    fs::remove_file(dir.join("tile/0/000")).unwrap();
    fs::remove_file(dir.join("tile/entries/000")).unwrap();
    assert_eq!(exported(&path, &dir).tiles, 2);
    assert_eq!(files(&dir), whole);
    // Broken off before the head was written, in the middle of a file.
    fs::write(dir.join("tile/entries/.000.77.tmp"), "half").unwrap();
    fs::remove_file(dir.join("checkpoint")).unwrap();
    assert_eq!(exported(&path, &dir).before, 0);
    assert_eq!(files(&dir), whole);
}

#[test]
fn without_a_signature_it_refuses_unless_told() {
    let home = Home::with_question();
    let refused = home.fails(2, &["export", "out"]);
    assert!(
        refused.contains("no signed checkpoint covers all"),
        "{refused}"
    );
    assert!(!home.path().join("out").exists());
    let said = home.ok(&["export", "out", "--unsigned"]);
    assert!(said.contains("head: checkpoint.unsigned"), "{said}");
    sign(&home.ledger());
    let said = home.ok(&["export", "out"]);
    assert!(said.contains("head: checkpoint, signed"), "{said}");
    assert!(!home.path().join("out/checkpoint.unsigned").exists());
    // Grown since it was signed: again no checkpoint covers it.
    home.ok(&["pass", "--on", "2023-02-01"]);
    let refused = home.fails(2, &["export", "out"]);
    assert!(refused.contains("the last covers 4"), "{refused}");
}

#[test]
fn another_folder_another_log_and_an_older_copy_are_refused() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    grow(&at("l.db"), 5);
    sign(&at("l.db"));
    let refuse = |path: &Path, dir: &Path| {
        let ledger = Ledger::open_read_only(path).unwrap();
        match export(&ledger, dir, true).unwrap_err() {
            PublishError::Folder { why, .. } => why,
            other => panic!("{other}"),
        }
    };
    fs::create_dir(at("docs")).unwrap();
    fs::write(at("docs/letter.txt"), "dear").unwrap();
    assert!(refuse(&at("l.db"), &at("docs")).contains("not empty"));

    fs::copy(at("l.db"), at("older.db")).unwrap();
    grow(&at("l.db"), 9);
    sign(&at("l.db"));
    exported(&at("l.db"), &at("out"));
    assert!(refuse(&at("older.db"), &at("out")).contains("only 5"));

    // The same name and as many entries, but not the same.
    let mut fork = Desk::create(&at("fork.db"), "test.example/log", &hand()).unwrap();
    let other = (0..12).map(|n| {
        Fact::from(Body::Note(Note {
            questions: Vec::new(),
            text: format!("other {n}"),
        }))
    });
    fork.append(&hand(), other.collect()).unwrap();
    assert!(refuse(&at("fork.db"), &at("out")).contains("rewritten"));

    Desk::create(&at("else.db"), "test.example/else", &hand()).unwrap();
    assert!(refuse(&at("else.db"), &at("out")).contains("another log"));
}

#[test]
fn what_does_not_hash_to_what_is_stored_is_never_exported() {
    let alter = [
        (
            "entry_no_update",
            "UPDATE entry SET bytes=CAST(replace(CAST(bytes AS TEXT),'note 3','note X') AS BLOB) WHERE seq=3",
        ),
        (
            "entry_no_update",
            "UPDATE entry SET leaf=zeroblob(32) WHERE seq=2",
        ),
        (
            "entry_no_update",
            "UPDATE entry SET bytes=CAST(' ' || CAST(bytes AS TEXT) AS BLOB) WHERE seq=1",
        ),
        (
            "node_no_update",
            "UPDATE node SET hash=zeroblob(32) WHERE level=1 AND idx=1",
        ),
        ("entry_no_delete", "DELETE FROM entry WHERE seq=4"),
        (
            "checkpoint_no_update",
            "UPDATE checkpoint SET note=replace(note,'.example','.evil')",
        ),
    ];
    for (trigger, sql) in alter {
        let home = tempfile::tempdir().unwrap();
        let (path, dir) = (home.path().join("l.db"), home.path().join("out"));
        grow(&path, 7);
        sign(&path);
        let db = rusqlite::Connection::open(&path).unwrap();
        db.execute_batch(&format!("DROP TRIGGER {trigger}; {sql};"))
            .unwrap();
        assert_eq!(db.changes(), 1, "{sql}");
        drop(db);
        let error = export(&Ledger::open_read_only(&path).unwrap(), &dir, false).unwrap_err();
        assert!(matches!(error, PublishError::Damaged(_)), "{sql}: {error}");
        assert!(!dir.join("checkpoint").exists(), "{sql}");
    }
}

#[test]
fn an_attachment_is_exported_and_taken_away_when_it_is_redacted() {
    let home = tempfile::tempdir().unwrap();
    let (path, dir) = (home.path().join("l.db"), home.path().join("out"));
    grow(&path, 3);
    let sha256 = sha256_hex(b"a private page");
    let mut ledger = Ledger::open(&path).unwrap();
    let mut append = ledger.begin().unwrap();
    append.attach(&sha256, b"a private page").unwrap();
    append.commit().unwrap();
    sign(&path);
    assert_eq!(exported(&path, &dir).attachments, 1);
    let file = dir.join("attachments").join(&sha256);
    assert_eq!(fs::read(&file).unwrap(), b"a private page");

    let mut append = ledger.begin().unwrap();
    let draft = Draft {
        id: format!("redaction:{sha256}"),
        author: "ana".into(),
        body: Body::Redaction(Redaction {
            sha256: sha256.clone(),
            because: "private".into(),
        }),
    };
    append.append(draft, hand().now).unwrap();
    append.empty_attachment(&sha256).unwrap();
    append.commit().unwrap();
    sign(&path);
    assert_eq!(exported(&path, &dir).redacted, 1);
    assert!(!file.exists());
}
