//! What is tried: which classes of amounts may move, and how far they are expected to.

use super::tree::Loose;
use crate::record::Invalid;

/// One setting, by name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// Which classes may move.
    pub name: &'static str,
    /// How far.
    pub loose: Loose,
}

/// Standard deviations tried, the tightest first: a factor of 1.2, 1.5, 2.7 and 12.
const SPREADS: [f64; 4] = [0.15, 0.4, 1.0, 2.5];

/// Classes with those that they hang on, at a spread of 1.
const CLASSES: [(&str, Loose); 5] = [
    (
        "sides",
        Loose {
            side: 1.0,
            ..Loose::NOTHING
        },
    ),
    (
        "families",
        Loose {
            side: 1.0,
            family: 1.0,
            ..Loose::NOTHING
        },
    ),
    (
        "kinds",
        Loose {
            side: 1.0,
            family: 1.0,
            kind: 1.0,
            ..Loose::NOTHING
        },
    ),
    (
        "leaks",
        Loose {
            leak: 1.0,
            ..Loose::NOTHING
        },
    ),
    (
        "all",
        Loose {
            side: 1.0,
            family: 1.0,
            kind: 1.0,
            leak: 1.0,
        },
    ),
];

impl Setting {
    /// Nothing but plans counted.
    pub const COUNTED: Self = Self {
        name: "only plans counted",
        loose: Loose::NOTHING,
    };

    /// A class and those that it hangs on, with a spread in nats, above 0 and at most 10.
    ///
    /// # Errors
    /// When there is no such class, or the spread is outside that range.
    pub fn new(name: &str, spread: f64) -> Result<Self, Invalid> {
        let Some((name, loose)) = CLASSES.into_iter().find(|(own, _)| *own == name) else {
            let known = CLASSES.map(|(name, _)| name).join(", ");
            return Err(Invalid::new(
                "move",
                name,
                "nothing that a fit moves",
                known,
            ));
        };
        if !(spread > 0.0 && spread <= 10.0) {
            return Err(Invalid::new(
                "spread",
                spread.to_string(),
                "not a spread of logarithms of ratios",
                "above 0, at most 10; 0.4 lets a ratio go by a factor of about 1.5",
            ));
        }
        let loose = loose.times(spread);
        Ok(Self { name, loose })
    }

    /// The spread of the classes that may move; 0 where none may.
    #[must_use]
    pub fn spread(&self) -> f64 {
        self.loose.side.max(self.loose.leak)
    }
}

/// All that is tried, what moves least first.
#[must_use]
pub fn settings() -> Vec<Setting> {
    let of = |spread: &f64| {
        let spread = *spread;
        CLASSES.map(|(name, loose)| Setting {
            name,
            loose: loose.times(spread),
        })
    };
    let all = SPREADS.iter().flat_map(of);
    [Setting::COUNTED].into_iter().chain(all).collect()
}

/// The setting to take, by the losses of each on the same questions left out: the one that moves
/// least among those that are within one standard error of the best (L. Breiman, J. H. Friedman,
/// R. A. Olshen, C. J. Stone, Classification and Regression Trees, 1984, 3.4.3). Settings stand
/// from what moves least on; its place among them.
#[must_use]
pub fn cautious(losses: &[Vec<f64>]) -> usize {
    let sum = |losses: &Vec<f64>| losses.iter().sum::<f64>();
    let best = losses.iter().min_by(|a, b| sum(a).total_cmp(&sum(b)));
    let near = |own: &Vec<f64>| best.is_none_or(|best| behind(own, best));
    losses.iter().position(near).unwrap_or(0)
}

/// Whether losses are above others by no more than one standard error.
fn behind(own: &[f64], best: &[f64]) -> bool {
    let gaps: Vec<f64> = own.iter().zip(best).map(|(a, b)| a - b).collect();
    let n = gaps.len() as f64;
    let mean = gaps.iter().sum::<f64>() / n;
    let spread = gaps.iter().map(|g| (g - mean) * (g - mean)).sum::<f64>() / (n - 1.0).max(1.0);
    mean <= (spread / n).sqrt()
}

impl Loose {
    const fn times(self, spread: f64) -> Self {
        Self {
            side: self.side * spread,
            family: self.family * spread,
            kind: self.kind * spread,
            leak: self.leak * spread,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_moving_within_one_standard_error_is_taken() {
        let best = vec![0.1, 0.2, 0.3];
        // Better on one question and worse on two: within the noise.
        let near = vec![0.05, 0.24, 0.32];
        let far = vec![0.2, 0.31, 0.39];
        assert_eq!(cautious(&[near.clone(), best.clone()]), 0);
        assert_eq!(cautious(&[far.clone(), near, best.clone()]), 1);
        assert_eq!(cautious(&[far, best]), 1);
    }

    #[test]
    fn what_is_tried_begins_with_nothing_and_never_tightens() {
        let spreads: Vec<f64> = settings().iter().map(Setting::spread).collect();
        assert!(spreads.is_sorted() && spreads[0] == 0.0, "{spreads:?}");
        assert!(Setting::new("plans", 1.0).is_err());
        assert!(Setting::new("kinds", 0.0).is_err() && Setting::new("kinds", f64::NAN).is_err());
    }
}
