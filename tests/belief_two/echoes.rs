//! What is told of a meeting that stands announced, where echoes are weighed.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};
use summit_ledger::belief::Span;
use summit_ledger::belief::two::{Engine, Fact, Model, Question, Report};

use super::facts;
use super::ledgers::{LENGTH, OPENS, question, report};

/// The vectors' model with one draw, the `draw`th, whose `toward` ratios do not rise with lead.
fn model(draw: usize, weighed: bool) -> Arc<Model> {
    let path = facts::folder(facts::FOLDERS[1]).join("sharper.model.json");
    let mut m: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    m["draws"] = json!(1);
    let one = |list: &mut Value| *list = json!([list[draw]]);
    for name in ["kept_draws", "loss_draws", "doubt_draws"] {
        one(&mut m["plans"][name]);
    }
    for family in m["families"].as_object_mut().unwrap().values_mut() {
        one(&mut family["leak_draws"]);
    }
    for kind in m["kinds"].as_object_mut().unwrap().values_mut() {
        let mut ratio: Vec<f64> = serde_json::from_value(kind["ratio"].clone()).unwrap();
        ratio.sort_by(|a, b| b.total_cmp(a));
        if kind["side"] == "toward" {
            kind["ratio"] = json!(ratio);
        }
    }
    if weighed {
        m["plans"]["weighed_echoes"] = json!(true);
    }
    Arc::new(Model::parse(m.to_string().as_bytes()).unwrap())
}

fn asked(rate: f64, occasion: Option<(i32, f64)>) -> Question {
    let span = |(first, chance)| Span {
        first: OPENS + first,
        last: OPENS + first + 3,
        chance: vec![chance],
    };
    Question {
        rate: vec![rate],
        occasions: occasion.map(span).into_iter().collect(),
        ..question()
    }
}

fn p(question: &Question, model: &Arc<Model>, reports: &[Report], day: i32) -> f64 {
    let mut engine = Engine::open(question.clone(), Arc::clone(model)).unwrap();
    for report in reports {
        engine.enter(Fact::Signal(report.clone())).unwrap();
    }
    engine.outlook_on(OPENS + day).unwrap().p
}

fn plan(id: &str, kind: &str, known: i32, about: (i32, i32), grade: (usize, usize)) -> Report {
    Report {
        about: Some((OPENS + about.0, OPENS + about.1)),
        ..graded(report(id, kind, OPENS + known), grade)
    }
}

fn graded(report: Report, (reliability, credibility): (usize, usize)) -> Report {
    Report {
        reliability,
        credibility,
        ..report
    }
}

fn any_grade() -> impl Strategy<Value = (usize, usize)> {
    (0..6_usize, 0..6_usize)
}

/// Plans of days to come, told from day 1 to `last`: announced by the deadline; or, with `more`, called
/// off or beyond the horizon too.
fn any_plans(last: i32, more: bool) -> impl Strategy<Value = Vec<Report>> {
    let kinds = ["announced", "reported", "agreed-for-month", "cancelled"];
    let kind = prop::sample::select(kinds[..if more { 4 } else { 3 }].to_vec());
    let first = prop_oneof![4 => 26..50_i32, u32::from(more) => LENGTH + 60..LENGTH + 70];
    let about = (first, 0..8_i32).prop_map(|(first, days)| (first, first + days));
    let one = (kind, 1..=last, about, any_grade(), any::<bool>());
    let named =
        move |(i, (kind, known, about, grade, trip)): (usize, (&str, i32, _, _, bool))| Report {
            story: trip.then(|| "trip".to_owned()),
            ..plan(&format!("plan-{last}-{i}"), kind, known, about, grade)
        };
    prop::collection::vec(one, 1..4)
        .prop_map(move |made| made.into_iter().enumerate().map(named).collect())
}

/// Whether a plan may leave days alone that an earlier one announced: it is of another, later meeting.
fn leaves_days_alone(plans: &[Report]) -> bool {
    let other = |early: &Report, late: &Report| {
        let (Some(early), Some(late)) = (early.about, late.about) else {
            return false;
        };
        late.0 > early.1
    };
    let after = |early: &Report| {
        let later = plans.iter().filter(|late| late.known >= early.known);
        later.filter(|late| other(early, late)).count() > 0
    };
    plans.iter().any(after)
}

fn last_day(reports: &[Report]) -> i32 {
    let known = reports.iter().map(|report| report.known - OPENS);
    known.max().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250,
        max_global_rejects: 100_000, ..ProptestConfig::default() })]

    // In each draw: one draw has all the say here.
    #[test]
    fn good_news_never_lowers_the_forecast_of_its_day(
        (draw, rate) in (0..4_usize, 1e-4..0.03_f64),
        occasion in prop::option::of((25..40_i32, 0.05..0.9_f64)),
        plans in any_plans(20, true),
        (later, grade) in (0..3_i32, any_grade()),
    ) {
        prop_assume!(!leaves_days_alone(&plans));
        let (model, question) = (model(draw, true), asked(rate, occasion));
        let day = last_day(&plans) + later;
        let news = graded(report("news", "intent", OPENS + day), grade);
        let without = p(&question, &model, &plans, day);
        let with = p(&question, &model, &[plans, vec![news]].concat(), day);
        prop_assert!(with >= without - 1e-12, "with it {with}, without {without}");
    }

    // Nor that of a later day, until one comes that was announced or has an occasion.
    #[test]
    fn good_news_never_lowers_the_forecasts_after_it(
        (draw, rate) in (0..4_usize, 1e-4..0.03_f64),
        occasion in prop::option::of((25..40_i32, 0.05..0.9_f64)),
        plans in any_plans(10, false),
        (later, grade, day) in (0..10_i32, any_grade(), 20..=22_i32),
    ) {
        prop_assume!(!leaves_days_alone(&plans));
        let (model, question) = (model(draw, true), asked(rate, occasion));
        let news = graded(report("news", "intent", OPENS + last_day(&plans) + later), grade);
        let without = p(&question, &model, &plans, day);
        let with = p(&question, &model, &[plans, vec![news]].concat(), day);
        prop_assert!(with >= without - 1e-12, "with it {with}, without {without}");
    }
}

#[test]
fn a_weak_plan_hides_nothing_that_is_told_on_its_day_or_after_it() {
    let question = asked(0.002, Some((LENGTH - 6, 0.3)));
    let agreed = |day, grade| graded(report("news", "agreed-for-month", OPENS + day), grade);
    let announced = |grade| {
        let days = (LENGTH - 6, LENGTH - 3);
        plan("plan", "announced", 20, days, grade)
    };
    let (sure, good, fair, weak) = ((0, 0), (1, 1), (2, 2), (4, 4));
    for weighed in [false, true] {
        let model = model(1, weighed);
        let told = |reports: &[Report]| p(&question, &model, reports, 25);
        let alone = told(&[agreed(20, sure)]);
        let same = told(&[agreed(20, sure), announced(weak)]);
        let before = told(&[agreed(19, sure), announced(weak)]);
        assert_eq!(same < alone - 0.01, !weighed, "{same} after {alone}");
        assert_eq!((same - before).abs() < 0.01, weighed, "{same}, {before}");
        let stood = told(&[announced(fair)]);
        let after = told(&[announced(fair), agreed(23, good)]);
        assert_eq!(after > stood + 0.01, weighed, "{stood}, then {after}");
    }
}

#[test]
fn a_sure_plan_told_again_is_an_echo_on_its_days_and_after_them() {
    let question = asked(0.002, None);
    let model = model(0, true);
    let mut engine = Engine::open(question, model).unwrap();
    let told = |engine: &mut Engine, report: Report| {
        let id = report.id.clone();
        engine.enter(Fact::Signal(report)).unwrap();
        engine.telling(&id).unwrap().unwrap()
    };
    told(&mut engine, plan("plan", "announced", 5, (40, 40), (0, 0)));
    let of_its_day = told(&mut engine, report("a", "intent", OPENS + 5));
    assert_eq!((of_its_day.echoes, of_its_day.echo), (0, 0.0));
    let after = told(&mut engine, report("b", "intent", OPENS + 6));
    // Not an echo: the 30 days before the plan's slack.
    assert_eq!((after.speaks_for - after.echoes, after.echo), (30, 1.0));
    let off = plan("off", "cancelled", 7, (40, 40), (4, 4));
    told(&mut engine, off);
    let weakly_off = told(&mut engine, report("c", "intent", OPENS + 8));
    assert!(
        (weakly_off.echo - 0.96).abs() < 1e-12,
        "{}",
        weakly_off.echo
    );
    // What names only days after the announced ones speaks of no announced meeting.
    let later = plan("later", "attends", 8, (50, 52), (0, 0));
    assert_eq!(told(&mut engine, later).echoes, 0);
}
