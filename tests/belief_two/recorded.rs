//! The reference vectors as case files: imported, recorded, and derived again by the audit.

use std::path::Path;

use serde_json::{Value, json};
use summit_ledger::audit;
use summit_ledger::desk::{Desk, DeskError, Fact, Recorded, What, import};
use summit_ledger::draw::text::{self, TextStyle};
use summit_ledger::record::{Name, date};
use summit_ledger::view::account;

use super::{facts, vectors};
use crate::support::{self, Bits};

/// Cases that speak of days after the deadline, as no ledger takes them.
const TOO_LATE: [&str; 3] = ["case-005", "no-false-certainty", "slips-and-resolution"];

/// Imports a case under its model.
fn imported(dir: &Path, name: &str) -> Result<Desk, DeskError> {
    let file = |kind: &str| facts::folder(facts::FOLDERS[0]).join(format!("{name}.{kind}"));
    let model = json!({"type": "model", "file": "model.json"});
    let records = std::fs::read_to_string(file("jsonl")).unwrap();
    let read = |_: &str| Ok(std::fs::read(file("model.json")).unwrap());
    let facts = import::parse("case.jsonl", &format!("{model}\n{records}"), &read)?;
    let mut desk = support::create(dir, &format!("{name}.db"));
    desk.append(&support::hand(), import::arrange(facts, false))?;
    Ok(desk)
}

/// The bits of a line of expected forecasts.
fn wanted(line: &Value) -> Bits {
    let bits = |field: &str| line[field].as_f64().unwrap().to_bits();
    Bits {
        as_of: line["as_of"].as_str().unwrap().into(),
        p: bits("p"),
        lo: bits("lo"),
        hi: bits("hi"),
        draws: bits("effective"),
    }
}

#[test]
fn a_ledger_ends_with_the_bits_of_the_vectors_and_its_audit_is_sound() {
    let dir = tempfile::tempdir().unwrap();
    let mut watched = 0;
    for name in vectors::cases() {
        let mut desk = match imported(dir.path(), &name) {
            Ok(desk) => desk,
            Err(e) => {
                assert!(TOO_LATE.contains(&name.as_str()), "{name}: {e}");
                assert!(e.to_string().contains("the question closed on"), "{e}");
                continue;
            }
        };
        let expected = facts::lines(&format!("{name}.expected.jsonl"));
        let last = wanted(expected.last().unwrap());
        // As of the day of the vectors, which are older than the rule of the day.
        let mut standing = desk.standing(&Name::parse("q").unwrap(), None).unwrap();
        assert!(standing.as_of.to_string() <= last.as_of, "{name}");
        standing.as_of = date::parse(&last.as_of).unwrap();
        let now = standing.report(&[]).unwrap().outlook;
        assert_eq!(Bits::computed(&now), last, "{name}");
        let report = audit::run(
            &desk.ledger().path(),
            &audit::Options::default(),
            &mut |_| {},
        );
        assert_eq!(report.unwrap().findings, [], "{name}");
        let facts = desk.ledger().facts_about("q", None).unwrap();
        watched += facts
            .iter()
            .filter(|e| e.body.type_name() == "watch")
            .count();
    }
    assert!(watched > 10, "{watched} watches");
}

/// A question under version 2 on which somebody watched, by its desk.
fn watched(dir: &Path) -> Desk {
    let model =
        std::fs::read(facts::folder(facts::FOLDERS[0]).join("silence-watched.model.json")).unwrap();
    let mut records = vec![json!({"type": "model", "file": "model.json"})];
    let taken = facts::lines("silence-watched.jsonl").into_iter().take(2);
    records.extend(taken);
    let read = |_: &str| Ok(model.clone());
    let facts = import::parse("case.jsonl", &support::lines(&records), &read).unwrap();
    let mut desk = support::create(dir, "watched.db");
    desk.append(&support::hand(), facts).unwrap();
    desk
}

/// Moves the question to a model of version 1.
fn adopt(desk: &mut Desk) -> Result<Vec<Recorded>, DeskError> {
    let what = What::Model {
        bytes: support::model(5),
        questions: vec![Name::parse("q").unwrap()],
    };
    let fact = Fact { place: None, what };
    desk.append(&support::hand(), vec![fact])
}

#[test]
fn a_watch_that_stands_keeps_version_1_away_and_one_taken_back_does_not() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = watched(dir.path());
    let size = desk.ledger().tip().unwrap().size();
    let why = adopt(&mut desk).unwrap_err().to_string();
    assert!(
        why.contains("a watch needs a model of belief version 2"),
        "{why}"
    );
    assert_eq!(desk.ledger().tip().unwrap().size(), size);
    let back = json!({"type": "retraction", "question": "q", "signal": "w1",
                      "known_on": "2023-05-21", "because": "Nobody looked."});
    support::append(&mut desk, &[back]);
    adopt(&mut desk).unwrap();
    let standing = desk.standing(&Name::parse("q").unwrap(), None).unwrap();
    let now = standing.report(&[]).unwrap().outlook;
    assert_eq!(Bits::computed(&now), support::last(&desk, "q"));
    let path = desk.ledger().path();
    let report = audit::run(&path, &audit::Options::default(), &mut |_| {}).unwrap();
    assert_eq!(report.findings, []);
}

#[test]
fn a_watch_has_its_line_in_the_history_and_lowers_the_days_it_looked_ahead_of() {
    let dir = tempfile::tempdir().unwrap();
    let desk = watched(dir.path());
    let account = desk.history(&Name::parse("q").unwrap(), None).unwrap();
    let [opened, watch] = account.rows.as_slice() else {
        panic!("two forecasts");
    };
    assert!(watch.forecast.p < opened.forecast.p);
    let options = account::Options {
        scale: None,
        ids: false,
        chart: false,
    };
    let text = text::render(&account::doc(&account, options), &TextStyle::default());
    assert!(text.contains("nothing new by 2023-05-20"), "{text}");
    assert_eq!(
        watch.cause.body.headline(),
        "nothing new by 2023-05-20: test vector"
    );
}
