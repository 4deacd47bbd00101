//! Salvage: every kind of damage, what comes over, and a damaged file that nobody touched.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rusqlite::Connection;
use serde_json::{Value, json};

use super::common::{alter, audit, entries, home, key, model, rehash, seal, sql};
use crate::support::home::Home;

/// Entries of the large ledger: name, model, two openings with forecasts, and the signals with one
/// forecast each.
const SIGNALS: usize = 60;
pub const SIZE: u64 = 6 + 2 * SIGNALS as u64;

/// A ledger of several pages: questions `q` and `r`, and sixty signals in turn.
pub fn large() -> Home {
    let home = Home::with_ledger();
    home.write("tiny.json", &model("tiny", 3.0));
    home.ok(&["model", "adopt", "tiny.json"]);
    let question = |id: &str| {
        json!({"type": "question", "id": id, "title": "A meets B", "participants": ["A", "B"],
               "criteria": "c", "opens": "2026-10-01", "deadline": "2026-12-31",
               "prior": {"meetings": 2, "years": 4}})
    };
    let signal = |n: usize| {
        let day = format!("2026-10-{:02}", 2 + n / 3);
        json!({"type": "signal", "id": format!("s{n:02}"), "question": (["q", "r"][n % 2]),
               "kind": (["visit", "talks"][n % 2]), "observed_on": day, "known_on": day,
               "summary": format!("what number {n} says, in so many words"), "grade": "B2"})
    };
    let records = [question("q"), question("r")].into_iter();
    let records = records.chain((0..SIGNALS).map(signal));
    let lines: Vec<String> = records.map(|r| r.to_string()).collect();
    home.write("case.jsonl", &lines.join("\n"));
    home.ok(&["import", "case.jsonl"]);
    home
}

/// The file and what lies beside it, as they are.
fn as_it_is(home: &Home) -> BTreeMap<String, Vec<u8>> {
    let names = ["summit.db", "summit.db-wal", "summit.db-journal"].into_iter();
    let read = |name: &str| fs::read(home.path().join(name)).ok();
    names
        .filter_map(|name| Some((name.to_owned(), read(name)?)))
        .collect()
}

/// Salvages into `new.db`, and holds to it: the damaged file is as it was, the exit code says
/// whether something is missing, and the new file is without a fault.
pub fn salvage(home: &Home) -> Value {
    let before = as_it_is(home);
    let _ = fs::remove_file(home.path().join("new.db"));
    let args = ["salvage", "summit.db", "-o", "new.db", "--format", "json"];
    let output = home.command(&args).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let report: Value = serde_json::from_slice(&output.stdout).expect(&said);
    let code = if report["complete"] == true { 0 } else { 1 };
    assert_eq!(output.status.code(), Some(code), "{report:#}{said}");
    assert!(as_it_is(home) == before, "the damaged file was touched");
    let sound = audit(&home.path().join("new.db"));
    if report["attachments_lost"] == json!([]) || report["same_log"] == false {
        assert_eq!(sound.findings, [], "{report:#}");
    }
    report
}

/// Whole, and the same log.
fn complete(home: &Home, entries: u64) {
    let report = salvage(home);
    assert_eq!(report["same_log"], true, "{report:#}");
    assert_eq!(report["complete"], true, "{report:#}");
    assert_eq!(report["verified"], entries);
}

pub fn rows(path: &Path) -> Vec<Vec<u8>> {
    let db = Connection::open(path).unwrap();
    let mut read = db.prepare("SELECT bytes FROM entry ORDER BY seq").unwrap();
    let rows = read.query_map([], |r| r.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// The places that are missing, forecasts too.
pub fn missing(report: &Value) -> Vec<u64> {
    let ranges = report["missing"].as_array().unwrap().iter();
    ranges
        .flat_map(|m| m["first"].as_u64().unwrap()..=m["last"].as_u64().unwrap())
        .collect()
}

pub fn of<'r>(report: &'r Value, question: &str) -> &'r Value {
    let all = report["questions"].as_array().unwrap();
    all.iter().find(|q| q["question"] == question).unwrap()
}

/// Overwrites a page, from 0, with zeros.
fn zero(home: &Home, page: usize) {
    let mut bytes = fs::read(home.ledger()).unwrap();
    bytes[page * 4096..][..4096].fill(0);
    fs::write(home.ledger(), bytes).unwrap();
}

fn root_page(home: &Home, name: &str) -> usize {
    let db = Connection::open(home.ledger()).unwrap();
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name=?1";
    let root: u32 = db.query_row(sql, [name], |r| r.get(0)).unwrap();
    root as usize - 1
}

/// The page on which the bytes of a signal stand, and the places of all entries on that page.
fn page_of(home: &Home, id: &str) -> (usize, Vec<u64>) {
    let bytes = fs::read(home.ledger()).unwrap();
    let find = |text: &[u8]| bytes.windows(text.len()).position(|w| w == text).unwrap();
    let page = find(format!("\"id\":\"{id}\",\"kind\"").as_bytes()) / 4096;
    let all = rows(&home.ledger());
    let there = (0..).zip(&all).filter(|(_, b)| find(b) / 4096 == page);
    (page, there.map(|(seq, _)| seq).collect())
}

#[test]
fn an_undamaged_ledger_is_the_same_log_again() {
    let home = home();
    complete(&home, 10);
    let new = home.path().join("new.db");
    assert_eq!(rows(&new), rows(&home.ledger()));
    let again = home.fails(2, &["salvage", "summit.db", "-o", "new.db"]);
    assert!(again.contains("exists already"), "{again}");
    let same = home.fails(2, &["salvage", "summit.db", "-o", "summit.db"]);
    assert!(same.contains("exists already"), "{same}");
    home.write("text", "not a ledger");
    let no = home.fails(3, &["salvage", "text", "-o", "newer.db"]);
    assert!(no.contains("no entry of a ledger is left"), "{no}");
    assert!(!home.path().join("newer.db").exists());
}

#[test]
fn a_page_of_zeros_takes_the_entries_on_it_and_no_others() {
    let home = large();
    let (page, lost) = page_of(&home, "s30");
    assert!(lost.len() > 2 && lost.len() < 20, "{lost:?}");
    zero(&home, page);
    let report = salvage(&home);
    assert_eq!(missing(&report), lost, "{report:#}");
    assert_eq!(report["entries"], SIZE);
    assert_eq!(report["verified"], SIZE - lost.len() as u64);
    // A forecast right after a fact that is there is known to be one; the other places are not.
    let sure = usize::from(lost[0] % 2 == 1);
    let facts = &lost[sure..];
    let told = |q: &str| of(&report, q)["lost"].as_array().unwrap().clone();
    let mut named: Vec<u64> = [told("q"), told("r")]
        .concat()
        .iter()
        .map(|n| n.as_u64().unwrap())
        .collect();
    named.sort_unstable();
    assert_eq!(named, facts);
    for question in ["q", "r"] {
        let forecasts = &of(&report, question)["forecasts"];
        assert!(forecasts["equal"].as_u64() > Some(10), "{report:#}");
        assert!(forecasts["differs_from"].as_u64() > lost.last().copied());
    }
}

#[test]
fn pages_that_lead_to_the_entries_are_not_needed() {
    for name in ["entry", "sqlite_autoindex_entry_1", "node", "mention"] {
        let home = large();
        let root = root_page(&home, name);
        zero(&home, root);
        complete(&home, SIZE);
    }
    // The first page: no database at all any more.
    let home = large();
    let whole = rows(&home.ledger());
    zero(&home, 0);
    complete(&home, SIZE);
    assert_eq!(rows(&home.path().join("new.db")), whole);
}

#[test]
fn dropped_tables_and_indices_are_not_needed_either() {
    for table in ["node", "mention", "cache", "checkpoint"] {
        let home = large();
        sql_without_triggers(&home, &format!("DROP TABLE {table}"));
        complete(&home, SIZE);
    }
}

#[test]
fn a_shipped_model_need_not_come_from_the_file() {
    let home = Home::with_question();
    let size = rows(&home.ledger()).len() as u64;
    sql_without_triggers(&home, "DROP TABLE attachment");
    complete(&home, size);
}

pub fn sql_without_triggers(home: &Home, change: &str) {
    let db = Connection::open(home.ledger()).unwrap();
    db.execute_batch(change).unwrap();
}

#[test]
fn a_truncated_file_gives_what_it_still_holds() {
    for keep in [90, 70, 50] {
        let home = large();
        let bytes = fs::read(home.ledger()).unwrap();
        let pages = bytes.len() / 4096 * keep / 100;
        fs::write(home.ledger(), &bytes[..pages * 4096 + 100]).unwrap();
        let report = salvage(&home);
        let verified = report["verified"].as_u64().unwrap();
        assert!(verified > 0 && verified <= SIZE, "{keep}: {report:#}");
        if keep == 50 {
            assert!(verified < SIZE, "{report:#}");
            assert_eq!(report["same_log"], false);
        }
    }
}

#[test]
fn deleted_rows_and_what_depends_on_them() {
    // A signal, and the retraction that names it; the other signal stays.
    let home = home();
    sql(&home, "DELETE FROM entry WHERE seq=4");
    let report = salvage(&home);
    assert_eq!(missing(&report), [4]);
    assert_eq!(report["left"][0]["entry"], 8, "{report:#}");
    assert_eq!(report["left"][0]["type"], "retraction");
    let why = report["left"][0]["why"].as_str().unwrap();
    assert!(why.contains("no such signal"), "{why}");
    assert_eq!(of(&report, "q")["lost"], json!([4, 8]));
    assert_eq!(of(&report, "q")["forecasts"]["unfounded"], 2);
    // The opening of the only question: nothing of it can stand.
    sql(&home, "DELETE FROM entry WHERE seq=2");
    let report = salvage(&home);
    assert_eq!(of(&report, "q")["opened"], false, "{report:#}");
    // A forecast alone follows again.
    let home = super::common::home();
    sql(&home, "DELETE FROM entry WHERE seq=5");
    let report = salvage(&home);
    assert_eq!(report["missing"][0]["forecasts"], true, "{report:#}");
    assert_eq!(of(&report, "q")["lost"], json!([]));
    let forecasts = &of(&report, "q")["forecasts"];
    assert_eq!(
        (&forecasts["equal"], &forecasts["differ"]),
        (&json!(3), &json!(0))
    );
    // The model: its question opens on another one, and says that its forecasts differ.
    let home = super::common::home();
    sql(&home, "DELETE FROM entry WHERE seq=1");
    let report = salvage(&home);
    assert_eq!(missing(&report), [1]);
    assert_eq!(of(&report, "q")["forecasts"]["equal"], 0, "{report:#}");
}

#[test]
fn altered_bytes_are_left_out_and_an_altered_leaf_is_not_believed() {
    let change = "bytes=CAST(replace(CAST(bytes AS TEXT),'text','Text') AS BLOB)";
    let home = home();
    sql(&home, &format!("UPDATE entry SET {change} WHERE seq=4"));
    let report = salvage(&home);
    assert_eq!(missing(&report), [4]);
    assert_eq!(report["missing"][0]["why"], "altered after it was written");
    // The leaf was altered with the bytes: the tree knows, and cannot tell which of two.
    let home = super::common::home();
    alter(&home, |db| {
        let mut all = entries(db);
        all[4]["body"]["grade"] = json!("A1");
        let bytes = serde_json_canonicalizer::to_vec(&all[4]).unwrap();
        let leaf = summit_ledger::proof::tree::leaf_hash(&bytes);
        db.execute(
            "UPDATE entry SET bytes=?1, leaf=?2 WHERE seq=4",
            rusqlite::params![bytes, leaf.as_slice()],
        )
        .unwrap();
    });
    let report = salvage(&home);
    assert_eq!(missing(&report), [4, 5], "{report:#}");
    assert_eq!(report["missing"][0]["why"], "it or a neighbour was altered");
    // Only the leaf, or another column, was altered: the tree says that the bytes are right.
    for change in ["leaf=zeroblob(32)", "id='x'", "type='note'"] {
        let home = super::common::home();
        sql(&home, &format!("UPDATE entry SET {change} WHERE seq=4"));
        complete(&home, 10);
    }
    // Rows that stand at the wrong place are put back.
    let home = super::common::home();
    sql(
        &home,
        "UPDATE entry SET seq=100 WHERE seq=4; UPDATE entry SET seq=4 WHERE seq=6;
         UPDATE entry SET seq=6 WHERE seq=100",
    );
    complete(&home, 10);
}

#[test]
fn checkpoints_go_along_and_convict_a_rewritten_log() {
    let log = key("test.example/log", 3);
    let home = home();
    seal(&home, &log, "kept.note");
    sql_without_triggers(&home, "DROP TABLE node");
    complete(&home, 10);
    let vkey = log.verifier().to_string();
    let args = [
        "--ledger",
        "new.db",
        "audit",
        "--against",
        "kept.note",
        "--key",
        &vkey,
    ];
    home.ok(&args);
    // An entry is lost: the checkpoint is kept in the entry that tells of the salvage.
    let home = super::common::home();
    seal(&home, &log, "kept.note");
    sql(&home, "DELETE FROM entry WHERE seq=9");
    let report = salvage(&home);
    assert_eq!(report["checkpoints"][0]["verdict"], "unreached");
    assert_eq!(missing(&report), [9]);
    let told = last_entry(&home);
    let kept = fs::read_to_string(home.path().join("kept.note")).unwrap();
    assert_eq!(told["body"]["checkpoint"], kept);
    // Everything was hashed again: only the checkpoint knows.
    let home = super::common::home();
    seal(&home, &log, "kept.note");
    rehash(&home, |all| all[4]["body"]["summary"] = json!("another"));
    let report = salvage(&home);
    assert_eq!(report["checkpoints"][0]["verdict"], "differs", "{report:#}");
    assert_eq!(report["same_log"], false);
}

pub fn last_entry(home: &Home) -> Value {
    let last = rows(&home.path().join("new.db")).pop().unwrap();
    serde_json::from_slice(&last).unwrap()
}
