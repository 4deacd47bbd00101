//! A small ledger made through the program, and the means to alter it past the program.

use std::path::Path;

use rusqlite::{Connection, params};
use serde_json::{Value, json};
use summit_ledger::audit::{self, Options, Report};
use summit_ledger::proof::checkpoint::{Checkpoint, SignedCheckpoint};
use summit_ledger::proof::key::Algorithm;
use summit_ledger::proof::signing::SigningKey;
use summit_ledger::proof::tree::{Frontier, leaf_hash};
use summit_ledger::record::Entry;
use summit_ledger::store::{Ledger, topics};

use crate::support::home::Home;

/// The log's name.
pub const ORIGIN: &str = "test.example/log";

/// A model with two draws and two kinds, quick to derive from.
pub fn model(id: &str, ratio: f64) -> String {
    let kind = |basis: &str, r: f64| {
        json!({"label": "k", "group": "g", "basis": basis, "reasons": "r",
               "intensity_draws": [[r, 1.1], [r * 1.5, 1.2]]})
    };
    let six = |keys: [&str; 6]| {
        let pairs = keys.iter().zip([1.0, 0.9, 0.8, 0.6, 0.4, 0.5]);
        pairs
            .map(|(k, v)| ((*k).to_owned(), json!(v)))
            .collect::<serde_json::Map<_, _>>()
    };
    json!({"type": "model", "id": id, "draws": 2, "tail_days": 5, "lead_edges": [7, 30],
           "repeat_window_days": 14, "repeat_discount": 0.5,
           "source_reliability": six(["A", "B", "C", "D", "E", "F"]),
           "information_credibility": six(["1", "2", "3", "4", "5", "6"]),
           "kinds": {"visit": kind("judgement", ratio), "talks": kind("judgement", 2.0)}})
    .to_string()
}

/// Ten entries: ledger, model, question, its forecast, two signals (the second with a page) and a
/// retraction, each with its forecast.
pub fn home() -> Home {
    let home = Home::with_ledger();
    home.write("tiny.json", &model("tiny", 3.0));
    home.ok(&["model", "adopt", "tiny.json"]);
    home.ok(&[
        "open",
        "q",
        "--title",
        "A meets B",
        "--who",
        "A",
        "--who",
        "B",
        "--criteria",
        "c",
        "--opens",
        "2026-11-01",
        "--deadline",
        "2026-12-31",
        "--meetings",
        "2",
        "--years",
        "4",
    ]);
    add(&home, "a", "visit", "2026-11-03");
    home.write("page.html", "<p>the page</p>");
    home.ok(&[
        "add",
        "talks",
        "--on",
        "2026-11-09",
        "--id",
        "b",
        "--grade",
        "B2",
        "--source",
        "s",
        "--attach",
        "page.html",
    ]);
    home.ok(&["retract", "a", "--because", "denied", "--on", "2026-11-20"]);
    home
}

pub fn add(home: &Home, id: &str, kind: &str, on: &str) {
    home.ok(&[
        "add", kind, "--on", on, "--id", id, "--grade", "B2", "--source", "s", "-m", "text",
    ]);
}

/// Audits through the library.
pub fn audit(path: &Path) -> Report {
    audit::run(path, &Options::default(), &mut |_| {}).unwrap()
}

/// Audits through the program; its report and exit code.
pub fn command(home: &Home, args: &[&str]) -> (Value, i32) {
    let mut all = vec!["audit", "--format", "json"];
    all.extend(args);
    let output = home.command(&all).output().unwrap();
    let report = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| {
        panic!("{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    });
    (report, output.status.code().unwrap())
}

/// Expects exit 1 and a finding of that code on that entry.
pub fn found(home: &Home, args: &[&str], code: &str, entry: impl Into<Option<u64>>) {
    let (report, exit) = command(home, args);
    let entry = entry.into();
    let list = report["findings"].as_array().unwrap();
    let hit = list
        .iter()
        .any(|f| f["code"] == code && f["entry"].as_u64() == entry);
    assert!(hit, "no {code} at {entry:?} in {report:#}");
    assert_eq!(exit, 1);
}

/// Expects exit 0, no finding, and a sentence on what could not be checked.
pub fn sound(home: &Home, args: &[&str], unchecked: &str) {
    let (report, exit) = command(home, args);
    assert_eq!(report["findings"], json!([]), "{report:#}");
    assert_eq!(exit, 0);
    assert!(
        report["unchecked"].to_string().contains(unchecked),
        "{report:#}"
    );
}

/// Alters the file with a plain connection: triggers away, `change`, triggers back.
pub fn alter(home: &Home, change: impl FnOnce(&Connection)) {
    let db = Connection::open(home.ledger()).unwrap();
    let mut triggers: Vec<(String, String)> = Vec::new();
    let mut read = db
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type='trigger'")
        .unwrap();
    for row in read.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap() {
        triggers.push(row.unwrap());
    }
    drop(read);
    for (name, _) in &triggers {
        db.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    change(&db);
    for (_, sql) in &triggers {
        db.execute_batch(sql).unwrap();
    }
}

pub fn sql(home: &Home, change: &str) {
    alter(home, |db| db.execute_batch(change).unwrap());
}

/// All entries as JSON.
pub fn entries(db: &Connection) -> Vec<Value> {
    let mut read = db.prepare("SELECT bytes FROM entry ORDER BY seq").unwrap();
    let rows = read.query_map([], |r| r.get::<_, Vec<u8>>(0)).unwrap();
    rows.map(|b| serde_json::from_slice(&b.unwrap()).unwrap())
        .collect()
}

/// Writes the log anew from these entries, tree and mentions and all: nothing inside the file
/// tells it from one that the program wrote.
pub fn rewrite(db: &Connection, entries: &[Value]) {
    db.execute_batch("DELETE FROM entry; DELETE FROM node; DELETE FROM mention; DELETE FROM cache")
        .unwrap();
    let mut frontier = Frontier::new();
    for (seq, value) in entries.iter().enumerate() {
        let seq = seq as i64;
        let mut value = value.clone();
        value["seq"] = json!(seq);
        let bytes = serde_json_canonicalizer::to_vec(&value).unwrap();
        let entry = Entry::from_value(&value).unwrap();
        let leaf = leaf_hash(&bytes);
        db.execute(
            "INSERT INTO entry VALUES (?1,?2,?3,?4,?5,?6)",
            params![
                seq,
                entry.id,
                entry.body.type_name(),
                entry.recorded_at.to_string(),
                leaf.as_slice(),
                bytes
            ],
        )
        .unwrap();
        for node in frontier.push(leaf).unwrap() {
            db.execute(
                "INSERT INTO node VALUES (?1,?2,?3)",
                params![node.level, node.index as i64, node.hash.as_slice()],
            )
            .unwrap();
        }
        for topic in topics(&entry.body) {
            db.execute("INSERT INTO mention VALUES (?1,?2)", params![topic, seq])
                .unwrap();
        }
    }
}

/// Alters entries and hashes the log again.
pub fn rehash(home: &Home, change: impl FnOnce(&mut Vec<Value>)) {
    alter(home, |db| {
        let mut all = entries(db);
        change(&mut all);
        rewrite(db, &all);
    });
}

pub fn key(name: &str, seed: u8) -> SigningKey {
    SigningKey::from_seed(name, Algorithm::Ed25519, &[seed; 32]).unwrap()
}

/// A checkpoint of the log as it stands.
pub fn checkpoint(path: &Path, key: &SigningKey) -> SignedCheckpoint {
    let tip = Ledger::open_read_only(path).unwrap().tip().unwrap();
    Checkpoint::new(ORIGIN, tip.size(), tip.root())
        .unwrap()
        .sign(key)
        .unwrap()
}

/// Stores a checkpoint of the log as it stands, and keeps it in a file outside too.
pub fn seal(home: &Home, key: &SigningKey, file: &str) {
    let signed = checkpoint(&home.ledger(), key);
    home.write(file, &signed.to_string());
    let mut ledger = Ledger::open(&home.ledger()).unwrap();
    let mut append = ledger.begin().unwrap();
    append
        .checkpoint(signed.checkpoint().size(), &signed.to_string())
        .unwrap();
    append.commit().unwrap();
}

/// Puts another model in the place of the ledger's, with its adoption and all that names it, and hashes
/// the log again.
pub fn swap_model(home: &Home) {
    let other = model("tiny", 4.0);
    let sha256 = summit_ledger::desk::sha256_hex(other.as_bytes());
    alter(home, |db| {
        db.execute(
            "UPDATE attachment SET bytes=?1, size=?2, sha256=?3 WHERE media='application/json'",
            rusqlite::params![other.as_bytes(), other.len() as i64, sha256],
        )
        .unwrap();
        let mut all = entries(db);
        all[1]["body"]["sha256"] = json!(sha256);
        all[1]["id"] = json!(format!("model:all:{sha256}:1"));
        for entry in &mut all {
            if entry["type"] == "forecast" {
                entry["body"]["model"] = json!(sha256);
            }
        }
        rewrite(db, &all);
    });
}
