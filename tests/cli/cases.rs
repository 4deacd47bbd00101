//! The library of real questions, as people and programs see it.

use summit_ledger::draw::text::{TextStyle, render};
use summit_ledger::library;
use summit_ledger::view::cases::{Listed, list};

use crate::support::home::Home;
use crate::support::model;

const HOME: &str = "biden-xi-2023";

#[test]
fn the_home_case_is_listed_and_read() {
    let held = library::find(HOME).unwrap();
    let case = held.case().unwrap();
    let one = list(&[Listed { held: *held, case }]);
    insta::assert_snapshot!("list", render(&one, &TextStyle::default()));
    let home = Home::new();
    let all = home.json(&["cases", "--format", "json"]);
    assert_eq!(all.as_array().unwrap().len(), library::ALL.len());
    assert_eq!(all, home.json(&["cases", "list", "--format", "json"]));
    let row = all
        .as_array()
        .unwrap()
        .iter()
        .find(|r| r["id"] == HOME)
        .unwrap();
    assert_eq!(
        (row["signals"].as_u64(), row["outcome"].as_str()),
        (Some(81), Some("yes"))
    );
    let table = home.ok(&["cases", "--format", "csv"]);
    assert_eq!(table.lines().count(), library::ALL.len() + 1);
    let said = home.ok(&["cases", "show", HOME]);
    assert_eq!(said, held.notes, "all of it, blanks too");
    let near = home.fails(2, &["cases", "show", "biden-xi-2032"]);
    assert!(near.contains("did you mean `biden-xi-2023`?"), "{near}");
}

#[test]
fn models_are_scored_on_the_home_case_without_a_ledger() {
    let home = Home::new();
    let score = [
        "cases", "score", HOME, "--model", "kernel-3", "--model", "kernel-2",
    ];
    let text = home.ok(&[&score[..], &["--by-case"]].concat());
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
    insta::assert_snapshot!("score", text);
    insta::assert_snapshot!(
        "score-csv",
        home.ok(&[&score[..], &["--format", "csv"]].concat())
    );
    assert_eq!(
        text,
        home.ok(&[&score[..], &["--by-case"]].concat()),
        "the same again"
    );
    let data = home.json(&[&score[..], &["--by-case", "--format", "json"]].concat());
    let days = data["cases"][0]["daily"].as_array().unwrap();
    assert_eq!(days.len(), 287);
    // What a reader would compute from the forecasts.
    let log: f64 = days.iter().map(|d| -d["p"][0].as_f64().unwrap().ln()).sum();
    let found = data["parts"][0]["scores"][0]["log"].as_f64().unwrap();
    assert!((found - log / 287.0).abs() < 1e-12, "{found}");
    assert_eq!(
        std::fs::read_dir(home.path()).unwrap().count(),
        0,
        "nothing is written"
    );
}

#[test]
fn models_of_one_name_are_told_apart() {
    let home = Home::new();
    let score = ["cases", "score", HOME, "--format", "json"];
    let twice = ["--model", "kernel-2", "--model", "kernel-2"];
    let data = home.json(&[&score[..], &twice].concat());
    let name = |i: usize| data["forecasters"][i]["name"].as_str().unwrap();
    assert_eq!([name(0), name(1)], ["kernel-2", "kernel-2 #2"]);
    let usual = home.json(&score);
    let names = usual["forecasters"].to_string();
    assert!(
        names.contains("kernel-4") && names.contains("kernel-2"),
        "{names}"
    );
}

#[test]
fn a_case_is_imported_as_its_file_is() {
    let home = Home::with_ledger();
    let said = home.ok(&["cases", "import", HOME]);
    assert!(
        said.starts_with("biden-xi-2023: 83 records appended"),
        "{said}"
    );
    let again = home.ok(&["cases", "import", HOME, "--sort"]);
    assert!(
        again.contains("0 records appended with 0 forecasts, 83 there already"),
        "{again}"
    );
    let other = Home::with_ledger();
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/ledger/cases/biden-xi-2023/case.jsonl"
    );
    other.ok(&["import", file]);
    let history = ["history", "--format", "csv"];
    assert_eq!(home.ok(&history), other.ok(&history));
    home.fails(2, &["cases", "import"]);
    // A model without its kinds takes nothing of it: what is read as older ones is only scored.
    let small = Home::with_ledger();
    std::fs::write(small.path().join("small.json"), model(4)).unwrap();
    small.ok(&["model", "adopt", "small.json"]);
    let why = small.fails(2, &["cases", "import", HOME]);
    assert!(why.contains("biden-xi-2023 line 2: field `kind`"), "{why}");
    assert_eq!(
        small.json(&["questions", "--format", "json"]),
        serde_json::json!([])
    );
    // Each day is scored with what the ledger says as of it.
    let scored = ["cases", "score", HOME, "--by-case", "--format", "json"];
    let scored = home.json(&scored);
    for row in scored["cases"][0]["daily"]
        .as_array()
        .unwrap()
        .iter()
        .step_by(41)
    {
        let day = row["day"].as_str().unwrap();
        let there = home.json(&["forecast", "--as-of", day, "--format", "json"]);
        assert_eq!(row["p"][0], there["p"], "{day}");
    }
}
