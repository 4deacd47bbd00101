//! What is said of a report when it is entered, what is refused, and another model taken on.

use std::sync::Arc;

use serde_json::json;
use summit_ledger::belief::two::model::Call;
use summit_ledger::belief::two::{
    Engine, Fact, InFamily, Planned, Question, Refused, Report, Role, Telling,
};
use summit_ledger::belief::{Degenerate, Fault, Span};

use super::ledgers::{DRAWS, OPENS, bits, model, question, report};

fn opened() -> Engine {
    Engine::open(question(), model(|_| ())).unwrap()
}

fn enter(engine: &mut Engine, report: Report) -> Telling {
    let id = report.id.clone();
    engine.enter(Fact::Signal(report)).unwrap();
    engine.telling(&id).unwrap().unwrap()
}

fn in_family(telling: Telling) -> InFamily {
    match telling.role {
        Role::Story(in_family) => in_family,
        other => panic!("{other:?}"),
    }
}

fn planned(telling: Telling) -> Planned {
    match telling.role {
        Role::Plan(planned) => planned,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_story_is_told_and_its_channel_holds_back() {
    let mut engine = opened();
    let first = enter(&mut engine, report("a", "leader-intent", OPENS + 5));
    let ratio = engine.model().kinds["leader-intent"].ratio[0];
    assert_eq!(
        first.alone,
        Some(
            engine
                .model()
                .alone(&engine.model().kinds["leader-intent"], 0)
        )
    );
    assert_eq!((first.weight, first.lead), (1.0, 1));
    let first = in_family(first);
    assert_eq!((first.story.as_str(), first.told), ("a", 1));
    assert_eq!((first.family.as_str(), first.said), ("words", ratio));
    assert!(1.0 < first.heard && first.heard < first.said);
    let again = Report {
        reliability: 2,
        ..report("b", "leader-intent", OPENS + 9)
    };
    let again = enter(&mut engine, again);
    assert_eq!(again.weight, 0.7);
    let again = in_family(again);
    assert_eq!((again.story.as_str(), again.told), ("a", 2));
    assert_eq!(engine.telling("nobody").unwrap(), None);
}

#[test]
fn a_plan_is_made_confirmed_and_taken_back() {
    let mut engine = opened();
    let day = Some((OPENS + 30, OPENS + 31));
    let announced = |id: &str, known: i32| Report {
        about: day,
        ..report(id, "summit-announced", OPENS + known)
    };
    let made = planned(enter(&mut engine, announced("a", 5)));
    assert_eq!((made.plan.as_str(), made.told, made.acts), ("a", 1, true));
    assert_eq!((made.call, &made.undoes), (Call::Announce, &None));
    assert_eq!(made.share, engine.within(OPENS + 30, OPENS + 31).unwrap());
    assert!(made.share > 0.4);
    let confirmed = planned(enter(&mut engine, announced("b", 15)));
    assert_eq!((confirmed.plan.as_str(), confirmed.told), ("a", 2));
    assert!(confirmed.share > made.share);
    let off = Report {
        about: day,
        ..report("c", "summit-cancelled", OPENS + 20)
    };
    let off = planned(enter(&mut engine, off));
    assert_eq!((off.plan.as_str(), off.call), ("c", Call::Cancel));
    assert_eq!(off.undoes.as_deref(), Some("a"));
    assert!(off.share < made.share / 8.0 + 0.01, "{}", off.share);
    let over = Report {
        about: Some((OPENS + 20, OPENS + 21)),
        ..report("d", "summit-announced", OPENS + 21)
    };
    assert_eq!(enter(&mut engine, over).role, Role::Over);
}

#[test]
fn a_plan_beyond_the_horizon_brings_what_comes_later() {
    let mut engine = opened();
    let beyond = engine.horizon() + 10;
    let before = 1.0 - engine.within(i32::MIN, i32::MAX).unwrap();
    let announced = Report {
        about: Some((beyond, beyond)),
        ..report("a", "summit-announced", OPENS + 5)
    };
    let share = planned(enter(&mut engine, announced)).share;
    assert!(before < share && share < 1.0, "{before} {share}");
}

#[test]
fn a_plan_without_mass_to_move_names_itself_and_the_draw() {
    let mut rate = vec![0.01; DRAWS];
    // The least number above 0: nothing is left of it once anything speaks against the day.
    rate[2] = 5e-324;
    let question = Question { rate, ..question() };
    let mut engine = Engine::open(question, model(|_| ())).unwrap();
    let against = Report {
        likelihood: Some((1e-9, 1.0)),
        ..report("doubt", "leader-intent", OPENS + 1)
    };
    engine.enter(Fact::Signal(against)).unwrap();
    engine.outlook().unwrap();
    let announced = Report {
        about: Some((OPENS + 10, OPENS + 10)),
        ..report("a", "summit-announced", OPENS + 2)
    };
    let before = engine.clone();
    engine.enter(Fact::Signal(announced)).unwrap();
    let refused = Refused::Plan {
        plan: "a".into(),
        why: Degenerate {
            draw: 2,
            fault: Fault::Zero,
        },
    };
    assert_eq!(engine.outlook(), Err(refused.clone()));
    let said = refused.to_string();
    assert_eq!(said, "plan `a`: no possibility is left in draw 2");
    let id = "a".to_owned();
    let known = OPENS + 2;
    engine.enter(Fact::Retraction { id, known }).unwrap();
    let mut before = before;
    assert_eq!(engine.outlook(), before.outlook());
}

#[test]
fn an_opening_without_draws_or_chances_is_refused() {
    for (rate, field) in [
        (vec![0.1; DRAWS - 1], "prior.daily_rate_draws"),
        (vec![0.0; DRAWS], "prior.daily_rate_draws"),
        (vec![1.0; DRAWS], "prior.daily_rate_draws"),
        (vec![f64::NAN; DRAWS], "prior.daily_rate_draws"),
    ] {
        let question = Question { rate, ..question() };
        let refusal = Engine::open(question, model(|_| ())).unwrap_err();
        assert_eq!(refusal.field, field);
    }
    let mut with = question();
    with.occasions.push(Span {
        first: OPENS + 3,
        last: OPENS + 4,
        chance: vec![1.0; DRAWS],
    });
    let refusal = Engine::open(with, model(|_| ())).unwrap_err();
    assert_eq!(refusal.field, "occasions[0].chance_draws");
}

#[test]
fn an_unknown_kind_is_refused_and_changes_nothing() {
    let mut engine = opened();
    let before = engine.outlook().unwrap();
    let refusal = engine
        .enter(Fact::Signal(report("a", "leader-intend", OPENS + 9)))
        .unwrap_err();
    assert!(refusal.remedy.contains("leader-intent"));
    assert_eq!(engine.outlook().unwrap(), before);
}

#[test]
fn another_model_reads_all_that_stands_anew() {
    let facts = [
        Fact::Signal(report("a", "leader-intent", OPENS + 5)),
        Fact::Signal(Report {
            about: Some((OPENS + 30, OPENS + 30)),
            ..report("b", "summit-announced", OPENS + 8)
        }),
        Fact::Passage { known: OPENS + 9 },
    ];
    let other = model(|m| {
        m["repeat_window_days"] = json!(3);
        m["plans"]["slack_days"] = json!(1);
        m["source_reliability"]["A"] = json!(0.5);
    });
    let rate = vec![0.02; DRAWS];
    let changed = Question {
        rate: rate.clone(),
        ..question()
    };
    let mut want = Engine::open(changed, Arc::clone(&other)).unwrap();
    let mut engine = opened();
    for fact in facts {
        engine.enter(fact.clone()).unwrap();
        want.enter(fact).unwrap();
    }
    let before = engine.outlook().unwrap();
    engine.adopt(Arc::clone(&other), rate, Vec::new()).unwrap();
    let after = engine.outlook().unwrap();
    assert_ne!(before, after);
    assert_eq!(bits(&after), bits(&want.outlook().unwrap()));
    let refusal = engine.adopt(other, vec![0.1; DRAWS], vec![Vec::new()]);
    assert_eq!(refusal.unwrap_err().field, "occasions");
    assert_eq!(engine.outlook().unwrap(), after);
}
