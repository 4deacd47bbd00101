//! The day of a forecast is the latest of what stands: a mistake that was taken back leaves none, and
//! what earlier programs recorded by their rule is still derived.

use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};
use summit_ledger::audit;
use summit_ledger::belief::{Model, Outlook, Run, Version};
use summit_ledger::desk::{Desk, import};
use summit_ledger::record::{Body, Forecast, date};
use summit_ledger::store::{Draft, Ledger};

use crate::support::{self, Bits, vectors};

/// A model of a version, with a kind for and one against.
fn model(version: Version) -> (Vec<u8>, [&'static str; 2]) {
    match version {
        Version::One => (support::model(4), ["toward", "away"]),
        Version::Two => {
            let cases = vectors::belief("belief-v2");
            let case = cases.iter().find(|c| c.name == "silence-watched").unwrap();
            let bytes = std::fs::read(&case.model).unwrap();
            (bytes, ["visit-planned", "criticism"])
        }
    }
}

/// A ledger on a model with a question of many days.
fn start(dir: &Path, name: &str, model: &[u8]) -> Desk {
    let mut desk = support::create(dir, name);
    let mut question = support::question("q");
    question["deadline"] = json!("2024-05-01");
    append(&mut desk, model, &[support::model_line(), question]);
    desk
}

fn append(desk: &mut Desk, model: &[u8], records: &[Value]) {
    let text = support::lines(records);
    let facts = import::parse("case.jsonl", &text, &|_| Ok(model.to_vec())).unwrap();
    desk.append(&support::hand(), facts).unwrap();
}

/// Signals of the first forty days, in any order, and perhaps a passage.
fn some() -> impl Strategy<Value = Vec<(bool, i32, bool)>> {
    prop::collection::vec((any::<bool>(), 0..40_i32, prop::bool::weighted(0.2)), 0..5)
}

fn records(of: &[(bool, i32, bool)], kinds: [&str; 2], name: &str) -> Vec<Value> {
    let record = |(i, (toward, day, passage)): (usize, &(bool, i32, bool))| {
        let day = support::day(*day);
        match passage {
            true => json!({"type": "passage", "question": "q", "known_on": day}),
            false => support::signal(
                &format!("{name}{i}"),
                "q",
                kinds[usize::from(*toward)],
                &day,
            ),
        }
    };
    of.iter().enumerate().map(record).collect()
}

/// What every later number is: the recorded forecast, and what stands as of some days.
fn numbers(desk: &mut Desk) -> Vec<Bits> {
    let id = summit_ledger::record::Name::parse("q").unwrap();
    let mut out = vec![support::last(desk, "q")];
    for day in [None, Some(20), Some(60), Some(320)] {
        let day = day.map(|n| date::parse(&support::day(n)).unwrap());
        let standing = desk.standing(&id, day).unwrap();
        out.push(Bits::computed(&standing.report(&[]).unwrap().outlook));
        let end = standing.explain(None).unwrap().end;
        out.push(Bits::computed(&end));
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_later_day_that_was_taken_back_or_amended_leaves_no_trace(
        version in prop::sample::select(vec![Version::One, Version::Two]),
        before in some(),
        after in some(),
        wrong in 50..280_i32,
        later in 0..30_i32,
        right in prop::option::of(0..40_i32),
    ) {
        let (model, kinds) = model(version);
        let dir = tempfile::tempdir().unwrap();
        let mut with = start(dir.path(), "with.db", &model);
        let mut never = start(dir.path(), "never.db", &model);
        let before = records(&before, kinds, "before");
        for desk in [&mut with, &mut never] {
            if !before.is_empty() {
                append(desk, &model, &before);
            }
        }
        let slip = support::signal("slip", "q", kinds[0], &support::day(wrong));
        let back = json!({"type": "retraction", "question": "q", "signal": "slip",
                          "known_on": support::day(wrong + later), "because": "mistyped"});
        append(&mut with, &model, &[slip, back]);
        if let Some(right) = right {
            let mut amended = support::signal("slip.2", "q", kinds[0], &support::day(right));
            append(&mut never, &model, &[amended.clone()]);
            amended["amends"] = json!("slip");
            append(&mut with, &model, &[amended]);
        }
        // Until the retraction was known the mistake stands.
        let untouched = |all: Vec<Bits>| -> Vec<Bits> {
            let stood = support::day(wrong)..support::day(wrong + later);
            all.into_iter().filter(|b| !stood.contains(&b.as_of)).collect()
        };
        prop_assert_eq!(untouched(numbers(&mut with)), untouched(numbers(&mut never)));
        for record in records(&after, kinds, "after") {
            for desk in [&mut with, &mut never] {
                append(desk, &model, std::slice::from_ref(&record));
            }
            prop_assert_eq!(support::last(&with, "q"), support::last(&never, "q"));
            prop_assert_eq!(untouched(numbers(&mut with)), untouched(numbers(&mut never)));
        }
    }
}

/// The same log with forecasts as `said` makes them.
fn rewritten(
    desk: &Desk,
    path: &Path,
    model: &[u8],
    said: &mut dyn FnMut(&mut Run, &Forecast) -> Outlook,
) -> Vec<String> {
    let mut ledger = Ledger::create(path).unwrap();
    let mut log = ledger.begin().unwrap();
    log.attach(&summit_ledger::desk::sha256_hex(model), model)
        .unwrap();
    let mut run: Option<Run> = None;
    let mut days = Vec::new();
    for seq in 0.. {
        let Some(entry) = desk.ledger().entry(seq).unwrap() else {
            break;
        };
        let body = match entry.body {
            Body::Forecast(f) => {
                let o = said(run.as_mut().unwrap(), &f);
                days.push(date::from_number(o.as_of).to_string());
                Body::Forecast(Box::new(Forecast {
                    as_of: date::from_number(o.as_of),
                    p: o.p,
                    lo: o.lo,
                    hi: o.hi,
                    effective_draws: o.effective_draws,
                    ..*f
                }))
            }
            Body::Question(q) => {
                let model = Arc::new(Model::parse(model).unwrap());
                run = Some(Run::open(Arc::from(q.clone()), model).unwrap());
                Body::Question(q)
            }
            fact => {
                if let Some(run) = &mut run {
                    run.enter(seq, &fact).unwrap();
                }
                fact
            }
        };
        let draft = Draft {
            id: entry.id,
            author: entry.author,
            body,
        };
        log.append(draft, support::hand().now).unwrap();
    }
    log.commit().unwrap();
    days
}

fn audited(path: &Path) -> Vec<String> {
    let report = audit::run(path, &audit::Options::default(), &mut |_| {}).unwrap();
    report
        .findings
        .iter()
        .map(|f| format!("{} {}: {}", f.code, f.expected, f.found))
        .collect()
}

#[test]
fn what_an_earlier_program_recorded_as_of_its_day_is_derived_and_no_other_day_is() {
    for version in [Version::One, Version::Two] {
        let (model, kinds) = model(version);
        let dir = tempfile::tempdir().unwrap();
        let mut desk = start(dir.path(), "now.db", &model);
        let slip = support::signal("slip", "q", kinds[0], &support::day(80));
        let back = json!({"type": "retraction", "question": "q", "signal": "slip",
                          "known_on": support::day(90), "because": "mistyped"});
        append(
            &mut desk,
            &model,
            &[support::signal("s", "q", kinds[1], &support::day(9))],
        );
        append(&mut desk, &model, &[slip, back]);
        append(
            &mut desk,
            &model,
            &[support::signal("t", "q", kinds[0], &support::day(20))],
        );
        assert_eq!(support::last(&desk, "q").as_of, support::day(20));
        assert_eq!(audited(&desk.ledger().path()), [""; 0]);

        let earlier = dir.path().join("earlier.db");
        let mut ever = |run: &mut Run, _: &Forecast| {
            let day = run.ever();
            run.outlook_said(day).unwrap()
        };
        let days = rewritten(&desk, &earlier, &model, &mut ever);
        assert_eq!(days.last().unwrap(), &support::day(90));
        assert_eq!(audited(&earlier), [""; 0], "{version:?}");

        let forged = dir.path().join("forged.db");
        let mut other = |run: &mut Run, f: &Forecast| {
            let day = date::number(f.as_of);
            let day = if day == run.as_of() && day > date::number(run.question().opens) {
                day + 1
            } else {
                day
            };
            run.outlook_on(day).unwrap()
        };
        rewritten(&desk, &forged, &model, &mut other);
        let found = audited(&forged);
        assert!(found.len() >= 3, "{found:?}");
        assert!(found.iter().all(|f| f.contains("as of")), "{found:?}");
    }
}
