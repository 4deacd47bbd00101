//! Laws of models that say more of plans: months, doubts, promises, days that are made sharper.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};
use summit_ledger::belief::Span;
use summit_ledger::belief::two::{Engine, Fact, Model, Question, Report};

use super::facts;
use super::ledgers::{Case, LENGTH, OPENS, any_case, bits, question, report};

/// Draws of the vectors' model.
const DRAWS: usize = 4;

fn model(change: impl FnOnce(&mut Value)) -> Arc<Model> {
    let path = facts::folder(facts::FOLDERS[1]).join("sharper.model.json");
    let mut value: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    change(&mut value);
    Arc::new(Model::parse(value.to_string().as_bytes()).unwrap())
}

/// Whether echoes are weighed.
fn weigh(model: &mut Value, weighed: bool) {
    if weighed {
        model["plans"]["weighed_echoes"] = json!(true);
    }
}

fn asked(rate: Vec<f64>, occasions: Vec<Span>) -> Question {
    Question {
        rate,
        occasions,
        ..question()
    }
}

fn any_question() -> impl Strategy<Value = Question> {
    let chance = || prop::collection::vec(0.01..0.99_f64, DRAWS);
    let occasion = (1..LENGTH, 0..6_i32, chance()).prop_map(|(first, length, chance)| Span {
        first: OPENS + first,
        last: OPENS + first + length,
        chance,
    });
    let rate = prop::collection::vec(1e-5..0.05_f64, DRAWS);
    (rate, prop::collection::vec(occasion, 0..3))
        .prop_map(|(rate, occasions)| asked(rate, occasions))
}

fn after(question: &Question, model: &Arc<Model>, reports: &[Report]) -> Engine {
    let mut engine = Engine::open(question.clone(), Arc::clone(model)).unwrap();
    for report in reports {
        engine.enter(Fact::Signal(report.clone())).unwrap();
    }
    engine
}

fn p(question: &Question, model: &Arc<Model>, reports: &[Report]) -> f64 {
    after(question, model, reports).outlook().unwrap().p
}

fn plain() -> Question {
    asked(vec![0.001, 0.003, 0.005, 0.002], Vec::new())
}

fn on(id: &str, kind: &str, known: i32, about: (i32, i32)) -> Report {
    Report {
        about: Some((OPENS + about.0, OPENS + about.1)),
        ..report(id, kind, OPENS + known)
    }
}

fn graded(mut report: Report, (reliability, credibility): (usize, usize)) -> Report {
    (report.reliability, report.credibility) = (reliability, credibility);
    report
}

/// Evidence of those days that makes no plan.
fn any_told(
    name: &'static str,
    days: std::ops::RangeInclusive<i32>,
    kinds: &'static [&'static str],
) -> impl Strategy<Value = Vec<Report>> {
    let about = prop::option::of((21..LENGTH, 0..9_i32));
    let one = (prop::sample::select(kinds), days, about).prop_map(|(kind, known, about)| {
        let named = about.filter(|_| kind != "agreed-for-month");
        let days = named.map(|(first, more)| (OPENS + first, OPENS + first + more));
        // Told by others: what tells the same again is of their story.
        Report {
            about: days,
            actor: Some(name.into()),
            ..report("", kind, OPENS + known)
        }
    });
    prop::collection::vec(one, 0..5).prop_map(move |mut made| {
        for (i, report) in made.iter_mut().enumerate() {
            report.id = format!("{name}-{i}");
        }
        made
    })
}

/// Kinds of other families than those that speak of plans and of the leaders' words.
const OTHER: [&str; 4] = ["incident", "attends", "conditions", "unlikely"];
/// These, and kinds of the same families.
const ANY: [&str; 6] = [
    "incident",
    "attends",
    "conditions",
    "unlikely",
    "intent",
    "agreed-for-month",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    // Whether it opens a plan of its own or takes the place of another.
    #[test]
    fn a_signal_for_a_meeting_never_loses_by_naming_days(
        question in any_question(),
        before in any_told("before", 1..=19, &OTHER),
        today in prop::option::of(any_told("today", 20..=20, &ANY)),
        kind in prop_oneof![
            Just("announced"), Just("agreed-for-month"), Just("reported"), Just("intent"),
        ],
        grade in (0..6_usize, 0..6_usize),
        stood in prop::option::of((
            prop_oneof![Just("announced"), Just("agreed-for-month"), Just("reported")],
            (0..6_usize, 0..6_usize), (25..60_i32, 0..30_i32),
        )),
        (first, more) in (1..50_i32, 0..60_i32),
    ) {
        // Evidence of the very day counts with days as without them where echoes are weighed.
        let model = model(|m| weigh(m, today.is_some()));
        let known = 20;
        let first = known + first.min(LENGTH - known);
        let last = (first + more).min(LENGTH);
        let mut before = [before, today.unwrap_or_default()].concat();
        if let Some((told, grade, (a, more))) = stood {
            let about = (a, (a + more).min(LENGTH));
            before.push(graded(on("plan", told, 10, about), grade));
            // A report that confirms says the same again, and nothing of other days.
            let firmer = kind == "announced" && told != "announced";
            prop_assume!(kind == "intent" || firmer || first > about.0 || last < about.1);
        }
        let named = graded(on("x", kind, known, (first, last)), grade);
        let unnamed = Report { about: None, ..named.clone() };
        let told = |report: Report| p(&question, &model, &[before.clone(), vec![report]].concat());
        let (with, without) = (told(named), told(unnamed));
        prop_assert!(with >= without - 1e-12, "with days {with}, without {without}");
    }

    #[test]
    fn a_doubt_never_raises_and_what_is_told_again_after_it_never_lowers(
        question in any_question(), grade in (0..6_usize, 0..6_usize), days in 0..40_i32,
    ) {
        let model = model(|_| {});
        let plan = on("plan", "announced", 5, (45, 45 + days.min(20)));
        let doubt = graded(report("doubt", "doubted", OPENS + 12), grade);
        let again = Report { known: OPENS + 20, observed: OPENS + 20, id: "again".into(), ..plan.clone() };
        let told = p(&question, &model, std::slice::from_ref(&plan));
        let mut passed = after(&question, &model, std::slice::from_ref(&plan));
        passed.enter(Fact::Passage { known: OPENS + 12 }).unwrap();
        let doubted = p(&question, &model, &[plan.clone(), doubt.clone()]);
        prop_assert!(doubted <= passed.outlook().unwrap().p + 1e-12, "{told} {doubted}");
        let mut waited = after(&question, &model, &[plan.clone(), doubt.clone()]);
        waited.enter(Fact::Passage { known: OPENS + 20 }).unwrap();
        let answered = p(&question, &model, &[plan, doubt, again]);
        prop_assert!(answered >= waited.outlook().unwrap().p - 1e-12);
    }

    #[test]
    fn what_was_announced_made_sharper_and_denied_is_not_likelier_than_never_announced(
        question in any_question(), within in 0..10_i32,
    ) {
        // In each draw for itself, and no occasion passes meanwhile: days that pass while a later one
        // stands announced do not tell against the draws that had expected a meeting on them.
        prop_assume!(question.occasions.iter().all(|o| o.first > OPENS + 15));
        let even = |draws: &[f64]| vec![draws[0]; DRAWS];
        let occasions = question.occasions.iter().map(|o| Span { chance: even(&o.chance), ..o.clone() });
        let question = asked(even(&question.rate), occasions.collect());
        let model = model(|m| m["occasion_correlation"] = json!(0.0));
        let told = [
            on("a", "announced", 5, (40, 49)),
            on("b", "announced", 9, (40 + within, 40 + within)),
            on("c", "cancelled", 15, (40 + within, 40 + within)),
        ];
        let mut never = after(&question, &model, &[]);
        never.enter(Fact::Passage { known: OPENS + 15 }).unwrap();
        let never = never.outlook().unwrap().p;
        prop_assert!(p(&question, &model, &told) <= never + 1e-9);
    }

    #[test]
    fn one_rumour_that_moves_leaves_nothing_where_it_was(
        question in any_question(), to in 30..60_i32,
    ) {
        let model = model(|_| {});
        let story = |mut report: Report| { report.story = Some("trip".into()); report };
        let moved = after(&question, &model, &[
            story(on("a", "reported", 5, (20, 22))), story(on("b", "reported", 9, (to, to + 2))),
        ]);
        let only = after(&question, &model, &[story(on("b", "reported", 9, (to, to + 2)))]);
        // Told twice it is believed more, and leaves the first days less than a rumour told once.
        let days = (OPENS + 17, OPENS + 25);
        let left = |mut engine: Engine| engine.within(days.0, days.1).unwrap();
        prop_assert!(left(moved) <= left(only) + 1e-9);
    }

    #[test]
    fn kept_or_from_scratch_a_ledger_of_plans_has_the_same_bits(case in any_case(24), asked in any::<u64>()) {
        let case = renamed(&case);
        let mut engine = case.open();
        for (i, fact) in case.facts.iter().enumerate() {
            engine.enter(fact.clone()).unwrap();
            if asked >> (i % 64) & 1 == 1 {
                let mut anew = engine.clone();
                let chances = case.question.occasions.iter().map(|o| o.chance.clone()).collect();
                anew.adopt(Arc::clone(&case.model), case.question.rate.clone(), chances).unwrap();
                let said = |engine: &mut Engine| (engine.outlook().map(|o| bits(&o)), engine.why());
                prop_assert_eq!(said(&mut engine), said(&mut anew), "after {:?}", fact);
            }
        }
    }
}

/// The same ledger in the words of the vectors' model.
fn renamed(case: &Case) -> Case {
    let facts = case.facts.iter().map(|fact| match fact {
        Fact::Signal(report) => {
            let kind = match report.kind.as_str() {
                "summit-announced" => "announced",
                "summit-cancelled" => "cancelled",
                "visit-planned" => "reported",
                "criticism" => "doubted",
                "leader-absence" => "agreed-for-month",
                "hostile-incident" => "incident",
                _ => "intent",
            };
            Fact::Signal(Report {
                kind: kind.into(),
                ..report.clone()
            })
        }
        other => other.clone(),
    });
    let cut = |draws: &[f64]| draws.iter().take(DRAWS).copied().collect::<Vec<f64>>();
    let occasions = case.question.occasions.iter();
    Case {
        question: Question {
            rate: cut(&case.question.rate),
            occasions: occasions
                .map(|o| Span {
                    chance: cut(&o.chance),
                    ..o.clone()
                })
                .collect(),
            ..case.question.clone()
        },
        model: model(|m| weigh(m, case.model.plans.weighed_echoes)),
        facts: facts.collect(),
    }
}

#[test]
fn a_poor_rumour_does_not_take_the_place_of_a_government_s_day() {
    let (model, question) = (model(|_| {}), plain());
    let story = |mut report: Report| {
        report.story = Some("trip".into());
        report
    };
    let plan = story(on("a", "announced", 5, (40, 40)));
    let moved = |grade| story(graded(on("b", "announced", 9, (60, 60)), grade));
    let on_its_day = |reports: &[Report]| {
        let mut engine = after(&question, &model, reports);
        engine.within(OPENS + 37, OPENS + 43).unwrap()
    };
    let (poor, good) = (moved((4, 4)), moved((0, 0)));
    let before = on_its_day(std::slice::from_ref(&plan));
    assert!(on_its_day(&[plan.clone(), poor]) > 0.9 * before);
    assert!(on_its_day(&[plan, good]) < 0.3);
}

#[test]
fn a_month_is_a_plan_and_no_day_more_is_a_cliff() {
    let (model, question) = (model(|_| {}), plain());
    let put_off = |days: i32| {
        p(
            &question,
            &model,
            &[
                on("a", "announced", 5, (30, 33)),
                on("b", "cancelled", 10, (30, 33)),
                on("c", "announced", 10, (36, 36 + days - 1)),
            ],
        )
    };
    for days in 1..34 {
        let (one, more) = (put_off(days), put_off(days + 1));
        assert!(
            (one - more).abs() < 0.03,
            "{days} days {one}, a day more {more}"
        );
    }
    // Called off as the four days or as the month that they lie in.
    let off = |first, last| {
        p(
            &question,
            &model,
            &[
                on("a", "announced", 5, (40, 43)),
                on("b", "cancelled", 10, (first, last)),
            ],
        )
    };
    assert!(
        (off(40, 43) - off(30, 60)).abs() < 0.12,
        "{} {}",
        off(40, 43),
        off(30, 60)
    );
}

#[test]
fn an_announcement_raises_what_an_occasion_had_made_nearly_sure() {
    let model = model(|_| {});
    let sure = Span {
        first: OPENS + 40,
        last: OPENS + 40,
        chance: vec![0.96, 0.97, 0.98, 0.99],
    };
    let question = asked(vec![1e-6; DRAWS], vec![sure]);
    let before = p(&question, &model, &[]);
    let told = p(&question, &model, &[on("a", "announced", 5, (40, 40))]);
    assert!(told > before + 0.005, "{before} {told}");
}

#[test]
fn called_off_without_having_been_announced_keeps_more() {
    let question = plain();
    let off = [on("a", "cancelled", 5, (20, 60))];
    let more = p(&question, &model(|_| {}), &off);
    let less = p(
        &question,
        &model(|m| m["plans"]["unannounced_keeps"] = Value::Null),
        &off,
    );
    assert!(more > less, "{more} {less}");
}

#[test]
fn words_of_plans_that_contradict_each_other_are_refused() {
    let refused = |change: &dyn Fn(&mut Value)| {
        let path = facts::folder(facts::FOLDERS[1]).join("sharper.model.json");
        let mut value: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        change(&mut value);
        Model::parse(value.to_string().as_bytes()).unwrap_err()
    };
    let field = |e: summit_ledger::record::Invalid| e.field.to_string();
    assert_eq!(
        field(refused(&|m| m["plans"]["doubt_draws"] = Value::Null)),
        "kinds.doubted.plan"
    );
    assert_eq!(
        field(refused(&|m| m["plans"]["chain"] = Value::Null)),
        "kinds.agreed-for-month.promise"
    );
    assert_eq!(
        field(refused(&|m| m["plans"]["chain"] = json!(false))),
        "plans.chain"
    );
    assert_eq!(
        field(refused(&|m| m["plans"]["wide_days"] = Value::Null)),
        "plans.wide_days"
    );
    assert_eq!(
        field(refused(&|m| m["plans"]["wide_days"] = json!(9))),
        "plans.wide_days"
    );
    assert_eq!(
        field(refused(&|m| m["kinds"]["intent"]["plan"] = json!("doubt"))),
        "kinds.intent.side"
    );
    assert_eq!(
        field(refused(&|m| m["kinds"]["intent"]["promise"] = json!(0.5))),
        "kinds.intent.promise"
    );
    assert_eq!(
        field(refused(&|m| m["kinds"]["reported"]["promise"] = json!(0))),
        "kinds.reported.promise"
    );
}
