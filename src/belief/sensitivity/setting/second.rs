//! What version 2 rests on beside what both rest on: leaks, plans, occasions that move together.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Setting, odds};
use crate::belief::two::model::{Call, Plans};
use crate::belief::{Evidence, Model, two};
use crate::record::Question;

/// Largest leak: at 1/2 a family would say nothing, beyond it the opposite.
const MOST: f64 = 0.499_999_999;
/// Largest correlation of occasions.
const TOGETHER: f64 = 0.99;

/// Those that have something to set otherwise.
pub(super) fn all(question: &Question, model: &two::Model, evidence: &[Evidence]) -> Vec<Setting> {
    let mut out = Vec::new();
    for family in spoken(model, evidence) {
        out.push(Setting::LeakHalved(family.clone()));
        out.push(Setting::LeakDoubled(family));
    }
    if question.occasions.len() > 1 && model.occasion_correlation > 0.0 {
        out.extend([Setting::OccasionsApart, Setting::OccasionsTogether]);
    }
    if evidence
        .iter()
        .any(|e| plan(model, e) == Some(Call::Announce))
    {
        out.extend([Setting::PlansSurer, Setting::PlansLessSure]);
    }
    out
}

/// Sets a model otherwise; a setting of both versions does nothing here.
pub(super) fn apply(setting: &Setting, model: &mut Model) {
    let Some(two) = model.two.as_mut().map(Arc::make_mut) else {
        return;
    };
    match setting {
        Setting::LeakHalved(family) => leak(two, family, 0.5),
        Setting::LeakDoubled(family) => leak(two, family, 2.0),
        Setting::OccasionsApart => two.occasion_correlation = 0.0,
        Setting::OccasionsTogether => {
            two.occasion_correlation = (two.occasion_correlation * 2.0).min(TOGETHER);
        }
        Setting::PlansSurer => lost(&mut two.plans, 0.5),
        Setting::PlansLessSure => lost(&mut two.plans, 2.0),
        _ => {}
    }
}

/// The families that a report speaks in.
fn spoken(model: &two::Model, evidence: &[Evidence]) -> BTreeSet<String> {
    let stories = evidence.iter().filter(|e| plan(model, e).is_none());
    let kinds = stories.filter_map(|e| model.kinds.get(&e.kind));
    kinds.map(|kind| kind.family.clone()).collect()
}

/// What a report makes of the days that it names, where it makes a plan.
fn plan(model: &two::Model, e: &Evidence) -> Option<Call> {
    let makes = |call: &Call| e.likelihood.is_none() && model.plans.takes(*call, e.about);
    model.kinds.get(&e.kind)?.plan.filter(makes)
}

fn leak(model: &mut two::Model, family: &str, times: f64) {
    if let Some(family) = model.families.get_mut(family) {
        let set = |leak: &mut f64| *leak = (*leak * times).min(MOST);
        family.leak_draws.iter_mut().for_each(set);
        set(&mut family.leak);
    }
}

/// Multiplies the odds that a plan is lost, at the end and on each day before.
fn lost(plans: &mut Plans, times: f64) {
    for kept in &mut plans.kept_draws {
        *kept = 1.0 - odds(1.0 - *kept, times);
    }
    for loss in &mut plans.loss_draws {
        *loss = odds(*loss, times);
    }
}
