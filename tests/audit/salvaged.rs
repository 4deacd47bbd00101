//! A salvaged ledger: what it says of itself, and what it never does.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use serde_json::{Value, json};

use super::common::{audit, home, sql};
use super::salvage::{SIZE, large, last_entry, missing, rows, salvage};
use crate::support::home::Home;

fn attachment(path: &Path, name: &str) -> Vec<u8> {
    let db = Connection::open(path).unwrap();
    let sql = "SELECT bytes FROM attachment WHERE sha256=?1";
    db.query_row(sql, [name], |r| r.get(0)).unwrap()
}

#[test]
fn the_new_log_says_what_it_came_from_and_keeps_what_was_hashed() {
    let home = home();
    let before = rows(&home.ledger());
    sql(&home, "DELETE FROM entry WHERE seq=6");
    let report = salvage(&home);
    let bytes = fs::read(home.ledger()).unwrap();
    let sha256 = summit_ledger::desk::sha256_hex(&bytes);
    let told = last_entry(&home);
    assert_eq!(told["type"], "salvage");
    assert_eq!(told["body"]["file"], sha256);
    assert_eq!(told["body"]["bytes"], bytes.len());
    assert_eq!(told["body"]["origin"], "test.example/log");
    assert_eq!(told["body"]["missing"], "6");
    assert_eq!(told["body"]["question"], "q");
    let origin = format!("test.example/log/salvaged-{}", &sha256[..8]);
    assert_eq!(report["origin"], origin);
    // What verified is an attachment, byte for byte: place, clock and leaf of each are there.
    let name = told["body"]["old_entries"][0].as_str().unwrap();
    let old = attachment(&home.path().join("new.db"), name);
    let lines: Vec<&[u8]> = old
        .split(|b| *b == b'\n')
        .filter(|l| !l.is_empty())
        .collect();
    let kept: Vec<&[u8]> = (0..10)
        .filter(|i| *i != 6)
        .map(|i| before[i].as_slice())
        .collect();
    assert_eq!(lines, kept);
    // The salvaged ledger goes on, can be exported, and can be salvaged in its turn.
    home.ok(&["--ledger", "new.db", "export", "out", "--unsigned"]);
    if crate::support::tools::has("python3") {
        let checked = crate::export::common::verify(&[home.path().join("out")]);
        let said = String::from_utf8_lossy(&checked.stderr).into_owned();
        assert!(checked.status.success(), "{said}");
    }
    home.ok(&["--ledger", "new.db", "pass", "--on", "2026-11-22"]);
    fs::copy(home.path().join("new.db"), home.ledger()).unwrap();
    super::common::sql(&home, "DELETE FROM entry WHERE seq=5");
    let again = salvage(&home);
    assert_eq!(missing(&again), [5], "{again:#}");
    assert_eq!(again["left"], json!([]), "{again:#}");
}

#[test]
fn attachments_that_are_lost_are_said_to_be() {
    let home = home();
    let swap = "UPDATE attachment SET bytes=x'00' WHERE media LIKE 'text/%'";
    sql(&home, swap);
    let report = salvage(&home);
    assert_eq!(report["same_log"], true, "{report:#}");
    assert_eq!(report["attachments_lost"].as_array().unwrap().len(), 1);
    // In another log an entry says so, and the audit is content.
    sql(&home, "DELETE FROM entry WHERE seq=9");
    let report = salvage(&home);
    assert_eq!(report["attachments_lost"].as_array().unwrap().len(), 1);
    let all = rows(&home.path().join("new.db"));
    let said = all.iter().any(|b| {
        let text = String::from_utf8_lossy(b);
        text.contains("\"type\":\"redaction\"") && text.contains("lost in the damaged file")
    });
    assert!(said);
    // One that was redacted stays redacted, for the old reason.
    let home = super::common::home();
    let page = summit_ledger::desk::sha256_hex(b"<p>the page</p>");
    home.ok(&["redact", &page, "--because", "private"]);
    sql(&home, "DELETE FROM entry WHERE seq=9");
    let report = salvage(&home);
    assert_eq!(report["attachments_lost"], json!([]), "{report:#}");
    // A model's file: it cannot be taken into use, and its question opens on another.
    let home = super::common::home();
    sql(
        &home,
        "UPDATE attachment SET bytes=x'00' WHERE media='application/json'",
    );
    sql(&home, "DELETE FROM entry WHERE seq=9");
    let report = salvage(&home);
    assert_eq!(report["left"][0]["type"], "model", "{report:#}");
}

#[test]
fn what_is_still_in_the_write_ahead_log_comes_over_and_is_left_as_it_is() {
    let home = home();
    let other = Home::new();
    let db = Connection::open(home.ledger()).unwrap();
    db.execute_batch(
        "PRAGMA wal_autocheckpoint=0; DROP TRIGGER entry_no_delete; DELETE FROM entry WHERE seq=5",
    )
    .unwrap();
    for end in ["", "-wal"] {
        let name = format!("summit.db{end}");
        fs::copy(home.path().join(&name), other.path().join(&name)).unwrap();
    }
    assert!(
        fs::metadata(other.path().join("summit.db-wal"))
            .unwrap()
            .len()
            > 0
    );
    let report = salvage(&other);
    assert_eq!(missing(&report), [5], "{report:#}");
    let told = last_entry(&other);
    let wal = fs::read(other.path().join("summit.db-wal")).unwrap();
    assert_eq!(told["body"]["wal"], summit_ledger::desk::sha256_hex(&wal));
}

#[test]
fn people_are_told_in_words_and_the_audit_points_here() {
    let home = home();
    sql(&home, "DELETE FROM entry WHERE seq=4");
    let audited = home.command(&["audit"]).output().unwrap();
    let flat = String::from_utf8_lossy(&audited.stdout).replace("\n", " ");
    let flat = flat.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("summit salvage"), "{flat}");
    let args = ["salvage", "summit.db", "-o", "new.db"];
    let output = home.command(&args).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stdout);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "incomplete",
        "9 of 10",
        "q: 2 entries missing (4, 8)",
        "2 recorded forecasts rest on what is missing",
        "entry 8 retraction",
    ] {
        assert!(said.contains(words), "`{words}` in {said}");
    }
}

#[test]
fn damage_anywhere_never_invents_an_entry() {
    let source = large();
    let whole = fs::read(source.ledger()).unwrap();
    let written = rows(&source.ledger());
    let home = Home::new();
    let hand = crate::support::hand();
    let mut state = 7_u64;
    let mut random = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % below
    };
    let mut came = 0;
    for round in 0..24 {
        let mut bytes = whole.clone();
        for _ in 0..1 + round % 4 {
            let (at, length) = (random(bytes.len()), 1 + random(600));
            let value = u8::try_from(random(256)).unwrap();
            let end = bytes.len();
            bytes[at..(at + length).min(end)].fill(value);
        }
        fs::write(home.ledger(), &bytes).unwrap();
        let new = home.path().join(format!("new-{round}.db"));
        let done = summit_ledger::desk::salvage::salvage(&home.ledger(), &new, &hand).unwrap();
        assert!(fs::read(home.ledger()).unwrap() == bytes);
        if !done.same_log || done.attachments_lost.is_empty() {
            assert_eq!(audit(&new).findings, [], "round {round}");
        }
        for row in rows(&new) {
            let entry: Value = serde_json::from_slice(&row).unwrap();
            if ["signal", "question"].contains(&entry["type"].as_str().unwrap()) {
                let body = &entry["body"];
                let known = written.iter().any(|old| {
                    let old: Value = serde_json::from_slice(old).unwrap();
                    old["body"] == *body && old["author"] == entry["author"]
                });
                assert!(known, "round {round}: {entry}");
            }
        }
        came += done.verified;
    }
    assert!(came > 24 * SIZE * 8 / 10, "{came}");
}

#[test]
fn a_log_with_the_time_of_a_clock_beside_the_order_is_the_same_log_again() {
    let home = home();
    let pass = ["pass", "--on", "2026-11-22", "--as-if-today", "2026-11-22"];
    let mut command = home.command(&[&pass[..], &["--clock-is-right"]].concat());
    command.env("SUMMIT_NOW", "2026-11-20T00:00:00.000000Z");
    let done = command.output().unwrap();
    assert!(done.status.success(), "{done:?}");
    assert!(last(&home.ledger()).contains("\"clock\":"));
    let before = rows(&home.ledger());
    sql(&home, "DELETE FROM node");
    let report = salvage(&home);
    assert_eq!(report["same_log"], true, "{report:#}");
    assert_eq!(rows(&home.path().join("new.db")), before);
}

fn last(path: &Path) -> String {
    String::from_utf8(rows(path).pop().unwrap()).unwrap()
}

#[test]
fn a_row_planted_far_away_takes_no_memory_and_stops_nothing() {
    for seq in [i64::MAX, 9_007_199_254_740_990, 400_000_000] {
        let home = home();
        let before = rows(&home.ledger());
        sql(
            &home,
            &format!(
                "INSERT INTO entry(seq, id, type, recorded_at, leaf, bytes)
                 SELECT {seq}, 'far', type, recorded_at, leaf,
                 CAST(replace(CAST(bytes AS TEXT), '\"seq\":4,', '\"seq\":{seq},') AS BLOB)
                 FROM entry WHERE seq=4"
            ),
        );
        let report = salvage(&home);
        assert!(report["brought"].as_u64().unwrap() > 0, "{report:#}");
        let brought = rows(&home.path().join("new.db"));
        assert!(brought.len() <= before.len() + 1, "{seq}");
    }
}
