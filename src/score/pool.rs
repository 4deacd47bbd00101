//! One probability out of several forecasters'.

use super::rule::probability;
use super::sum::sum;
use crate::record::Invalid;

/// The mean of log-odds: the geometric mean of the odds, as a probability.
///
/// Where someone says 0 or 1, the pool says so, too: such a forecaster admits no compromise.
///
/// # Errors
/// When there is none, one is not a probability, or one says 0 and another 1.
pub fn log_odds(forecasts: &[f64]) -> Result<f64, Invalid> {
    Ok(from_log_odds(mean(forecasts)?))
}

/// The weighted mean of log-odds, each probability with its weight: the logarithmic opinion pool of
/// two outcomes, `logit(p) = sum of w logit(p_i) / sum of w`, which is the weighted geometric mean of
/// the odds.
///
/// C. Genest and J. V. Zidek, "Combining probability distributions: a critique and an annotated
/// bibliography", Statistical Science 1 (1986); V. A. Satopää et al., "Combining multiple probability
/// predictions using a simple logit model", International Journal of Forecasting 30 (2014), whose
/// systematic bias is 1 here. The order of the forecasters makes no difference, to the bit; the
/// pool never leaves the span from the least to the greatest.
///
/// # Errors
/// When there is none or no weight, one is not a probability, or one says 0 and another 1.
pub fn weighted(forecasts: &[(f64, f64)]) -> Result<f64, Invalid> {
    let (mut terms, mut weights) = (Vec::new(), Vec::new());
    let (mut least, mut most) = (1.0_f64, 0.0_f64);
    for (p, weight) in forecasts {
        terms.push(weight * to_log_odds(probability(*p)?));
        weights.push(*weight);
        (least, most) = (least.min(*p), most.max(*p));
    }
    terms.sort_by(f64::total_cmp);
    weights.sort_by(f64::total_cmp);
    let mean = sum(terms) / sum(weights);
    if mean.is_nan() {
        return Err(no_middle(&forecasts));
    }
    Ok(from_log_odds(mean).clamp(least, most))
}

/// The mean of log-odds pushed away from a baseline, as forecasters who share what they know
/// are together less sure than they should be:
/// `logit = b + d (mean - b)`, `d = n (sqrt(3 n^2 - 3 n + 1) - 2) / (n^2 - n - 1)`
/// for `n` forecasters, `b` the baseline's log-odds.
///
/// E. Neyman and T. Roughgarden, "Are you smarter than a random expert? The robust aggregation of
/// substitutable signals", EC 2022. Their factor `d` is 1 for one forecaster, and grows to the
/// square root of 3.
///
/// # Errors
/// As [`log_odds`], and for a baseline of 0 or 1.
pub fn extremised(forecasts: &[f64], baseline: f64) -> Result<f64, Invalid> {
    let b = to_log_odds(probability(baseline).map_err(|e| e.under("baseline"))?);
    if !b.is_finite() {
        return Err(Invalid::new(
            "baseline",
            baseline.to_string(),
            "a certain baseline cannot be pushed away from",
            "a number between 0 and 1, for example the base rate",
        ));
    }
    let n = forecasts.len() as f64;
    let d = n * ((3.0 * n * n - 3.0 * n + 1.0).sqrt() - 2.0) / (n * n - n - 1.0);
    Ok(from_log_odds(b + d * (mean(forecasts)? - b)))
}

fn mean(forecasts: &[f64]) -> Result<f64, Invalid> {
    let mut sum = 0.0;
    for p in forecasts {
        sum += to_log_odds(probability(*p)?);
    }
    let mean = sum / forecasts.len() as f64;
    if mean.is_nan() {
        return Err(no_middle(&forecasts));
    }
    Ok(mean)
}

fn no_middle(forecasts: &impl std::fmt::Debug) -> Invalid {
    Invalid::new(
        "forecasts",
        format!("{forecasts:?}"),
        "they have no middle",
        "at least one forecast, and not both 0 and 1",
    )
}

fn to_log_odds(p: f64) -> f64 {
    libm::log(p) - libm::log1p(-p)
}

fn from_log_odds(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_forecaster_is_left_as_they_are() {
        assert!((log_odds(&[0.3]).unwrap() - 0.3).abs() < 1e-15);
        assert!((extremised(&[0.3], 0.1).unwrap() - 0.3).abs() < 1e-15);
    }

    #[test]
    fn certainty_rules_and_contradiction_is_refused() {
        assert_eq!(log_odds(&[0.3, 1.0]), Ok(1.0));
        assert_eq!(log_odds(&[0.3, 0.0]), Ok(0.0));
        assert!(log_odds(&[0.0, 1.0]).is_err());
        assert!(log_odds(&[]).is_err());
        assert!(extremised(&[0.3], 1.0).is_err());
        assert!(extremised(&[2.0], 0.5).is_err());
    }
}
