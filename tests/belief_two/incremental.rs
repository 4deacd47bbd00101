//! What is kept between forecasts never changes a bit, and a forecast costs what changed.

use std::sync::Arc;

use proptest::prelude::*;
use summit_ledger::belief::two::{Engine, Fact, Model, Question, Report};

use super::ledgers::{Case, OPENS, any_case, bits, report};
use super::plain::Plain;
use super::{facts, vectors};

/// All that an engine says: of the forecast, of each day, and why.
fn all(engine: &mut Engine) -> String {
    let outlook = engine.outlook().map(|o| bits(&o));
    let days = engine.by_day().map(|days| {
        let day = |(day, p): (i32, f64)| (day, p.to_bits());
        days.into_iter().map(day).collect::<Vec<_>>()
    });
    format!("{outlook:?} {days:?} {:?}", engine.why())
}

/// The same evidence told from scratch: taking on the model anew keeps nothing.
fn from_scratch(engine: &Engine, question: &Question) -> Engine {
    let mut engine = engine.clone();
    let chances = question.occasions.iter().map(|o| o.chance.clone());
    let model = Arc::clone(engine.model());
    engine
        .adopt(model, question.rate.clone(), chances.collect())
        .unwrap();
    engine
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn kept_or_from_scratch_the_bits_are_the_same(case in any_case(30), asked in any::<u64>()) {
        let mut engine = case.open();
        for (i, fact) in case.facts.iter().enumerate() {
            engine.enter(fact.clone()).unwrap();
            // Some facts are entered without a forecast between them.
            if asked >> (i % 64) & 1 == 1 {
                prop_assert_eq!(
                    all(&mut engine),
                    all(&mut from_scratch(&engine, &case.question)),
                    "after {:?}",
                    fact
                );
            }
        }
        let mut at_once = case.after(&case.facts);
        prop_assert_eq!(all(&mut engine), all(&mut at_once));
    }

    #[test]
    fn the_bits_are_those_of_the_plain_form(case in any_case(30), asked in any::<u64>()) {
        let mut engine = case.open();
        for (i, fact) in case.facts.iter().enumerate() {
            engine.enter(fact.clone()).unwrap();
            if asked >> (i % 64) & 1 == 1 {
                let told = &case.facts[..=i];
                let want = Plain::after(&case.question, &case.model, told).forecast();
                let got = engine.outlook().ok().map(|o| bits(&o).1);
                prop_assert_eq!(got, want.map(|x| x.map(f64::to_bits)), "after {:?}", fact);
            }
        }
    }

    #[test]
    fn a_forecast_on_a_later_day_is_that_of_time_passed(case in any_case(12), later in 0..40_i32) {
        let mut engine = case.after(&case.facts);
        let day = engine.as_of() + later;
        let ahead = engine.outlook_on(day);
        let before = engine.outlook();
        let mut passed = engine.clone();
        passed.enter(Fact::Passage { known: day }).unwrap();
        prop_assert_eq!(ahead, passed.outlook());
        prop_assert_eq!(engine.outlook(), before);
    }

    #[test]
    fn a_clone_goes_its_own_way(case in any_case(12), more in any_case(6)) {
        let mut engine = case.after(&case.facts);
        let before = all(&mut engine);
        let mut other = engine.clone();
        for (i, fact) in more.facts.into_iter().enumerate() {
            if let Fact::Signal(report) = fact {
                let report = Report { id: format!("other-{i}"), ..report };
                other.enter(Fact::Signal(report)).unwrap();
                let _ = other.outlook();
            }
        }
        prop_assert_eq!(all(&mut engine), before);
    }
}

#[test]
fn every_vector_from_scratch_after_every_record() {
    for name in vectors::cases().into_iter().chain(vectors::plans()) {
        let (question, facts) = facts::case(&name);
        let mut engine = Engine::open(question.clone(), facts::model(&name)).unwrap();
        for fact in facts {
            engine.enter(fact).unwrap();
            let mut anew = from_scratch(&engine, &question);
            assert_eq!(all(&mut engine), all(&mut anew), "{name}");
        }
    }
}

#[test]
fn a_window_goes_with_the_report_that_began_it() {
    let like = |id: &str, known: i32| Fact::Signal(report(id, "leader-intent", OPENS + known));
    let facts = [
        like("a", 2),
        Fact::Retraction {
            id: "a".into(),
            known: OPENS + 2,
        },
        like("b", 10),
        like("c", 20),
    ];
    let case = Case {
        question: super::ledgers::question(),
        model: super::ledgers::model(|_| ()),
        facts: facts.to_vec(),
    };
    let mut engine = case.open();
    for fact in &case.facts {
        engine.enter(fact.clone()).unwrap();
        engine.outlook().unwrap();
    }
    let rows = engine.why().unwrap().unwrap();
    let told = |id: &str| {
        rows.iter()
            .any(|row| row.cause.to_string() == format!("story {id}"))
    };
    assert!(told("b") && !told("c"), "{rows:?}");
}

/// Three announcements, then signals of all kinds by hundreds a day, most of them stories of their
/// own: of poor grade, so that no family comes to its limits, where news would cost less.
fn flood(model: &Model, opens: i32) -> impl Iterator<Item = Report> {
    let kinds = model.kinds.iter().filter(|(_, kind)| kind.plan.is_none());
    let kinds: Vec<String> = kinds.map(|(name, _)| name.clone()).collect();
    (0_i32..).map(move |i| {
        let kind = &kinds[i as usize * 11 % kinds.len()];
        let told = Report {
            reliability: 4,
            credibility: 4,
            actor: (i % 3 > 0).then(|| format!("actor {}", i / 40)),
            ..report(&format!("s{i:05}"), kind, opens + 2 + i / 250)
        };
        if i >= 3 {
            return told;
        }
        let day = opens + 90 + i * 60;
        Report {
            about: Some((day, day)),
            ..report(&told.id, "summit-announced", opens + 1)
        }
    })
}

#[test]
fn the_five_thousandth_signal_costs_what_the_fiftieth_did() {
    let (question, _) = facts::case("default-model");
    let question = Question {
        deadline: question.opens + 365,
        occasions: Vec::new(),
        ..question
    };
    let model = facts::model("default-model");
    let reports: Vec<Report> = flood(&model, question.opens).take(5000).collect();
    let mut engine = Engine::open(question, model).unwrap();
    let mut cost = |from: usize, to: usize| {
        let mut effort = 0;
        for (i, report) in reports.iter().enumerate().take(to).skip(from) {
            engine.enter(Fact::Signal(report.clone())).unwrap();
            if i + 11 > to {
                engine.outlook().unwrap();
            }
            if i + 11 == to {
                effort = total(&engine);
            }
        }
        (total(&engine) - effort) as f64 / 10.0
    };
    let fiftieth = cost(0, 50);
    let last = cost(50, 5000);
    assert!(fiftieth > 100_000.0, "nothing counted: {fiftieth}");
    assert!(last <= 1.2 * fiftieth, "{last} operations after {fiftieth}");
}

fn total(engine: &Engine) -> u64 {
    let effort = engine.effort();
    effort.multiplications + effort.quotients
}

#[test]
fn a_forecast_asked_for_twice_costs_nothing_more() {
    let case = Case {
        question: super::ledgers::question(),
        model: super::ledgers::model(|_| ()),
        facts: vec![Fact::Signal(report("a", "leader-intent", OPENS + 3))],
    };
    let mut engine = case.after(&case.facts);
    let before = total(&engine);
    let first = engine.outlook().unwrap();
    let once = total(&engine);
    assert!(once > before);
    assert_eq!(engine.outlook().unwrap(), first);
    assert_eq!(total(&engine), once);
}
