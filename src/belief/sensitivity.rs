//! What the answer rests on: the forecast again without each signal, and under other settings.
//!
//! Each variation changes one thing and replays the question from its opening; nothing else moves.

use std::sync::Arc;

use super::explain::RestsOn;
use super::{Basis, Evidence, Model, Outlook, Refusal, Run};
use crate::record::Question;

/// Largest chance that a doubled rate may reach: at 1 nothing would be left.
const SURE: f64 = 0.999_999_999;

/// One assumption set otherwise, all else as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// The rate of ordinary days, halved.
    RateHalved,
    /// Doubled.
    RateDoubled,
    /// The odds of every occasion's chance, halved.
    OccasionsHalved,
    /// Doubled.
    OccasionsDoubled,
    /// Both halved.
    PriorHalved,
    /// Both doubled.
    PriorDoubled,
    /// Every source one grade worse: A as B, to E, which stays; F, not judged, stays.
    SourcesWorse,
    /// Every source one grade better: B as A, to E as D; A and F stay.
    SourcesBetter,
    /// All information one grade worse: 1 as 2, to 5, which stays; 6, not judged, stays.
    InformationWorse,
    /// All information one grade better.
    InformationBetter,
    /// Every grade worth 1: reports taken at face value.
    GradesIgnored,
    /// A repeat counts for nothing.
    RepeatsForNothing,
    /// A repeat counts in full.
    RepeatsInFull,
    /// The window within which the same kind is a repeat, halved.
    WindowHalved,
    /// Doubled.
    WindowDoubled,
    /// The kinds' weights, halved.
    WeightsHalved,
    /// All 1, as if no kind overlapped with others.
    WeightsOne,
    /// Signals whose ratios are judged, left out.
    JudgedLeftOut,
    /// The analyst's own likelihoods replaced by the kinds' ratios.
    OverridesOff,
}

/// All settings.
pub const SETTINGS: [Setting; 19] = [
    Setting::RateHalved,
    Setting::RateDoubled,
    Setting::OccasionsHalved,
    Setting::OccasionsDoubled,
    Setting::PriorHalved,
    Setting::PriorDoubled,
    Setting::SourcesWorse,
    Setting::SourcesBetter,
    Setting::InformationWorse,
    Setting::InformationBetter,
    Setting::GradesIgnored,
    Setting::RepeatsForNothing,
    Setting::RepeatsInFull,
    Setting::WindowHalved,
    Setting::WindowDoubled,
    Setting::WeightsHalved,
    Setting::WeightsOne,
    Setting::JudgedLeftOut,
    Setting::OverridesOff,
];

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
#[derive(Debug, Clone, Copy, PartialEq)]
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
    let mut settings: Vec<Varied> = SETTINGS
        .into_iter()
        .filter(|setting| setting.applies(run.question(), run.model(), evidence))
        .map(|setting| Varied {
            setting,
            outlook: vary(setting, run).ok(),
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
pub fn vary(setting: Setting, run: &Run) -> Result<Outlook, Refusal> {
    let mut question = Question::clone(run.question());
    let mut model = Model::clone(run.model());
    let mut evidence = run.evidence()?.to_vec();
    setting.apply(&mut question, &mut model, &mut evidence);
    let mut other = Run::open(Arc::new(question), Arc::new(model))?;
    for e in evidence {
        other.put(e)?;
    }
    other.pass(run.as_of());
    other.outlook()
}

/// What stands before each signal is computed once, what comes after it anew.
fn without_each(run: &Run) -> Result<Vec<Without>, Refusal> {
    let mut before = run.afresh()?;
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

impl Setting {
    /// A short name for programs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RateHalved => "rate-halved",
            Self::RateDoubled => "rate-doubled",
            Self::OccasionsHalved => "occasions-halved",
            Self::OccasionsDoubled => "occasions-doubled",
            Self::PriorHalved => "prior-halved",
            Self::PriorDoubled => "prior-doubled",
            Self::SourcesWorse => "sources-worse",
            Self::SourcesBetter => "sources-better",
            Self::InformationWorse => "information-worse",
            Self::InformationBetter => "information-better",
            Self::GradesIgnored => "grades-ignored",
            Self::RepeatsForNothing => "repeats-for-nothing",
            Self::RepeatsInFull => "repeats-in-full",
            Self::WindowHalved => "window-halved",
            Self::WindowDoubled => "window-doubled",
            Self::WeightsHalved => "weights-halved",
            Self::WeightsOne => "weights-one",
            Self::JudgedLeftOut => "judged-left-out",
            Self::OverridesOff => "overrides-off",
        }
    }

    /// Whether there is anything that it would set otherwise.
    fn applies(self, question: &Question, model: &Model, evidence: &[Evidence]) -> bool {
        match self {
            Self::RateHalved | Self::RateDoubled => true,
            Self::OccasionsHalved
            | Self::OccasionsDoubled
            | Self::PriorHalved
            | Self::PriorDoubled => !question.occasions.is_empty(),
            Self::JudgedLeftOut => evidence
                .iter()
                .any(|e| basis(model, e) == RestsOn::Judgement),
            Self::OverridesOff => evidence.iter().any(|e| e.likelihood.is_some()),
            _ => !evidence.is_empty(),
        }
    }

    fn apply(self, question: &mut Question, model: &mut Model, evidence: &mut Vec<Evidence>) {
        let mut each = |change: fn(&mut Evidence)| evidence.iter_mut().for_each(change);
        match self {
            Self::RateHalved => rates(question, 0.5),
            Self::RateDoubled => rates(question, 2.0),
            Self::OccasionsHalved => occasions(question, 0.5),
            Self::OccasionsDoubled => occasions(question, 2.0),
            Self::PriorHalved => {
                rates(question, 0.5);
                occasions(question, 0.5);
            }
            Self::PriorDoubled => {
                rates(question, 2.0);
                occasions(question, 2.0);
            }
            Self::SourcesWorse => each(|e| e.reliability = worse(e.reliability)),
            Self::SourcesBetter => each(|e| e.reliability = better(e.reliability)),
            Self::InformationWorse => each(|e| e.credibility = worse(e.credibility)),
            Self::InformationBetter => each(|e| e.credibility = better(e.credibility)),
            Self::GradesIgnored => {
                model.source_reliability = [1.0; 6];
                model.information_credibility = [1.0; 6];
            }
            Self::RepeatsForNothing => model.repeat_discount = 0.0,
            Self::RepeatsInFull => model.repeat_discount = 1.0,
            Self::WindowHalved => model.repeat_window_days /= 2,
            Self::WindowDoubled => model.repeat_window_days *= 2,
            Self::WeightsHalved => model.kinds.values_mut().for_each(|k| k.weight *= 0.5),
            Self::WeightsOne => model.kinds.values_mut().for_each(|k| k.weight = 1.0),
            Self::JudgedLeftOut => evidence.retain(|e| basis(model, e) != RestsOn::Judgement),
            Self::OverridesOff => each(|e| e.likelihood = None),
        }
    }
}

/// The index of the next worse grade: A to E are 0 to 4, F (not judged) is 5.
fn worse(grade: usize) -> usize {
    if grade < 4 { grade + 1 } else { grade }
}

fn better(grade: usize) -> usize {
    if (1..5).contains(&grade) {
        grade - 1
    } else {
        grade
    }
}

fn basis(model: &Model, e: &Evidence) -> RestsOn {
    if e.likelihood.is_some() {
        return RestsOn::Analyst;
    }
    match model.kinds.get(&e.kind).map(|k| k.basis) {
        Some(Basis::Data) => RestsOn::Data,
        _ => RestsOn::Judgement,
    }
}

fn rates(question: &mut Question, times: f64) {
    for rate in question.prior.daily_rate_draws.iter_mut().flatten() {
        *rate = (*rate * times).min(SURE);
    }
}

/// Multiplies the odds of each chance.
fn occasions(question: &mut Question, times: f64) {
    for occasion in &mut question.occasions {
        for chance in occasion.chance_draws.iter_mut().flatten() {
            let c = *chance;
            *chance = c * times / (1.0 - c + c * times);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_shift_by_one_and_what_is_not_judged_stays() {
        assert_eq!([0, 1, 2, 3, 4, 5].map(worse), [1, 2, 3, 4, 4, 5]);
        assert_eq!([0, 1, 2, 3, 4, 5].map(better), [0, 0, 1, 2, 3, 5]);
    }

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
