//! The scoring rules: what one forecast of one yes-or-no question costs.

use crate::record::Invalid;

/// What happened counts as foretold with at least this probability in logarithmic scores.
///
/// A certain forecast that fails would cost infinitely much and hide every other. With 1e-9 it
/// costs 20.7 nats, more than any mend can repay, and stays a number. It is the distance from
/// certainty at which the draws of a probability are capped ([`crate::model::draws`]), so no honest
/// forecast of the model is touched.
pub const FLOOR: f64 = 1e-9;

/// A scoring rule as a loss: lower is better. Both are strictly proper (the log score down to
/// [`FLOOR`]): in expectation nobody gains by saying other than what they believe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// [`brier`].
    Brier,
    /// [`log`].
    Log,
}

impl Rule {
    /// The loss of a probability in 0..=1 that was checked before; NaN for NaN.
    #[must_use]
    pub fn loss(self, p: f64, yes: bool) -> f64 {
        match self {
            Self::Brier => {
                let miss = if yes { 1.0 - p } else { p };
                miss * miss
            }
            Self::Log => 0.0 - ln_of_outcome(p, yes),
        }
    }

    /// `brier` or `log`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Brier => "brier",
            Self::Log => "log",
        }
    }
}

/// The Brier score on 0..=1, `(p - y)^2`; a coin's forecast costs 0.25.
///
/// G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather
/// Review 78 (1950), halved: his sum runs over both outcomes, see [`brier_two`].
///
/// # Errors
/// When `p` is not a probability.
pub fn brier(p: f64, yes: bool) -> Result<f64, Invalid> {
    Ok(Rule::Brier.loss(probability(p)?, yes))
}

/// The Brier score on 0..=2, summed over both outcomes: twice [`brier`]. Only to compare with
/// those who print it so.
///
/// # Errors
/// When `p` is not a probability.
pub fn brier_two(p: f64, yes: bool) -> Result<f64, Invalid> {
    Ok(2.0 * brier(p, yes)?)
}

/// The log score in nats, `-ln` of the probability given to what happened, that probability
/// counting as at least [`FLOOR`]; 0 is perfect, a coin's forecast costs 0.693.
///
/// I. J. Good, "Rational decisions", Journal of the Royal Statistical Society B 14 (1952).
///
/// # Errors
/// When `p` is not a probability.
pub fn log(p: f64, yes: bool) -> Result<f64, Invalid> {
    Ok(Rule::Log.loss(probability(p)?, yes))
}

/// Metaculus' baseline score, `100 (log2(q) + 1)` with `q` the probability given to what happened,
/// at least [`FLOOR`]. A reward: 100 is perfect, 0 is a coin's forecast.
///
/// # Errors
/// When `p` is not a probability.
pub fn baseline(p: f64, yes: bool) -> Result<f64, Invalid> {
    let q = if yes {
        probability(p)?
    } else {
        1.0 - probability(p)?
    };
    Ok(100.0 * (libm::log2(q.max(FLOOR)) + 1.0))
}

/// The share of a reference's loss that a forecast spares, `1 - loss / reference`: 1 is perfect,
/// 0 no better than the reference, below 0 worse. `None` where the reference lost nothing.
#[must_use]
pub fn skill(loss: f64, reference: f64) -> Option<f64> {
    (reference > 0.0).then(|| 1.0 - loss / reference)
}

/// `p`, where it is a probability.
///
/// # Errors
/// When it is outside 0..=1 or no number.
pub fn probability(p: f64) -> Result<f64, Invalid> {
    if (0.0..=1.0).contains(&p) {
        Ok(p)
    } else {
        Err(Invalid::new(
            "probability",
            p.to_string(),
            "not a probability",
            "a number from 0 to 1, for example 0.85 for 85 %",
        ))
    }
}

/// An outcome written as a number: 1 is yes, 0 is no.
///
/// # Errors
/// For every other number: a question that ended in between has no score.
pub fn outcome(y: f64) -> Result<bool, Invalid> {
    match y {
        1.0 => Ok(true),
        0.0 => Ok(false),
        _ => Err(Invalid::new(
            "outcome",
            y.to_string(),
            "not an outcome",
            "1 for yes, 0 for no; what ended otherwise is void and has no score",
        )),
    }
}

fn ln_of_outcome(p: f64, yes: bool) -> f64 {
    if yes {
        libm::log(p.max(FLOOR))
    } else if 1.0 - p < FLOOR {
        libm::log(FLOOR)
    } else {
        libm::log1p(-p)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certainty_is_free_when_right_and_dear_but_finite_when_wrong() {
        assert_eq!(log(1.0, true), Ok(0.0));
        assert_eq!(log(0.0, false), Ok(0.0));
        let dear = log(1.0, false).unwrap();
        assert!((dear - 20.723_265_836_946_41).abs() < 1e-12, "{dear}");
        assert_eq!(log(0.0, true), Ok(dear));
        assert_eq!(log(1e-12, true), Ok(dear));
        assert_eq!(brier(1.0, false), Ok(1.0));
        assert_eq!(brier_two(1.0, false), Ok(2.0));
        assert_eq!(baseline(1.0, true), Ok(100.0));
        assert_eq!(baseline(0.5, false), Ok(0.0));
    }

    #[test]
    fn what_is_no_probability_is_refused() {
        for p in [-1e-7, 1.000_000_1, f64::NAN, f64::INFINITY] {
            assert!(brier(p, true).is_err(), "{p}");
            assert!(log(p, false).is_err(), "{p}");
            assert!(baseline(p, true).is_err(), "{p}");
        }
        assert!(outcome(0.5).is_err());
        assert!(outcome(f64::NAN).is_err());
        assert_eq!(outcome(1.0), Ok(true));
    }

    #[test]
    fn skill_counts_from_the_reference() {
        assert_eq!(skill(0.1, 0.2), Some(0.5));
        assert_eq!(skill(0.2, 0.2), Some(0.0));
        assert_eq!(skill(0.0, 0.0), None);
    }
}
