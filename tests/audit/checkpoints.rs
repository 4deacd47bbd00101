//! What only a checkpoint can show: a cut tail, an older copy, a rewrite, a fork.

use std::fs;

use serde_json::json;
use summit_ledger::proof::tree::empty_root;

use super::common::{
    ORIGIN, add, alter, checkpoint, command, entries, found, home, key, rehash, rewrite, seal,
    sound, sql,
};

#[test]
fn a_signed_ledger_is_sound_and_says_how_far_signatures_go() {
    let home = home();
    let log = key(ORIGIN, 1);
    seal(&home, &log, "kept.note");
    let vkey = log.verifier().to_string();
    let (report, exit) = command(&home, &["--key", &vkey, "--against", "kept.note"]);
    assert_eq!(exit, 0);
    assert_eq!(report["unchecked"], json!([]));
    add(&home, "c", "visit", "2026-11-22");
    let args = ["--key", &vkey, "--against", "kept.note"];
    sound(&home, &args, "vouches for entries 10 to 11");
    home.write("log.vkey", &format!("{vkey}\n"));
    sound(&home, &["--key", "log.vkey"], "No outside checkpoint");
}

#[test]
fn a_cut_tail_is_seen_only_from_outside() {
    let home = home();
    let log = key(ORIGIN, 1);
    fs::write(
        home.path().join("kept.note"),
        checkpoint(&home.ledger(), &log).to_string(),
    )
    .unwrap();
    alter(&home, |db| {
        let mut all = entries(db);
        all.truncate(6);
        rewrite(db, &all);
    });
    // The page of the signal that was cut off is left over, which proves nothing.
    sound(
        &home,
        &[],
        "a cut tail, an older copy or a rewrite of the whole log could not be seen",
    );
    found(&home, &["--against", "kept.note"], "outside-ahead", 6);
}

#[test]
fn a_careless_cut_leaves_traces() {
    let home = home();
    sql(&home, "DELETE FROM entry WHERE seq>=6");
    found(&home, &[], "node-extra", 7);
    found(&home, &[], "mention-extra", 6);
}

#[test]
fn a_stored_checkpoint_shows_a_cut_and_a_rewrite() {
    let home = home();
    seal(&home, &key(ORIGIN, 1), "kept.note");
    rehash(&home, |all| all[4]["body"]["summary"] = json!("other"));
    found(&home, &[], "checkpoint-root", 9);
    found(&home, &["--against", "kept.note"], "outside-root", 9);
    rehash(&home, |all| all.truncate(6));
    found(&home, &[], "checkpoint-ahead", 6);
}

#[test]
fn a_rewrite_from_the_start_is_seen_only_from_outside() {
    let home = home();
    seal(&home, &key(ORIGIN, 1), "kept.note");
    rehash(&home, |all| all[4]["body"]["summary"] = json!("other"));
    sql(&home, "DELETE FROM checkpoint");
    sound(&home, &[], "a rewrite of the whole log could not be seen");
    found(&home, &["--against", "kept.note"], "outside-root", 9);
}

#[test]
fn an_older_copy_and_a_fork() {
    let home = home();
    let log = key(ORIGIN, 1);
    let older = fs::read(home.ledger()).unwrap();
    add(&home, "c", "visit", "2026-11-22");
    seal(&home, &log, "kept.note");
    fs::write(home.ledger(), &older).unwrap();
    sound(&home, &[], "an older copy");
    found(&home, &["--against", "kept.note"], "outside-ahead", 10);
    // Here the program would not append to it; another machine does.
    home.forget();
    add(&home, "d", "visit", "2026-11-22");
    found(&home, &["--against", "kept.note"], "outside-root", 11);
    // Both stories under one roof.
    let note = fs::read_to_string(home.path().join("kept.note")).unwrap();
    seal(&home, &log, "mine.note");
    alter(&home, |db| {
        db.execute("INSERT INTO checkpoint(size, note) VALUES (12, ?1)", [note])
            .unwrap();
    });
    found(&home, &[], "checkpoint-fork", 11);
}

#[test]
fn an_altered_checkpoint_and_a_wrong_key() {
    let home = home();
    let log = key(ORIGIN, 1);
    seal(&home, &log, "kept.note");
    let vkey = log.verifier().to_string();
    let wrong = key(ORIGIN, 2).verifier().to_string();
    let stranger = key("stranger.example", 1).verifier().to_string();
    for other in [&wrong, &stranger] {
        found(&home, &["--key", other], "checkpoint-signature", 9);
        found(
            &home,
            &["--key", other, "--against", "kept.note"],
            "outside-signature",
            9,
        );
    }
    let kept = fs::read_to_string(home.path().join("kept.note")).unwrap();
    let bytes = kept.as_bytes();
    let mut seen = 0;
    for at in 0..bytes.len() {
        let mut altered = bytes.to_vec();
        altered[at] ^= 1;
        fs::write(home.path().join("altered.note"), &altered).unwrap();
        if at % 7 == 0 {
            let args = ["--key", &vkey, "--against", "altered.note", "--tier", "3"];
            let output = home
                .command(&[["audit"].as_slice(), &args].concat())
                .output();
            let exit = output.unwrap().status.code();
            assert!(matches!(exit, Some(1 | 2)), "byte {at}: {exit:?}");
            seen += 1;
        }
    }
    assert!(seen > 20);
    // The stored copy altered: the root by one letter, the size, the column.
    let root = kept.lines().nth(2).unwrap().to_owned();
    let other = root.replace(&root[..1], if root.starts_with('A') { "B" } else { "A" });
    sql(
        &home,
        &format!("UPDATE checkpoint SET note=replace(note,'{root}','{other}')"),
    );
    found(&home, &["--key", &vkey], "checkpoint-signature", 9);
    found(&home, &[], "checkpoint-root", 9);
    sql(&home, "UPDATE checkpoint SET note='x'");
    found(&home, &[], "checkpoint-form", 9);
}

#[test]
fn a_checkpoint_of_another_log_or_of_nothing() {
    let home = home();
    let other = key("other.example/log", 1);
    let tip = summit_ledger::store::Ledger::open_read_only(&home.ledger())
        .unwrap()
        .tip()
        .unwrap();
    let make = |origin: &str, size, root| {
        summit_ledger::proof::checkpoint::Checkpoint::new(origin, size, root)
            .and_then(|c| c.sign(&other))
            .unwrap()
            .to_string()
    };
    home.write(
        "other.note",
        &make("other.example/log", tip.size(), tip.root()),
    );
    found(&home, &["--against", "other.note"], "outside-origin", 0);
    home.write("empty.note", &make(ORIGIN, 0, empty_root()));
    sound(&home, &["--against", "empty.note"], "entries 0 to 9");
    home.write("false.note", &make(ORIGIN, 0, [7; 32]));
    found(&home, &["--against", "false.note"], "outside-root", None);
    sql(
        &home,
        "INSERT INTO checkpoint(size, note) VALUES (7, '');"
            .replace("''", "'x'")
            .as_str(),
    );
    found(&home, &[], "checkpoint-form", 6);
}
