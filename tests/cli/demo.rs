//! The home case, as a newcomer sees it.

use crate::support::home::Home;

#[test]
fn the_demo_prints_the_case_at_80_columns() {
    let home = Home::new();
    let text = home.ok(&["demo"]);
    let all = home.ok(&["demo", "--all"]);
    for line in text.lines().chain(all.lines()) {
        assert!(line.chars().count() <= 80, "{line}");
    }
    // With what to type next, and the line of a prompt, on a screen of 40 lines.
    assert!(text.lines().count() + 5 < 40, "{text}");
    insta::assert_snapshot!("demo", text);
    insta::assert_snapshot!("demo-all", all);
}

#[test]
fn the_demo_without_unicode_is_plain_ascii() {
    let home = Home::new();
    let output = home
        .command(&["demo", "--all"])
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.replace("\n", " ")
            .contains("Resolved yes on 2023-11-15")
    );
    assert!(text.is_ascii(), "{text}");
}

#[test]
fn a_second_demo_takes_a_file_of_its_own() {
    let home = Home::new();
    home.ok(&["demo"]);
    home.ok(&["demo"]);
    assert!(home.path().join("summit-demo.db").is_file());
    assert!(home.path().join("summit-demo-2.db").is_file());
    let refused = home.fails(2, &["demo", "--ledger", "summit-demo.db"]);
    assert!(refused.contains("exists already"), "{refused}");
}

#[test]
fn a_forecast_of_15_september_does_not_know_the_letter_published_on_the_19th() {
    let home = Home::new();
    home.ok(&["demo", "--ledger", "summit.db"]);
    let before = home.json(&["forecast", "--as-of", "2023-09-15", "--format", "json"]);
    let letter = home.json(&["explain", "--as-of", "2023-09-19", "--format", "json"]);
    let known = |day: &str| {
        let e = home.json(&["explain", "--as-of", day, "--format", "json"]);
        e["parts"].to_string().contains("leader-letter")
    };
    assert!(!known("2023-09-15"));
    assert!(known("2023-09-19"));
    assert_ne!(before["p"], letter["end"]["p"]);
}

#[test]
fn the_case_file_imports_into_a_ledger_of_ones_own() {
    let home = Home::with_ledger();
    let case = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/ledger/cases/biden-xi-2023/case.jsonl"
    );
    let said = home.ok(&["import", case]);
    assert!(said.contains("records appended"), "{said}");
    let again = home.ok(&["import", case]);
    assert!(
        again.contains("0 records appended with 0 forecasts"),
        "{again}"
    );
    let history = home.json(&["history", "--format", "json"]);
    assert!(history.as_array().unwrap().len() > 40);
}
