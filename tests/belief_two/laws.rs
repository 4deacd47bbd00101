//! Laws that hold for any evidence.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::json;
use summit_ledger::belief::Span;
use summit_ledger::belief::two::{Engine, Fact, Model, Question, Report, Watch, why};

use super::ledgers::{
    Case, DRAWS, LENGTH, OPENS, any_case, any_question, any_report, bits, model, question, report,
};

/// Shares of a bank that was moved round differently differ by no more.
const ROUNDING: f64 = 1e-9;

/// A model whose draws are all the same.
fn even_model() -> Arc<Model> {
    model(|m| {
        m["plans"]["kept_draws"] = json!(vec![0.9; DRAWS]);
        m["plans"]["loss_draws"] = json!(vec![0.01; DRAWS]);
        for family in m["families"].as_object_mut().unwrap().values_mut() {
            family["leak_draws"] = json!(vec![0.1; DRAWS]);
            family["leak"] = json!(0.1);
        }
    })
}

/// A belief whose draws are all the same.
fn even() -> Engine {
    let question = Question {
        rate: vec![0.003; DRAWS],
        ..question()
    };
    Engine::open(question, even_model()).unwrap()
}

fn enter(engine: &Engine, facts: impl IntoIterator<Item = Fact>) -> Engine {
    let mut engine = engine.clone();
    for fact in facts {
        engine.enter(fact).unwrap();
    }
    engine
}

fn with(engine: &Engine, report: Report) -> Engine {
    enter(engine, [Fact::Signal(report)])
}

/// The same, nothing known but that the day has come.
fn waited(engine: &Engine, known: i32) -> Engine {
    enter(engine, [Fact::Passage { known }])
}

fn p(mut engine: Engine) -> f64 {
    engine.outlook().unwrap().p
}

fn share(mut engine: Engine, (first, last): (i32, i32)) -> f64 {
    engine.within(first, last).unwrap()
}

fn dated(id: &str, kind: &str, known: i32, first: i32) -> Report {
    Report {
        about: Some((OPENS + first, OPENS + first)),
        ..report(id, kind, OPENS + known)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_order_of_entry_gives_the_same_bits(case in any_case(14), seed in any::<u64>()) {
        let (back, mut said): (Vec<&Fact>, Vec<&Fact>) = case
            .facts
            .iter()
            .partition(|fact| matches!(fact, Fact::Retraction { .. }));
        let mut engine = case.after(&case.facts);
        // A linear congruence shuffles: each fact swaps with one before it.
        let mut state = seed;
        for i in (1..said.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            said.swap(i, (state >> 33) as usize % (i + 1));
        }
        let mut other = case.after(said.into_iter().chain(back));
        match (engine.outlook(), other.outlook()) {
            (Ok(a), Ok(b)) => prop_assert_eq!(bits(&a), bits(&b)),
            (a, b) => prop_assert_eq!(a, b),
        }
        prop_assert_eq!(engine.why(), other.why());
    }

    #[test]
    fn what_is_taken_back_was_never_said(case in any_case(10), report in any_report(), far in 0..900_i32) {
        let engine = case.after(&case.facts);
        let known = engine.as_of();
        let slip = Report { id: "slip".into(), known: report.known + far, ..report.clone() };
        let mut without = waited(&engine, known);
        let mut engine = with(&engine, slip);
        let _ = engine.outlook();
        let known = report.known + far;
        engine.enter(Fact::Retraction { id: "slip".into(), known }).unwrap();
        prop_assert_eq!(engine.as_of(), without.as_of());
        prop_assert_eq!(engine.outlook(), without.outlook());
        prop_assert_eq!(engine.why(), without.why());
    }

    #[test]
    fn rows_sum_and_draws_stay_within_bounds(case in any_case(14)) {
        let mut engine = case.after(&case.facts);
        let Ok(outlook) = engine.outlook() else { return Ok(()) };
        let rows = engine.why().unwrap();
        if engine.as_of() >= case.question.deadline {
            prop_assert_eq!(rows, None);
            prop_assert_eq!((outlook.p, outlook.lo, outlook.hi), (0.0, 0.0, 0.0));
            prop_assert_eq!(outlook.effective_draws, DRAWS as f64);
        } else {
            let sum: i64 = rows.unwrap().iter().map(|row| row.hundredths).sum();
            prop_assert_eq!(sum, why::log_odds(outlook.p));
            let (low, high) = (1.0 / 512.0, 511.0 / 512.0);
            prop_assert!(low <= outlook.lo && outlook.lo <= outlook.hi && outlook.hi <= high);
            prop_assert!((low..=high).contains(&outlook.p));
            let effective = outlook.effective_draws / DRAWS as f64;
            prop_assert!((0.64 - ROUNDING..=1.0 + ROUNDING).contains(&effective), "{}", effective);
        }
    }

    #[test]
    fn a_null_and_a_plan_that_is_over_move_nothing(case in any_case(10), known in 0..60_i32, before in 0..20_i32, off in any::<bool>()) {
        let engine = case.after(&case.facts);
        let known = OPENS + known;
        let kind = if off { "summit-cancelled" } else { "summit-announced" };
        let over = Report { about: Some((known - before, known)), ..report("new", kind, known) };
        // Told by nobody else: a repeat of an analyst's own likelihood would add belief in that.
        let null = Report { actor: Some("nobody".into()), ..report("new", "criticism", known) };
        for nothing in [over, null] {
            let mut after = with(&engine, nothing);
            prop_assert_eq!(after.outlook(), waited(&engine, known).outlook());
        }
    }

    #[test]
    fn days_sum_to_what_is_left(case in any_case(10)) {
        let mut engine = case.after(&case.facts);
        let Ok(days) = engine.by_day() else { return Ok(()) };
        let all = engine.within(i32::MIN, i32::MAX).unwrap();
        prop_assert!((0.0..=1.0).contains(&all));
        prop_assert_eq!(days.len() as i32, (engine.horizon() - engine.as_of()).max(0));
        prop_assert!(days.iter().all(|(_, p)| (0.0..=1.0).contains(p)));
        if let Some(median) = engine.day_reaching(0.5).unwrap() {
            prop_assert!(engine.within(i32::MIN, median).unwrap() >= 0.5 - ROUNDING);
            prop_assert!(engine.within(i32::MIN, median - 1).unwrap() < 0.5);
        }
    }

    #[test]
    fn repeats_add_ever_less_and_stay_below_one_sure_report(
        kind in prop_oneof![Just("leader-intent"), Just("visit-planned")],
        (reliability, credibility) in (0..6_usize, 0..6_usize),
        known in 1..40_i32,
    ) {
        let told = |engine: &Engine, i: usize| with(engine, Report {
            story: Some("one".into()),
            reliability,
            credibility,
            ..report(&format!("r{i}"), kind, OPENS + known)
        });
        let sure = p(with(&even(), report("sure", kind, OPENS + known)));
        let (mut engine, mut last) = (told(&even(), 0), f64::INFINITY);
        for i in 1..8 {
            let next = told(&engine, i);
            let gain = p(next.clone()) - p(engine);
            prop_assert!(gain >= -ROUNDING && gain <= last + ROUNDING, "{} after {}", gain, last);
            (engine, last) = (next, gain);
            prop_assert!(p(engine.clone()) <= sure + ROUNDING);
        }
    }

    #[test]
    fn a_family_stays_within_its_cap(stories in 1..30_usize, known in 1..40_i32) {
        let known = OPENS + known;
        let mut engine = waited(&even(), known);
        let odds = |engine: &mut Engine| {
            let later = 1.0 - engine.within(i32::MIN, i32::MAX).unwrap();
            let days = engine.by_day().unwrap();
            days.iter().map(|(_, p)| p / later).collect::<Vec<f64>>()
        };
        let before = odds(&mut engine);
        for i in 0..stories {
            engine = with(&engine, Report {
                actor: Some(format!("a{i}")),
                ..report(&format!("r{i}"), "leader-intent", known)
            });
        }
        let cap = 0.9 / 0.1;
        for (before, after) in before.iter().zip(odds(&mut engine)) {
            prop_assert!(after / before <= cap + ROUNDING);
            prop_assert!(after / before >= 1.0 - ROUNDING);
        }
    }

    #[test]
    fn a_sure_announcement_told_twice_on_a_day_moves_nothing_more(
        case in any_case(8),
        (known, first) in (0..50_i32, 1..60_i32),
        (reliability, credibility) in (0..6_usize, 0..6_usize),
    ) {
        let sure = dated("a", "summit-announced", known, known + first);
        let again = Report { id: "b".into(), reliability, credibility, ..sure.clone() };
        let mut once = with(&case.after(&case.facts), sure);
        let mut twice = with(&once, again);
        prop_assert_eq!(once.outlook(), twice.outlook());
    }

    #[test]
    fn an_echo_adds_nothing_and_what_speaks_against_does(
        question in any_question(),
        (known, first) in (1..30_i32, 8..30_i32),
        delay in 1..7_i32,
        grade in 0..3_usize,
    ) {
        let engine = Engine::open(question, model(|_| ())).unwrap();
        let engine = with(&engine, dated("a", "summit-announced", known, known + first));
        let later = |kind| Report {
            reliability: grade,
            ..dated("b", kind, known + delay, known + first)
        };
        let quiet = waited(&engine, OPENS + known + delay);
        let mut echo = with(&engine, later("leader-intent"));
        prop_assert_eq!(echo.outlook(), quiet.clone().outlook());
        let told = echo.telling("b").unwrap().unwrap();
        prop_assert_eq!((told.speaks_for, told.echoes), (1, 1));
        let day = (OPENS + known + first, OPENS + known + first);
        let against = with(&engine, later("leader-absence"));
        prop_assert!(share(against, day) < share(quiet, day));
    }

    #[test]
    fn news_of_a_later_meeting_leaves_an_announced_earlier_one(
        known in 1..20_i32,
        (first, more) in (5..20_i32, 8..25_i32),
        (off, again) in (any::<bool>(), any::<bool>()),
    ) {
        let engine = Engine::open(question(), model(|_| ())).unwrap();
        let mut engine = with(&engine, dated("a", "summit-announced", known, known + first));
        let (near, far) = (known + first, known + first + more);
        let day = (OPENS + near, OPENS + near);
        let before = share(engine.clone(), day);
        let kind = if off { "summit-cancelled" } else { "summit-announced" };
        engine = with(&engine, dated("b", kind, known, far));
        prop_assert!((share(engine.clone(), day) - before).abs() < ROUNDING);
        if again {
            engine = with(&engine, dated("c", "summit-cancelled", known, far));
            prop_assert!((share(engine, day) - before).abs() < ROUNDING);
        }
    }

    #[test]
    fn a_further_watch_never_lowers_a_standing_plan(
        known in 1..20_i32,
        first in 2..40_i32,
        watches in prop::collection::vec(0..40_i32, 1..5),
        reports in prop::collection::vec(any_report(), 0..4),
    ) {
        let mut engine = even();
        for (i, r) in reports.into_iter().enumerate() {
            let told = r.known.min(OPENS + known);
            engine = with(&engine, Report {
                id: format!("r{i}"),
                observed: told,
                known: told,
                about: None,
                ..r
            });
        }
        let day = (OPENS + known + first, OPENS + known + first);
        engine = with(&engine, dated("a", "summit-announced", known, known + first));
        let mut watches = watches;
        watches.sort_unstable();
        for (i, after) in watches.into_iter().enumerate() {
            let through = OPENS + known + after.min(first - 1);
            let before = share(waited(&engine, through), day);
            let watch = Watch { id: format!("w{i}"), known: through, through };
            engine = enter(&engine, [Fact::Watch(watch)]);
            prop_assert!(share(engine.clone(), day) >= before - ROUNDING);
        }
    }

    #[test]
    fn silence_only_lowers(
        watches in prop::collection::vec(0..LENGTH - 14, 1..5),
        reports in prop::collection::vec(any_report(), 0..5),
    ) {
        let mut engine = even();
        for (i, r) in reports.into_iter().enumerate() {
            engine = with(&engine, Report { id: format!("r{i}"), about: None, ..r });
        }
        let mut watches = watches;
        watches.sort_unstable();
        for (i, through) in watches.into_iter().enumerate() {
            let through = OPENS + through;
            let quiet = p(waited(&engine, through));
            let watch = Watch { id: format!("w{i}"), known: through, through };
            prop_assert!(p(enter(&engine, [Fact::Watch(watch)])) <= quiet);
        }
    }

    #[test]
    fn two_occasions_of_equal_chance_and_no_ordinary_days_correlate(chance in 0.2..0.8_f64, correlation in 0.0..0.2_f64) {
        let draws = DRAWS - 1;
        let model = model(|m| {
            m["occasion_correlation"] = json!(correlation);
            m["draws"] = json!(draws);
            for list in ["kept_draws", "loss_draws"] {
                m["plans"][list].as_array_mut().unwrap().truncate(draws);
            }
            for family in m["families"].as_object_mut().unwrap().values_mut() {
                family["leak_draws"].as_array_mut().unwrap().truncate(draws);
            }
        });
        let occasion = |first| Span { first: OPENS + first, last: OPENS + first, chance: vec![chance; draws] };
        let question = Question {
            rate: vec![1e-300; draws],
            occasions: vec![occasion(5), occasion(9)],
            ..question()
        };
        let mut engine = Engine::open(question, model).unwrap();
        let first = engine.within(OPENS + 5, OPENS + 5).unwrap();
        let none = 1.0 - engine.within(i32::MIN, i32::MAX).unwrap();
        prop_assert!((first - chance).abs() < ROUNDING);
        let variance = chance * (1.0 - chance);
        let got = (none - (1.0 - chance) * (1.0 - chance)) / variance;
        prop_assert!((got - correlation).abs() < ROUNDING, "{} for {}", got, correlation);
    }
}

#[test]
fn a_case_without_facts_has_its_prior() {
    let case = Case {
        question: question(),
        model: model(|_| ()),
        facts: Vec::new(),
    };
    let rows = case.open().why().unwrap().unwrap();
    let shown: Vec<String> = rows.iter().map(|row| row.cause.to_string()).collect();
    assert_eq!(shown, ["prior", "time"]);
    assert_eq!(rows[1].hundredths, 0);
}
