//! Faults of the machine: failing writes and syncs, a full disk, a clock set back, a read-only
//! file, a copy without its write-ahead log. What was acknowledged is there; a retry is safe.

use std::process::{Command, Stdio};

use super::crowd::whole_log;
use crate::support::home::{Home, NOW};
use crate::support::tools::{bound_by_permissions, has};

fn add(id: &str) -> Vec<String> {
    [
        "add",
        "threat",
        "--on",
        "2023-03-01",
        "--id",
        id,
        "--summary",
        "x",
    ]
    .map(String::from)
    .to_vec()
}

/// Runs a command with the n-th call of a kind failing; `None` where that cannot be done here.
fn injected(home: &Home, calls: &str, error: &str, n: usize, args: &[String]) -> Option<i32> {
    let status = Command::new("strace")
        .args([
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            &format!("trace={calls}"),
        ])
        .args(["-e", &format!("inject={calls}:error={error}:when={n}+")])
        .arg(assert_cmd::cargo::cargo_bin("summit"))
        .args(args)
        .current_dir(home.path())
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", home.path())
        .env("SUMMIT_NOW", NOW)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .ok()?;
    status.code()
}

#[test]
fn a_failing_write_or_sync_never_loses_what_was_acknowledged() {
    if !has("strace") {
        return;
    }
    let home = Home::with_question();
    let kinds = [
        ("pwrite64", "EIO"),
        ("pwrite64", "ENOSPC"),
        ("fsync,fdatasync", "EIO"),
        ("ftruncate", "EIO"),
    ];
    let mut codes = std::collections::BTreeSet::new();
    for (i, (calls, error)) in kinds.into_iter().enumerate() {
        for n in 1..=12 {
            let id = format!("f{i}-{n}");
            let args = add(&id);
            let code = injected(&home, calls, error, n, &args).unwrap();
            assert!(matches!(code, 0 | 3 | 4), "{calls} {error} {n}: {code}");
            codes.insert(code);
            if code == 0 {
                assert!(
                    whole_log(&home).contains(&id),
                    "{id} was acknowledged and is gone"
                );
            }
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            home.ok(&args);
            assert!(whole_log(&home).contains(&id));
        }
    }
    assert!(
        codes.contains(&0) && codes.len() > 1,
        "no call failed: {codes:?}"
    );
    let ids = whole_log(&home);
    assert_eq!(
        ids.iter()
            .filter(|id| id.starts_with('f') && !id.contains(':'))
            .count(),
        48
    );
}

#[test]
fn a_full_disk_has_its_own_sentence_and_keeps_nothing_of_the_append() {
    if !has("strace") {
        return;
    }
    let home = Home::with_question();
    let before = whole_log(&home);
    let args = add("full");
    // What programs share cannot grow; the log cannot.
    for when in 1..=6 {
        let done = Command::new("strace")
            .args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=pwrite64"])
            .args(["-e", &format!("inject=pwrite64:error=ENOSPC:when={when}+")])
            .arg(assert_cmd::cargo::cargo_bin("summit"))
            .args(&args)
            .current_dir(home.path())
            .env_clear()
            .env("HOME", home.path())
            .env("SUMMIT_NOW", NOW)
            .output()
            .unwrap();
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(3), "{when}: {said}");
        assert!(said.contains("the disk is full"), "{when}: {said}");
        assert!(said.contains("make room"), "{said}");
        assert_eq!(whole_log(&home), before);
    }
    // Reading needs no room.
    let code = injected(&home, "pwrite64", "ENOSPC", 1, &["history".to_owned()]);
    assert_eq!(code, Some(0));
    home.ok(&args.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn a_file_that_may_not_grow_is_refused_and_stays_whole() {
    let home = Home::with_question();
    let before = whole_log(&home);
    // A limit on the size of files stands in for a full disk.
    let script = "ulimit -f 40; trap '' XFSZ; exec \"$@\"";
    let mut file = String::new();
    for n in 0..300 {
        file.push_str(&format!(
            "{{\"type\":\"signal\",\"question\":\"q\",\"id\":\"b{n}\",\"kind\":\"threat\",\
             \"observed_on\":\"2023-03-01\",\"known_on\":\"2023-03-01\",\"summary\":\"x\"}}\n"
        ));
    }
    home.write("big.jsonl", &file);
    let done = Command::new("sh")
        .args(["-c", script, "sh"])
        .arg(assert_cmd::cargo::cargo_bin("summit"))
        .args(["import", "big.jsonl"])
        .current_dir(home.path())
        .env_clear()
        .env("SUMMIT_NOW", NOW)
        .env("HOME", home.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(
        matches!(done.status.code(), Some(3 | 4)),
        "{:?} {said}",
        done.status
    );
    assert!(
        said.contains("error: ") && said.contains("hint: "),
        "{said}"
    );
    assert_eq!(whole_log(&home), before);
    home.ok(&["import", "big.jsonl"]);
}

#[cfg(unix)]
#[test]
fn a_read_only_file_can_be_read_and_is_refused_clearly_for_writing() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::with_question();
    let ledger = home.ledger();
    std::fs::set_permissions(&ledger, std::fs::Permissions::from_mode(0o444)).unwrap();
    let this = "cli::faults::a_read_only_file_can_be_read_and_is_refused_clearly_for_writing";
    if !bound_by_permissions(&ledger, this) {
        return;
    }
    home.ok(&["history"]);
    let args = add("s");
    home.fails(3, &args.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn a_copy_without_its_write_ahead_log_is_an_older_whole_ledger_or_refused() {
    let home = Home::with_question();
    // A reader that stays keeps the write-ahead log from being folded in.
    let reader = rusqlite::Connection::open(home.ledger()).unwrap();
    let _: i64 = reader
        .query_row("SELECT count(*) FROM entry", [], |r| r.get(0))
        .unwrap();
    for n in 0..5 {
        let args = add(&format!("w{n}"));
        home.ok(&args.iter().map(String::as_str).collect::<Vec<_>>());
    }
    std::fs::copy(home.ledger(), home.path().join("copy.db")).unwrap();
    let output = home
        .command(&["history", "--ledger", "copy.db"])
        .output()
        .unwrap();
    match output.status.code() {
        Some(0) => {}
        Some(3) => {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(said.contains("hint: "), "{said}");
        }
        other => panic!("{other:?}"),
    }
    drop(reader);
}
