//! A better grade moves the answer at least as far, whatever the kind.

use serde_json::{Value, json};
use summit_ledger::belief::two::model::Basis;
use summit_ledger::belief::{Model, Run};
use summit_ledger::desk::{Fact, What};
use summit_ledger::record::{Body, Name, Signal};

use crate::support::{append, create, hand, question, signal};

/// A question under the model of version 2, and the model.
fn run() -> (Run, Model) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/ledger/models/kernel-3.json");
    let bytes = std::fs::read(path).unwrap();
    let model = Model::parse(&bytes).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let mut desk = create(dir.path(), "a.db");
    let adopted = Fact {
        place: None,
        what: What::Model {
            bytes,
            questions: Vec::new(),
        },
    };
    desk.append(&hand(), vec![adopted]).unwrap();
    append(&mut desk, &[question("q")]);
    let standing = desk.standing(&Name::parse("q").unwrap(), None).unwrap();
    (standing.run(), model)
}

fn suppose(run: &Run, seq: u64, record: &Value) -> Run {
    let mut record = record.clone();
    record.as_object_mut().unwrap().remove("type");
    let signal = Signal::from_value(&record).unwrap();
    run.suppose(&[(seq, Body::Signal(Box::new(signal)))])
        .unwrap()
}

#[test]
fn grades_are_monotone_on_every_kind() {
    let (fresh, model) = run();
    let second = model.second().unwrap();
    let mut announced = signal("plan", "q", "summit-announced", "2023-03-01");
    announced["about"] = json!({"first": "2023-03-22", "last": "2023-03-22"});
    announced["grade"] = json!("A1");
    for (plan, base) in [
        (false, fresh.clone()),
        (true, suppose(&fresh, 100, &announced)),
    ] {
        for (name, kind) in &second.kinds {
            for about in [
                None,
                Some(("2023-03-20", "2023-03-24")),
                Some(("2023-03-22", "2023-03-22")),
            ] {
                let case = format!("{name}, about {about:?}, announced {plan}");
                let mut quiet = base.clone();
                let before = quiet.outlook_on(day("2023-03-12")).unwrap().p;
                let moved = |grade: &str| {
                    let mut report = signal("r", "q", name, "2023-03-12");
                    report["grade"] = json!(grade);
                    if let Some((first, last)) = about {
                        report["about"] = json!({"first": first, "last": last});
                    }
                    let p = suppose(&base, 101, &report).outlook().unwrap().p;
                    (p - before).abs()
                };
                let steps = ["A1", "B2", "C3", "D4", "E5"].map(moved);
                // Beside an announced plan what is left to move is the remainder, by very little.
                let little = plan && steps.iter().all(|step| *step < 1e-3);
                if !little {
                    assert!(steps.is_sorted_by(|a, b| a >= b), "{case}: {steps:?}");
                    assert!(moved("F6") <= steps[2], "{case}: ungraded");
                }
                if kind.basis == Basis::MeasuredNull {
                    assert_eq!(steps, [0.0; 5], "{case}");
                } else if !plan {
                    assert!(steps[0] > steps[4], "{case}: {steps:?}");
                }
            }
        }
    }
}

fn day(text: &str) -> i32 {
    summit_ledger::record::date::number(text.parse().unwrap())
}
