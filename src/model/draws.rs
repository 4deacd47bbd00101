//! Draws from Gamma and Beta distributions: stratified quantiles in a fixed permutation.
//!
//! A bank of `K` draws takes the quantiles at `(i + 1/2) / K`, `i = 0..K`, so that even a few
//! draws carry the distribution's shape, and shuffles them so that draws of different parameters
//! are not tied to each other. The permutation is a Fisher-Yates shuffle whose random words are
//!
//! ```text
//! word i = first 8 bytes (big-endian) of SHA-256("summit-draws-1" 0 seed 0 scope 0 name 0 i)
//! ```
//!
//! with `seed` and `i` in decimal and `0` a zero byte; for `i` from `K - 1` down to 1, place `i`
//! and place `word i mod (i + 1)` are exchanged. Anyone can repeat it from the recorded seed.
//!
//! Quantiles come from `statrs`, whose inverse functions are good only in part of their domain;
//! each is checked against the distribution function and mended by bisection where it is off.
//! Draws are rounded to nine significant digits, so that the last bits of a machine's logarithm do
//! not show.

use sha2::{Digest, Sha256};
use statrs::distribution::{Beta, ContinuousCDF, Gamma};

use crate::record::Invalid;

/// Shapes beyond this are refused: `statrs` loses digits there.
const MAX_SHAPE: f64 = 1e5;
/// Smallest shape: below it the lower quantiles leave the range of numbers.
const MIN_SHAPE: f64 = 0.01;
/// How far the distribution function at a quantile may be from its target.
const TOLERANCE: f64 = 1e-9;

/// Largest draw of a probability: at 1 nothing would be left once the occasion had passed.
const SURE: f64 = 0.999_999_999;

/// Draws of Gamma(`shape`, `rate`), in quantile order.
///
/// # Errors
/// When a parameter is outside the domain in which the quantiles can be trusted.
pub fn gamma(shape: f64, rate: f64, draws: usize) -> Result<Vec<f64>, Invalid> {
    guard("shape", shape)?;
    // The shape decides the form; dividing by the rate afterwards keeps the search well scaled.
    let unit = Gamma::new(shape, 1.0).map_err(|e| outside("shape", shape, &e.to_string()))?;
    if !(rate.is_finite() && rate > 0.0) {
        return Err(outside("rate", rate, "a rate is above 0"));
    }
    let high = shape + 40.0 * (shape.sqrt() + 1.0) + 40.0;
    quantiles(draws, |u| {
        Some(search(u, unit.inverse_cdf(u), 0.0, high, |x| unit.cdf(x)) / rate)
    })
}

/// Draws of Beta(`a`, `b`), in quantile order.
///
/// # Errors
/// When a parameter is outside the domain in which the quantiles can be trusted.
pub fn beta(a: f64, b: f64, draws: usize) -> Result<Vec<f64>, Invalid> {
    guard("a", a)?;
    guard("b", b)?;
    let dist = Beta::new(a, b).map_err(|e| outside("a", a, &e.to_string()))?;
    quantiles(draws, |u| {
        let x = search(u, dist.inverse_cdf(u), 0.0, 1.0, |x| dist.cdf(x));
        Some(x.min(SURE))
    })
}

/// The permutation of `0..draws` for one named parameter.
#[must_use]
pub fn permutation(seed: u64, scope: &str, name: &str, draws: usize) -> Vec<usize> {
    let key = Sha256::new()
        .chain_update(b"summit-draws-1\0")
        .chain_update(seed.to_string())
        .chain_update([0])
        .chain_update(scope)
        .chain_update([0])
        .chain_update(name)
        .chain_update([0]);
    let mut order: Vec<usize> = (0..draws).collect();
    for i in (1..draws).rev() {
        let hash = key.clone().chain_update(i.to_string()).finalize();
        let word = hash
            .iter()
            .take(8)
            .fold(0_u64, |w, b| w << 8 | u64::from(*b));
        let j = usize::try_from(word % (i as u64 + 1)).unwrap_or(0);
        order.swap(i, j);
    }
    order
}

/// Puts values in the order of a permutation.
#[must_use]
pub fn shuffle(values: &[f64], order: &[usize]) -> Vec<f64> {
    order
        .iter()
        .filter_map(|i| values.get(*i).copied())
        .collect()
}

fn guard(field: &str, shape: f64) -> Result<(), Invalid> {
    if (MIN_SHAPE..=MAX_SHAPE).contains(&shape) {
        Ok(())
    } else {
        Err(outside(field, shape, "outside the trusted domain"))
    }
}

fn outside(field: &str, value: f64, why: &str) -> Invalid {
    Invalid::new(
        field,
        value.to_string(),
        why,
        format!("a number from {MIN_SHAPE} to {MAX_SHAPE}; a smaller count says as much"),
    )
}

fn quantiles(draws: usize, at: impl Fn(f64) -> Option<f64>) -> Result<Vec<f64>, Invalid> {
    (0..draws)
        .map(|i| {
            let u = (i as f64 + 0.5) / draws as f64;
            at(u)
                .filter(|x| x.is_finite())
                .map(nine)
                .ok_or_else(|| outside("quantile", u, "no finite quantile"))
        })
        .collect()
}

/// The quantile at `u`: the library's where its distribution function confirms it, else bisection.
fn search(u: f64, guess: f64, low: f64, high: f64, cdf: impl Fn(f64) -> f64) -> f64 {
    if guess.is_finite() && (low..=high).contains(&guess) && (cdf(guess) - u).abs() < TOLERANCE {
        return guess;
    }
    let (mut low, mut high) = (low, high);
    for _ in 0..2000 {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if cdf(middle) < u {
            low = middle;
        } else {
            high = middle;
        }
    }
    low + (high - low) / 2.0
}

/// Nine significant digits.
pub(super) fn nine(x: f64) -> f64 {
    digits(x, 9)
}

/// So many significant digits, at least one.
pub(super) fn digits(x: f64, count: usize) -> f64 {
    let behind = count.saturating_sub(1);
    format!("{x:.behind$e}").parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Exponential and uniform are special cases with closed quantiles.
    #[test]
    fn known_quantiles() {
        let exp = gamma(1.0, 2.0, 4).unwrap();
        for (i, x) in exp.iter().enumerate() {
            let u = (i as f64 + 0.5) / 4.0;
            let want = -libm::log(1.0 - u) / 2.0;
            assert!((x - want).abs() < 1e-8, "{x} {want}");
        }
        assert_eq!(beta(1.0, 1.0, 4).unwrap(), [0.125, 0.375, 0.625, 0.875]);
    }

    // R: qgamma(c(.05,.5,.95), 8.5, 30) = 0.1438, 0.2723, 0.4598 to four places; the mean of many
    // stratified draws is the distribution's mean.
    #[test]
    fn means_are_those_of_the_distribution() {
        for (shape, rate) in [(0.5, 3.0), (8.5, 30.0), (300.0, 100.0), (5e4, 1.0)] {
            let draws = gamma(shape, rate, 512).unwrap();
            let mean = draws.iter().sum::<f64>() / 512.0;
            assert!((mean * rate / shape - 1.0).abs() < 0.02, "{shape} {mean}");
            assert!(draws.windows(2).all(|w| w[0] < w[1]), "{shape}");
        }
        for (a, b) in [(2.5, 0.5), (0.5, 0.5), (40.0, 2.0), (0.05, 9.0)] {
            let draws = beta(a, b, 512).unwrap();
            let mean = draws.iter().sum::<f64>() / 512.0;
            assert!((mean - a / (a + b)).abs() < 0.01, "{a} {b} {mean}");
            assert!(draws.windows(2).all(|w| w[0] <= w[1]), "{a} {b}");
            assert!(draws.iter().all(|x| (0.0..=1.0).contains(x)));
        }
    }

    #[test]
    fn outside_the_trusted_domain_is_refused() {
        for bad in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e6] {
            assert!(gamma(bad, 1.0, 8).is_err());
            assert!(beta(bad, 1.0, 8).is_err());
            assert!(beta(1.0, bad, 8).is_err());
        }
        assert!(gamma(1.0, 0.0, 8).is_err());
    }

    #[test]
    fn a_permutation_is_one_and_depends_on_its_name() {
        let a = permutation(1, "m", "x", 128);
        let b = permutation(1, "m", "y", 128);
        let mut sorted = a.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..128).collect::<Vec<_>>());
        assert_ne!(a, b);
    }
}
