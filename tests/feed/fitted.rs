//! What is learned from the invented feed of `tests/vectors/feed`, and how it does there: to the byte.

use std::fs;
use std::process::{Command, Output};

use crate::support::home::Home;
use crate::support::tools::has;
use crate::support::vectors;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/backtest.sh");

/// A home with the feed in it.
fn home() -> Home {
    let home = Home::new();
    for entry in fs::read_dir(vectors::at("feed")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), home.path().join(entry.file_name())).unwrap();
    }
    home
}

/// Runs a line of `tests/vectors/feed/README.md`.
fn says(home: &Home, line: &str) -> String {
    let feed = "--events one.csv two.csv --meetings meetings.csv --calendar calendar.csv";
    let args = format!("{line} {feed}");
    home.ok(&args.split_whitespace().collect::<Vec<_>>())
}

fn same(name: &str, got: &str) {
    let want = fs::read_to_string(vectors::at("feed").join(name)).unwrap();
    assert!(got == want, "not what {name} says:\n{got}");
}

#[test]
fn what_is_learned_is_the_fitted_model_to_the_byte() {
    let home = home();
    let table = says(&home, "learn --base base.toml --id made --out new.toml");
    same("learned.txt", &table);
    same(
        "fitted.toml",
        &fs::read_to_string(home.path().join("new.toml")).unwrap(),
    );
}

/// Version 2 with a calendar, and version 1 beside it.
#[test]
fn version_two_is_tried_with_these_results() {
    let given = says(&home(), "backtest --model base-2.toml --every 56");
    same("backtest-given-2.txt", &given);
}

/// The long run, on this feed in place of the real counts: learned and tried by both versions.
#[test]
fn the_long_run_gives_these_tables() {
    let home = Home::new();
    for (ours, theirs) in [
        ("one.csv", "events-2014.csv"),
        ("two.csv", "events-2018.csv"),
        ("meetings.csv", "leader-meetings.csv"),
    ] {
        fs::copy(vectors::at("feed").join(ours), home.path().join(theirs)).unwrap();
    }
    let done = Command::new("sh")
        .args([SCRIPT, ".", "out", "--reduced"])
        .env("SUMMIT", assert_cmd::cargo::cargo_bin("summit"))
        .env("TWO", vectors::at("feed/base-2.toml"))
        .current_dir(home.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    let failed = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{failed}");
    assert!(
        said.contains("The model learned is not ledger/models/kernel-2.toml"),
        "{said}"
    );
    for table in ["learned", "files", "given", "files-2", "given-2"] {
        let got = fs::read_to_string(home.path().join(format!("out/{table}.txt"))).unwrap();
        same(&format!("long-{table}.txt"), &got);
    }
    for made in [
        "kernel-2.toml",
        "files.csv",
        "given.csv",
        "files-2.csv",
        "given-2.csv",
    ] {
        assert!(
            fs::metadata(home.path().join("out").join(made))
                .unwrap()
                .len()
                > 1000,
            "{made}"
        );
    }
}

#[test]
fn the_feed_is_what_its_maker_makes() {
    if !has("python3") {
        return;
    }
    let home = Home::new();
    let done = python(&[vectors::at("feed/make.py").to_str().unwrap(), "."], &home);
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    for name in ["one.csv", "two.csv", "meetings.csv"] {
        same(name, &fs::read_to_string(home.path().join(name)).unwrap());
    }
}

fn python(args: &[&str], home: &Home) -> Output {
    let mut command = Command::new("python3");
    command.arg("-B").args(args).current_dir(home.path());
    command.output().unwrap()
}

/// The long run on real counts, which are not here.
#[test]
fn the_long_run_says_what_it_needs() {
    let home = Home::new();
    let run = |args: &[&str]| {
        let mut command = Command::new("sh");
        let done = command
            .arg(SCRIPT)
            .args(args)
            .current_dir(home.path())
            .output();
        let done = done.unwrap();
        assert_eq!(done.status.code(), Some(2), "{args:?}");
        assert!(done.stdout.is_empty());
        String::from_utf8(done.stderr).unwrap()
    };
    for args in [&[] as &[&str], &["none"], &["."], &[".", "out", "--fast"]] {
        let said = run(args);
        assert!(
            said.contains("usage: sh docs/backtest.sh DATA-FOLDER"),
            "{said}"
        );
        assert!(said.contains("date,partner,kind,count"), "{said}");
    }
    home.write("events-2014.csv", "date,partner,kind,count\n");
    assert!(run(&["."]).contains("there is no ./events-2018.csv"));
    assert!(!home.path().join("backtest-out").exists());
}
