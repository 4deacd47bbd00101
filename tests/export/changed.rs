//! A question that changes to a model with another number of draws, and back.

use serde_json::Value;

use super::verify_py::{accepts, path};
use crate::support::home::Home;
use crate::support::tools::has;

/// A model that ships with the program, by its name.
fn shipped(name: &str) -> String {
    format!("{}/ledger/models/{name}.json", env!("CARGO_MANIFEST_DIR"))
}

fn early(home: &Home) {
    home.add("talks", "senior-talks", "2023-02-10", "B2");
    let guess = [
        "guess",
        "0.7",
        "--because",
        "x",
        "--on",
        "2023-02-20",
        "--id",
        "hunch",
    ];
    home.ok(&guess);
    home.add("threat", "threat", "2023-03-05", "A1");
}

fn late(home: &Home) {
    home.add("visit", "visit-planned", "2023-05-20", "A2");
    let back = ["retract", "hunch", "--on", "2023-05-21", "--because", "y"];
    home.ok(&back);
    home.ok(&[
        "retract",
        "threat",
        "--on",
        "2023-06-01",
        "--because",
        "made up",
    ]);
}

fn adopt(home: &Home, model: &str) {
    home.ok(&["model", "adopt", &shipped(model), "--for", "q"]);
}

/// A ledger whose question runs on a model from its opening.
fn opened_on(model: &str) -> Home {
    let home = Home::with_ledger();
    home.ok(&["model", "adopt", &shipped(model)]);
    home.ok(&crate::support::home::OPEN);
    home
}

fn forecast(home: &Home, as_of: Option<&str>) -> Value {
    let mut args = vec!["forecast", "--format", "json"];
    args.extend(as_of.iter().flat_map(|day| ["--as-of", day]));
    home.json(&args)
}

#[test]
fn it_goes_on_as_if_it_had_opened_on_the_new_model() {
    for (first, then) in [("kernel-2", "kernel-3"), ("kernel-3", "kernel-2")] {
        let (home, other) = (opened_on(first), opened_on(then));
        early(&home);
        early(&other);
        let before = forecast(&home, None);
        adopt(&home, then);
        assert_ne!(forecast(&home, None)["p"], before["p"], "{then}");
        for day in ["2023-01-01", "2023-02-11", "2023-03-05"] {
            let by = |home| forecast(home, Some(day));
            assert_eq!(by(&home), by(&other), "{then} {day}");
        }
        late(&home);
        late(&other);
        assert_eq!(forecast(&home, None), forecast(&other, None), "{then}");
        home.ok(&["audit"]);
        // Back again: the draws of the opening.
        adopt(&home, first);
        let back = opened_on(first);
        early(&back);
        late(&back);
        assert_eq!(forecast(&home, None), forecast(&back, None), "{first}");
        home.ok(&["audit"]);
        home.ok(&["export", "out", "--unsigned"]);
        if has("python3") {
            let said = accepts(&[path(&home.path().join("out"))]);
            assert!(said.contains("8 forecasts derived bit for bit"), "{said}");
        }
    }
}

#[test]
fn its_scores_are_those_of_the_model_that_it_ended_on() {
    let (home, other) = (opened_on("kernel-2"), opened_on("kernel-3"));
    for home in [&home, &other] {
        early(home);
    }
    adopt(&home, "kernel-3");
    let ends = ["resolve", "no", "--on", "2023-12-31", "-q", "q"];
    let alone = |home: &Home| {
        home.ok(&ends);
        home.json(&["score", "--format", "json"])["questions"][0]["prior"].clone()
    };
    let (changed, never) = (alone(&home), alone(&other));
    assert!(changed.is_object(), "{changed}");
    assert_eq!(changed, never);
}
