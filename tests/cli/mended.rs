//! Faults that were found and mended; each of these failed before.

use crate::support::home::Home;

#[test]
fn before_a_correction_was_known_only_the_old_signal_stands() {
    let home = Home::with_question();
    home.add("s", "leader-intent", "2023-02-01", "C3");
    let before = home.json(&["explain", "--as-of", "2023-02-10", "--format", "json"]);
    home.ok(&[
        "amend",
        "s",
        "--grade",
        "A1",
        "--why",
        "confirmed",
        "--corrected",
        "2023-03-01",
    ]);
    let again = home.json(&["explain", "--as-of", "2023-02-10", "--format", "json"]);
    assert_eq!(before, again);
    let later = home.json(&["explain", "--as-of", "2023-03-01", "--format", "json"]);
    assert!(later["parts"].to_string().contains("s.2"));
}

#[test]
fn nothing_is_kept_that_could_not_be_read_back() {
    let home = Home::with_question();
    let size = std::fs::read(home.ledger()).unwrap();
    let mut args = vec!["pass", "--on", "2023-02-01"];
    for _ in 0..101 {
        args.extend(["-q", "q"]);
    }
    let said = home.fails(2, &args);
    assert!(said.contains("different ids"), "{said}");
    let late = home
        .command(&["resolve", "void", "--on", "today"])
        .env("SUMMIT_NOW", "2200-01-01T00:00:00.000000Z")
        .output()
        .unwrap();
    assert_eq!(late.status.code(), Some(2), "{late:?}");
    assert_eq!(std::fs::read(home.ledger()).unwrap(), size);
    home.ok(&["history"]);
}

#[test]
fn a_ledger_is_never_made_out_of_another_file_nor_in_memory() {
    let home = Home::new();
    let other = rusqlite::Connection::open(home.path().join("other.db")).unwrap();
    other.execute_batch("CREATE TABLE t(x)").unwrap();
    drop(other);
    let before = std::fs::read(home.path().join("other.db")).unwrap();
    home.ok(&["init", "--ledger", "file:other.db"]);
    assert_eq!(std::fs::read(home.path().join("other.db")).unwrap(), before);
    assert!(home.path().join("file:other.db").is_file());
    home.ok(&["init", "--ledger", ":memory:"]);
    assert!(home.path().join(":memory:").is_file());
    home.ok(&["questions", "--ledger", ":memory:"]);
}

#[test]
fn a_supposition_on_the_same_day_shows_its_path() {
    let home = Home::with_question();
    home.add("s", "threat", "2023-02-01", "A1");
    let data = home.json(&[
        "what-if",
        "leader-intent",
        "--grade",
        "A1",
        "--format",
        "json",
    ]);
    let parts = data["path"]["parts"].as_array().unwrap();
    assert_eq!(parts.len(), 1);
    assert_eq!(parts[0]["id"], "supposed-1");
    assert_eq!(data["path"]["end"]["p"], data["supposed"]["p"]);
    let refused = home
        .command(&["what-if", "--without", "s", "--also", "threat"])
        .output();
    assert_eq!(refused.unwrap().status.code(), Some(2));
}

#[test]
fn a_withdrawn_outcome_stays_withdrawn_as_of_any_day() {
    let home = Home::with_question();
    home.ok(&["resolve", "yes", "--on", "2023-03-05", "--source", "s"]);
    home.ok(&[
        "resolve",
        "no",
        "--on",
        "2023-12-31",
        "--source",
        "s",
        "--because",
        "a deputy",
    ]);
    let history = home.ok(&["history", "--as-of", "2023-06-01"]);
    assert!(!history.contains("Resolved"), "{history}");
}

#[test]
fn data_cannot_steer_a_terminal_either() {
    let home = Home::with_question();
    home.ok(&[
        "add",
        "threat",
        "--on",
        "2023-02-01",
        "--summary",
        "a\u{9b}31m\u{202e}b",
    ]);
    let text = home.ok(&["history", "--format", "json"]);
    assert!(text.contains("a\\u009b31m\\u202eb"), "{text}");
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value[1]["cause"]["summary"], "a\u{9b}31m\u{202e}b");
}

#[test]
fn a_model_that_is_no_file_or_asks_for_too_much_is_refused_at_once() {
    let home = Home::with_question();
    let said = home.fails(2, &["model", "adopt", "/dev/zero"]);
    assert!(said.contains("is not a file"), "{said}");
    let source = include_str!("../../ledger/models/kernel-1.toml");
    home.write(
        "big.toml",
        &source.replace("draws = 128", "draws = 2000000000"),
    );
    let said = home.fails(2, &["model", "build", "big.toml"]);
    assert!(said.contains("too many draws"), "{said}");
}
