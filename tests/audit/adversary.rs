//! The adversary of the design, one test each: found, named by entry, exit 1.

use serde_json::{Value, json};

use super::common::{add, alter, entries, found, home, model, rehash, rewrite, sound, sql};

const NO_OUTSIDE: &str = "No outside checkpoint was given";

#[test]
fn an_untouched_ledger_is_sound_and_the_audit_says_what_it_could_not_see() {
    let home = home();
    sound(&home, &[], NO_OUTSIDE);
    sound(&home, &[], "No key was given");
    sound(&home, &["--tier", "4"], "Tiers 5 to 6 were not run");
}

#[test]
fn a_changed_column_of_an_entry() {
    for (change, code) in [
        ("id='x'", "column-differs"),
        ("type='note'", "column-differs"),
        (
            "recorded_at='2026-11-23T18:22:22.123457Z'",
            "column-differs",
        ),
        ("leaf=zeroblob(32)", "leaf-differs"),
        (
            "bytes=CAST(replace(CAST(bytes AS TEXT),'text','Text') AS BLOB)",
            "leaf-differs",
        ),
        (
            "bytes=CAST(' '||CAST(bytes AS TEXT) AS BLOB)",
            "entry-unreadable",
        ),
        ("bytes=zeroblob(9)", "entry-unreadable"),
    ] {
        let home = home();
        sql(&home, &format!("UPDATE entry SET {change} WHERE seq=4"));
        found(&home, &[], code, 4);
    }
}

#[test]
fn a_changed_place_of_an_entry() {
    let home = home();
    sql(&home, "UPDATE entry SET seq=77 WHERE seq=4");
    found(&home, &[], "entry-missing", 4);
    found(&home, &[], "entry-misplaced", 77);
}

#[test]
fn a_changed_node_mention_or_checkpoint_column() {
    for (change, code, entry) in [
        (
            "UPDATE node SET hash=zeroblob(32) WHERE level=2 AND idx=0",
            "node-differs",
            3,
        ),
        (
            "UPDATE node SET idx=9 WHERE level=1 AND idx=1",
            "node-missing",
            3,
        ),
        (
            "DELETE FROM node WHERE level=1 AND idx=0",
            "node-missing",
            1,
        ),
        (
            "INSERT INTO node VALUES (1, 40, zeroblob(32))",
            "node-extra",
            81,
        ),
        (
            "UPDATE mention SET topic='r' WHERE topic='q' AND seq=6",
            "mention-missing",
            6,
        ),
        (
            "UPDATE mention SET seq=5000 WHERE topic='q' AND seq=6",
            "mention-extra",
            5000,
        ),
        (
            "DELETE FROM mention WHERE topic=':question'",
            "mention-missing",
            2,
        ),
    ] {
        let home = home();
        sql(&home, change);
        found(&home, &[], code, entry);
    }
}

#[test]
fn a_deleted_row() {
    let home = home();
    sql(&home, "DELETE FROM entry WHERE seq=5");
    found(&home, &[], "entry-missing", 5);
    found(&home, &[], "forecast-missing", 4);
}

#[test]
fn a_row_deleted_and_the_log_hashed_again() {
    let home = home();
    rehash(&home, |all| {
        all.remove(5);
    });
    found(&home, &[], "forecast-missing", 4);
}

#[test]
fn swapped_rows() {
    let home = home();
    sql(
        &home,
        "UPDATE entry SET seq=100 WHERE seq=4; UPDATE entry SET seq=4 WHERE seq=6;
         UPDATE entry SET seq=6 WHERE seq=100",
    );
    found(&home, &[], "entry-misplaced", 4);
    found(&home, &[], "entry-misplaced", 6);
}

#[test]
fn an_inserted_row() {
    let home = home();
    sql(
        &home,
        "INSERT INTO entry SELECT 10, 'new', type, recorded_at, leaf, bytes FROM entry WHERE seq=4",
    );
    found(&home, &[], "entry-misplaced", 10);
}

#[test]
fn an_inserted_fact_with_everything_hashed_again() {
    let home = home();
    rehash(&home, |all| {
        let mut extra = all[4].clone();
        extra["id"] = json!("z");
        extra["body"]["id"] = json!("z");
        all.insert(6, extra);
    });
    found(&home, &[], "forecast-missing", 6);
    // The forecast after it rests on more than it did.
    found(&home, &[], "forecast-stray", 8);
}

#[test]
fn insert_or_replace_past_the_triggers() {
    let home = home();
    let db = rusqlite::Connection::open(home.ledger()).unwrap();
    // Replacing does not fire the triggers on deletion here, but the guard of the order refuses.
    let replace = "INSERT OR REPLACE INTO entry SELECT seq, id, type, recorded_at, leaf,
                   CAST(replace(CAST(bytes AS TEXT),'text','Text') AS BLOB)
                   FROM entry WHERE seq=4";
    assert!(db.execute_batch(replace).is_err());
    drop(db);
    alter(&home, |db| db.execute_batch(replace).unwrap());
    found(&home, &[], "leaf-differs", 4);
    let home = super::common::home();
    let db = rusqlite::Connection::open(home.ledger()).unwrap();
    db.execute_batch("INSERT OR REPLACE INTO node VALUES (1, 2, zeroblob(32))")
        .unwrap();
    drop(db);
    found(&home, &[], "node-differs", 5);
}

#[test]
fn dropped_or_hollow_triggers() {
    let home = home();
    let db = rusqlite::Connection::open(home.ledger()).unwrap();
    db.execute_batch("DROP TRIGGER entry_no_update").unwrap();
    found(&home, &[], "guard-missing", None);
    db.execute_batch(
        "CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT 1; END;
         CREATE INDEX spy ON entry(type)",
    )
    .unwrap();
    found(&home, &[], "guard-missing", None);
    found(&home, &[], "schema-extra", None);
}

#[test]
fn a_forecast_changed_and_the_log_hashed_again() {
    for (field, value) in [
        ("p", json!(0.25)),
        ("lo", json!(0.01)),
        ("hi", json!(0.99)),
        ("effective_draws", json!(1.5)),
        ("as_of", json!("2026-11-04")),
    ] {
        let home = home();
        rehash(&home, |all| all[7]["body"][field] = value);
        found(&home, &[], "forecast-differs", 7);
    }
}

#[test]
fn one_bit_of_a_probability() {
    let home = home();
    rehash(&home, |all| {
        let p = all[7]["body"]["p"].as_f64().unwrap();
        all[7]["body"]["p"] = json!(f64::from_bits(p.to_bits() ^ 1));
    });
    found(&home, &[], "forecast-differs", 7);
}

#[test]
fn a_fact_changed_and_the_log_hashed_again() {
    for (seq, field, value) in [
        (4, "kind", json!("talks")),
        (4, "grade", json!("A1")),
        (4, "known_on", json!("2026-11-05")),
        (
            6,
            "about",
            json!({"first": "2026-11-20", "last": "2026-11-21"}),
        ),
    ] {
        let home = home();
        rehash(&home, |all| all[seq]["body"][field] = value);
        found(&home, &[], "forecast-differs", seq as u64 + 1);
    }
}

#[test]
fn the_model_a_forecast_names() {
    let home = home();
    let other = "0".repeat(64);
    rehash(&home, |all| all[5]["body"]["model"] = json!(other));
    found(&home, &[], "forecast-model", 5);
}

#[test]
fn a_changed_model() {
    let home = home();
    let other = model("tiny", 4.0);
    alter(&home, |db| {
        let changed = db.execute(
            "UPDATE attachment SET bytes=?1, size=?2 WHERE media='application/json'",
            rusqlite::params![other.as_bytes(), other.len() as i64],
        );
        assert_eq!(changed.unwrap(), 1);
    });
    found(&home, &[], "attachment-altered", 1);
    found(&home, &[], "model-unusable", 2);
}

#[test]
fn a_model_changed_with_its_adoption_and_the_log_hashed_again() {
    let home = home();
    super::common::swap_model(&home);
    found(&home, &[], "forecast-differs", 5);
}

#[test]
fn a_swapped_or_resized_attachment() {
    let home = home();
    sql(
        &home,
        "UPDATE attachment SET bytes=CAST('<p>The page</p>' AS BLOB) WHERE media='text/html'",
    );
    found(&home, &[], "attachment-altered", 6);
    let home = super::common::home();
    sql(
        &home,
        "UPDATE attachment SET media='text/plain' WHERE media='text/html'",
    );
    found(&home, &[], "attachment-media", 6);
    let home = super::common::home();
    sql(
        &home,
        "UPDATE attachment SET size=99 WHERE media='text/html'",
    );
    found(&home, &[], "attachment-size", 6);
    let home = super::common::home();
    sql(&home, "DELETE FROM attachment WHERE media='text/html'");
    found(&home, &[], "attachment-missing", 6);
    let home = super::common::home();
    sql(
        &home,
        "UPDATE attachment SET bytes=NULL WHERE media='text/html'",
    );
    found(&home, &[], "attachment-missing", 6);
}

#[test]
fn rules_of_the_program_that_a_forger_must_keep_too() {
    type Change = fn(&mut Vec<Value>);
    let cases: [(Change, &str, u64); 9] = [
        (
            |all| all[4]["recorded_at"] = json!("2026-11-23T18:22:22.123455Z"),
            "clock-backwards",
            4,
        ),
        (|all| all[5]["id"] = json!("forecast:q:5"), "id-differs", 5),
        (|all| all[6]["id"] = json!("a"), "id-differs", 6),
        (
            |all| all[4]["body"]["question"] = json!("r"),
            "reference-unknown",
            4,
        ),
        (
            |all| all[8]["body"]["signal"] = json!("c"),
            "reference-unknown",
            8,
        ),
        (
            |all| all[5]["body"]["rests_on"] = json!(99),
            "reference-unknown",
            5,
        ),
        (
            |all| all[8]["body"]["known_on"] = json!("2026-11-02"),
            "fact-outside-life",
            8,
        ),
        (|all| all[0]["type"] = json!("note"), "ledger-entry", 0),
        (
            |all| {
                let again = all[5].clone();
                all.push(again);
            },
            "forecast-stray",
            10,
        ),
    ];
    for (change, code, entry) in cases {
        let home = home();
        alter(&home, |db| {
            // Two entries of one id cannot stand under the built-in table.
            let mut all = entries(db);
            change(&mut all);
            if all[0]["type"] == "note" {
                all[0]["body"] = json!({"question": "q", "text": "t"});
            }
            if all.len() > 10 {
                all[10]["id"] = json!("forecast:q:9");
            }
            if all[6]["id"] == "a" {
                all[6]["id"] = json!("c");
            }
            rewrite(db, &all);
        });
        found(&home, &[], code, entry);
    }
}

#[test]
fn a_fact_after_the_resolution() {
    let home = home();
    home.ok(&["resolve", "void", "--on", "2026-11-21"]);
    sound(&home, &[], NO_OUTSIDE);
    rehash(&home, |all| {
        let resolution = all.remove(10);
        all.insert(8, resolution);
    });
    found(&home, &[], "fact-after-resolution", 9);
}

#[test]
fn a_model_change_for_a_question_is_followed_by_a_forecast() {
    let home = home();
    home.write("other.json", &model("other", 5.0));
    home.ok(&["model", "adopt", "other.json", "--for", "q"]);
    add(&home, "c", "visit", "2026-11-22");
    // A model for questions from now on changes nothing for this one.
    home.write("third.json", &model("third", 7.0));
    home.ok(&["model", "adopt", "third.json"]);
    add(&home, "d", "talks", "2026-11-23");
    // Out of order: the whole question is replayed.
    add(&home, "e", "visit", "2026-11-10");
    sound(&home, &[], NO_OUTSIDE);
    rehash(&home, |all| {
        all.remove(11);
    });
    found(&home, &[], "forecast-missing", 10);
}
