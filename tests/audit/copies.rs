//! Older copies, cut logs and forks: what was last seen of a log against the file that stands there.

use std::collections::BTreeMap;
use std::fs;

use rusqlite::Connection;
use summit_ledger::proof::checkpoint::SignedCheckpoint;

use super::common::{add, command, found, home, rehash, sql};
use crate::support::home::Home;

const ADD: &[&str] = &[
    "add",
    "talks",
    "--on",
    "2026-11-22",
    "--id",
    "z",
    "--grade",
    "B2",
    "-m",
    "z",
];
const BECAUSE: &[&str] = &["adopt-copy", "--because", "the disk failed"];

/// A signed ledger of 14 entries, and its file as it was at 12.
fn restored() -> (Home, Vec<u8>, Vec<u8>) {
    let home = home();
    home.ok(&["key", "new"]);
    add(&home, "c", "talks", "2026-11-21");
    let older = fs::read(home.ledger()).unwrap();
    add(&home, "d", "visit", "2026-11-22");
    let newer = fs::read(home.ledger()).unwrap();
    fs::write(home.ledger(), &older).unwrap();
    (home, older, newer)
}

/// All checkpoints that are stored in a file: size and root.
fn signed(home: &Home) -> Vec<(u64, String)> {
    let db = Connection::open(home.ledger()).unwrap();
    let mut notes = db
        .prepare("SELECT note FROM checkpoint ORDER BY id")
        .unwrap();
    let notes = notes.query_map([], |r| r.get::<_, String>(0)).unwrap();
    let parsed = notes.map(|n| SignedCheckpoint::parse(n.unwrap().as_bytes()).unwrap());
    parsed
        .map(|s| (s.checkpoint().size(), hex::encode(s.checkpoint().root())))
        .collect()
}

#[test]
fn an_older_copy_is_read_with_a_warning_first_and_not_appended_to() {
    let (home, _, newer) = restored();
    for args in [
        &["history"][..],
        &["forecast"],
        &["explain"],
        &["questions"],
    ] {
        let said = home.command(args).output().unwrap();
        let err = String::from_utf8(said.stderr).unwrap();
        let first = err.lines().next().unwrap_or_default();
        assert!(said.status.success(), "{args:?}: {err}");
        assert!(
            first.contains("12 entries, 14 remembered"),
            "{args:?}: {err}"
        );
    }
    for args in [
        ADD,
        &["checkpoint"],
        &["retract", "b", "--because", "x", "--on", "2026-11-22"],
    ] {
        let said = home.fails(3, args);
        assert!(
            said.contains("12 entries, 14 remembered") && said.contains("adopt-copy"),
            "{said}"
        );
    }
    assert_eq!(signed(&home).len(), 1);
    // The first way out: the newer file comes back.
    fs::write(home.ledger(), newer).unwrap();
    let said = home.command(ADD).output().unwrap();
    assert!(said.status.success());
    let err = String::from_utf8(said.stderr).unwrap();
    assert!(!err.contains("remembered"), "{err}");
    assert_eq!(signed(&home).len(), 3);
}

#[test]
fn a_lost_write_ahead_log_and_a_cut_tail_are_older_copies() {
    let home = home();
    let reader = summit_ledger::store::Ledger::open(&home.ledger()).unwrap();
    reader.hold().unwrap();
    add(&home, "c", "talks", "2026-11-21");
    let log = home.path().join("summit.db-wal");
    assert!(fs::metadata(&log).unwrap().len() > 0);
    let file = fs::read(home.ledger()).unwrap();
    drop(reader);
    fs::write(home.ledger(), file).unwrap();
    let _ = fs::remove_file(&log);
    assert!(home.fails(3, ADD).contains("10 entries, 12 remembered"));

    // Cut so that the file is sound by itself: entries, tree and topics.
    let home = super::common::home();
    rehash(&home, |all| all.truncate(8));
    assert!(home.fails(3, ADD).contains("8 entries, 10 remembered"));
    home.ok(&["history"]);
}

#[test]
fn a_log_that_went_another_way_is_known_by_its_root() {
    let (home, older, _) = restored();
    // On another machine the copy goes on, and comes back longer than what was seen here.
    let other = Home::new();
    fs::write(other.ledger(), &older).unwrap();
    for (id, on) in [("e", "2026-11-22"), ("f", "2026-11-23")] {
        add(&other, id, "talks", on);
    }
    fs::copy(other.ledger(), home.ledger()).unwrap();
    let said = home.fails(3, ADD);
    assert!(said.contains("its first 14 entries are others"), "{said}");
    let said = home.command(&["history"]).output().unwrap();
    assert!(said.status.success());
    let err = String::from_utf8(said.stderr).unwrap();
    assert!(
        err.lines().next().unwrap().contains("went another way"),
        "{err}"
    );
}

#[test]
fn adopting_a_copy_is_said_in_the_log_and_no_size_is_signed_twice() {
    let (home, _, newer) = restored();
    fs::write(home.path().join("newer.db"), newer).unwrap();
    let lost = home.ok(&["checkpoint", "--ledger", "newer.db"]);
    home.write("lost.note", &lost);
    let twin = |home: &Home| -> BTreeMap<u64, String> { signed(home).into_iter().collect() };
    home.ok(BECAUSE);
    let db = Connection::open(home.ledger()).unwrap();
    let told = super::common::entries(&db).pop().unwrap();
    drop(db);
    assert_eq!(told["type"], "continuation");
    assert_eq!(
        (&told["seq"], &told["body"]["from_size"]),
        (&12.into(), &12.into())
    );
    assert_eq!(told["body"]["lost_size"], 14);
    assert_eq!(told["body"]["because"], "the disk failed");
    // 13 and 15 entries: only the second is beyond what was given up.
    assert_eq!(signed(&home).len(), 1);
    assert!(
        home.fails(3, &["checkpoint"])
            .contains("from 15 entries on")
    );
    let said = home
        .command(&["resolve", "void", "--on", "2026-11-21"])
        .output()
        .unwrap();
    let err = String::from_utf8(said.stderr).unwrap();
    assert!(
        said.status.success() && err.contains("no checkpoint was signed"),
        "{err}"
    );
    home.ok(&[
        "resolve",
        "void",
        "--on",
        "2026-11-22",
        "--because",
        "the day was another",
    ]);
    let here = twin(&home);
    assert_eq!(here.keys().copied().collect::<Vec<_>>(), [12, 15]);
    // Nobody has two roots of one size from that key.
    let there = SignedCheckpoint::parse(lost.as_bytes()).unwrap();
    assert!(!here.contains_key(&there.checkpoint().size()));
    // The audit tells the story, and explains the checkpoint of the branch that was given up.
    let (report, exit) = command(&home, &[]);
    assert_eq!(exit, 0, "{report:#}");
    assert!(
        report["warnings"]
            .to_string()
            .contains("goes on from an older copy"),
        "{report:#}"
    );
    found(&home, &["--against", "lost.note"], "outside-root", 13);
    let (report, _) = command(&home, &["--against", "lost.note"]);
    let why = report["findings"][0]["found"].as_str().unwrap();
    assert!(
        why.contains("it is the end of the branch of 14 entries"),
        "{why}"
    );
    // The newer file is now the one that went another way.
    let said = home.fails(3, &["checkpoint", "--ledger", "newer.db"]);
    assert!(said.contains("adopt-copy"), "{said}");
    assert!(home.fails(2, BECAUSE).contains("nothing to give up"));
}

#[test]
fn a_key_does_not_sign_a_new_log_of_the_same_name() {
    let home = home();
    home.ok(&["key", "new"]);
    add(&home, "c", "talks", "2026-11-21");
    let told = home.ok(&["checkpoint"]);
    fs::remove_file(home.ledger()).unwrap();
    home.ok(&["--author", "bo", "init", "--origin", super::common::ORIGIN]);
    home.write("tiny.json", &super::common::model("tiny", 3.0));
    let adopt = ["model", "adopt", "tiny.json"];
    let said = home.fails(3, &adopt);
    assert!(
        said.contains("does not grow out of the log of 12 entries"),
        "{said}"
    );
    assert!(
        said.contains("--no-checkpoint") && said.contains("adopt-copy"),
        "{said}"
    );
    home.ok(&["--no-checkpoint", "model", "adopt", "tiny.json"]);
    home.ok(BECAUSE);
    assert_eq!(signed(&home), []);
    assert!(told.contains("\n12\n"), "{told}");
}

#[test]
fn a_continuation_is_held_to_the_log_that_it_stands_in() {
    let (home, ..) = restored();
    home.ok(BECAUSE);
    rehash(&home, |all| {
        all[12]["body"]["from_root"] = "00".repeat(32).into()
    });
    found(&home, &[], "continuation-differs", 12);
    sql(&home, "DELETE FROM checkpoint");
}

#[test]
fn what_was_seen_survives_only_where_it_can_be_read() {
    let home = home();
    let logs = home.state().join("logs");
    let one = fs::read_dir(&logs).unwrap();
    let mut paths = one
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_none());
    let path = paths.next().unwrap();
    fs::write(&path, "nonsense").unwrap();
    let said = home.fails(3, ADD);
    assert!(
        said.contains("what was last seen of this log cannot be read"),
        "{said}"
    );
    home.ok(&["history"]);
    fs::remove_file(&path).unwrap();
    home.ok(ADD);
    assert!(fs::read_to_string(&path).unwrap().contains("\n12 "));
}

#[test]
fn a_longer_copy_that_was_only_read_does_not_make_the_own_ledger_an_older_one() {
    let home = home();
    home.ok(&["key", "new"]);
    add(&home, "c", "talks", "2026-11-21");
    // Somebody else appends to a copy, on another machine and without the key.
    let other = Home::new();
    fs::copy(home.ledger(), other.ledger()).unwrap();
    add(&other, "e", "visit", "2026-11-22");
    fs::copy(other.ledger(), home.path().join("longer.db")).unwrap();
    home.ok(&["history", "--ledger", "longer.db"]);
    let said = home.command(ADD).output().unwrap();
    assert!(said.status.success(), "{said:?}");
    assert!(!String::from_utf8_lossy(&said.stderr).contains("older"));
    home.ok(&["checkpoint"]);
}

#[test]
fn the_log_s_own_word_that_it_goes_on_from_a_copy_holds_the_key_back() {
    let (home, ..) = restored();
    home.ok(BECAUSE);
    home.forget();
    let said = home.fails(3, &["checkpoint"]);
    assert!(said.contains("from 15 entries on"), "{said}");
    // There is nothing more to give up.
    let (home, ..) = restored();
    home.ok(BECAUSE);
    assert!(home.fails(2, BECAUSE).contains("nothing to give up"));
}

#[test]
fn a_log_whose_forecasts_do_not_follow_is_not_adopted() {
    let home = home();
    add(&home, "c", "talks", "2026-11-21");
    rehash(&home, |all| all[5]["body"]["p"] = 0.25.into());
    let said = home.fails(3, BECAUSE);
    assert!(said.contains("entry 5: the forecast"), "{said}");
}

#[test]
fn nothing_is_signed_where_what_was_signed_cannot_be_remembered() {
    let (home, _, newer) = restored();
    fs::write(home.ledger(), newer).unwrap();
    let before = signed(&home);
    // A folder that cannot be: a file stands in its place.
    home.forget();
    let state = home.state();
    fs::create_dir_all(state.parent().unwrap()).unwrap();
    fs::write(&state, "").unwrap();
    let said = home.command(ADD).output().unwrap();
    let err = String::from_utf8(said.stderr).unwrap();
    assert!(said.status.success(), "{err}");
    assert!(err.contains("no checkpoint was signed"), "{err}");
    assert_eq!(signed(&home), before);
    assert!(home.fails(3, &["checkpoint"]).contains("is not remembered"));
}
