//! What is set otherwise, one assumption at a time.

use crate::belief::explain::RestsOn;
use crate::belief::{Basis, Evidence, Model, Run};
use crate::record::Question;

mod second;

/// Largest chance that a doubled rate may reach: at 1 nothing would be left.
const SURE: f64 = 0.999_999_999;

/// One assumption set otherwise, all else as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// The chance that a family of kinds misleads, its leak, halved: it may say more.
    LeakHalved(String),
    /// Doubled.
    LeakDoubled(String),
    /// Occasions that do not move together.
    OccasionsApart,
    /// Occasions that correlate twice as much.
    OccasionsTogether,
    /// As if nobody had watched: silence says nothing.
    SilenceOff,
    /// The odds that an announced plan is lost, halved.
    PlansSurer,
    /// Doubled.
    PlansLessSure,
}

/// The settings of both versions.
const SHARED: [Setting; 17] = [
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
    Setting::JudgedLeftOut,
    Setting::OverridesOff,
];

impl Setting {
    /// Those that have something to set otherwise.
    pub(super) fn all(run: &Run, evidence: &[Evidence]) -> Vec<Self> {
        let (question, model) = (run.question(), run.model());
        let shared = SHARED.into_iter();
        let mut all: Vec<Self> = shared
            .filter(|setting| setting.applies(question, model, evidence))
            .collect();
        if let Some(two) = &model.two {
            all.extend(second::all(question, two, evidence));
            all.extend(run.is_watched().then_some(Self::SilenceOff));
        } else if !evidence.is_empty() {
            all.extend([Self::WeightsHalved, Self::WeightsOne]);
        }
        all
    }

    /// A short name for programs.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::LeakHalved(family) => format!("leak-halved:{family}"),
            Self::LeakDoubled(family) => format!("leak-doubled:{family}"),
            other => other.word().to_owned(),
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Self::LeakHalved(_) => "leak-halved",
            Self::LeakDoubled(_) => "leak-doubled",
            Self::OccasionsApart => "occasions-apart",
            Self::OccasionsTogether => "occasions-together",
            Self::SilenceOff => "silence-off",
            Self::PlansSurer => "plans-surer",
            Self::PlansLessSure => "plans-less-sure",
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
    fn applies(&self, question: &Question, model: &Model, evidence: &[Evidence]) -> bool {
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

    pub(super) fn apply(
        &self,
        question: &mut Question,
        model: &mut Model,
        evidence: &mut Vec<Evidence>,
    ) {
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
            other => second::apply(other, model),
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
        Some(Basis::Data | Basis::MeasuredNull) => RestsOn::Data,
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
            *chance = odds(*chance, times);
        }
    }
}

/// A chance whose odds are so many times those of another.
fn odds(chance: f64, times: f64) -> f64 {
    chance * times / (1.0 - chance + chance * times)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_shift_by_one_and_what_is_not_judged_stays() {
        assert_eq!([0, 1, 2, 3, 4, 5].map(worse), [1, 2, 3, 4, 4, 5]);
        assert_eq!([0, 1, 2, 3, 4, 5].map(better), [0, 0, 1, 2, 3, 5]);
    }
}
