//! Keys, checkpoints, witnesses, and the proof of one entry.

use crate::support::home::Home;

const LOG: &str = "test.example/log";

fn home_with_key() -> (Home, String) {
    let home = Home::with_question();
    let vkey = home.ok(&["key", "new"]).trim().to_owned();
    (home, vkey)
}

fn add(home: &Home, id: &str) {
    home.ok(&[
        "add",
        "threat",
        "--on",
        "2023-03-01",
        "--id",
        id,
        "--summary",
        id,
    ]);
}

#[cfg(unix)]
#[test]
fn a_key_is_private_and_one_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let (home, vkey) = home_with_key();
    assert!(vkey.starts_with(&format!("{LOG}+")), "{vkey}");
    assert_eq!(home.ok(&["key", "show"]).trim(), vkey);
    let folder = home.path().join(".config/summit/keys");
    let path = std::fs::read_dir(&folder)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let mode = |p: &std::path::Path| std::fs::metadata(p).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(&folder), 0o700);
    let secret = std::fs::read_to_string(&path).unwrap();
    assert!(home.fails(2, &["key", "new"]).contains("is there"));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let said = home.fails(2, &["checkpoint"]);
    assert!(
        said.contains("others can read this key") && said.contains("chmod 600"),
        "{said}"
    );
    // The secret never reaches the ledger.
    let ledger = std::fs::read(home.ledger()).unwrap();
    let needle = secret.trim().as_bytes();
    assert!(!ledger.windows(needle.len()).any(|w| w == needle));
}

#[test]
fn with_a_key_every_append_ends_with_a_checkpoint_unless_told_not_to() {
    let (home, _) = home_with_key();
    let sizes = || -> Vec<i64> {
        let db = rusqlite::Connection::open(home.ledger()).unwrap();
        let mut s = db
            .prepare("SELECT size FROM checkpoint ORDER BY id")
            .unwrap();
        s.query_map([], |r| r.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    };
    assert!(sizes().is_empty());
    add(&home, "a");
    assert_eq!(sizes(), [6]);
    add(&home, "a");
    assert_eq!(sizes(), [6], "a retry appends nothing and signs nothing");
    home.ok(&[
        "add",
        "threat",
        "--on",
        "2023-03-02",
        "--id",
        "b",
        "--summary",
        "b",
        "--no-checkpoint",
    ]);
    assert_eq!(sizes(), [6]);
    let note = home.ok(&["checkpoint"]);
    assert!(note.starts_with(&format!("{LOG}\n8\n")), "{note}");
    assert_eq!(sizes(), [6, 8]);
    assert_eq!(
        home.ok(&["checkpoint"]),
        note,
        "the same tree is not signed twice"
    );
    assert_eq!(sizes(), [6, 8]);
}

#[test]
fn a_log_that_was_altered_after_signing_is_not_signed_again() {
    let (home, _) = home_with_key();
    add(&home, "a");
    let db = rusqlite::Connection::open(home.ledger()).unwrap();
    let triggers = ["entry_no_update", "node_no_update"].map(|name| {
        let sql = "SELECT sql FROM sqlite_schema WHERE name=?1";
        db.query_row(sql, [name], |r| r.get::<_, String>(0))
            .unwrap()
    });
    db.execute_batch(
        "DROP TRIGGER entry_no_update; DROP TRIGGER node_no_update;
         UPDATE entry SET leaf = zeroblob(32) WHERE seq = 5;
         UPDATE node SET hash = zeroblob(32) WHERE level = 2 AND idx = 0;",
    )
    .unwrap();
    drop(db);
    let add = [
        "add",
        "threat",
        "--on",
        "2023-03-03",
        "--id",
        "b",
        "--summary",
        "b",
    ];
    let said = home.fails(3, &add);
    assert!(said.contains("entry_no_update"), "{said}");
    let db = rusqlite::Connection::open(home.ledger()).unwrap();
    for sql in triggers {
        db.execute_batch(&sql).unwrap();
    }
    drop(db);
    let said = home.fails(3, &add);
    assert!(said.contains("entry 5: its column leaf"), "{said}");
}

#[test]
fn a_witness_cosigns_growth_and_refuses_a_rollback_and_a_fork() {
    let (home, vkey) = home_with_key();
    let bo = Home::new();
    let bo_key = bo.ok(&["key", "new", "--witness", "--name", "bo.example/w"]);
    add(&home, "a");
    let ask = |since: &str| home.ok(&["checkpoint", "--since", since]);
    let witness = |request: &str, code: i32| -> String {
        bo.write("request.txt", request);
        let args = ["witness", "request.txt", "--log-key", &vkey];
        if code == 0 {
            bo.ok(&args)
        } else {
            bo.fails(code, &args)
        }
    };
    let first = witness(&ask("0"), 0);
    assert_eq!(first.matches("\n\u{2014} ").count(), 2, "{first}");
    std::fs::copy(home.ledger(), home.path().join("older.db")).unwrap();
    add(&home, "b");
    let wrong_start = witness(&ask("2"), 2);
    assert!(wrong_start.contains("--since 6"), "{wrong_start}");
    let second = witness(&ask("6"), 0);
    home.write("answer.note", &second);
    home.ok(&["checkpoint", "--cosigned", "answer.note"]);

    // An older copy of the file grows another way, on a machine that knows nothing of this one.
    home.forget();
    let fork = |since: &str| home.ok(&["checkpoint", "--since", since, "--ledger", "older.db"]);
    let rollback = witness(&fork("6"), 1);
    assert!(rollback.contains("rollback"), "{rollback}");
    for id in ["c", "d"] {
        home.ok(&[
            "add",
            "threat",
            "--on",
            "2023-03-05",
            "--id",
            id,
            "--summary",
            id,
            "--ledger",
            "older.db",
        ]);
    }
    let forked = witness(&fork("8"), 1);
    assert!(forked.contains("fork"), "{forked}");
    let other_key = Home::with_question();
    other_key.ok(&["key", "new"]);
    add(&other_key, "a");
    let false_key = witness(&other_key.ok(&["checkpoint", "--since", "6"]), 1);
    assert!(false_key.contains("signature is false"), "{false_key}");
    let seen = bo.ok(&["witness", "--seen", "--log-key", &vkey]);
    assert_eq!(seen, second);

    home.forget();
    home.ok(&["prove", "b", "-o", "b.tlog-proof"]);
    let verified = home.ok(&[
        "verify",
        "b.tlog-proof",
        "--key",
        &vkey,
        "--witness",
        bo_key.trim(),
    ]);
    assert!(verified.contains("signal `b`"), "{verified}");
}

#[test]
fn the_proof_of_one_entry_is_checked_offline_and_any_change_is_refused() {
    let (home, vkey) = home_with_key();
    for id in ["a", "b", "c"] {
        add(&home, id);
    }
    home.ok(&["prove", "b", "-o", "b.tlog-proof"]);
    let elsewhere = Home::new();
    let proof = std::fs::read_to_string(home.path().join("b.tlog-proof")).unwrap();
    elsewhere.write("b.tlog-proof", &proof);
    let said = elsewhere.ok(&["verify", "b.tlog-proof", "--key", &vkey]);
    assert!(
        said.starts_with("entry 6 is in log test.example/log of 10 entries"),
        "{said}"
    );
    let other = elsewhere.ok(&["key", "new", "--name", LOG]);
    let wrong = elsewhere.fails(1, &["verify", "b.tlog-proof", "--key", other.trim()]);
    assert!(wrong.contains("error: "), "{wrong}");
    // One character changed, anywhere: never accepted.
    let base64 = |c: char| if c == 'A' { 'B' } else { 'A' };
    for (at, c) in proof
        .char_indices()
        .filter(|(_, c)| c.is_ascii_alphanumeric())
    {
        if at % 7 != 0 {
            continue;
        }
        let mut changed = proof.clone();
        changed.replace_range(at..=at, &base64(c).to_string());
        elsewhere.write("changed.tlog-proof", &changed);
        let done = elsewhere
            .command(&["verify", "changed.tlog-proof", "--key", &vkey])
            .output()
            .unwrap();
        assert!(
            matches!(done.status.code(), Some(1 | 2)),
            "byte {at} of the proof was changed and {:?}",
            done.status
        );
    }
}
