//! Short names, the current question, and the commands around the log.

use crate::support::home::{Home, OPEN};

/// Questions `q` and `modi-xi-2026`; on `q` a visit and a call.
fn home() -> Home {
    let home = Home::with_question();
    let mut open: Vec<&str> = OPEN.to_vec();
    open[1] = "modi-xi-2026";
    home.ok(&open);
    for (id, on) in [("visit", "2023-03-01"), ("talks", "2023-03-02")] {
        home.ok(&[
            "add",
            "visit-planned",
            "--on",
            on,
            "--id",
            id,
            "-m",
            id,
            "--grade",
            "B2",
            "--source",
            "s",
            "-q",
            "q",
        ]);
    }
    home
}

#[test]
fn the_current_question_is_used_set_and_forgotten() {
    let home = home();
    let none = home.fails(2, &["history"]);
    assert!(none.contains("summit use"), "{none}");
    assert_eq!(home.ok(&["use", "Modi"]), "modi-xi-2026\n");
    assert!(home.ok(&["history"]).contains("modi-xi-2026: opened"));
    assert!(home.ok(&["history", "-q", "q"]).contains("q: opened"));
    let mut by_variable = home.command(&["forecast", "--format", "json"]);
    let said = by_variable.env("SUMMIT_QUESTION", "q").output().unwrap();
    assert!(String::from_utf8_lossy(&said.stdout).contains("\"q\""));
    let status = home.json(&["status", "--format", "json"]);
    assert_eq!(status["question"]["id"], "modi-xi-2026");
    assert_eq!(status["question"]["by"], "use");
    let due = status["due"].as_array().unwrap();
    assert!(
        due.iter()
            .all(|one| one["what"].as_str().unwrap().contains("2023-12-31"))
    );
    home.ok(&["use", "--none"]);
    home.fails(2, &["history"]);
}

#[test]
fn a_number_serves_every_command_that_takes_a_signal() {
    let home = home();
    home.ok(&[
        "amend",
        "1",
        "-q",
        "q",
        "--grade",
        "A1",
        "--because",
        "confirmed",
    ]);
    let shown = home.json(&["show", "#1", "-q", "q", "--format", "json"]);
    assert_eq!(shown["id"], "visit.2");
    assert_eq!(shown["body"]["grade"], "A1");
    assert_eq!(shown["proof"]["checkpoint"], serde_json::Value::Null);
    let seq = format!("@{}", shown["seq"]);
    assert_eq!(home.json(&["show", &seq, "--format", "json"]), shown);
    let old = home.json(&["show", "visit", "--format", "json"]);
    assert_eq!(
        (&old["stands"], &old["numbers"]["q"]),
        (&false.into(), &1.into())
    );
    assert_eq!(old["amended_by"][0]["id"], "visit.2");
    let supposed = home.ok(&["what-if", "--without", "2", "-q", "q"]);
    assert!(supposed.contains("without talks"), "{supposed}");
    home.ok(&["retract", "2", "-q", "q", "--because", "withdrawn"]);
    let again = home.fails(
        2,
        &["amend", "2", "-q", "q", "--grade", "A1", "--because", "x"],
    );
    assert!(again.contains("taken out already"), "{again}");
}

#[test]
fn the_log_lists_what_is_asked_for() {
    let home = home();
    let list = |args: &[&str]| -> Vec<String> {
        let rows = home.json(&[&["log", "--format", "json"], args].concat());
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| row["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(list(&["--type", "signal"]), ["visit", "talks"]);
    assert_eq!(
        list(&["--facts", "--last", "2", "--reverse"]),
        ["talks", "visit"]
    );
    assert_eq!(list(&["-q", "modi", "--facts"]), ["modi-xi-2026"]);
    assert!(list(&["--author", "bo"]).is_empty());
    assert_eq!(list(&[]).first().map(String::as_str), Some("ledger"));
    let wrong = home.fails(2, &["log", "--type", "signl"]);
    assert!(wrong.contains("did you mean signal"), "{wrong}");
}

#[cfg(unix)]
#[test]
fn an_edit_amends_what_was_changed_and_keeps_a_text_that_is_refused() {
    let home = home();
    let edit = |editor: &str| {
        let mut command = home.command(&["edit", "1", "-q", "q"]);
        let output = command
            .env("PATH", "/usr/bin:/bin")
            .env("EDITOR", editor)
            .output()
            .unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (code, said) = edit("true");
    assert!(
        code == Some(0) && said.contains("nothing was appended"),
        "{said}"
    );
    let (code, said) = edit("sed -i -e s/B2/Z9/ -e s/visit$/seen/");
    assert!(
        code == Some(2) && said.contains("your text is kept in"),
        "{said}"
    );
    let (code, said) = edit("sed -i s/Z9/A1/");
    assert!(code == Some(0) && said.contains("taken up again"), "{said}");
    let shown = home.json(&["show", "1", "-q", "q", "--format", "json"]);
    assert_eq!(
        (&shown["body"]["grade"], &shown["body"]["summary"]),
        (&"A1".into(), &"seen".into())
    );
    let log = home.ok(&["log", "--type", "retraction", "--format", "json"]);
    assert!(
        log.contains("edited: summary visit -> seen; grade B2 -> A1"),
        "{log}"
    );
}

#[test]
fn help_is_a_word() {
    let home = Home::new();
    assert!(
        home.ok(&["help", "undo"])
            .contains("Take the last append back")
    );
}
