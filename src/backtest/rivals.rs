//! What else one could do with the same rows: each rival learns on rows set aside for learning and
//! is judged on others.

use super::folds::fold;
use super::parallel;
use super::ridge::{Ridge, logistic, logit};
use crate::record::Invalid;
use crate::score::rule::Rule;

/// Days of news that a rival looks back on.
pub const LOOK_BACK: i32 = 30;
/// Penalties of the ridge regression; the one with the least log loss on partners left out is used.
pub const PENALTIES: [f64; 6] = [0.1, 1.0, 10.0, 100.0, 1000.0, 10_000.0];
/// Folds of partners in that choice.
const FOLDS: u64 = 4;

/// One question as a rival sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen<'a> {
    /// Its partner.
    pub partner: &'a str,
    /// Probability by the partner's bare record of meetings.
    pub hazard: f64,
    /// Probability by the model's own prior.
    pub prior: f64,
    /// Days with an event of each kind within [`LOOK_BACK`].
    pub counts: Vec<u32>,
    /// What happened.
    pub yes: bool,
}

/// A rival.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rival {
    /// The same number for every question: how often it happened in learning.
    BaseRate,
    /// The partner's bare record of meetings.
    Hazard,
    /// The hazard and the one kind, seen or not, that helps most.
    OneRatio,
    /// The hazard and every kind, seen or not, as if they were independent.
    NaiveBayes,
    /// Ridge logistic regression on the hazard and the counts of every kind.
    Ridge,
    /// The same on the model's own prior in place of the hazard.
    RidgeOnPrior,
}

/// All of them, in the order of tables.
pub const ALL: [Rival; 6] = [
    Rival::BaseRate,
    Rival::Hazard,
    Rival::OneRatio,
    Rival::NaiveBayes,
    Rival::Ridge,
    Rival::RidgeOnPrior,
];

impl Rival {
    /// What tables call it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BaseRate => "base rate",
            Self::Hazard => "hazard",
            Self::OneRatio => "one best ratio",
            Self::NaiveBayes => "naive Bayes",
            Self::Ridge => "ridge logistic",
            Self::RidgeOnPrior => "ridge on our prior",
        }
    }
}

/// Forecasts of the rows `judge` by a rival that learned on the rows `train`.
///
/// # Errors
/// Where the rows to learn on have only one outcome.
pub fn forecast(
    rival: Rival,
    train: &[&Seen<'_>],
    judge: &[&Seen<'_>],
) -> Result<Vec<f64>, Invalid> {
    Ok(match rival {
        Rival::BaseRate => {
            let yes = train.iter().filter(|s| s.yes).count() as f64;
            vec![(yes + 0.5) / (train.len() as f64 + 1.0); judge.len()]
        }
        Rival::Hazard => judge.iter().map(|s| s.hazard).collect(),
        Rival::OneRatio => one_ratio(train, judge),
        Rival::NaiveBayes => {
            let ratios = likelihood_ratios(train);
            judge.iter().map(|s| bayes(s, &ratios)).collect()
        }
        Rival::Ridge => ridge(train, judge, |s| s.hazard),
        Rival::RidgeOnPrior => ridge(train, judge, |s| s.prior),
    })
}

/// Natural logs of the likelihood ratios of seeing a kind and of not seeing it.
fn likelihood_ratios(train: &[&Seen<'_>]) -> Vec<(f64, f64)> {
    let kinds = train.first().map_or(0, |s| s.counts.len());
    let yes = train.iter().filter(|s| s.yes).count() as f64;
    let no = train.len() as f64 - yes;
    (0..kinds)
        .map(|k| {
            let seen = |outcome: bool| {
                let mine = train.iter().filter(|s| s.yes == outcome && s.counts[k] > 0);
                mine.count() as f64
            };
            // One half is added to every count (Jeffreys), so that none is 0.
            let a = (seen(true) + 0.5) / (yes + 1.0);
            let b = (seen(false) + 0.5) / (no + 1.0);
            (libm::log(a / b), libm::log((1.0 - a) / (1.0 - b)))
        })
        .collect()
}

fn bayes(s: &Seen<'_>, ratios: &[(f64, f64)]) -> f64 {
    let evidence = s.counts.iter().zip(ratios);
    let sum: f64 = evidence
        .map(|(n, (with, without))| if *n > 0 { *with } else { *without })
        .sum();
    logistic(logit(s.hazard) + sum)
}

fn one_ratio(train: &[&Seen<'_>], judge: &[&Seen<'_>]) -> Vec<f64> {
    let ratios = likelihood_ratios(train);
    let with = |s: &Seen<'_>, k: usize| {
        let (seen, not) = ratios[k];
        logistic(logit(s.hazard) + if s.counts[k] > 0 { seen } else { not })
    };
    let loss = |k: usize| {
        train
            .iter()
            .map(|s| Rule::Log.loss(with(s, k), s.yes))
            .sum::<f64>()
    };
    let best = (0..ratios.len())
        .map(|k| (loss(k), k))
        .min_by(|a, b| a.0.total_cmp(&b.0));
    match best {
        Some((_, k)) => judge.iter().map(|s| with(s, k)).collect(),
        None => judge.iter().map(|s| s.hazard).collect(),
    }
}

fn ridge(train: &[&Seen<'_>], judge: &[&Seen<'_>], start: fn(&Seen<'_>) -> f64) -> Vec<f64> {
    let features = |s: &Seen<'_>| -> Vec<f64> {
        let counts = s.counts.iter().map(|n| libm::log1p(f64::from(*n)));
        std::iter::once(logit(start(s))).chain(counts).collect()
    };
    let fit = |rows: &[&&Seen<'_>], penalty: f64| {
        let x: Vec<Vec<f64>> = rows.iter().map(|s| features(s)).collect();
        let yes: Vec<bool> = rows.iter().map(|s| s.yes).collect();
        Ridge::fit(&x, &yes, penalty)
    };
    let jobs: Vec<(f64, u64)> = PENALTIES
        .iter()
        .flat_map(|p| (0..FOLDS).map(|f| (*p, f)))
        .collect();
    let losses = parallel(&jobs, |(penalty, f)| {
        let (outside, inside): (Vec<&&Seen<'_>>, Vec<&&Seen<'_>>) =
            train.iter().partition(|s| fold(s.partner, FOLDS) == *f);
        let fitted = fit(&inside, *penalty).ok();
        let even = share(&inside);
        let p = |s: &Seen<'_>| {
            fitted
                .as_ref()
                .map_or(even, |f| f.probability(&features(s)))
        };
        outside
            .iter()
            .map(|s| Rule::Log.loss(p(s), s.yes))
            .sum::<f64>()
    });
    let folds = FOLDS as usize;
    let best = PENALTIES
        .iter()
        .enumerate()
        .map(|(i, p)| (losses[i * folds..(i + 1) * folds].iter().sum::<f64>(), *p))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map_or(PENALTIES[0], |(_, p)| p);
    let all: Vec<&&Seen<'_>> = train.iter().collect();
    // Where all ended alike there is nothing to regress on.
    let Ok(fitted) = fit(&all, best) else {
        return vec![share(&all); judge.len()];
    };
    judge
        .iter()
        .map(|s| fitted.probability(&features(s)))
        .collect()
}

/// Share of yes, kept off 0 and 1 by half a case each.
fn share(rows: &[&&Seen<'_>]) -> f64 {
    let yes = rows.iter().filter(|s| s.yes).count() as f64;
    (yes + 0.5) / (rows.len() as f64 + 1.0)
}
