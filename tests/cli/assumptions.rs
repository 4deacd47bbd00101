//! What the answer rests on and what to watch for, as commands.

use serde_json::{Value, json};

use crate::support::home::Home;
use crate::support::{self, model, signal};

/// A question on the small model with three signals; `watched` gives two kinds a count of days.
fn home(watched: bool) -> Home {
    let home = Home::with_ledger();
    let mut small: Value = serde_json::from_slice(&model(4)).unwrap();
    small["kinds"]["away"]["basis"] = json!("data");
    if watched {
        for (kind, events) in [("toward", 30), ("away", 600)] {
            small["kinds"][kind]["events"] = json!(events);
            small["kinds"][kind]["days_watched"] = json!(10_000);
        }
    }
    home.write("small.json", &small.to_string());
    home.ok(&["model", "adopt", "small.json"]);
    let mut own = signal("s3", "q", "flat", "2023-03-02");
    own["likelihood"] = json!({"if_meeting": 0.8, "if_none": 0.5, "because": "I was there"});
    let records = [
        support::question("q"),
        signal("s1", "q", "toward", "2023-02-20"),
        signal("s2", "q", "away", "2023-03-01"),
        own,
        signal("s4", "q", "toward", "2023-03-03"),
    ];
    home.write("case.jsonl", &support::lines(&records));
    home.ok(&["import", "case.jsonl"]);
    home
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value}"))
}

#[test]
fn leaving_out_agrees_with_what_if_and_nothing_is_written() {
    let home = home(false);
    let before = std::fs::read(home.ledger()).unwrap();
    let told = home.json(&["sensitivity", "--format", "json"]);
    let forecast = home.json(&["forecast", "--format", "json"]);
    assert_eq!(told["now"]["p"], forecast["p"]);
    let without = told["without"].as_array().unwrap();
    assert_eq!(without.len(), 4);
    for one in without {
        let id = one["id"].as_str().unwrap();
        let what_if = home.json(&["what-if", "--without", id, "--format", "json"]);
        assert_eq!(one["p"], what_if["supposed"]["p"], "{id}");
    }
    for list in ["without", "settings"] {
        let size = |v: &Value| number(&v["decibans"]).abs();
        let rows = told[list].as_array().unwrap();
        assert!(rows.is_sorted_by(|a, b| size(a) >= size(b)), "{list}");
    }
    assert_eq!(std::fs::read(home.ledger()).unwrap(), before);
}

#[test]
fn every_setting_is_tried_and_the_greatest_is_named() {
    let home = home(false);
    let told = home.json(&["sensitivity", "--format", "json"]);
    let settings = told["settings"].as_array().unwrap();
    assert_eq!(
        settings.len(),
        19,
        "the case has something for each setting"
    );
    let p = |name: &str| {
        let found = settings.iter().find(|s| s["setting"] == name).unwrap();
        number(&found["p"])
    };
    let now = number(&told["now"]["p"]);
    assert!(p("prior-halved") < now && now < p("prior-doubled"));
    let alone = home.json(&[
        "what-if",
        "--without",
        "s1",
        "--without",
        "s4",
        "--format",
        "json",
    ]);
    assert_eq!(p("judged-left-out"), number(&alone["supposed"]["p"]));
    let text = home.ok(&["sensitivity"]);
    let most = settings[0]["meaning"].as_str().unwrap();
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains(&format!("moves the answer most: with {most} it would be")),
        "{text}"
    );
    let csv = home.ok(&["sensitivity", "--format", "csv"]);
    assert_eq!(csv.lines().count(), 1 + 1 + 4 + 19);
    assert!(
        csv.lines().nth(1).unwrap().ends_with(",0.0,0.0"),
        "nothing varied, no change"
    );
}

#[test]
fn kinds_stand_in_the_order_of_expected_change() {
    for watched in [false, true] {
        let home = home(watched);
        let told = home.json(&["worth", "--format", "json"]);
        let now = number(&told["now"]["p"]);
        let kinds = told["kinds"].as_array().unwrap();
        assert_eq!(kinds.len(), 3);
        let expected = |k: &Value| number(&k["expected_change"]);
        assert!(kinds.is_sorted_by(|a, b| expected(a) >= expected(b)));
        for k in kinds {
            let kind = k["kind"].as_str().unwrap();
            let p = number(&k["then"]["p"]);
            assert!((expected(k) - number(&k["chance"]) * (p - now).abs()).abs() < 1e-15);
            let what_if = home.json(&["what-if", kind, "--grade", "A1", "--format", "json"]);
            assert_eq!(k["then"]["p"], what_if["supposed"]["p"], "{kind}");
            let counted = watched && kind != "flat";
            assert_eq!(k["chance_from"], if counted { "counts" } else { "record" });
        }
        let first = kinds[0]["kind"].as_str().unwrap();
        let text = home.ok(&["worth"]);
        assert!(
            text.contains(&format!("Watch first for {first} (a kind)")),
            "{text}"
        );
        assert_eq!(text.contains("10000 days watched"), watched, "{text}");
        assert_eq!(home.ok(&["worth", "--format", "csv"]).lines().count(), 4);
    }
}

#[test]
fn a_chance_from_the_record_is_jeffreys_predictive() {
    let home = home(false);
    let told = home.json(&["worth", "--within", "10", "--format", "json"]);
    for k in told["kinds"].as_array().unwrap() {
        let days = number(&k["days_with_one"]);
        assert_eq!(days, if k["kind"] == "toward" { 2.0 } else { 1.0 });
        // Thirty days from the opening on 1 February to 3 March.
        assert_eq!(number(&k["days_watched"]), 30.0);
        let want = 1.0 - (30.0_f64 / 40.0).powf(days + 0.5);
        assert!((number(&k["chance"]) - want).abs() < 1e-12);
    }
    // On the opening day there is no record.
    let told = home.json(&["worth", "--as-of", "2023-02-01", "--format", "json"]);
    assert!(
        told["kinds"]
            .as_array()
            .unwrap()
            .iter()
            .all(|k| k["chance"].is_null())
    );
    assert!(
        home.ok(&["worth", "--as-of", "2023-02-01"])
            .contains("opening day")
    );
}

#[test]
fn about_and_grade_are_supposed_too() {
    let home = home(true);
    let toward = |args: &[&str]| {
        let args = [&["worth", "--format", "json"], args].concat();
        let told = home.json(&args);
        let kinds = told["kinds"].as_array().unwrap();
        kinds
            .iter()
            .find(|k| k["kind"] == "toward")
            .unwrap()
            .clone()
    };
    let plain = toward(&[]);
    let about = toward(&["--about", "2023-03-20..2023-03-24"]);
    let poor = toward(&["--grade", "e5"]);
    assert_ne!(plain["then"]["p"], about["then"]["p"]);
    assert_eq!(plain["chance"], about["chance"]);
    assert!(number(&poor["change"]).abs() < number(&plain["change"]).abs());
    assert!(number(&toward(&["--within", "40"])["chance"]) > number(&plain["chance"]));
}

#[test]
fn mistakes_name_the_place_and_the_remedy() {
    let home = home(false);
    for command in ["sensitivity", "worth"] {
        let error = home.fails(2, &[command, "--as-of", "2023-05-01"]);
        assert!(
            error.contains("deadline") && error.contains("--as-of"),
            "{error}"
        );
        let error = home.fails(2, &[command, "--as-of", "2023-01-01"]);
        assert!(error.contains("opened on 2023-02-01"), "{error}");
        home.fails(2, &[command, "nosuch"]);
    }
    let error = home.fails(2, &["worth", "--grade", "Z9"]);
    assert!(
        error.contains("--grade") && error.contains("not a grade"),
        "{error}"
    );
    let error = home.fails(2, &["worth", "--about", "2023-03-20..2023-03-01"]);
    assert!(error.contains("ends before it begins"), "{error}");
    home.fails(2, &["worth", "--within", "0"]);

    let mut small: Value = serde_json::from_slice(&model(4)).unwrap();
    small["kinds"]["flat"]["events"] = json!(5);
    small["kinds"]["flat"]["days_watched"] = json!(4);
    home.write("bad.json", &small.to_string());
    let error = home.fails(2, &["model", "adopt", "bad.json"]);
    assert!(error.contains("kinds.flat.days_watched"), "{error}");
}

#[test]
fn without_signals_the_prior_is_said_to_be_alone() {
    let home = Home::with_question();
    let text = home.ok(&["sensitivity"]);
    assert!(text.contains("No signal stands"), "{text}");
    let told = home.json(&["sensitivity", "--format", "json"]);
    assert_eq!(told["without"], json!([]));
    assert_eq!(told["settings"].as_array().unwrap().len(), 6);
}
