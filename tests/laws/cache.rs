//! The cache changes nothing: kept, lost, stale or altered, the forecasts are the same bits.

use std::path::Path;

use rusqlite::Connection;
use serde_json::{Value, json};
use summit_ledger::belief::Model;

use crate::support;

/// Signals in order and out of it, of one story and of none, with some retractions and passages.
fn records() -> Vec<Value> {
    let mut out = Vec::new();
    for i in 0..230_i32 {
        let kind = ["toward", "away", "flat"][(i % 3) as usize];
        let late = if i % 41 == 40 { 6 } else { 0 };
        let day = support::day(i / 3 - late.min(i / 3));
        let mut s = support::signal(&format!("s{i}"), "q", kind, &day);
        if i % 11 == 0 {
            s["story"] = json!(format!("story {}", i % 4));
        }
        out.push(s);
        if i % 59 == 58 {
            out.push(
                json!({"type": "retraction", "question": "q", "signal": format!("s{}", i - 7),
                            "known_on": support::day(i / 3), "because": "It was wrong."}),
            );
        }
        if i % 73 == 72 {
            out.push(json!({"type": "passage", "question": "q",
                            "known_on": support::day(i / 3 + 1)}));
        }
    }
    out
}

fn start(dir: &Path, name: &str) -> summit_ledger::desk::Desk {
    let mut desk = support::create(dir, name);
    support::append(&mut desk, &[support::model_line(), support::question("q")]);
    desk
}

#[test]
fn a_cache_that_is_used_lost_or_altered_gives_the_same_forecasts() {
    let dir = tempfile::tempdir().unwrap();
    let model = Model::parse(&support::model(4)).unwrap();
    let records = records();

    let mut one = start(dir.path(), "one.db");
    for r in &records {
        support::append(&mut one, std::slice::from_ref(r));
    }
    let expected = support::rederived(&one, "q", &model);
    let got = |desk: &summit_ledger::desk::Desk| -> Vec<_> {
        support::recorded(desk, "q")
            .into_iter()
            .map(|r| r.1)
            .collect()
    };
    assert_eq!(got(&one), expected);

    drop(start(dir.path(), "fresh.db"));
    for r in &records {
        support::append(
            &mut support::open(dir.path(), "fresh.db"),
            std::slice::from_ref(r),
        );
    }
    assert_eq!(got(&support::open(dir.path(), "fresh.db")), expected);

    let vandal = [
        "DELETE FROM cache",
        "UPDATE cache SET bytes = zeroblob(length(bytes))",
        "UPDATE cache SET bytes = substr(bytes, 1, length(bytes) - 8)",
        "UPDATE cache SET bytes = CAST(bytes || x'0000000000000000' AS BLOB)",
        "UPDATE cache SET bytes = x''",
        "UPDATE cache SET digest = zeroblob(32)",
        "UPDATE cache SET upto = upto - 2",
        "UPDATE cache SET upto = -1",
        "UPDATE cache SET upto = 9223372036854775807",
        "UPDATE cache SET question = 'another'",
        "INSERT OR REPLACE INTO cache SELECT 'q', upto, digest, bytes FROM cache",
    ];
    drop(start(dir.path(), "hurt.db"));
    let path = dir.path().join("hurt.db");
    let mut kept = support::open(dir.path(), "hurt.db");
    for (i, r) in records.iter().enumerate() {
        // Now a desk that was open before, now a new one.
        let mut fresh = support::open(dir.path(), "hurt.db");
        let desk = if i % 5 < 2 { &mut kept } else { &mut fresh };
        support::append(desk, std::slice::from_ref(r));
        let db = Connection::open(&path).unwrap();
        db.execute_batch(vandal[i % vandal.len()]).unwrap();
    }
    assert_eq!(got(&kept), expected);
}

#[test]
fn a_cache_is_kept_and_an_old_one_of_the_same_question_is_not_believed() {
    let dir = tempfile::tempdir().unwrap();
    let records = records();
    drop(start(dir.path(), "l.db"));
    let path = dir.path().join("l.db");
    let row = |db: &Connection| -> Option<(i64, Vec<u8>, Vec<u8>)> {
        let all = |r: &rusqlite::Row<'_>| Ok((r.get(0)?, r.get(1)?, r.get(2)?));
        db.query_row("SELECT upto, digest, bytes FROM cache", [], all)
            .ok()
    };
    let mut first = None;
    for r in &records {
        support::append(
            &mut support::open(dir.path(), "l.db"),
            std::slice::from_ref(r),
        );
        let now = row(&Connection::open(&path).unwrap());
        first = first.or(now);
    }
    let db = Connection::open(&path).unwrap();
    let (now, first) = (row(&db).unwrap(), first.unwrap());
    assert!(now.0 > first.0, "the cache moves on");
    // An older cache is true of its own place in the log and may be used from there; the same
    // bytes said to be of a later place may not.
    let put = "UPDATE cache SET upto=?1, digest=?2, bytes=?3";
    let next = [support::signal("next", "q", "toward", &support::day(85))];
    let model = Model::parse(&support::model(4)).unwrap();
    db.execute(put, rusqlite::params![first.0, first.1, first.2])
        .unwrap();
    support::append(&mut support::open(dir.path(), "l.db"), &next);
    db.execute(put, rusqlite::params![now.0, first.1, first.2])
        .unwrap();
    let next = [support::signal("last", "q", "away", &support::day(86))];
    let mut desk = support::open(dir.path(), "l.db");
    support::append(&mut desk, &next);
    let got: Vec<_> = support::recorded(&desk, "q")
        .into_iter()
        .map(|r| r.1)
        .collect();
    assert_eq!(got, support::rederived(&desk, "q", &model));
}
