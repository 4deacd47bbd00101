//! Forecasters on the same rows: scores, differences with intervals by partner, calibration.

use crate::record::Invalid;
use crate::score::band::{Interval, Words};
use crate::score::corp::{Corp, corp_brier, corp_log};
use crate::score::rule::{brier, log};

/// Resamples of partners behind an interval.
pub const RESAMPLES: usize = 1000;

/// One forecaster on one horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Who.
    pub name: &'static str,
    /// Mean Brier score, 0 to 1.
    pub brier: f64,
    /// Its excess over ours, with a 90 % interval by partner; above 0 we are better.
    pub brier_excess: (f64, Interval),
    /// Mean log score, in nats.
    pub log: f64,
    /// Its excess over ours.
    pub log_excess: (f64, Interval),
    /// Mean forecast.
    pub mean: f64,
    /// The Brier score's parts.
    pub corp: Corp,
    /// The log score's parts.
    pub corp_log: Corp,
}

/// A table: all forecasters on the questions of one horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Days ahead.
    pub horizon: i32,
    /// Questions.
    pub questions: usize,
    /// Partners.
    pub partners: usize,
    /// Share that came true.
    pub base_rate: f64,
    /// Ours first.
    pub lines: Vec<Line>,
}

/// Compares forecasters: each has one probability a question; the first is ours.
///
/// `partner` numbers the partner of each question.
///
/// # Errors
/// A probability out of range, or no questions.
pub fn compare(
    horizon: i32,
    forecasters: &[(&'static str, Vec<f64>)],
    yes: &[bool],
    partner: &[usize],
) -> Result<Table, Invalid> {
    let losses = |p: &[f64], rule: fn(f64, bool) -> Result<f64, Invalid>| {
        let each = p.iter().zip(yes).map(|(p, y)| rule(*p, *y));
        each.collect::<Result<Vec<f64>, _>>()
    };
    let n = yes.len() as f64;
    let Some((_, ours)) = forecasters.first().filter(|_| !yes.is_empty()) else {
        return Err(Invalid::new(
            "questions",
            "0",
            "nothing to compare",
            "more days",
        ));
    };
    let our_brier = losses(ours, brier)?;
    let our_log = losses(ours, log)?;
    let clusters = partner.iter().max().map_or(0, |m| m + 1);
    let mut present: Vec<usize> = partner.to_vec();
    present.sort_unstable();
    present.dedup();
    let resamples = resamples(&present, clusters);
    let lines = forecasters
        .iter()
        .map(|(name, p)| {
            let (b, l) = (losses(p, brier)?, losses(p, log)?);
            let pairs: Vec<(f64, bool)> = p.iter().copied().zip(yes.iter().copied()).collect();
            Ok(Line {
                name,
                brier: b.iter().sum::<f64>() / n,
                brier_excess: excess(&b, &our_brier, partner, clusters, &resamples),
                log: l.iter().sum::<f64>() / n,
                log_excess: excess(&l, &our_log, partner, clusters, &resamples),
                mean: p.iter().sum::<f64>() / n,
                corp: corp_brier(&pairs)?,
                corp_log: corp_log(&pairs)?,
            })
        })
        .collect::<Result<Vec<_>, Invalid>>()?;
    Ok(Table {
        horizon,
        questions: yes.len(),
        partners: present.len(),
        base_rate: yes.iter().filter(|y| **y).count() as f64 / n,
        lines,
    })
}

/// How often each partner is drawn, resample by resample.
fn resamples(present: &[usize], clusters: usize) -> Vec<Vec<u32>> {
    let mut words = Words::new(1);
    (0..RESAMPLES)
        .map(|_| {
            let mut times = vec![0; clusters];
            for _ in present {
                let drawn = words.below(present.len()).and_then(|i| present.get(i));
                if let Some(c) = drawn {
                    times[*c] += 1;
                }
            }
            times
        })
        .collect()
}

/// A mean of differences, one a question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The mean.
    pub mean: f64,
    /// A 90 % interval over resamples of whole questions; none of a single question, which has no
    /// spread.
    pub band: Option<Interval>,
}

/// The mean of differences, one a question; `None` of none.
#[must_use]
pub fn paired(differences: &[f64]) -> Option<Difference> {
    let each: Vec<usize> = (0..differences.len()).collect();
    let none = vec![0.0; each.len()];
    let resamples = resamples(&each, each.len());
    let of = || excess(differences, &none, &each, each.len(), &resamples);
    (!each.is_empty()).then(|| {
        let (mean, band) = of();
        Difference {
            mean,
            band: (each.len() > 1).then_some(band),
        }
    })
}

fn excess(
    theirs: &[f64],
    ours: &[f64],
    partner: &[usize],
    clusters: usize,
    resamples: &[Vec<u32>],
) -> (f64, Interval) {
    let mut sums = vec![(0.0, 0.0); clusters];
    for ((t, o), c) in theirs.iter().zip(ours).zip(partner) {
        sums[*c].0 += t - o;
        sums[*c].1 += 1.0;
    }
    let mean = |times: &dyn Fn(usize) -> f64| {
        let weighed = sums
            .iter()
            .zip(0..)
            .map(|((d, n), c)| (d * times(c), n * times(c)));
        let (d, n) = weighed.fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
        d / n
    };
    let mut all: Vec<f64> = resamples
        .iter()
        .map(|times| mean(&|c| f64::from(times[c])))
        .collect();
    all.sort_by(f64::total_cmp);
    let at = |share: f64| all[(share * (all.len() - 1) as f64).round() as usize];
    let interval = Interval {
        lo: at(0.05),
        hi: at(0.95),
    };
    (mean(&|_| 1.0), interval)
}
