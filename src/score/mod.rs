//! How good forecasts were, once it is known what came.
//!
//! Every score here is a loss unless its name says otherwise: lower is better. The Brier score is
//! on 0..=1 (one outcome, `(p - y)^2`); the form on 0..=2 that sums over both outcomes has its own
//! name, [`brier_two`]. The log score is in nats. Formulas, sources and conventions are in
//! `docs/scores.md`.

pub mod band;
pub mod calibration;
pub mod corp;
pub mod murphy;
pub mod people;
pub mod pool;
pub mod question;
pub mod report;
pub mod rival;
pub mod rule;
mod sum;
pub mod time;

pub use rule::{FLOOR, Rule, baseline, brier, brier_two, log, outcome, probability, skill};

/// How many times the counted yes was foretold: `sum of w p / sum of w y`.
///
/// Above 1, more was promised than came; below 1, less. `None` where nothing came, or no weight
/// is left. Written `sum p / n` in the calibration literature, with `n` the number that came.
#[must_use]
pub fn overconfidence(levels: &[corp::Level]) -> Option<f64> {
    let promised = sum::sum(levels.iter().map(|l| l.weight * l.p));
    let came = sum::sum(levels.iter().map(|l| l.yes));
    (came > 0.0).then(|| promised / came)
}
