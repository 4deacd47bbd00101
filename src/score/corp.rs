//! Calibration by isotonic regression: the CORP decomposition of a mean score.
//!
//! T. Dimitriadis, T. Gneiting and A. I. Jordan, "Stable reliability diagrams for probabilistic
//! classifiers", PNAS 118 (2021) e2016191118. The forecasts are recalibrated by the best
//! non-decreasing function of themselves, found by pooling adjacent violators (M. Ayer and others,
//! Annals of Mathematical Statistics 26, 1955), and the mean score falls into
//! `score = miscalibration - discrimination + uncertainty`.

use super::rule::{Rule, probability};
use super::sum::sum;
use crate::record::Invalid;

/// One forecast with what came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// The probability, 0..=1.
    pub p: f64,
    /// What came.
    pub yes: bool,
    /// How much it counts, above 0.
    pub weight: f64,
    /// Samples of one cluster (one question) stand or fall together when resampled.
    pub cluster: usize,
}

/// All samples of one distinct probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// The probability.
    pub p: f64,
    /// Samples.
    pub count: usize,
    /// Their weight.
    pub weight: f64,
    /// The weight of those that came true.
    pub yes: f64,
}

/// A mean score in its parts, each in the score's own unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Corp {
    /// The mean score, `mcb - dsc + unc`.
    pub score: f64,
    /// Miscalibration: what recalibration would spare; 0 is calibrated.
    pub mcb: f64,
    /// Discrimination: what the recalibrated forecasts spare against the mean outcome.
    pub dsc: f64,
    /// Uncertainty: the score of always forecasting the mean outcome.
    pub unc: f64,
}

/// The decomposition of the mean Brier score (0..=1) of forecasts and what came, each counting
/// the same.
///
/// # Errors
/// When there are none, or one is not a probability.
pub fn corp_brier(pairs: &[(f64, bool)]) -> Result<Corp, Invalid> {
    decompose(Rule::Brier, &levels(&samples(pairs))?)
}

/// The decomposition of the mean log score, in nats.
///
/// # Errors
/// As [`corp_brier`].
pub fn corp_log(pairs: &[(f64, bool)]) -> Result<Corp, Invalid> {
    decompose(Rule::Log, &levels(&samples(pairs))?)
}

/// Forecasts that count the same, each a cluster of its own.
#[must_use]
pub fn samples(pairs: &[(f64, bool)]) -> Vec<Sample> {
    let sample = |(cluster, (p, yes)): (usize, &(f64, bool))| Sample {
        p: *p,
        yes: *yes,
        weight: 1.0,
        cluster,
    };
    pairs.iter().enumerate().map(sample).collect()
}

/// The samples by distinct probability, ascending: ties are one level.
///
/// # Errors
/// When there are none, one is not a probability, or a weight is not above 0.
pub fn levels(samples: &[Sample]) -> Result<Vec<Level>, Invalid> {
    let mut order: Vec<&Sample> = samples.iter().collect();
    for s in &order {
        probability(s.p)?;
        if !(s.weight.is_finite() && s.weight > 0.0) {
            return Err(Invalid::new(
                "weight",
                s.weight.to_string(),
                "a sample must count",
                "a finite number above 0",
            ));
        }
    }
    order.sort_by(|a, b| a.p.total_cmp(&b.p));
    let mut out: Vec<Level> = Vec::new();
    for s in order {
        let yes = if s.yes { s.weight } else { 0.0 };
        match out.last_mut() {
            Some(level) if level.p == s.p => {
                level.count += 1;
                level.weight += s.weight;
                level.yes += yes;
            }
            _ => out.push(Level {
                p: s.p,
                count: 1,
                weight: s.weight,
                yes,
            }),
        }
    }
    if out.is_empty() {
        return Err(none());
    }
    Ok(out)
}

/// The best non-decreasing recalibration: one conditional event probability a level, in order.
///
/// Least squares, and with it the best for every proper score. Levels without weight (in a
/// resample) take their block's value, or the last before them.
#[must_use]
pub fn isotonic(levels: &[Level]) -> Vec<f64> {
    let mut blocks: Vec<Block> = Vec::new();
    for level in levels {
        let mut block = Block {
            levels: 1,
            weight: level.weight,
            yes: level.yes,
        };
        while let Some(last) = blocks.last().filter(|last| last.yields_to(&block)) {
            block = Block {
                levels: last.levels + block.levels,
                weight: last.weight + block.weight,
                yes: last.yes + block.yes,
            };
            blocks.pop();
        }
        blocks.push(block);
    }
    let mut fit = Vec::with_capacity(levels.len());
    for block in &blocks {
        fit.extend(std::iter::repeat_n(block.mean(), block.levels));
    }
    fit
}

/// Splits the mean score of levels as [`levels`] makes them.
///
/// # Errors
/// When they carry no weight.
pub fn decompose(rule: Rule, levels: &[Level]) -> Result<Corp, Invalid> {
    let weight = sum(levels.iter().map(|l| l.weight));
    if weight.is_nan() || weight <= 0.0 {
        return Err(none());
    }
    let base = sum(levels.iter().map(|l| l.yes)) / weight;
    let mean = |forecasts: &mut dyn Iterator<Item = f64>| {
        let losses = levels.iter().zip(forecasts).map(|(l, p)| loss(rule, l, p));
        sum(losses) / weight
    };
    let score = mean(&mut levels.iter().map(|l| l.p));
    let recalibrated = mean(&mut isotonic(levels).into_iter());
    let unc = mean(&mut std::iter::repeat(base));
    Ok(Corp {
        score,
        mcb: score - recalibrated,
        dsc: unc - recalibrated,
        unc,
    })
}

/// The summed loss of forecasting `p` for all of a level. What has no weight costs nothing, even
/// at a probability of 0.
fn loss(rule: Rule, level: &Level, p: f64) -> f64 {
    let part = |weight: f64, yes: bool| {
        if weight > 0.0 {
            weight * rule.loss(p, yes)
        } else {
            0.0
        }
    };
    part(level.yes, true) + part(level.weight - level.yes, false)
}

#[derive(Clone, Copy)]
struct Block {
    levels: usize,
    weight: f64,
    yes: f64,
}

impl Block {
    fn mean(&self) -> f64 {
        if self.weight > 0.0 {
            self.yes / self.weight
        } else {
            0.0
        }
    }

    /// Whether the block after this one must be pooled with it. Means that are equal are pooled,
    /// too, and so is a block without weight.
    fn yields_to(&self, next: &Self) -> bool {
        next.weight == 0.0 || self.weight == 0.0 || self.mean() >= next.mean()
    }
}

fn none() -> Invalid {
    Invalid::new(
        "",
        "",
        "there is no forecast to score",
        "at least one forecast of a question that ended yes or no",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_are_pooled_before_anything_else() {
        let pairs = [(0.2, true), (0.8, true), (0.2, false), (0.8, true)];
        let levels = levels(&samples(&pairs)).unwrap();
        assert_eq!(levels.len(), 2);
        assert_eq!(isotonic(&levels), [0.5, 1.0]);
    }

    #[test]
    fn violators_are_pooled() {
        let pairs = [(0.1, true), (0.2, false), (0.3, false), (0.9, true)];
        let levels = levels(&samples(&pairs)).unwrap();
        let third = 1.0 / 3.0;
        assert_eq!(isotonic(&levels), [third, third, third, 1.0]);
    }

    #[test]
    fn where_all_came_nothing_is_uncertain() {
        for rule in [Rule::Brier, Rule::Log] {
            let levels = levels(&samples(&[(0.7, true), (0.9, true)])).unwrap();
            let parts = decompose(rule, &levels).unwrap();
            assert_eq!((parts.unc, parts.dsc), (0.0, 0.0));
            assert_eq!(parts.mcb, parts.score);
        }
    }

    #[test]
    fn nothing_cannot_be_decomposed() {
        assert!(corp_brier(&[]).is_err());
        assert!(corp_brier(&[(1.5, true)]).is_err());
        assert!(corp_log(&[(f64::NAN, true)]).is_err());
    }
}
