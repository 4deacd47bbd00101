//! Pages and documents kept with signals, and taken away again.

use std::fs;

use super::common::{add, alter, command, found, home, sound};
use crate::support::home::Home;

const SECRET: &[u8] = b"a private address, 12 Elm Street";

fn kept(home: &Home, name: &str, bytes: &[u8]) -> String {
    fs::write(home.path().join(name), bytes).unwrap();
    home.ok(&[
        "add",
        "visit",
        "--on",
        "2026-11-21",
        "--id",
        name.split('.').next().unwrap(),
        "--grade",
        "B2",
        "--source",
        "s",
        "--attach",
        name,
    ]);
    summit_ledger::desk::sha256_hex(bytes)
}

fn holds(home: &Home, needle: &[u8]) -> bool {
    fs::read_dir(home.path())
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| {
            p.file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .starts_with("summit.db")
        })
        .any(|p| {
            fs::read(p)
                .unwrap()
                .windows(needle.len())
                .any(|w| w == needle)
        })
}

#[test]
fn bytes_come_back_as_they_were() {
    let home = home();
    let bytes: Vec<u8> = (0..100_000_u32).map(|i| (i * 7 % 251) as u8).collect();
    kept(&home, "doc.pdf", &bytes);
    home.ok(&["source", "doc", "-o", "back.pdf"]);
    assert_eq!(fs::read(home.path().join("back.pdf")).unwrap(), bytes);
    // A file that is there is not overwritten.
    home.fails(2, &["source", "doc", "-o", "back.pdf"]);
    assert_eq!(home.ok(&["source", "6"]), "<p>the page</p>");
    home.fails(2, &["source", "a"]);
    home.fails(2, &["source", "999"]);
    home.fails(2, &["source", "doc", "--n", "2"]);
    // Retrying changes nothing; another file under the same id is a conflict.
    kept(&home, "doc.pdf", &bytes);
    sound(&home, &[], "No key");
}

#[test]
fn several_attachments_are_listed_until_one_is_named() {
    let home = home();
    home.write("one.txt", "one");
    home.write("two.txt", "two");
    home.ok(&[
        "add",
        "visit",
        "--on",
        "2026-11-21",
        "--id",
        "m",
        "--attach",
        "one.txt",
        "--attach",
        "two.txt",
        "--attach",
        "one.txt",
    ]);
    let list = home.ok(&["source", "m"]);
    assert_eq!(list.lines().count(), 2);
    assert!(list.starts_with("1 ") && list.contains("text/plain 3 bytes"));
    assert_eq!(home.ok(&["source", "m", "--n", "2"]), "two");
    // A correction keeps what the signal rests on.
    home.ok(&["amend", "m", "--grade", "A1", "--why", "seen"]);
    assert_eq!(home.ok(&["source", "m.2", "--n", "1"]), "one");
    sound(&home, &[], "No key");
}

#[test]
fn a_signal_cannot_name_what_is_not_kept() {
    let home = home();
    let line = format!(
        "{{\"type\":\"signal\",\"question\":\"q\",\"id\":\"i\",\"kind\":\"visit\",\
         \"observed_on\":\"2026-11-21\",\"known_on\":\"2026-11-21\",\"summary\":\"x\",\
         \"attachments\":[\"{}\"]}}\n",
        "0".repeat(64)
    );
    home.write("case.jsonl", &line);
    let said = home.fails(2, &["import", "case.jsonl"]);
    assert!(said.contains("keeps no such attachment"), "{said}");
    for bad in ["[]", "[\"x\"]", "\"x\"", "[1]"] {
        let start = line.find("\"attachments\":").unwrap();
        home.write(
            "bad.jsonl",
            &format!("{}\"attachments\":{bad}}}\n", &line[..start]),
        );
        home.fails(2, &["import", "bad.jsonl"]);
    }
}

#[test]
fn redacted_bytes_are_gone_from_the_file_and_its_log() {
    let long: Vec<u8> = SECRET.iter().copied().cycle().take(40_000).collect();
    for bytes in [SECRET.to_vec(), long] {
        let home = home();
        let sha256 = kept(&home, "secret.txt", &bytes);
        assert!(holds(&home, SECRET));
        // A second connection keeps the write-ahead log from being removed with the last one.
        let other = summit_ledger::store::Ledger::open(&home.ledger()).unwrap();
        home.ok(&["redact", &sha256, "--because", "private"]);
        assert!(!holds(&home, SECRET));
        drop(other);
        assert!(!holds(&home, SECRET));
        let said = home.fails(1, &["source", "secret"]);
        assert!(said.contains("was redacted by entry 12: private"), "{said}");
        let (report, exit) = command(&home, &[]);
        assert_eq!(exit, 0, "{report:#}");
        let notice = report["warnings"].as_array().unwrap();
        assert!(
            notice
                .iter()
                .any(|w| w["code"] == "redacted" && w["entry"] == 12)
        );
        // Again: nothing more is appended. The bytes cannot come back.
        home.ok(&["redact", &sha256, "--because", "private"]);
        let (report, _) = command(&home, &[]);
        assert_eq!(report["size"], 13);
        fs::write(home.path().join("again.txt"), &bytes).unwrap();
        let args = [
            "add",
            "visit",
            "--on",
            "2026-11-22",
            "--id",
            "r",
            "--attach",
            "again.txt",
        ];
        let said = home.fails(2, &args);
        assert!(said.contains("redacted"), "{said}");
        // A correction of the signal may still name it.
        home.ok(&["amend", "secret", "--grade", "A1", "--why", "seen"]);
        sound(&home, &[], "No key");
    }
}

#[test]
fn a_model_or_what_was_never_kept_cannot_be_redacted() {
    let home = home();
    let model = summit_ledger::desk::sha256_hex(super::common::model("tiny", 3.0).as_bytes());
    let said = home.fails(2, &["redact", &model, "--because", "x"]);
    assert!(said.contains("it is a model"), "{said}");
    home.fails(2, &["redact", &"0".repeat(64), "--because", "x"]);
    home.fails(2, &["redact", "abc", "--because", "x"]);
    home.fails(2, &["redact", &model, "--because", " "]);
}

#[test]
fn redacted_bytes_put_back_and_attachments_nobody_names() {
    let home = home();
    let sha256 = kept(&home, "secret.txt", SECRET);
    home.ok(&["redact", &sha256, "--because", "private"]);
    alter(&home, |db| {
        db.execute(
            "UPDATE attachment SET bytes=?1 WHERE sha256=?2",
            (SECRET, &sha256),
        )
        .unwrap();
    });
    found(&home, &[], "redaction-undone", 12);
    let home = super::common::home();
    add(&home, "c", "visit", "2026-11-21");
    let stray = summit_ledger::desk::sha256_hex(b"stray");
    let db = rusqlite::Connection::open(home.ledger()).unwrap();
    db.execute(
        "INSERT INTO attachment VALUES (?1,'text/plain',5,?2)",
        (&stray, b"stray"),
    )
    .unwrap();
    drop(db);
    let (report, exit) = command(&home, &[]);
    assert_eq!(exit, 0);
    assert!(
        report["warnings"]
            .to_string()
            .contains("attachment-unnamed")
    );
}
