//! What the answer rests on: the forecast again without each signal, and under other settings.
//!
//! Each variation changes one thing and replays the question from its opening; nothing else moves.

use std::sync::Arc;

use super::{Model, Outlook, Refusal, Run};
use crate::record::Question;

mod setting;

pub use setting::Setting;

/// The forecast under variations of what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    /// As it stands.
    pub base: Outlook,
    /// Without each signal that stands, what moves the odds most first.
    pub signals: Vec<Without>,
    /// Under each setting that has something to set, what moves the odds most first.
    pub settings: Vec<Varied>,
}

/// The forecast without one signal.
#[derive(Debug, Clone, PartialEq)]
pub struct Without {
    /// The signal's id.
    pub signal: String,
    /// The forecast; `None` where nothing possible would be left.
    pub outlook: Option<Outlook>,
}

/// The forecast under another setting.
#[derive(Debug, Clone, PartialEq)]
pub struct Varied {
    /// What is set otherwise.
    pub setting: Setting,
    /// The forecast; `None` where nothing possible would be left.
    pub outlook: Option<Outlook>,
}

/// How far one probability's odds are from another's, as a factor of at least 1; infinite where
/// only one of them is certain.
#[must_use]
pub fn distance(from: f64, to: f64) -> f64 {
    if from == to {
        return 1.0;
    }
    let ratio = (to / (1.0 - to)) / (from / (1.0 - from));
    if ratio.is_nan() {
        f64::INFINITY
    } else if ratio < 1.0 {
        1.0 / ratio
    } else {
        ratio
    }
}

/// Varies what a run rests on, as of its day.
///
/// # Errors
/// When the forecast itself has no answer.
pub fn sensitivity(run: &Run) -> Result<Sensitivity, Refusal> {
    let base = run.clone().outlook()?;
    let far = |o: &Option<Outlook>| o.map_or(0.0, |o| distance(base.p, o.p));
    let mut signals = without_each(run)?;
    signals.sort_by(|a, b| far(&b.outlook).total_cmp(&far(&a.outlook)));
    let evidence = run.evidence()?;
    let mut settings: Vec<Varied> = Setting::all(run, evidence)
        .into_iter()
        .map(|setting| Varied {
            outlook: vary(&setting, run).ok(),
            setting,
        })
        .collect();
    settings.sort_by(|a, b| far(&b.outlook).total_cmp(&far(&a.outlook)));
    Ok(Sensitivity {
        base,
        signals,
        settings,
    })
}

/// The forecast under one setting.
///
/// # Errors
/// When nothing possible is left under it.
pub fn vary(setting: &Setting, run: &Run) -> Result<Outlook, Refusal> {
    let mut question = Question::clone(run.question());
    let mut model = Model::clone(run.model());
    let mut evidence = run.evidence()?.to_vec();
    setting.apply(&mut question, &mut model, &mut evidence);
    let mut other = Run::open(Arc::new(question), Arc::new(model))?;
    for e in evidence {
        other.put(e)?;
    }
    if *setting != Setting::SilenceOff {
        other.watch_as(run, i32::MAX)?;
    }
    other.pass(run.as_of());
    other.outlook()
}

/// What stands before each signal is computed once, what comes after it anew.
fn without_each(run: &Run) -> Result<Vec<Without>, Refusal> {
    let mut before = run.afresh()?;
    before.watch_as(run, i32::MAX)?;
    let evidence = run.evidence()?;
    let mut out = Vec::with_capacity(evidence.len());
    for (i, left_out) in evidence.iter().enumerate() {
        let mut other = before.clone();
        for e in evidence.iter().skip(i + 1) {
            other.put(e.clone())?;
        }
        other.pass(run.as_of());
        out.push(Without {
            signal: left_out.id.clone(),
            outlook: other.outlook().ok(),
        });
        before.put(left_out.clone())?;
        before.work(usize::MAX)?;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_is_a_factor_of_the_odds_either_way() {
        assert_eq!(distance(0.5, 0.5), 1.0);
        assert_eq!(distance(0.5, 0.8), distance(0.8, 0.5));
        assert!((distance(0.5, 0.2) - 4.0).abs() < 1e-12);
        assert_eq!(distance(0.0, 0.0), 1.0);
        assert_eq!(distance(0.5, 1.0), f64::INFINITY);
        assert_eq!(distance(1.0, 0.5), f64::INFINITY);
        assert_eq!(distance(0.0, 1.0), f64::INFINITY);
    }
}
