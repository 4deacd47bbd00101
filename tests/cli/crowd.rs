//! Many processes, and processes that die.

use std::process::{Command, Stdio};

use summit_ledger::proof::tree::{Frontier, leaf_hash};

use crate::support::home::{Home, NOW};

fn summit(home: &Home, args: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("summit"));
    command
        .current_dir(home.path())
        .env_clear()
        .env("HOME", home.path())
        .env("SUMMIT_NOW", NOW)
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

/// Entry ids in order, after checking that the log is whole: dense, and its tree as stored.
pub fn whole_log(home: &Home) -> Vec<String> {
    let db = rusqlite::Connection::open(home.ledger()).unwrap();
    let ok: String = db
        .query_row("PRAGMA integrity_check", [], |r| r.get(0))
        .unwrap();
    assert_eq!(ok, "ok");
    let mut statement = db
        .prepare("SELECT seq, id, leaf, bytes FROM entry ORDER BY seq")
        .unwrap();
    let rows = statement.query_map([], |r| {
        let row: (i64, String, Vec<u8>, Vec<u8>) = (r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?);
        Ok(row)
    });
    let mut ids = Vec::new();
    let mut frontier = Frontier::new();
    for (i, row) in rows.unwrap().enumerate() {
        let (seq, id, leaf, bytes) = row.unwrap();
        assert_eq!(seq, i as i64);
        assert_eq!(leaf, leaf_hash(&bytes));
        frontier.push(leaf_hash(&bytes)).unwrap();
        ids.push(id);
    }
    let ledger = summit_ledger::store::Ledger::open_read_only(&home.ledger()).unwrap();
    assert_eq!(ledger.tip().unwrap().root(), frontier.root());
    ids
}

#[test]
fn eight_processes_append_at_once_and_nothing_is_lost() {
    let home = Home::with_question();
    std::thread::scope(|scope| {
        for worker in 0..8 {
            let home = &home;
            scope.spawn(move || {
                for n in 0..5 {
                    let id = format!("w{worker}-{n}");
                    let args = [
                        "add",
                        "threat",
                        "--on",
                        "2023-03-01",
                        "--id",
                        &id,
                        "--summary",
                        "x",
                    ];
                    let done = summit(home, &args).output().unwrap();
                    let said = String::from_utf8_lossy(&done.stderr).into_owned();
                    assert!(done.status.success(), "{said}");
                }
            });
        }
    });
    let ids = whole_log(&home);
    for worker in 0..8 {
        for n in 0..5 {
            assert!(ids.contains(&format!("w{worker}-{n}")));
        }
    }
    assert_eq!(
        ids.iter().filter(|id| id.starts_with("forecast:")).count(),
        41
    );
}

#[test]
fn every_acknowledged_entry_survives_a_kill_at_any_moment() {
    let home = Home::with_question();
    let mut acknowledged = Vec::new();
    for n in 0..40_u64 {
        let id = format!("k{n}");
        let args = [
            "add",
            "threat",
            "--on",
            "2023-03-01",
            "--id",
            &id,
            "--summary",
            "x",
        ];
        let mut child = summit(&home, &args).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_micros(1500 * (n % 20)));
        let _ = child.kill();
        if child.wait().unwrap().success() {
            acknowledged.push(id);
        }
    }
    let ids = whole_log(&home);
    for id in &acknowledged {
        assert!(ids.contains(id), "{id} was acknowledged and is gone");
    }
    // A signal without its forecast, or the other way round, was never kept.
    let signals = ids.iter().filter(|id| id.starts_with('k')).count();
    let forecasts = ids.iter().filter(|id| id.starts_with("forecast:")).count();
    assert_eq!(forecasts, signals + 1);
    // A retry of all finds what is there and appends the rest.
    for n in 0..40 {
        let id = format!("k{n}");
        home.ok(&[
            "add",
            "threat",
            "--on",
            "2023-03-01",
            "--id",
            &id,
            "--summary",
            "x",
        ]);
    }
    assert_eq!(
        whole_log(&home)
            .iter()
            .filter(|id| id.starts_with('k'))
            .count(),
        40
    );
}

#[test]
fn an_import_that_is_killed_leaves_nothing_or_all() {
    let home = Home::with_question();
    let mut file = String::new();
    for n in 0..400 {
        file.push_str(&format!(
            "{{\"type\":\"signal\",\"question\":\"q\",\"id\":\"i{n}\",\"kind\":\"threat\",\
             \"observed_on\":\"2023-03-01\",\"known_on\":\"2023-03-01\",\"summary\":\"x\"}}\n"
        ));
    }
    home.write("many.jsonl", &file);
    for wait in [5, 20, 40, 60, 90, 130] {
        let mut child = summit(&home, &["import", "many.jsonl"]).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        let _ = child.kill();
        let _ = child.wait();
        let there = whole_log(&home)
            .iter()
            .filter(|id| id.starts_with('i'))
            .count();
        assert!(there == 0 || there == 400, "{there}");
    }
}
