//! A question's whole life under belief version 2, command by command.

use serde_json::Value;

use crate::support::home::{Home, OPEN};

const SIGNALS: [(&str, &str, &str); 8] = [
    ("senior-talks", "2023-02-10", "B2"),
    ("threat", "2023-03-05", "A1"),
    ("leader-intent", "2023-04-01", "A2"),
    ("leader-intent", "2023-04-03", "B2"),
    ("visit-planned", "2023-05-20", "A2"),
    ("visit-made", "2023-06-18", "A1"),
    ("preparations-seen", "2023-09-10", "B3"),
    ("talks-rejected", "2023-09-20", "C3"),
];

fn announced(home: &Home, id: &str, kind: &str, on: &str) {
    let mut add = vec!["add", kind, "--on", on, "--about", "2023-11-15", "--id", id];
    add.extend(["--summary", id, "--grade", "A1", "--source", "both"]);
    home.ok(&add);
}

/// A question on kernel-3 with ten signals, the last of which announce the day.
fn home() -> Home {
    let home = Home::with_ledger();
    let at = format!("{}/ledger/models/kernel-3.json", env!("CARGO_MANIFEST_DIR"));
    home.ok(&["model", "adopt", &at]);
    let mut open = OPEN.to_vec();
    open.extend(["--occasion", "g20,2023-09-09..2023-09-10,2/6,The G20"]);
    home.ok(&open);
    for (i, (kind, on, grade)) in SIGNALS.iter().enumerate() {
        home.add(&format!("s{i}"), kind, on, grade);
    }
    announced(&home, "told", "summit-announced", "2023-11-01");
    announced(&home, "again", "summit-announced", "2023-11-10");
    home
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value}"))
}

fn json(home: &Home, args: &[&str]) -> Value {
    home.json(&[args, &["--format", "json"]].concat())
}

#[test]
fn it_goes_from_the_opening_to_the_score() {
    let home = home();
    let now = number(&json(&home, &["forecast"])["p"]);
    assert!(now > 0.9, "announced by both: {now}");
    let history = json(&home, &["history"]);
    assert_eq!(history.as_array().unwrap().len(), 11, "{history}");
    for args in [&["explain"][..], &["history"], &["forecast"], &["kinds"]] {
        assert!(!home.ok(args).is_empty());
    }
    home.ok(&["pass", "--on", "2023-11-12"]);
    home.ok(&["resolve", "yes", "--on", "2023-11-15", "--source", "both"]);
    let scores = json(&home, &["score"]);
    let one = &scores["questions"][0];
    let (ours, alone) = (number(&one["brier"]), number(&one["prior"]["brier"]));
    assert!(ours > 0.0 && alone > 0.0 && ours != alone, "{ours} {alone}");
    home.ok(&["audit"]);
}

#[test]
fn what_it_rests_on_is_what_version_2_rests_on() {
    let home = home();
    let told = json(&home, &["sensitivity"]);
    let settings = told["settings"].as_array().unwrap();
    let p = |name: &str| {
        let found = settings.iter().find(|s| s["setting"] == name);
        number(&found.unwrap_or_else(|| panic!("{name}"))["p"])
    };
    let now = number(&told["now"]["p"]);
    assert!(p("plans-less-sure") < now && now < p("plans-surer"));
    assert_ne!(p("occasions-apart"), p("occasions-together"));
    let has = |part: &str| {
        settings
            .iter()
            .filter(|s| s["setting"].as_str().unwrap().contains(part))
            .count()
    };
    assert_eq!(has("weights"), 0);
    assert!(has("leak-halved:") >= 3 && has("leak-halved:") == has("leak-doubled:"));
    // As if it had never been entered, one after the other.
    for one in told["without"].as_array().unwrap() {
        let without = ["what-if", "--without", one["id"].as_str().unwrap()];
        assert_eq!(one["p"], json(&home, &without)["supposed"]["p"], "{one}");
    }
    let text = home.ok(&["sensitivity"]);
    assert!(text.contains("misleading twice as often"), "{text}");
    // Before anything is announced nothing can be lost.
    let early = home.ok(&["sensitivity", "--as-of", "2023-03-05", "--format", "json"]);
    assert!(!early.contains("plans-surer"));
}

#[test]
fn what_to_watch_for_knows_that_a_day_may_be_announced() {
    let home = home();
    let kinds = |about: &[&str]| {
        let args = [&["worth", "--as-of", "2023-10-01"][..], about].concat();
        json(&home, &args)["kinds"].as_array().unwrap().clone()
    };
    let then = |kinds: &[Value], kind: &str| {
        let found = kinds.iter().find(|k| k["kind"] == kind).unwrap();
        number(&found["then"]["p"])
    };
    let (plain, dated) = (kinds(&[]), kinds(&["--about", "2023-11-15"]));
    let announced = then(&dated, "summit-announced");
    assert!(announced > then(&plain, "summit-announced") && announced > 0.9);
    assert!(plain.iter().any(|k| k["chance_from"] == "counts"));
    assert!(
        plain
            .iter()
            .all(|k| (0.0..=1.0).contains(&number(&k["chance"])))
    );
    let told = |args: &[&str]| {
        let text = home.ok(&[&["worth", "--as-of", "2023-10-01"][..], args].concat());
        let words: Vec<&str> = text.split_whitespace().collect();
        words.join(" ").contains("shown as news without a day")
    };
    assert!(told(&[]) && !told(&["--about", "2023-11-15"]));
}

#[test]
fn silence_that_was_watched_is_one_of_the_settings() {
    let home = home();
    let early = ["sensitivity", "--as-of", "2023-03-10"];
    let silence = |told: &Value| {
        let settings = told["settings"].as_array().unwrap().clone();
        settings.into_iter().find(|s| s["setting"] == "silence-off")
    };
    let before = json(&home, &early);
    assert!(silence(&before).is_none());
    let watch = serde_json::json!({"type": "watch", "question": "q", "id": "w",
        "known_on": "2023-03-10", "through": "2023-03-10", "sources": "both ministries"});
    home.write("watch.jsonl", &watch.to_string());
    home.ok(&["import", "watch.jsonl"]);
    let told = json(&home, &early);
    let off = silence(&told).unwrap();
    assert_eq!(off["p"], before["now"]["p"]);
    assert!(number(&off["p"]) > number(&told["now"]["p"]));
    home.ok(&["audit"]);
}
