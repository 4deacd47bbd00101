//! How far a calibration could be chance: resampling whole questions.
//!
//! The days of one question share one outcome; resampling days would take them for independent
//! and make bands far too narrow. Questions (clusters) are drawn with replacement, as many as
//! there are, and everything is computed again. The numbers are those of SplitMix64 (G. L. Steele,
//! D. Lea and C. H. Flood, OOPSLA 2014), started at the first 8 bytes, big-endian, of
//! `SHA-256("summit-bootstrap-1" 0 seed)` with the seed in decimal: the same on every machine.

use sha2::{Digest, Sha256};

use super::corp::{self, Corp, Level, Sample};
use super::overconfidence;
use super::rule::Rule;
use crate::record::Invalid;

/// Most places at which the curve's band is taken.
pub const CURVE: usize = 100;

/// A 90 % interval: the 5 % and the 95 % quantile of the resamples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub lo: f64,
    /// Upper end.
    pub hi: f64,
}

/// What resampling says of a decomposition.
#[derive(Debug, Clone, PartialEq)]
pub struct Bands {
    /// Of the mean score.
    pub score: Interval,
    /// Of the miscalibration. Resampling cannot take it below 0, so that it leans upwards.
    pub mcb: Interval,
    /// Of the discrimination.
    pub dsc: Interval,
    /// Of the overconfidence ratio, over the resamples in which something came.
    pub overconfidence: Option<Interval>,
    /// Of the conditional event probability, at up to [`CURVE`] of the forecast probabilities.
    pub curve: Vec<(f64, Interval)>,
    /// Resamples taken.
    pub resamples: usize,
}

/// Resamples whole clusters `resamples` times.
///
/// # Errors
/// As [`corp::levels`], and where no resamples are asked for.
pub fn bands(
    rule: Rule,
    samples: &[Sample],
    seed: u64,
    resamples: usize,
) -> Result<Bands, Invalid> {
    let levels = corp::levels(samples)?;
    let clusters = samples.iter().map(|s| s.cluster + 1).max().unwrap_or(0);
    let places = places(samples, &levels);
    let mut words = Words::new(seed);
    let mut parts: Vec<Corp> = Vec::with_capacity(resamples);
    let mut ratios = Vec::with_capacity(resamples);
    let grid = grid(levels.len());
    let mut curves: Vec<Vec<f64>> = vec![Vec::with_capacity(resamples); grid.len()];
    let present = present(samples, clusters);
    for _ in 0..resamples {
        let mut times = vec![0_u32; clusters];
        for _ in 0..present.len() {
            let at = words.below(present.len()).and_then(|i| present.get(i));
            if let Some(slot) = at.and_then(|cluster| times.get_mut(*cluster)) {
                *slot += 1;
            }
        }
        let again = reweighted(samples, &places, &levels, &times);
        parts.push(corp::decompose(rule, &again)?);
        ratios.extend(overconfidence(&again));
        let fit = corp::isotonic(&again);
        for (curve, at) in curves.iter_mut().zip(&grid) {
            curve.extend(fit.get(*at));
        }
    }
    let of = |part: fn(&Corp) -> f64| interval(parts.iter().map(part).collect());
    let missing = || {
        Invalid::new(
            "resamples",
            resamples.to_string(),
            "no resample was taken",
            "at least 1, usually 1000",
        )
    };
    Ok(Bands {
        score: of(|c| c.score).ok_or_else(missing)?,
        mcb: of(|c| c.mcb).ok_or_else(missing)?,
        dsc: of(|c| c.dsc).ok_or_else(missing)?,
        overconfidence: interval(ratios),
        curve: grid
            .iter()
            .zip(curves)
            .filter_map(|(at, curve)| Some((levels.get(*at)?.p, interval(curve)?)))
            .collect(),
        resamples,
    })
}

/// Indices spread evenly over `n` levels, the first and the last among them.
fn grid(n: usize) -> Vec<usize> {
    let most = n.min(CURVE);
    let at = |i: usize| i * (n - 1) / (most - 1).max(1);
    (0..most).map(at).collect()
}

/// The clusters that have samples, ascending.
fn present(samples: &[Sample], clusters: usize) -> Vec<usize> {
    let mut seen = vec![false; clusters];
    for s in samples {
        if let Some(slot) = seen.get_mut(s.cluster) {
            *slot = true;
        }
    }
    let numbered = seen.into_iter().enumerate();
    numbered.filter_map(|(i, is)| is.then_some(i)).collect()
}

/// The level of each sample.
fn places(samples: &[Sample], levels: &[Level]) -> Vec<usize> {
    let place = |s: &Sample| levels.partition_point(|l| l.p < s.p);
    samples.iter().map(place).collect()
}

/// The levels with each cluster counting as often as it was drawn. A level that was not drawn
/// keeps its place without weight.
fn reweighted(samples: &[Sample], places: &[usize], levels: &[Level], times: &[u32]) -> Vec<Level> {
    let empty = |l: &Level| Level {
        p: l.p,
        count: 0,
        weight: 0.0,
        yes: 0.0,
    };
    let mut out: Vec<Level> = levels.iter().map(empty).collect();
    for (s, place) in samples.iter().zip(places) {
        let drawn = times.get(s.cluster).copied().unwrap_or_default();
        if let Some(level) = out.get_mut(*place).filter(|_| drawn > 0) {
            let weight = s.weight * f64::from(drawn);
            level.count += drawn as usize;
            level.weight += weight;
            level.yes += if s.yes { weight } else { 0.0 };
        }
    }
    out
}

fn interval(mut values: Vec<f64>) -> Option<Interval> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let at = |share: f64| values.get((share * last as f64).round() as usize).copied();
    Some(Interval {
        lo: at(0.05)?,
        hi: at(0.95)?,
    })
}

/// SplitMix64.
pub(crate) struct Words(u64);

impl Words {
    pub(crate) fn new(seed: u64) -> Self {
        let key = Sha256::new()
            .chain_update(b"summit-bootstrap-1\0")
            .chain_update(seed.to_string())
            .finalize();
        Self(key.iter().take(8).fold(0, |w, b| w << 8 | u64::from(*b)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`. The remainder's bias is below `n / 2^64`.
    pub(crate) fn below(&mut self, n: usize) -> Option<usize> {
        usize::try_from(self.next().checked_rem(n as u64)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_those_of_splitmix64() {
        // First outputs from state 1234567, as published with the Java implementation.
        let mut words = Words(1_234_567);
        assert_eq!(words.next(), 6_457_827_717_110_365_317);
        assert_eq!(words.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn bands_hold_the_estimate_and_repeat() {
        let pairs: Vec<(f64, bool)> = (0..60)
            .map(|i| (f64::from(i % 10) / 10.0 + 0.05, (i * 7) % 10 < i % 10))
            .collect();
        let samples = corp::samples(&pairs);
        let bands = super::bands(Rule::Brier, &samples, 1, 200).unwrap();
        assert_eq!(bands, super::bands(Rule::Brier, &samples, 1, 200).unwrap());
        assert_ne!(bands, super::bands(Rule::Brier, &samples, 2, 200).unwrap());
        let score = corp::corp_brier(&pairs).unwrap().score;
        assert!(bands.score.lo < score && score < bands.score.hi);
        assert_eq!(bands.curve.len(), 10);
        assert!(bands.curve.iter().all(|(_, at)| at.lo <= at.hi));
        assert_eq!(grid(1), [0]);
        assert_eq!(grid(3), [0, 1, 2]);
        assert_eq!((grid(5000)[0], grid(5000)[CURVE - 1]), (0, 4999));
    }

    #[test]
    fn one_cluster_has_no_spread_of_its_own() {
        let mut samples = corp::samples(&[(0.2, false), (0.6, false), (0.9, false)]);
        samples.iter_mut().for_each(|s| s.cluster = 0);
        let bands = super::bands(Rule::Brier, &samples, 1, 50).unwrap();
        assert_eq!(bands.score.lo, bands.score.hi);
        assert!(bands.overconfidence.is_none());
    }
}
