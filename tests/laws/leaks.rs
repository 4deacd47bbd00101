//! A family's leak bounds what it says: less of it is more said.

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use summit_ledger::belief::sensitivity::{Setting, sensitivity, vary};
use summit_ledger::belief::{Evidence, Model, Run};
use summit_ledger::model::prior;
use summit_ledger::record::{Question, Signal};

use crate::support;

const KERNEL_3: &[u8] = include_bytes!("../../ledger/models/kernel-3.json");

static MODEL: LazyLock<Arc<Model>> = LazyLock::new(|| Arc::new(Model::parse(KERNEL_3).unwrap()));

/// The small question before any fact.
fn opened() -> Run {
    let mut value = support::question("q");
    value.as_object_mut().unwrap().remove("type");
    let mut question = Question::from_value(&value).unwrap();
    prior::complete(&mut question, &MODEL).unwrap();
    Run::open(Arc::new(question), Arc::clone(&MODEL)).unwrap()
}

/// Kinds that say something on every lead bin up to 60 days, and make no plan, with their families.
fn telling() -> Vec<(String, String)> {
    let two = MODEL.two.as_ref().unwrap();
    let says = |ratio: &[f64]| ratio.iter().take(4).all(|r| *r != 1.0);
    let kinds = two
        .kinds
        .iter()
        .filter(|(_, k)| k.plan.is_none() && says(&k.ratio));
    kinds
        .map(|(name, k)| (name.clone(), k.family.clone()))
        .collect()
}

/// A report of a kind on a day of the question, on the fortnight after it.
fn report(kind: &str, day: i32, grade: &str) -> Evidence {
    let mut value = support::signal("s", "q", kind, &support::day(day));
    let map = value.as_object_mut().unwrap();
    map.remove("type");
    map["grade"] = grade.into();
    let about = serde_json::json!({"first": support::day(day + 1), "last": support::day(day + 14)});
    map.insert("about".into(), about);
    Evidence::new(9, &Signal::from_value(&value).unwrap())
}

fn log_odds(p: f64) -> f64 {
    libm::log(p / (1.0 - p))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn half_the_leak_widens_a_familys_move_and_twice_narrows_it(
        kind in any::<prop::sample::Index>(),
        day in 5..50_i32,
        grade in prop::sample::select(vec!["A1", "B2", "C3"]),
    ) {
        let kinds = telling();
        let (kind, family) = &kinds[kind.index(kinds.len())];
        let mut quiet = opened();
        quiet.pass(support_day(day));
        let none = log_odds(quiet.outlook().unwrap().p);
        let mut run = opened();
        run.put(report(kind, day, grade)).unwrap();
        let moved = |p: f64| (log_odds(p) - none).abs();
        let by = |setting: &Setting| moved(vary(setting, &run).unwrap().p);
        let half = by(&Setting::LeakHalved(family.clone()));
        let twice = by(&Setting::LeakDoubled(family.clone()));
        let once = moved(run.clone().outlook().unwrap().p);
        prop_assert!(half > once && once > twice, "{kind}: {half} {once} {twice}");
        // Another family's leak has nothing to say here, and is not offered.
        let told = sensitivity(&run).unwrap();
        let leaks = told.settings.iter().filter(|v| v.setting.name().contains("leak"));
        prop_assert_eq!(leaks.count(), 2);
    }
}

fn support_day(n: i32) -> i32 {
    use summit_ledger::record::date;
    date::number(date::parse(&support::day(n)).unwrap())
}
