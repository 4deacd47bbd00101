//! What open questions would say under another model: told, and nothing changed.

use serde_json::Value;

use crate::support::home::{Home, OPEN};

/// Two open questions and one resolved on kernel-2, and kernel-3 beside them.
fn home() -> Home {
    let home = Home::with_ledger();
    for name in ["kernel-2", "kernel-3"] {
        let at = format!("{}/ledger/models/{name}.json", env!("CARGO_MANIFEST_DIR"));
        std::fs::copy(at, home.path().join(format!("{name}.json"))).unwrap();
    }
    home.ok(&["model", "adopt", "kernel-2.json"]);
    for id in ["q", "r", "over"] {
        let mut open = OPEN;
        open[1] = id;
        home.ok(&open);
    }
    home.ok(&["resolve", "no", "--on", "2023-12-31", "-q", "over"]);
    let mut add = vec!["add", "leader-intent", "--on", "2023-03-05", "-q", "q"];
    add.extend([
        "--id",
        "says",
        "--summary",
        "s",
        "--grade",
        "A1",
        "--source",
        "s",
    ]);
    home.ok(&add);
    home
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value}"))
}

#[test]
fn adopting_lists_the_open_questions_that_keep_their_model() {
    let home = home();
    let text = home.ok(&["model", "adopt", "kernel-3.json"]);
    insta::assert_snapshot!("model-adopt-keeps", text);
    // Again, it is there already, and they still keep theirs.
    let again = home.json(&["model", "adopt", "kernel-3.json", "--format", "json"]);
    assert_eq!(again[0]["already"], true);
    let kept = again[0]["keep"].as_array().unwrap();
    let names: Vec<&Value> = kept.iter().map(|k| &k["question"]).collect();
    assert_eq!(names, ["q", "r"]);
    for (i, id) in ["q", "r"].iter().enumerate() {
        let change = ["model", "adopt", "kernel-3.json", "--for", id];
        assert_eq!(kept[i]["command"], format!("summit {}", change.join(" ")));
        let forecast = || home.json(&["forecast", id, "--format", "json"]);
        assert_eq!(kept[i]["now"]["p"], forecast()["p"]);
        home.ok(&change);
        assert_eq!(kept[i]["then"]["p"], forecast()["p"], "{id}");
    }
    let none = home.ok(&["model", "adopt", "kernel-3.json", "--dry-run"]);
    assert!(none.contains("No open question would change"), "{none}");
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let home = home();
    let before = std::fs::read(home.ledger()).unwrap();
    let ask = ["model", "adopt", "kernel-3.json", "--for", "q", "--dry-run"];
    let said = home.json(&[&ask[..], &["--format", "json"]].concat());
    assert_eq!(said.as_array().unwrap().len(), 1);
    let one = &said[0];
    assert_eq!(
        (&one["question"], &one["model"]),
        (&"q".into(), &"kernel-2".into())
    );
    assert!(number(&one["decibans"]) != 0.0);
    assert_eq!(std::fs::read(home.ledger()).unwrap(), before);
    let all = home.json(&[
        "model",
        "adopt",
        "kernel-3.json",
        "--dry-run",
        "--format",
        "json",
    ]);
    assert_eq!(all.as_array().unwrap().len(), 2);
    assert_eq!(&all[0], one);
    let over = [
        "model",
        "adopt",
        "kernel-3.json",
        "--for",
        "over",
        "--dry-run",
    ];
    let why = home.fails(2, &over);
    assert!(why.contains("a resolved question keeps its model"), "{why}");
}

#[test]
fn a_question_that_cannot_change_says_why() {
    let home = home();
    let path = home.path().join("kernel-3.json");
    let mut model: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    model["kinds"]
        .as_object_mut()
        .unwrap()
        .remove("leader-intent");
    home.write("poorer.json", &model.to_string());
    let said = home.json(&[
        "model",
        "adopt",
        "poorer.json",
        "--dry-run",
        "--format",
        "json",
    ]);
    assert!(said[0]["then"].is_null() && said[0]["command"].is_null());
    let why = said[0]["cannot"].as_str().unwrap();
    assert!(
        why.contains("the model has no such kind, and signal `says` is of it"),
        "{why}"
    );
    assert!(said[1]["cannot"].is_null());
    let text = home.ok(&["model", "adopt", "poorer.json", "--dry-run"]);
    assert!(text.contains("cannot change"), "{text}");
}

#[test]
fn a_shipped_model_is_adopted_by_its_name() {
    let home = Home::with_question();
    let said = home.ok(&["model", "adopt", "kernel-2", "--for", "q"]);
    assert!(said.contains("kernel-2"), "{said}");
    let said = home.fails(3, &["model", "adopt", "kernel-9"]);
    assert!(said.contains("kernel-9"), "{said}");
    home.ok(&["model", "adopt", "kernel-3", "--for", "q"]);
    home.ok(&["audit"]);
}
