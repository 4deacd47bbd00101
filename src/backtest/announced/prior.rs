//! The rate of a pair as it was on a day, drawn as when a question opens.

use crate::model::draws::{gamma, permutation, shuffle};
use crate::model::pair::Counted;
use crate::model::prior::YEAR;
use crate::record::Invalid;

/// Draws of the chance of a meeting on a day.
pub(super) fn rates(pair: Counted, draws: usize) -> Result<Vec<f64>, Invalid> {
    let shape = pair.meetings as f64 + pair.pooled;
    let rates = gamma(shape, (pair.years + 1.0) * YEAR, draws)?;
    Ok(shuffle(
        &rates,
        &permutation(1, "announcement", "rate", draws),
    ))
}
