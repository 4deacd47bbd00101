//! kernel-3 as its source says it, against the reference's model of the same numbers.

use serde_json::Value;
use summit_ledger::model::two::{build::build, source::Source};

const SOURCE: &str = include_str!("../../ledger/models/kernel-3.toml");
const REFERENCE: &str = include_str!("../vectors/model-v2/model-v2.json");

fn source() -> Source {
    Source::parse(SOURCE).unwrap()
}

fn built(source: &Source) -> Value {
    serde_json::from_str(&build(source).unwrap()).unwrap()
}

/// Every difference between two values, as paths; numbers by value.
fn differences(path: &str, a: &Value, b: &Value, out: &mut Vec<String>) {
    match (a, b) {
        (Value::Object(x), Value::Object(y)) => {
            let keys: std::collections::BTreeSet<_> = x.keys().chain(y.keys()).collect();
            for key in keys {
                let at = |m: &serde_json::Map<String, Value>| m.get(key).cloned();
                let (x, y) = (at(x).unwrap_or_default(), at(y).unwrap_or_default());
                differences(&format!("{path}/{key}"), &x, &y, out);
            }
        }
        (Value::Array(x), Value::Array(y)) if x.len() == y.len() => {
            for (i, (x, y)) in x.iter().zip(y).enumerate() {
                differences(&format!("{path}/{i}"), x, y, out);
            }
        }
        _ if a.as_f64().is_some() && a.as_f64() == b.as_f64() => {}
        _ if a == b => {}
        _ => out.push(format!("{path}: {a} | {b}")),
    }
}

#[test]
fn the_source_makes_the_numbers_of_the_reference() {
    let mut source = source();
    source.id = "belief-2".into();
    let reference: Value = serde_json::from_str(REFERENCE).unwrap();
    let mut found = Vec::new();
    differences("", &built(&source), &reference, &mut found);
    // The reference names the list of announcements by another address; nothing else differs.
    found.retain(|d| !d.starts_with("/sources/announcements: "));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn the_shipped_file_is_what_the_source_builds() {
    let shipped = include_str!("../../ledger/models/kernel-3.json");
    assert!(build(&source()).unwrap() == shipped, "build it again");
}

/// A sure report's factor at a grade, by lead bin: what a grade takes off acts on the distance
/// from 1, before the channel.
fn factors(source: &Source, ratio: &[f64], grade: &str) -> Vec<f64> {
    let worth =
        source.source_reliability[&grade[..1]] * source.information_credibility[&grade[1..]];
    ratio.iter().map(|r| 1.0 + worth * (r - 1.0)).collect()
}

#[test]
fn a_better_grade_never_says_less_on_any_kind() {
    let source = source();
    let model = built(&source);
    let strength = |f: &f64| if *f >= 1.0 { *f } else { 1.0 / f };
    for (name, kind) in model["kinds"].as_object().unwrap() {
        let ratio: Vec<f64> = serde_json::from_value(kind["ratio"].clone()).unwrap();
        let at = |grade| {
            factors(&source, &ratio, grade)
                .iter()
                .map(strength)
                .collect::<Vec<_>>()
        };
        let grades = ["A1", "B2", "C3", "D4", "E5"].map(at);
        for (better, worse) in grades.iter().zip(grades.iter().skip(1)) {
            assert!(better.iter().zip(worse).all(|(b, w)| b >= w), "{name}");
        }
        assert!(
            at("F6").iter().zip(&grades[2]).all(|(f6, c3)| f6 <= c3),
            "{name}"
        );
    }
}

/// The refusal of the source after a change.
fn refused(change: impl Fn(&mut Source)) -> String {
    let mut source = source();
    change(&mut source);
    let e = build(&source).unwrap_err();
    format!("{}: {}", e.field, e.problem)
}

#[test]
fn grades_that_rise_are_refused() {
    let worth = |key: &str, to: f64| {
        refused(move |s| {
            let scale = match key.parse::<u32>() {
                Ok(_) => &mut s.information_credibility,
                Err(_) => &mut s.source_reliability,
            };
            scale.insert(key.into(), to);
        })
    };
    let rises = "a worse grade would count more than a better one";
    assert_eq!(worth("B", 0.6), format!("source_reliability.C: {rises}"));
    assert_eq!(
        worth("5", 0.5),
        format!("information_credibility.5: {rises}")
    );
    let ungraded = "a report without a grade would count more than a C3";
    assert_eq!(
        worth("F", 0.99),
        format!("source_reliability.F: {ungraded}")
    );
    assert!(worth("A", 1.5).contains("not from 0 to 1"));
    assert!(worth("6", f64::NAN).contains("not from 0 to 1"));
}

#[test]
fn counts_decide_who_speaks() {
    let speaks = "kinds.leader-intent.null_because: its counts say something";
    let kind = |s: &mut Source, name: &str, to: Option<&str>| {
        s.kinds.get_mut(name).unwrap().null_because = to.map(str::to_owned);
    };
    assert!(refused(|s| kind(s, "leader-intent", Some("no"))).starts_with(speaks));
    let silent = "kinds.threat.null_because: its counts say nothing";
    assert!(refused(|s| kind(s, "threat", None)).starts_with(silent));
    assert!(refused(|s| s.counts.windows = vec![15]).starts_with("counts.windows"));
}

#[test]
fn what_a_kind_leaves_out_is_named() {
    let with = |name: &'static str, f: fn(&mut summit_ledger::model::two::source::Kind)| {
        refused(move |s| f(s.kinds.get_mut(name).unwrap()))
    };
    assert!(with("visit-made", |k| k.expected = None).starts_with("kinds.visit-made.basis"));
    assert!(with("visit-made", |k| k.sources.clear()).starts_with("kinds.visit-made.sources"));
    assert!(with("visit-made", |k| k.keeps_because = None).contains("keeps_because"));
    assert!(with("visit-made", |k| k.sources.push("nowhere".into())).contains("no such work"));
    assert!(with("visit-planned", |k| k.because = None).starts_with("kinds.visit-planned.basis"));
    assert!(with("visit-planned", |k| k.family = "trips".into()).contains("no such family"));
    assert!(with("visit-planned", |k| k.keeps = 7.0).contains("kinds.visit-planned.keeps"));
    // A sure report may not say more than its family's channel lets through.
    assert!(with("forum-cancelled", |k| k.ratio = Some(vec![0.01; 6])).contains("its family may"));
}

#[test]
fn shares_of_plans_are_those_of_their_counts() {
    assert!(refused(|s| s.plans.near_share = 0.04).starts_with("plans.near_share"));
    assert!(refused(|s| s.plans.counted.called_off_held = Some(3)).contains("cancelled_keeps"));
    assert!(refused(|s| s.plans.counted.reached = 85).starts_with("plans.counted.reached"));
}
