//! The file: what guards it, what is not taken for a ledger, and what appending promises.

use std::fs;
use std::path::Path;

use rusqlite::{Connection, params};
use serde_json::json;
use summit_ledger::desk::{Desk, Hand};
use summit_ledger::proof::tree::{Hash, empty_root, leaf_hash, node_hash};
use summit_ledger::record::{Body, Note};
use summit_ledger::store::{Appended, Draft, FORMAT, Ledger, StoreError};

use crate::support::tools::bound_by_permissions;
use crate::support::{self, hand, moment};

fn note(id: &str, text: &str) -> Draft {
    Draft {
        id: id.into(),
        author: "ana".into(),
        body: Body::Note(Note {
            questions: Vec::new(),
            text: text.into(),
        }),
    }
}

fn some_ledger(dir: &Path) -> Desk {
    let mut desk = support::create(dir, "l.db");
    let records = [
        support::model_line(),
        support::question("q"),
        support::signal("s1", "q", "toward", &support::day(3)),
    ];
    support::append(&mut desk, &records);
    desk
}

/// A connection with none of the program's settings.
fn plain(desk: &Desk) -> Connection {
    Connection::open(desk.ledger().path()).unwrap()
}

#[test]
fn a_stranger_cannot_change_or_delete_rows_by_accident() {
    let dir = tempfile::tempdir().unwrap();
    let desk = some_ledger(dir.path());
    let db = plain(&desk);
    for (sql, says) in [
        (
            "UPDATE entry SET bytes = bytes WHERE seq = 1",
            "an entry is never changed",
        ),
        (
            "UPDATE entry SET id = 'other' WHERE seq = 1",
            "an entry is never changed",
        ),
        (
            "UPDATE entry SET seq = 99 WHERE seq = 1",
            "an entry is never changed",
        ),
        (
            "DELETE FROM entry WHERE seq = 1",
            "an entry is never deleted",
        ),
        ("DELETE FROM entry", "an entry is never deleted"),
        (
            "UPDATE node SET hash = zeroblob(32)",
            "a node of the tree is never changed",
        ),
        ("DELETE FROM node", "a node of the tree is never deleted"),
        (
            "UPDATE mention SET topic = 'other'",
            "a mention is never changed",
        ),
        ("DELETE FROM mention", "a mention is never deleted"),
        (
            "UPDATE attachment SET bytes = NULL",
            "an attachment is only emptied",
        ),
        (
            "UPDATE attachment SET bytes = x'00'",
            "an attachment is only emptied",
        ),
        ("DELETE FROM attachment", "an attachment is never deleted"),
    ] {
        let refused = db.execute(sql, []).expect_err(sql).to_string();
        assert!(
            refused.contains("summit: ") && refused.contains(says),
            "{sql}: {refused}"
        );
    }
}

#[test]
fn entries_come_in_order_without_a_gap() {
    let dir = tempfile::tempdir().unwrap();
    let desk = some_ledger(dir.path());
    let db = plain(&desk);
    let size = desk.ledger().tip().unwrap().size() as i64;
    let insert = "INSERT INTO entry(seq, id, type, recorded_at, leaf, bytes)
                  VALUES (?1, ?2, 'note', '', zeroblob(32), x'7b7d')";
    for seq in [0, size - 1, size + 1, size + 100, -1] {
        let refused = db
            .execute(insert, params![seq, format!("x{seq}")])
            .expect_err("order");
        assert!(
            refused.to_string().contains("without a gap"),
            "{seq}: {refused}"
        );
    }
    db.execute_batch("PRAGMA recursive_triggers=ON").unwrap();
    for verb in ["INSERT OR REPLACE", "REPLACE"] {
        for (seq, id) in [(1, "new"), (size, "q")] {
            let sql = insert.replacen("INSERT", verb, 1);
            let refused = db
                .execute(&sql, params![seq, id])
                .expect_err(verb)
                .to_string();
            assert!(refused.contains("summit: "), "{verb} {seq} {id}: {refused}");
        }
        let sql = format!("{verb} INTO node(level, idx, hash) VALUES (1, 0, zeroblob(32))");
        let refused = db.execute(&sql, []).expect_err(verb).to_string();
        assert!(refused.contains("summit: "), "{verb}: {refused}");
        let sql =
            format!("{verb} INTO attachment SELECT sha256, media, size, NULL FROM attachment");
        let refused = db.execute(&sql, []).expect_err(verb).to_string();
        assert!(refused.contains("summit: "), "{verb}: {refused}");
    }
}

/// Opens to append and to read, and wants the same refusal from both; its hint comes back.
fn refused(path: &Path) -> StoreError {
    let read = Ledger::open_read_only(path).err().expect("refused to read");
    let write = Ledger::open(path).err().expect("refused to append");
    assert_eq!(read.to_string(), write.to_string());
    assert!(!write.hint().is_empty());
    write
}

#[test]
fn what_is_not_a_ledger_is_said_to_be_what_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);

    let e = refused(&at("missing.db"));
    assert!(matches!(e, StoreError::Missing(_)), "{e}");
    assert!(e.hint().contains("summit init"), "{}", e.hint());

    let e = refused(dir.path());
    assert!(
        matches!(&e, StoreError::NotALedger { why, .. } if why == "it is not a file"),
        "{e}"
    );

    fs::write(at("empty.db"), "").unwrap();
    let e = refused(&at("empty.db"));
    assert!(
        matches!(&e, StoreError::NotALedger { why, .. } if why == "the file is empty"),
        "{e}"
    );
    assert_eq!(fs::read(at("empty.db")).unwrap(), b"");

    let text = "Minutes of the meeting. ".repeat(400);
    for (name, text) in [("short.txt", "Minutes."), ("long.txt", &text)] {
        fs::write(at(name), text).unwrap();
        let e = refused(&at(name));
        let why = "it is not an SQLite database";
        assert!(
            matches!(&e, StoreError::NotALedger { why: w, .. } if w == why),
            "{name}: {e}"
        );
        assert_eq!(fs::read(at(name)).unwrap(), text.as_bytes());
    }

    let other = Connection::open(at("other.db")).unwrap();
    other
        .execute_batch("CREATE TABLE entry(x); PRAGMA user_version=1")
        .unwrap();
    let e = refused(&at("other.db"));
    let why = "it is an SQLite database of another program";
    assert!(
        matches!(&e, StoreError::NotALedger { why: w, .. } if w == why),
        "{e}"
    );

    let e = Ledger::create(&at("other.db"))
        .err()
        .expect("refused to make");
    assert!(matches!(e, StoreError::Exists(_)), "{e}");
    assert!(!e.hint().is_empty());
}

#[test]
fn a_ledger_of_a_newer_format_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let desk = some_ledger(dir.path());
    let path = desk.ledger().path();
    plain(&desk).execute_batch("PRAGMA user_version=2").unwrap();
    drop(desk);
    let e = refused(&path);
    let newer = matches!(
        e,
        StoreError::Format {
            found: 2,
            known: FORMAT,
            ..
        }
    );
    assert!(newer, "{e}");
    assert!(e.hint().contains("newer summit"), "{}", e.hint());
}

#[test]
fn a_copy_that_lost_a_part_is_said_to_be_damaged() {
    let dir = tempfile::tempdir().unwrap();
    let desk = some_ledger(dir.path());
    let path = desk.ledger().path();
    plain(&desk)
        .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
    drop(desk);
    let whole = fs::read(&path).unwrap();
    let copy = dir.path().join("copy.db");
    for part in [whole.len() / 2, whole.len() - 4096, 4096] {
        fs::write(&copy, &whole[..part]).unwrap();
        let e = refused(&copy);
        assert!(matches!(e, StoreError::Damaged { .. }), "{part}: {e}");
        assert!(e.hint().contains("backup"), "{}", e.hint());
    }
}

#[test]
fn a_copy_without_its_wal_is_not_said_to_be_of_another_program() {
    let dir = tempfile::tempdir().unwrap();
    let desk = some_ledger(dir.path());
    let copy = dir.path().join("copy.db");
    fs::copy(desk.ledger().path(), &copy).unwrap();
    let e = refused(&copy);
    let says = format!("{e} {}", e.hint());
    assert!(
        says.contains("-wal") && !says.contains("another program"),
        "{says}"
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_is_read_and_refuses_appends() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let desk = some_ledger(dir.path());
    let path = desk.ledger().path();
    drop(desk);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let this = "store::a_file_that_may_not_be_written_is_read_and_refuses_appends";
    if !bound_by_permissions(&path, this) {
        return;
    }
    assert!(Ledger::open_read_only(&path).unwrap().tip().unwrap().size() > 0);
    let write = |mut ledger: Ledger| {
        let mut append = ledger.begin()?;
        append.append(note("n:0", "x"), hand().now).map(drop)
    };
    let e = Ledger::open(&path).and_then(write).unwrap_err();
    assert!(matches!(e, StoreError::Barred { .. }), "{e}");
    assert!(
        e.to_string().contains("you may not write to the file"),
        "{e}"
    );
    assert!(e.hint().contains("read all the same"), "{}", e.hint());
}

/// RFC 6962, section 2.1, as it is written there.
fn root_of(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [one] => *one,
        many => {
            let split = many.len().next_power_of_two() / 2;
            let (left, right) = many.split_at(split);
            node_hash(&root_of(left), &root_of(right))
        }
    }
}

fn stored_root(ledger: &Ledger) -> Hash {
    let rows = ledger.rows(0, usize::MAX).unwrap();
    let leaves: Vec<Hash> = rows.iter().map(|r| leaf_hash(&r.bytes)).collect();
    for (row, leaf) in rows.iter().zip(&leaves) {
        assert_eq!(row.leaf, leaf);
    }
    root_of(&leaves)
}

#[test]
fn the_root_is_that_of_all_rows_at_every_size() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = Ledger::create(&dir.path().join("l.db")).unwrap();
    for size in 0..=40 {
        let tip = ledger.tip().unwrap();
        assert_eq!((tip.size(), tip.root()), (size, stored_root(&ledger)));
        let mut append = ledger.begin().unwrap();
        assert_eq!(append.tip(), &tip);
        append
            .append(note(&format!("n:{size}"), "x"), hand().now)
            .unwrap();
        let tip = append.commit().unwrap();
        assert_eq!(ledger.tip().unwrap(), tip);
    }
}

#[test]
fn a_retry_finds_the_entry_and_other_content_is_a_conflict() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = Ledger::create(&dir.path().join("l.db")).unwrap();
    let now = hand().now;
    let mut append = ledger.begin().unwrap();
    append.append(note("n:0", "zero"), now).unwrap();
    let Appended::New(first) = append.append(note("n:1", "one"), now).unwrap() else {
        panic!("the first is new");
    };
    append.commit().unwrap();

    let mut append = ledger.begin().unwrap();
    let mut retry = note("n:1", "one");
    retry.author = "bob".into();
    let later = moment("2027-01-01T00:00:00.000000Z");
    let Appended::Already(found) = append.append(retry, later).unwrap() else {
        panic!("a retry is not new");
    };
    assert_eq!(found, first);
    let e = append.append(note("n:1", "two"), now).unwrap_err();
    assert!(
        matches!(&e, StoreError::Conflict { id, seq: 1, .. } if id == "n:1"),
        "{e}"
    );
    assert!(e.to_string().contains("entry 1"), "{e}");
    assert!(!e.hint().is_empty());
    assert_eq!(append.commit().unwrap().size(), 2);
}

#[test]
fn a_retry_of_a_file_appends_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = some_ledger(dir.path());
    let resolve = |outcome: &str, because: serde_json::Value| {
        json!({"type": "resolution", "question": "q", "outcome": outcome, "on": "2023-05-01",
               "because": because})
    };
    let records = [
        support::question("q"),
        support::signal("s1", "q", "toward", &support::day(3)),
        support::signal("s2", "q", "away", &support::day(3)),
        json!({"type": "retraction", "question": "q", "signal": "s1",
               "known_on": support::day(4), "because": "It was wrong."}),
        json!({"type": "passage", "question": "q", "known_on": support::day(9)}),
        json!({"type": "note", "question": "q", "text": "Words."}),
        resolve("yes", json!(null)),
        resolve("no", json!("The meeting was a call.")),
    ];
    support::append(&mut desk, &records);
    let tip = desk.ledger().tip().unwrap();
    for desk in [&mut desk, &mut support::open(dir.path(), "l.db")] {
        let facts = support::facts(&records);
        let again = desk.append(&hand(), facts).unwrap();
        assert!(again.iter().all(|r| r.already));
        assert_eq!(desk.ledger().tip().unwrap(), tip);
    }
}

#[test]
fn what_could_not_be_read_back_is_not_written() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = some_ledger(dir.path());
    let size = desk.ledger().tip().unwrap().size();
    for author in ["", "  ", "a\0b", &"x".repeat(201)] {
        let hand = Hand {
            author: author.into(),
            now: hand().now,
        };
        let facts = support::facts(&[json!({"type": "note", "text": "x"})]);
        assert!(desk.append(&hand, facts).is_err(), "{author:?}");
    }
    assert_eq!(desk.ledger().tip().unwrap().size(), size);
}

#[test]
fn recorded_at_never_runs_backwards() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("l.db");
    let mut ledger = Ledger::create(&path).unwrap();
    let times = [
        "10:00:00.000001",
        "09:00:00.000000",
        "10:00:00.000000",
        "10:00:00.000002",
        "01:00:00.000000",
    ];
    let mut got = Vec::new();
    for (i, time) in times.into_iter().enumerate() {
        if i == 3 {
            ledger = Ledger::open(&path).unwrap();
        }
        let mut append = ledger.begin().unwrap();
        let now = moment(&format!("2026-05-05T{time}Z"));
        let entry = append.append(note(&format!("n:{i}"), "x"), now).unwrap();
        got.push(entry.entry().recorded_at);
        append.commit().unwrap();
    }
    let first = moment("2026-05-05T10:00:00.000001Z");
    let then = moment("2026-05-05T10:00:00.000002Z");
    assert_eq!(got, [first, first, first, then, then]);
    let stored = ledger.rows(0, 10).unwrap();
    assert!(
        stored
            .windows(2)
            .all(|w| w[0].recorded_at <= w[1].recorded_at)
    );
}

#[test]
fn two_threads_lose_nothing() {
    const EACH: usize = 50;
    let dir = tempfile::tempdir().unwrap();
    drop(some_ledger(dir.path()));
    let work = |name: &'static str| {
        let mut desk = support::open(dir.path(), "l.db");
        move || {
            for i in 0..EACH {
                let kind = ["toward", "away", "flat"][i % 3];
                let day = support::day(4 + i as i32 / 4);
                let s = support::signal(&format!("{name}{i}"), "q", kind, &day);
                support::append(&mut desk, &[s]);
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work("a"));
        scope.spawn(work("b"));
    });
    let desk = support::open(dir.path(), "l.db");
    let ledger = desk.ledger();
    let rows = ledger.rows(0, usize::MAX).unwrap();
    assert!(rows.iter().zip(0..).all(|(r, seq)| r.seq == seq));
    let signals = rows.iter().filter(|r| r.type_name == "signal").count();
    assert_eq!(signals, 2 * EACH + 1);
    let tip = ledger.tip().unwrap();
    assert_eq!(
        (tip.size(), tip.root()),
        (rows.len() as u64, stored_root(ledger))
    );
    let model = summit_ledger::belief::Model::parse(&support::model(4)).unwrap();
    let recorded: Vec<_> = support::recorded(&desk, "q")
        .into_iter()
        .map(|r| r.1)
        .collect();
    assert_eq!(recorded, support::rederived(&desk, "q", &model));
}

#[test]
fn a_log_looked_at_as_it_was_ends_there_and_takes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    drop(some_ledger(dir.path()));
    let mut ledger = Ledger::open(&dir.path().join("l.db")).unwrap();
    let all = ledger.tip().unwrap();
    let about = ledger.entries_about("q", None).unwrap();
    let first = about.last().unwrap().seq;
    let id = about.last().unwrap().id.clone();
    ledger.look_at(Some(first));
    let then = ledger.tip().unwrap();
    assert_eq!((then.size(), ledger.size().unwrap()), (first, first));
    assert_eq!(then.root(), stored_root(&ledger));
    assert_eq!(ledger.entry(first).unwrap(), None);
    assert_eq!(ledger.entry_by_id(&id).unwrap(), None);
    assert_eq!(
        ledger.entries_about("q", None).unwrap(),
        about[..about.len() - 1]
    );
    assert_eq!(ledger.rows(0, usize::MAX).unwrap().len() as u64, first);
    let Err(refused) = ledger.begin() else {
        panic!("an append to a log looked at as it was");
    };
    assert!(
        refused.to_string().contains("nothing is appended so"),
        "{refused}"
    );
    ledger.look_at(None);
    assert_eq!(ledger.tip().unwrap(), all);
    drop(ledger.begin().unwrap());
}
