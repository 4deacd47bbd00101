//! `summit audit` as a command: what it prints, and how it ends.

use std::fs;

use super::common::{home, sql};
use crate::support::home::Home;

#[test]
fn silent_when_all_is_well() {
    let home = home();
    home.ok(&["retract", "b", "--because", "x", "--on", "2026-11-21"]);
    let output = home.command(&["audit", "--tier", "5"]).output().unwrap();
    assert!(output.stdout.is_empty());
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.lines().all(|l| l.starts_with("note: ")), "{said}");
    assert!(said.contains("No key was given"));
    assert!(said.contains("Tier 6 was not run"));
}

#[test]
fn warnings_alone_keep_exit_0() {
    let home = home();
    home.ok(&["add", "visit", "--on", "2026-11-22", "--id", "w"]);
    let output = home.command(&["audit"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.is_empty(), "silent: weak practice is talk");
    let out = String::from_utf8(output.stderr).unwrap();
    assert!(
        out.contains("practice-source") && out.contains("practice-grade"),
        "{out}"
    );
    assert!(out.contains("practice-judgement"), "{out}");
}

#[test]
fn a_finding_as_people_see_it() {
    let home = home();
    sql(&home, "UPDATE entry SET leaf=zeroblob(32) WHERE seq=4");
    let output = home.command(&["audit"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let out = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = out.split_whitespace().collect();
    let flat = lines.join(" ");
    assert!(
        flat.contains("entry 4: the leaf is not the hash of the bytes"),
        "{flat}"
    );
    assert!(
        flat.contains("expected") && flat.contains("found 0000"),
        "{flat}"
    );
    assert!(flat.contains("leaf-differs") && flat.contains("compare with a backup"));
    assert!(!String::from_utf8(output.stderr).unwrap().contains("error"));
}

#[test]
fn what_could_not_be_run_ends_with_2() {
    let home = home();
    home.write("junk.note", "junk\n");
    let said = home.fails(2, &["audit", "--against", "junk.note"]);
    assert!(
        said.contains("junk.note is not a signed checkpoint"),
        "{said}"
    );
    home.fails(2, &["audit", "--against", "absent.note"]);
    home.fails(2, &["audit", "--key", "nonsense"]);
    home.fails(2, &["audit", "--tier", "7"]);
    home.fails(2, &["audit", "--tier", "0"]);
    home.fails(2, &["--ledger", "absent.db", "audit"]);
}

#[test]
fn each_kind_of_file_that_is_no_ledger_has_its_own_message() {
    let home = home();
    let whole = fs::read(home.ledger()).unwrap();
    let case = |bytes: &[u8], expected: &str| {
        let path = home.path().join("case.db");
        fs::write(&path, bytes).unwrap();
        let said = home.fails(3, &["--ledger", "case.db", "audit"]);
        assert!(said.contains(expected), "{said}");
    };
    case(b"", "the file is empty");
    case(&[b'x'; 5000], "not an SQLite database");
    case(&whole[..whole.len() / 2], "damaged");
    let mut newer = whole.clone();
    newer[63] = 9;
    case(&newer, "format 9");
    let mut older = whole.clone();
    older[63] = 0;
    case(&older, "format 0");
    let mut other = whole;
    other[68] = 0;
    case(&other, "another program");
    fs::create_dir(home.path().join("dir.db")).unwrap();
    home.fails(3, &["--ledger", "dir.db", "audit"]);
}

#[test]
fn an_audit_writes_nothing_with_or_without_a_write_ahead_log() {
    let home = home();
    let look = |home: &Home| {
        let mut names: Vec<_> = fs::read_dir(home.path())
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .filter(|n| !n.ends_with("-shm"))
            .map(|n| (fs::read(home.path().join(&n)).unwrap_or_default(), n))
            .collect();
        names.sort();
        names
    };
    let before = look(&home);
    home.ok(&["audit"]);
    assert!(before == look(&home));
    // With a log beside it, written by a connection that is still open.
    let ledger = summit_ledger::store::Ledger::open(&home.ledger()).unwrap();
    // It reads an earlier moment, so that the log cannot be emptied.
    ledger.hold().unwrap();
    super::common::add(&home, "c", "visit", "2026-11-22");
    let before = look(&home);
    assert!(
        before
            .iter()
            .any(|(b, n)| n == "summit.db-wal" && !b.is_empty())
    );
    let (report, exit) = super::common::command(&home, &[]);
    assert_eq!((report["size"].as_u64(), exit), (Some(12), 0));
    assert!(before == look(&home));
    drop(ledger);
}

#[test]
fn a_read_only_file_in_a_read_only_folder() {
    use std::os::unix::fs::PermissionsExt;
    let home = home();
    let set = |mode| {
        fs::set_permissions(home.path(), fs::Permissions::from_mode(mode)).unwrap();
    };
    set(0o555);
    let output = home.command(&["audit"]).output().unwrap();
    set(0o755);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn the_demo_audits_clean() {
    let home = Home::with_ledger();
    let case = concat!(env!("CARGO_MANIFEST_DIR"), "/ledger/cases/biden-xi-2023");
    let file = fs::read_dir(case)
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.extension().is_some_and(|e| e == "jsonl"))
        .unwrap();
    home.ok(&["import", file.to_str().unwrap()]);
    let (report, exit) = super::common::command(&home, &[]);
    assert_eq!(exit, 0, "{report:#}");
}

#[test]
fn the_guide_lists_every_code() {
    let guide = include_str!("../../docs/audit.md");
    for kind in summit_ledger::audit::catalogue::ALL {
        let row = format!(
            "| {} | `{}` | {} | {} |",
            kind.tier,
            kind.code,
            kind.severity.as_str(),
            kind.what
        );
        assert!(guide.contains(&row), "{row}");
    }
}
