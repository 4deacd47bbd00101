//! All or nothing: an append that fails leaves no trace.

use rusqlite::Connection;
use serde_json::{Value, json};
use summit_ledger::desk::Desk;
use summit_ledger::proof::tree::Hash;
use summit_ledger::record::{Body, Note};
use summit_ledger::store::cache::Kept;
use summit_ledger::store::{Draft, Ledger};

use crate::support;

fn trace(desk: &Desk) -> (u64, Hash, Vec<i64>) {
    let ledger = desk.ledger();
    let tip = ledger.tip().unwrap();
    let db = Connection::open(ledger.path()).unwrap();
    let rows = |table: &str| -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        db.query_row(&sql, [], |r| r.get(0)).unwrap()
    };
    let tables = ["entry", "node", "mention", "attachment", "cache"];
    (tip.size(), tip.root(), tables.map(rows).to_vec())
}

fn good() -> Vec<Value> {
    let mut out = vec![support::model_line(), support::question("q")];
    for i in 0..6 {
        let kind = ["toward", "away"][i % 2];
        let day = support::day(i as i32 * 3);
        out.push(support::signal(&format!("s{i}"), "q", kind, &day));
    }
    out.push(
        json!({"type": "retraction", "question": "q", "signal": "s2",
                    "known_on": support::day(20), "because": "It was wrong."}),
    );
    out.push(json!({"type": "passage", "question": "q", "known_on": support::day(25)}));
    out.push(json!({"type": "note", "question": "q", "text": "Nothing else."}));
    out
}

#[test]
fn a_file_whose_nth_record_is_bad_leaves_nothing_for_every_n() {
    let dir = tempfile::tempdir().unwrap();
    let mut fresh = support::create(dir.path(), "fresh.db");
    support::append(&mut fresh, &good());
    let mut desk = support::create(dir.path(), "l.db");
    let before = trace(&desk);
    let bad = [
        support::signal("bad", "q", "no-such-kind", &support::day(30)),
        support::signal("bad", "no-such-question", "toward", &support::day(30)),
        json!({"type": "retraction", "question": "q", "signal": "none",
               "known_on": support::day(30), "because": "It was wrong."}),
    ];
    for bad in bad {
        for n in 2..=good().len() {
            let mut records = good();
            records.insert(n, bad.clone());
            let refused = desk.append(&support::hand(), support::facts(&records));
            let text = refused.unwrap_err().to_string();
            assert!(
                text.starts_with(&format!("case.jsonl line {}:", n + 1)),
                "{text}"
            );
            assert_eq!(trace(&desk), before, "record {n}");
        }
    }
    // And the desk goes on as if nothing had been tried.
    support::append(&mut desk, &good());
    assert_eq!(
        support::recorded(&desk, "q"),
        support::recorded(&fresh, "q")
    );
    assert_eq!(desk.ledger().tip().unwrap(), fresh.ledger().tip().unwrap());
}

#[test]
fn a_bad_record_after_many_appends_leaves_the_same_end() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = support::create(dir.path(), "l.db");
    support::append(&mut desk, &good());
    let before = trace(&desk);
    let forecasts = support::recorded(&desk, "q");
    let more = [
        support::signal("t1", "q", "toward", &support::day(26)),
        support::signal("t2", "q", "away", &support::day(27)),
        support::signal("t3", "q", "toward", "2023-09-09"),
    ];
    assert!(
        desk.append(&support::hand(), support::facts(&more))
            .is_err()
    );
    assert_eq!(trace(&desk), before);
    assert_eq!(support::recorded(&desk, "q"), forecasts);
    // A desk that failed and a desk that did not agree on what comes next.
    let next = [support::signal("t4", "q", "away", &support::day(28))];
    let mut other = support::create(dir.path(), "other.db");
    support::append(&mut other, &good());
    support::append(&mut desk, &next);
    support::append(&mut other, &next);
    assert_eq!(
        support::recorded(&desk, "q"),
        support::recorded(&other, "q")
    );
}

#[test]
fn a_model_that_was_refused_with_its_file_is_not_remembered() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = support::create(dir.path(), "l.db");
    let bad = [
        support::model_line(),
        json!({"type": "note", "question": "none", "text": "x"}),
    ];
    assert!(desk.append(&support::hand(), support::facts(&bad)).is_err());
    let sha256 = summit_ledger::desk::sha256_hex(&support::model(4));
    let body = Body::from_value("model", &json!({"id": "small", "sha256": sha256})).unwrap();
    let refused = desk
        .append(&support::hand(), vec![body.into()])
        .unwrap_err();
    assert!(
        refused.to_string().contains("not in the ledger"),
        "{refused}"
    );
}

#[test]
fn an_append_dropped_without_a_commit_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let desk = support::create(dir.path(), "l.db");
    let before = trace(&desk);
    let path = desk.ledger().path();
    let memory = support::memory(dir.path(), "l.db");
    let mut ledger = Ledger::open(&path).unwrap().remembering(&memory);
    let of = Kept {
        program: "p",
        model: "m",
        question: "q",
    };
    for _ in 0..3 {
        let mut append = ledger.begin().unwrap();
        for i in 0..5 {
            let text = format!("note {i}");
            let body = Body::Note(Note {
                questions: Vec::new(),
                text,
            });
            let draft = Draft {
                id: format!("n:{i}"),
                author: "ana".into(),
                body,
            };
            append.append(draft, support::hand().now).unwrap();
        }
        append.attach(&"0".repeat(64), b"bytes").unwrap();
        append.keep(of, 0, b"bytes").unwrap();
        assert_eq!(append.tip().size(), 6);
        drop(append);
        assert_eq!(trace(&desk), before);
    }
}

#[test]
fn an_occasion_that_was_thought_almost_certain_can_pass_without_a_meeting() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = support::create(dir.path(), "l.db");
    for (i, (chance, strength)) in [(0.97, 4.0), (0.999, 20.0), (0.95, 1.0)]
        .into_iter()
        .enumerate()
    {
        let id = format!("q{i}");
        let mut q = support::question(&id);
        q["occasions"] = json!([{"id": "forum", "name": "The forum", "first": "2023-03-20",
                                 "last": "2023-03-24", "chance": chance, "strength": strength}]);
        let pass = json!({"type": "passage", "question": id, "known_on": "2023-03-25"});
        // The shipped model has many draws, so that some lie far out.
        support::append(&mut desk, &[q, pass]);
        let rows = support::recorded(&desk, &id);
        assert_eq!(rows.len(), 2);
    }
}
