//! What people and programs see.

use crate::support::home::Home;

fn home() -> Home {
    let home = Home::with_question();
    let signals = [
        ("a", "leader-intent", "2023-03-01", "B2"),
        ("b", "visit-planned", "2023-05-10", "A1"),
        ("c", "hostile-incident", "2023-06-01", "C3"),
    ];
    for (id, kind, on, grade) in signals {
        home.ok(&[
            "add",
            kind,
            "--on",
            on,
            "--id",
            id,
            "--summary",
            kind,
            "--grade",
            grade,
            "--source",
            "s",
        ]);
    }
    home
}

#[test]
fn history_explain_forecast_and_kinds_as_people_see_them() {
    let home = home();
    insta::assert_snapshot!("history", home.ok(&["history"]));
    insta::assert_snapshot!(
        "history-as-of",
        home.ok(&["history", "--as-of", "2023-05-31", "--ids"])
    );
    insta::assert_snapshot!("history-csv", home.ok(&["history", "--format", "csv"]));
    insta::assert_snapshot!("explain", home.ok(&["explain"]));
    insta::assert_snapshot!(
        "explain-from",
        home.ok(&["explain", "--from", "2023-01-01"])
    );
    insta::assert_snapshot!("forecast", home.ok(&["forecast", "--by", "2023-11-17"]));
    insta::assert_snapshot!("kinds", home.ok(&["kinds"]));
    insta::assert_snapshot!("kind", home.ok(&["kinds", "leader-intent"]));
    insta::assert_snapshot!("model-show", home.ok(&["model", "show"]));
    insta::assert_snapshot!("model-list", home.ok(&["model", "list"]));
}

#[test]
fn explained_decibans_sum_exactly_as_shown() {
    let home = home();
    let text = home.ok(&["explain"]);
    let header = text.lines().find(|line| line.starts_with("known on"));
    let end = header.and_then(|line| line.find("dB")).unwrap() + 2;
    // The number that ends where the header of its column does.
    let shown = |line: &str| {
        let up_to: String = line.chars().take(end).collect();
        let word = up_to.split_whitespace().next_back().unwrap_or_default();
        let ends_there = up_to.chars().count() == end && word.contains('.');
        let number = word.parse::<f64>().ok().filter(|_| ends_there);
        number.map(|x| (x * 100.0).round() as i64)
    };
    let sums = |line: &str| line.trim_start().starts_with("in all");
    let table = text
        .lines()
        .skip_while(|line| !line.starts_with("known on"));
    let rows = table.take_while(|line| !sums(line));
    let rows: i64 = rows.filter_map(shown).sum();
    let all = text.lines().find(|line| sums(line));
    assert_eq!(rows, all.and_then(shown).unwrap());
    let data = home.json(&["explain", "--from", "2023-01-01", "--format", "json"]);
    let parts = data["parts"].as_array().unwrap();
    let sum: f64 = parts.iter().map(|p| p["decibans"].as_f64().unwrap()).sum();
    assert!((sum - data["total_decibans"].as_f64().unwrap()).abs() < 1e-9);
}

#[test]
fn json_numbers_read_back_to_the_recorded_bits() {
    let home = home();
    let history = home.json(&["history", "--format", "json"]);
    let db = rusqlite::Connection::open(home.ledger()).unwrap();
    for row in history.as_array().unwrap() {
        let seq = row["seq"].as_i64().unwrap();
        let bytes: Vec<u8> = db
            .query_row("SELECT bytes FROM entry WHERE seq=?1", [seq], |r| r.get(0))
            .unwrap();
        let entry: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        for field in ["p", "lo", "hi"] {
            let bits = |v: &serde_json::Value| v[field].as_f64().unwrap().to_bits();
            assert_eq!(bits(row), bits(&entry["body"]));
        }
    }
}

#[test]
fn colour_only_where_asked_or_on_a_terminal() {
    let home = home();
    assert!(!home.ok(&["history"]).contains('\u{1b}'));
    assert!(
        home.ok(&["history", "--color", "always"])
            .contains('\u{1b}')
    );
    let plain = home
        .command(&["history"])
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    assert!(!plain.stdout.contains(&0x1b));
}

#[test]
fn every_command_has_help_with_an_example() {
    let home = Home::new();
    let commands = [
        "demo",
        "init",
        "open",
        "add",
        "amend",
        "retract",
        "pass",
        "resolve",
        "import",
        "history",
        "explain",
        "forecast",
        "what-if",
        "kinds",
        "model",
        "questions",
        "audit",
        "source",
        "redact",
    ];
    for command in commands {
        let help = home.ok(&[command, "--help"]);
        assert!(help.contains("Example"), "{command}");
        assert!(help.contains(&format!("summit {command}")), "{command}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::process::{Command, Stdio};
    let home = home();
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("summit"))
        .current_dir(home.path())
        .env_clear()
        .env("HOME", home.path())
        .args(["kinds"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success());
    assert!(
        done.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
}
