//! The order of a file does not matter, and a retraction undoes.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use summit_ledger::desk::import;

use crate::support::{self, Bits};

/// Signals, retractions and passages on the questions `q1` and `q2`.
pub fn records() -> impl Strategy<Value = Vec<Value>> {
    let on = prop::sample::select(vec![json!("q1"), json!("q2"), json!(["q1", "q2"])]);
    let kind = prop::sample::select(vec!["toward", "away", "flat"]);
    let grade = prop::sample::select(vec!["A1", "B2", "C3", "F6"]);
    let story = prop::option::of(prop::sample::select(vec!["visit", "talks"]));
    // Few days, so that many become known on the same one.
    let signal = (
        (on.clone(), kind, 0..12_i32, 0..4_i32),
        (grade, story, any::<bool>(), any::<bool>()),
        prop::option::weighted(0.25, 0..15_i32),
    );
    let passage = (on, 0..40_i32);
    (
        prop::collection::vec(signal, 0..14),
        prop::collection::vec(passage, 0..4),
    )
        .prop_map(|(signals, passages)| {
            let mut out = Vec::new();
            for (i, ((on, kind, known, delay), rest, retracted)) in signals.into_iter().enumerate()
            {
                let (grade, story, about, own) = rest;
                // Ids whose numbers sort differently as texts and as numbers.
                let id = format!("s{}", i + 5);
                let mut s = support::signal(&id, "q1", kind, &support::day(known));
                s["question"] = on.clone();
                s["observed_on"] = json!(support::day(known - delay));
                s["grade"] = json!(grade);
                if let Some(story) = story {
                    s["story"] = json!(story);
                }
                if about {
                    let days = json!({"first": support::day(47), "last": support::day(51)});
                    s["about"] = days;
                }
                if own {
                    let l = json!({"if_meeting": 0.6, "if_none": 0.35, "because": "seen before"});
                    s["likelihood"] = l;
                }
                out.push(s);
                if let Some(later) = retracted {
                    let day = support::day(known + later);
                    out.push(json!({"type": "retraction", "question": on, "signal": id,
                                    "known_on": day, "because": "It was wrong."}));
                }
            }
            for (on, known) in passages {
                let known = support::day(known);
                out.push(json!({"type": "passage", "question": on, "known_on": known}));
            }
            out
        })
}

/// A whole file: the model, the two questions, and records.
pub fn file(records: &[Value]) -> Vec<Value> {
    let mut out = vec![
        support::model_line(),
        support::question("q1"),
        support::question("q2"),
    ];
    out.extend_from_slice(records);
    out
}

type Told = BTreeMap<String, Vec<(String, Bits)>>;

fn import(records: &[Value], sorted: bool) -> Told {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = support::create(dir.path(), "l.db");
    let facts = import::arrange(support::facts(records), sorted);
    desk.append(&support::hand(), facts).unwrap();
    let of = |q: &str| (q.to_owned(), support::recorded(&desk, q));
    BTreeMap::from([of("q1"), of("q2")])
}

fn final_bits(told: &Told) -> Vec<Bits> {
    told.values()
        .map(|rows| rows.last().unwrap().1.clone())
        .collect()
}

fn by_cause(told: &Told) -> BTreeMap<(String, String), Bits> {
    let mut out = BTreeMap::new();
    for (q, rows) in told {
        for (cause, bits) in rows {
            out.insert((q.clone(), cause.clone()), bits.clone());
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_shuffle_of_a_file_ends_in_the_same_forecasts_to_the_bit(
        (records, shuffled) in records().prop_flat_map(|r| {
            let whole = file(&r);
            (Just(whole.clone()), Just(whole).prop_shuffle())
        }),
    ) {
        let plain = import(&records, false);
        prop_assert_eq!(final_bits(&plain), final_bits(&import(&shuffled, false)));
        let sorted = import(&records, true);
        prop_assert_eq!(final_bits(&plain), final_bits(&sorted));
        prop_assert_eq!(by_cause(&sorted), by_cause(&import(&shuffled, true)));
    }

    #[test]
    fn a_retraction_undoes_to_the_bit(
        before in records(),
        after in records(),
        (kind, known, later) in (
            prop::sample::select(vec!["toward", "away", "flat"]), 0..20_i32, 0..20_i32,
        ),
    ) {
        // Give the later records ids of their own.
        let after: Vec<Value> = after
            .into_iter()
            .map(|mut r| {
                let field = if r["type"] == "signal" { "id" } else { "signal" };
                if let Some(id) = r.get(field).and_then(Value::as_str) {
                    r[field] = json!(format!("later-{id}"));
                }
                r
            })
            .collect();
        let day = support::day(known + later);
        let wrong = support::signal("wrong", "q1", kind, &support::day(known));
        let undo = json!({"type": "retraction", "question": "q1", "signal": "wrong",
                          "known_on": day, "because": "It was wrong."});
        let dir = tempfile::tempdir().unwrap();
        let mut with = support::create(dir.path(), "with.db");
        let mut never = support::create(dir.path(), "never.db");
        support::append(&mut with, &file(&before));
        support::append(&mut with, &[wrong, undo]);
        support::append(&mut never, &file(&before));
        prop_assert_eq!(support::last(&with, "q1"), support::last(&never, "q1"));
        // And nothing of it is left in what comes later.
        if !after.is_empty() {
            support::append(&mut with, &after);
            support::append(&mut never, &after);
        }
        prop_assert_eq!(support::last(&with, "q1"), support::last(&never, "q1"));
    }
}
