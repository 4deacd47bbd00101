//! What holds when assumptions are varied, and when signals are only expected.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};
use summit_ledger::belief::one::{Belief, chance};
use summit_ledger::belief::sensitivity::{Setting, sensitivity, vary};
use summit_ledger::belief::{Evidence, Model, Run};
use summit_ledger::record::{Question, Signal};

use crate::support;

fn model(change: impl FnOnce(&mut Value)) -> Model {
    let mut value: Value = serde_json::from_slice(&support::model(4)).unwrap();
    change(&mut value);
    Model::parse(value.to_string().as_bytes()).unwrap()
}

fn question(rates: &[f64]) -> Question {
    let mut value = support::question("q");
    let map = value.as_object_mut().unwrap();
    map.remove("type");
    map["prior"]["daily_rate_draws"] = json!(rates);
    map["occasions"][0]["chance_draws"] = json!([0.2, 0.5, 0.4, 0.7]);
    Question::from_value(&value).unwrap()
}

const RATES: [f64; 4] = [0.001, 0.003, 0.002, 0.01];

/// Signals by kind, day, grade and story.
type Drawn = Vec<(usize, i32, usize, bool)>;

fn drawn() -> impl Strategy<Value = Drawn> {
    prop::collection::vec((0..3_usize, 0..50_i32, 0..6_usize, any::<bool>()), 0..10)
}

fn run(question: &Question, model: &Model, drawn: &Drawn) -> Run {
    let (question, model) = (Arc::new(question.clone()), Arc::new(model.clone()));
    let mut run = Run::open(question, model).unwrap();
    for e in evidence(drawn) {
        run.put(e).unwrap();
    }
    run
}

fn evidence(drawn: &Drawn) -> Vec<Evidence> {
    let mut out = Vec::new();
    for (seq, (kind, day, grade, story)) in (10..).zip(drawn) {
        let kind = ["toward", "away", "flat"][*kind];
        let mut value = support::signal(&format!("s{seq}"), "q", kind, &support::day(*day));
        let map = value.as_object_mut().unwrap();
        map.remove("type");
        let letter = char::from(b'A' + u8::try_from(*grade).unwrap());
        map["grade"] = json!(format!("{letter}{}", grade + 1));
        if *story {
            map.insert("story".into(), json!("one"));
        }
        let signal = Signal::from_value(&value).unwrap();
        out.push(Evidence::new(seq, &signal));
    }
    out
}

/// The probability by the definition, day by day.
fn chance_by_days(belief: &Belief, model: &Model, kind: &str, b: f64, within: i32) -> f64 {
    let kind = &model.kinds[kind];
    let (mut came, mut all) = (0.0, 0.0);
    let bank = belief.bank();
    let quiet = |k: usize, lead: i32| {
        let bin = model.lead_edges.iter().position(|edge| lead <= *edge);
        let r = bin.map_or(1.0, |bin| kind.ratios(bin, model.draws)[k]);
        1.0 - (b * r).min(1.0)
    };
    for meets in belief.as_of() + 1..=bank.last() {
        for (k, mass) in bank.masses(meets).iter().enumerate() {
            let days = belief.as_of() + 1..=belief.as_of() + within;
            let none: f64 = days
                .filter(|day| *day < meets)
                .map(|day| quiet(k, meets - day))
                .product();
            came += mass * (1.0 - none);
            all += mass;
        }
    }
    for mass in bank.later() {
        came += mass * (1.0 - (1.0 - b).powi(within));
        all += mass;
    }
    came / all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn leaving_one_out_is_never_having_had_it(drawn in drawn(), after in 0..9_i32) {
        let (question, model) = (question(&RATES), model(|_| {}));
        let mut run = run(&question, &model, &drawn);
        run.pass(run.as_of() + after);
        let told = sensitivity(&run).unwrap();
        prop_assert_eq!(told.base, run.outlook().unwrap());
        prop_assert_eq!(told.signals.len(), drawn.len());
        for without in &told.signals {
            let mut other = run.without(std::slice::from_ref(&without.signal)).unwrap();
            prop_assert_eq!(without.outlook, other.outlook().ok());
            let mut never = run.afresh().unwrap();
            for e in evidence(&drawn).into_iter().filter(|e| e.id != without.signal) {
                never.put(e).unwrap();
            }
            never.pass(run.as_of());
            prop_assert_eq!(without.outlook, never.outlook().ok());
        }
    }

    #[test]
    fn a_signal_that_says_nothing_moves_nothing(drawn in drawn()) {
        let question = question(&RATES);
        let model = model(|m| {
            m["kinds"]["flat"]["weight"] = json!(0.0);
            m["repeat_discount"] = json!(1.0);
        });
        let run = run(&question, &model, &drawn);
        let told = sensitivity(&run).unwrap();
        for without in &told.signals {
            let e = run.evidence().unwrap().iter().find(|e| e.id == without.signal).unwrap();
            if e.kind == "flat" {
                prop_assert_eq!(without.outlook, Some(told.base));
            }
        }
    }

    #[test]
    fn a_setting_that_is_as_it_is_changes_nothing(drawn in drawn()) {
        let question = question(&RATES);
        let plain = model(|m| {
            let ones = |keys: [&str; 6]| -> Value { keys.iter().map(|k| (k.to_string(), json!(1.0))).collect() };
            m["source_reliability"] = ones(["A", "B", "C", "D", "E", "F"]);
            m["information_credibility"] = ones(["1", "2", "3", "4", "5", "6"]);
            m["repeat_discount"] = json!(1.0);
            m["repeat_window_days"] = json!(0);
            for kind in ["toward", "away", "flat"] {
                m["kinds"][kind]["weight"] = json!(1.0);
            }
        });
        let run = run(&question, &plain, &drawn);
        let base = sensitivity(&run).unwrap().base;
        for setting in [
            Setting::GradesIgnored,
            Setting::SourcesWorse,
            Setting::SourcesBetter,
            Setting::InformationWorse,
            Setting::InformationBetter,
            Setting::RepeatsInFull,
            Setting::WindowHalved,
            Setting::WindowDoubled,
            Setting::WeightsOne,
            Setting::OverridesOff,
        ] {
            prop_assert_eq!(vary(setting, &run).unwrap(), base);
        }
    }

    #[test]
    fn halving_undoes_doubling_and_more_prior_is_more(drawn in drawn()) {
        let model = model(|_| {});
        let (half, whole) = (question(&RATES.map(|r| r / 2.0)), question(&RATES));
        let base = sensitivity(&run(&whole, &model, &drawn)).unwrap().base;
        let half = run(&half, &model, &drawn);
        prop_assert_eq!(vary(Setting::RateDoubled, &half).unwrap(), base);
        // On the opening day every draw weighs the same, and more chance is a higher forecast.
        let nothing = run(&whole, &model, &Drawn::new());
        let vary = |s| vary(s, &nothing).unwrap().p;
        let base = sensitivity(&nothing).unwrap().base.p;
        for (less, more) in [
            (Setting::RateHalved, Setting::RateDoubled),
            (Setting::OccasionsHalved, Setting::OccasionsDoubled),
            (Setting::PriorHalved, Setting::PriorDoubled),
        ] {
            prop_assert!(vary(less) < base && base < vary(more));
        }
    }

    #[test]
    fn a_chance_is_what_its_definition_says(
        drawn in drawn(),
        kind in 0..3_usize,
        background in 0.0..0.9_f64,
        within in 0..80_i32,
    ) {
        let (question, model) = (question(&RATES), model(|_| {}));
        let kind = ["toward", "away", "flat"][kind];
        let mut signals = evidence(&drawn);
        signals.sort_by_key(|e| (e.known, e.seq));
        let mut belief = Belief::open(&question, &model).unwrap();
        for e in &signals {
            belief.take(&model, e).unwrap();
        }
        let chance = |within| {
            chance(belief.bank(), &model, &model.kinds[kind], belief.as_of(), background, within)
        };
        let mut run = run(&question, &model, &drawn);
        let by_run = run.chance(&model.kinds[kind], background, within).unwrap();
        prop_assert_eq!(by_run, chance(within));
        let got = chance(within);
        prop_assert!((0.0..=1.0 + 1e-12).contains(&got));
        prop_assert!(got <= chance(within + 1) + 1e-12);
        let want = chance_by_days(&belief, &model, kind, background, within);
        prop_assert!((got - want).abs() < 1e-9, "{got} {want}");
    }
}
