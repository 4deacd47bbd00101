//! The adversary against the commands of every day: none computes with what was altered.

use rusqlite::Connection;
use serde_json::{Value, json};

use super::common::{add, alter, entries, found, home, rehash, sql};
use crate::support::home::Home;
use crate::web::served::Served;

/// One change each, through plain SQLite.
const CHANGES: &[&str] = &[
    "UPDATE entry SET id='x' WHERE seq=4",
    "UPDATE entry SET type='note' WHERE seq=4",
    "UPDATE entry SET type='forecast' WHERE seq=4",
    "UPDATE entry SET recorded_at='2026-11-23T18:22:22.123457Z' WHERE seq=4",
    "UPDATE entry SET leaf=zeroblob(32) WHERE seq=4",
    "UPDATE entry SET leaf=zeroblob(32) WHERE seq=9",
    "UPDATE entry SET bytes=CAST(replace(CAST(bytes AS TEXT),'text','Text') AS BLOB) WHERE seq=4",
    "UPDATE entry SET bytes=CAST(replace(CAST(bytes AS TEXT),'talks','visit') AS BLOB) WHERE seq=6",
    "UPDATE entry SET bytes=CAST(' '||CAST(bytes AS TEXT) AS BLOB) WHERE seq=4",
    "UPDATE entry SET bytes=zeroblob(9) WHERE seq=0",
    "UPDATE entry SET seq=77 WHERE seq=4",
    "UPDATE entry SET seq=100 WHERE seq=4; UPDATE entry SET seq=4 WHERE seq=6;
     UPDATE entry SET seq=6 WHERE seq=100",
    "INSERT INTO entry SELECT 16, 'new', type, recorded_at, leaf, bytes FROM entry WHERE seq=4",
    "DELETE FROM entry WHERE seq=5",
    "DELETE FROM entry WHERE seq=9",
    "DELETE FROM entry WHERE seq>=8; DELETE FROM mention WHERE seq>=8",
    "UPDATE node SET hash=zeroblob(32) WHERE level=2 AND idx=0",
    "UPDATE node SET idx=9 WHERE level=1 AND idx=1",
    "DELETE FROM node WHERE level=1 AND idx=0",
    "DELETE FROM node WHERE level=3",
    "INSERT INTO node VALUES (1, 40, zeroblob(32))",
    "DELETE FROM mention WHERE topic='q' AND seq=6",
    "DELETE FROM mention WHERE topic='q' AND seq=9",
    "DELETE FROM mention WHERE topic=':question'",
    "INSERT INTO mention VALUES ('q', 1)",
    "INSERT INTO mention VALUES ('q', 5000)",
    "UPDATE mention SET topic='r' WHERE topic='q' AND seq=6",
    "UPDATE mention SET seq=5000 WHERE topic='q' AND seq=6",
    "DELETE FROM mention WHERE topic=':model'",
    "UPDATE attachment SET bytes=CAST('<p>The page</p>' AS BLOB) WHERE media='text/html'",
    "UPDATE attachment SET media='text/plain' WHERE media='text/html'",
    "UPDATE attachment SET size=99 WHERE media='text/html'",
    "UPDATE attachment SET bytes=NULL WHERE media='text/html'",
    "DELETE FROM attachment WHERE media='text/html'",
    "DELETE FROM attachment WHERE media='application/json'",
    "UPDATE attachment SET bytes=zeroblob(40) WHERE media='application/json'",
    "UPDATE checkpoint SET size=4 WHERE id=2",
    "DELETE FROM checkpoint WHERE id=1",
    "CREATE INDEX spy ON entry(type)",
    "CREATE TRIGGER hook AFTER INSERT ON entry BEGIN DELETE FROM mention; END",
];

/// Commands of every day, and those that append and sign.
const READ: &[&[&str]] = &[
    &["history"],
    &["forecast"],
    &["explain"],
    &["questions"],
    &["sensitivity"],
    &["report", "--no-audit", "-o", "-"],
    &["export", "public"],
    &["prove", "4"],
    &["score"],
];
const WRITE: &[&[&str]] = &[
    &[
        "add",
        "talks",
        "--on",
        "2026-11-21",
        "--id",
        "z",
        "--grade",
        "B2",
        "-m",
        "z",
    ],
    &[
        "add",
        "visit",
        "--on",
        "2026-11-03",
        "--id",
        "a",
        "--grade",
        "B2",
        "--source",
        "s",
        "-m",
        "text",
    ],
    &["retract", "b", "--because", "denied", "--on", "2026-11-21"],
    &["checkpoint"],
];

/// The ledger of the audits, with a key, so that it is signed.
fn signed() -> Home {
    let home = home();
    home.ok(&["key", "new"]);
    add(&home, "c", "talks", "2026-11-21");
    home.ok(&["amend", "c", "--why", "graded anew", "--grade", "A1"]);
    // What every command below would have printed is known as sound until the file is altered.
    home.ok(&["history"]);
    home
}

/// No command answers, none writes; the dashboard tells no number.
fn refused(home: &Home, change: &str) {
    let size = |home: &Home| {
        let db = Connection::open(home.ledger()).unwrap();
        let sql = "SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM checkpoint)";
        db.query_row(sql, [], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?)))
            .unwrap()
    };
    let before = size(home);
    for args in READ.iter().chain(WRITE) {
        let said = home.command(args).output().unwrap();
        let err = String::from_utf8(said.stderr).unwrap();
        assert_eq!(said.status.code(), Some(3), "{change}: {args:?}: {err}");
        assert!(said.stdout.is_empty(), "{change}: {args:?}");
        assert!(
            err.contains("summit audit") && err.contains("summit salvage"),
            "{change}: {err}"
        );
    }
    assert_eq!(size(home), before, "{change}");
    let served = Served::of(&home.ledger());
    assert_eq!(served.get("/q/q").status, 503, "{change}");
    assert!(served.page("/").contains("cannot be read now"), "{change}");
}

#[test]
fn no_command_computes_with_an_altered_file() {
    let home = signed();
    let whole = std::fs::read(home.ledger()).unwrap();
    for change in CHANGES {
        std::fs::write(home.ledger(), &whole).unwrap();
        sql(&home, change);
        refused(&home, change);
    }
    std::fs::write(home.ledger(), &whole).unwrap();
    for args in READ.iter().chain(WRITE) {
        home.ok(args);
    }
}

#[test]
fn an_alteration_between_two_commands_is_seen_though_size_and_times_are_the_same() {
    let home = signed();
    let path = home.ledger();
    let times = std::fs::metadata(&path).unwrap();
    sql(&home, CHANGES[6]);
    let file = std::fs::File::options().write(true).open(&path).unwrap();
    let then = std::fs::FileTimes::new()
        .set_modified(times.modified().unwrap())
        .set_accessed(times.accessed().unwrap());
    file.set_times(then).unwrap();
    drop(file);
    let now = std::fs::metadata(&path).unwrap();
    assert_eq!(
        (now.len(), now.modified().unwrap()),
        (times.len(), times.modified().unwrap())
    );
    assert!(home.fails(3, &["history"]).contains("entry 4"));
}

#[test]
fn what_is_remembered_of_a_sound_file_cannot_be_forged_without_the_secret() {
    let home = signed();
    let files = home.state().join("files");
    let remembered = || {
        let one = std::fs::read_dir(&files).unwrap().next().unwrap().unwrap();
        (one.path(), std::fs::read_to_string(one.path()).unwrap())
    };
    let (path, before) = remembered();
    sql(&home, CHANGES[0]);
    // Another program, with another secret, finds the altered file sound.
    let secret = home.state().join("secret");
    let ours = std::fs::read(&secret).unwrap();
    let stamp = {
        sql(&home, "UPDATE entry SET id='a' WHERE seq=4");
        std::fs::write(&secret, format!("{}\n", "ab".repeat(32))).unwrap();
        home.ok(&["history"]);
        remembered().1
    };
    assert_ne!(stamp, before);
    std::fs::write(&secret, &ours).unwrap();
    // The tag of another secret, and ours over other lines, count for nothing: all is checked.
    for text in [
        stamp.clone(),
        format!("{}\n{}", &before[..64], &stamp[65..]),
    ] {
        std::fs::write(&path, &text).unwrap();
        home.ok(&["history"]);
        assert_ne!(remembered().1, text);
    }
}

#[test]
fn a_forecast_that_was_rehashed_is_not_printed_and_not_built_on() {
    for (seq, field, value) in [
        (9, "p", json!(0.25)),
        (9, "lo", json!(0.01)),
        (9, "effective_draws", json!(1.5)),
        (9, "as_of", json!("2026-11-19")),
        (9, "rests_on", json!(7)),
        (9, "model", json!("0".repeat(64))),
    ] {
        let home = home();
        rehash(&home, |all| {
            all[seq]["body"][field] = value.clone();
            all[seq]["id"] = json!(format!("forecast:q:{}", all[seq]["body"]["rests_on"]));
        });
        home.forget();
        for args in [&["history"][..], &["forecast"], &["explain"], WRITE[0]] {
            let said = home.fails(3, args);
            assert!(
                said.contains("entry 9: the forecast is not what"),
                "{field} {args:?}: {said}"
            );
            assert!(
                said.contains("derived again") && said.contains("recorded"),
                "{said}"
            );
        }
        let served = Served::of(&home.ledger());
        assert_eq!(served.get("/q/q").status, 503, "{field}");
    }
}

#[test]
fn a_rewritten_log_is_shown_only_where_every_forecast_follows_from_it() {
    // The last forecast is as it was; one before it is not.
    let home = home();
    rehash(&home, |all| all[5]["body"]["p"] = json!(0.25));
    let said = home.fails(3, &["history"]);
    assert!(said.contains("is not what was last seen here"), "{said}");
    assert!(said.contains("entry 5: the forecast"), "{said}");
    // A fact whose words moved nothing: shown, with the warning first; nothing is appended.
    let home = super::common::home();
    rehash(&home, |all| {
        all[4]["body"]["summary"] = json!("other words")
    });
    let said = home.command(&["history"]).output().unwrap();
    let err = String::from_utf8(said.stderr).unwrap();
    assert!(said.status.success(), "{err}");
    let first = err.lines().next().unwrap();
    assert!(
        first.starts_with("warning: ") && first.contains("was rewritten"),
        "{err}"
    );
    assert!(home.fails(3, WRITE[0]).contains("adopt-copy"));
}

#[test]
fn the_cache_of_another_hand_is_not_used() {
    let home = home();
    let kept = |home: &Home| -> Vec<u8> {
        let db = Connection::open(home.ledger()).unwrap();
        db.query_row("SELECT bytes FROM cache", [], |r| r.get(0))
            .unwrap()
    };
    let many = |from: u32| {
        let line = |i: u32| {
            json!({"type": "signal", "id": format!("m{i}"), "question": "q", "kind": "talks",
                   "observed_on": "2026-11-20", "known_on": "2026-11-20", "summary": "m",
                   "grade": "B2"})
        };
        (from..from + 70)
            .map(|i| format!("{}\n", line(i)))
            .collect::<String>()
    };
    home.write("many.jsonl", &many(0));
    home.ok(&["import", "many.jsonl"]);
    let bytes = kept(&home);
    // What a forger can write: other numbers in the belief, and the digest that was once enough.
    let forged: Vec<u8> = bytes
        .iter()
        .map(|b| if *b == 0x3f { 0x3e } else { *b })
        .collect();
    assert_ne!(forged, bytes);
    let twin = super::common::home();
    twin.write("many.jsonl", &many(0));
    twin.ok(&["import", "many.jsonl"]);
    alter(&home, |db| {
        let digest = {
            use sha2::Digest as _;
            sha2::Sha256::digest(&forged).to_vec()
        };
        db.execute(
            "UPDATE cache SET bytes=?1, digest=?2",
            rusqlite::params![forged, digest],
        )
        .unwrap();
    });
    let (report, exit) = super::common::command(&home, &[]);
    assert_eq!(exit, 0);
    assert!(
        report["warnings"].to_string().contains("cache-foreign"),
        "{report:#}"
    );
    let last = |home: &Home| {
        let db = Connection::open(home.ledger()).unwrap();
        entries(&db).pop().unwrap()["body"]["p"].clone()
    };
    for home in [&home, &twin] {
        add(home, "after", "visit", "2026-11-21");
    }
    assert_eq!(last(&home), last(&twin));
    // Without the secret no belief is kept, and the numbers are the same.
    let bare = super::common::home();
    bare.write("many.jsonl", &many(0));
    std::fs::remove_dir_all(bare.state()).unwrap();
    std::fs::write(bare.state(), "no folder").unwrap();
    let said = bare.command(&["import", "many.jsonl"]).output().unwrap();
    let said = String::from_utf8(said.stderr).unwrap();
    assert!(
        said.contains("note: nothing is remembered between commands"),
        "{said}"
    );
    let db = Connection::open(bare.ledger()).unwrap();
    let rows: i64 = db
        .query_row("SELECT count(*) FROM cache", [], |r| r.get(0))
        .unwrap();
    assert_eq!(rows, 0);
    add(&bare, "after", "visit", "2026-11-21");
    assert_eq!(last(&bare), last(&twin));
    bare.ok(&["history"]);
}

#[test]
fn a_poisoned_index_of_ids_stores_nothing_twice() {
    let home = signed();
    poison(&home, "sqlite_autoindex_entry_1", "a", "zz");
    // The index says that there is no `a`; the log has it.
    let said = home.fails(3, WRITE[1]);
    assert!(said.contains("index of ids"), "{said}");
    assert!(home.fails(3, &["history"]).contains("index of ids"));
    found(&home, &[], "file-damaged", None);
}

/// Writes another key of the same length over one in an index, past SQLite.
fn poison(home: &Home, index: &str, from: &str, to: &str) {
    let db = Connection::open(home.ledger()).unwrap();
    let (page, size): (usize, usize) = db
        .query_row(
            "SELECT (SELECT rootpage FROM sqlite_schema WHERE name=?1),
                    (SELECT page_size FROM pragma_page_size)",
            [index],
            |r| Ok((r.get::<_, i64>(0)? as usize, r.get::<_, i64>(1)? as usize)),
        )
        .unwrap();
    drop(db);
    let mut file = std::fs::read(home.ledger()).unwrap();
    let page = &mut file[(page - 1) * size..page * size];
    // A cell's key: header of three bytes, the text's type, an integer's type, then the text.
    let head = |text: &str| vec![3, 13 + 2 * text.len() as u8];
    let at = page
        .windows(2 + 1 + from.len())
        .position(|w| w.starts_with(&head(from)) && w.ends_with(from.as_bytes()))
        .expect("the key stands in the index");
    let to = &to.as_bytes()[..from.len()];
    page[at + 3..at + 3 + from.len()].copy_from_slice(to);
    std::fs::write(home.ledger(), file).unwrap();
}

#[test]
fn a_model_that_was_swapped_with_its_adoption_is_not_used() {
    let home = home();
    add(&home, "c", "visit", "2026-11-21");
    super::common::swap_model(&home);
    home.forget();
    for args in [&["history"][..], &["forecast"], WRITE[0]] {
        home.fails(3, args);
    }
    let whole: Vec<Value> = entries(&Connection::open(home.ledger()).unwrap());
    assert_eq!(whole.len(), 12);
}
