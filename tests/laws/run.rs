//! However facts are entered into a run, and whenever it is asked, it ends in the same bits.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};
use summit_ledger::belief::{Model, Refusal, Run};
use summit_ledger::record::{Body, Question, Signal};

use crate::support;

fn opened() -> Run {
    let mut value = support::question("q1");
    let map = value.as_object_mut().unwrap();
    map.remove("type");
    map["prior"]["daily_rate_draws"] = json!([0.001, 0.003, 0.002, 0.01]);
    map["occasions"][0]["chance_draws"] = json!([0.2, 0.5, 0.4, 0.7]);
    let question = Question::from_value(&value).unwrap();
    let model = Model::parse(&support::model(4)).unwrap();
    Run::open(Arc::new(question), Arc::new(model)).unwrap()
}

fn facts(records: Vec<Value>) -> Vec<(u64, Body)> {
    let body = |mut record: Value| {
        let Some(Value::String(name)) = record.as_object_mut().unwrap().remove("type") else {
            panic!("a record has a type");
        };
        Body::from_value(&name, &record).unwrap()
    };
    (1..).zip(records.into_iter().map(body)).collect()
}

fn entered(facts: &[(u64, Body)]) -> Run {
    opened().suppose(facts).unwrap()
}

/// Everything that a run can be asked.
fn asked(run: &mut Run) -> (Result<[Option<f64>; 6], Refusal>, i32, u64) {
    let told = run.outlook().and_then(|o| {
        Ok([
            Some(o.p),
            Some(o.lo),
            Some(o.hi),
            Some(o.effective_draws),
            Some(run.within(run.as_of() + 3, run.as_of() + 20)?),
            run.day_reaching(0.1)?.map(f64::from),
        ])
    });
    (told, run.as_of(), run.signals())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_run_asked_at_any_time_ends_as_one_asked_at_the_end(
        records in super::order::records(),
        every in 1..5_usize,
    ) {
        let facts = facts(records);
        let mut run = opened();
        for (i, (seq, body)) in facts.iter().enumerate() {
            run.enter(*seq, body).unwrap();
            if i % every == 0 {
                prop_assert_eq!(asked(&mut run), asked(&mut entered(&facts[..=i])));
            }
        }
        prop_assert_eq!(asked(&mut run), asked(&mut entered(&facts)));
    }

    #[test]
    fn a_resumed_run_goes_on_to_the_same_bits_or_says_that_it_cannot(
        records in super::order::records(),
        at in 0..20_usize,
    ) {
        let facts = facts(records);
        let at = at.min(facts.len());
        let mut run = entered(&facts[..at]);
        let bytes = run.snapshot().unwrap();
        let resumed = Run::resume(Arc::clone(run.question()), Arc::clone(run.model()), &bytes.unwrap());
        let mut resumed = resumed.unwrap().unwrap();
        prop_assert_eq!(resumed.evidence(), Err(Refusal::Resumed));
        for (i, (seq, body)) in facts.iter().enumerate().skip(at) {
            let before = resumed.clone();
            match resumed.enter(*seq, body) {
                Ok(()) => {
                    let mut whole = entered(&facts[..=i]);
                    prop_assert_eq!(asked(&mut resumed), asked(&mut whole));
                }
                Err(refusal) => {
                    prop_assert_eq!(refusal, Refusal::Resumed);
                    prop_assert_eq!(&resumed, &before);
                    let later = |s: &Signal| facts[..i].iter().any(|(_, earlier)| {
                        matches!(earlier, Body::Signal(x) if x.known_on > s.known_on)
                    });
                    let looks_back = match body {
                        Body::Signal(s) => later(s),
                        other => matches!(other, Body::Retraction(_)),
                    };
                    prop_assert!(looks_back);
                    return Ok(());
                }
            }
        }
    }

    #[test]
    fn a_run_that_goes_on_from_a_part_is_the_whole(
        records in super::order::records(),
        most in 0..6_usize,
    ) {
        let facts = facts(records);
        let mut whole = entered(&facts);
        let mut part = whole.clone();
        part.work(most).unwrap();
        let part = part.worked();
        prop_assert_eq!(part.signals(), whole.signals().min(most as u64));
        let mut on = entered(&facts);
        prop_assert_eq!(on.go_on_from(&part), part.signals() > 0);
        prop_assert_eq!(on.left() as u64, whole.signals() - part.signals());
        prop_assert_eq!(asked(&mut on), asked(&mut whole));
        let worked = part.evidence().unwrap().iter();
        let ids: Vec<String> = worked.map(|e| e.id.clone()).collect();
        let mut other = whole.without(&ids).unwrap();
        prop_assert!(!other.go_on_from(&part));
    }
}
