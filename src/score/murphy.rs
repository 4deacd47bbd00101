//! Murphy's decomposition of the mean Brier score, on the distinct probabilities.
//!
//! A. H. Murphy, "A new vector partition of the probability score", Journal of Applied Meteorology
//! 12 (1973). Where most probabilities occur once it says more about the sample than about the
//! forecaster; [`super::corp`] does not have that fault, and this one is given for comparison.

use super::corp::Level;
use super::sum::sum;

/// `brier = reliability - resolution + uncertainty`, on 0..=1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Murphy {
    /// Mean squared distance of each probability from the share that came at it; 0 is best.
    pub reliability: f64,
    /// Mean squared distance of those shares from the mean outcome; more is better.
    pub resolution: f64,
    /// The variance of the outcome.
    pub uncertainty: f64,
}

impl Murphy {
    /// The mean Brier score that the parts make.
    #[must_use]
    pub fn brier(&self) -> f64 {
        self.reliability - self.resolution + self.uncertainty
    }
}

/// The decomposition of levels as [`super::corp::levels`] makes them; `None` without weight.
#[must_use]
pub fn murphy(levels: &[Level]) -> Option<Murphy> {
    let weight = sum(levels.iter().map(|l| l.weight));
    if weight.is_nan() || weight <= 0.0 {
        return None;
    }
    let base = sum(levels.iter().map(|l| l.yes)) / weight;
    let mut parts = Murphy {
        reliability: 0.0,
        resolution: 0.0,
        uncertainty: base * (1.0 - base),
    };
    for level in levels.iter().filter(|l| l.weight > 0.0) {
        let came = level.yes / level.weight;
        let share = level.weight / weight;
        parts.reliability += share * (level.p - came) * (level.p - came);
        parts.resolution += share * (came - base) * (came - base);
    }
    Some(parts)
}
