//! Which setting of repeats to take: the cautious one among the good.

use super::quick::Repeats;
use super::search::{Pair, Total};

/// One setting of repeats, judged on partners left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// The setting.
    pub repeats: Repeats,
    /// Log loss a question.
    pub loss: f64,
    /// Log loss a question of the prior alone.
    pub prior: f64,
    /// Log loss a question, fold by fold.
    pub folds: Vec<f64>,
}

impl Tried {
    pub(super) fn new(repeats: Repeats, folds: &[Pair]) -> Self {
        let sum = |f: fn(&Pair) -> Total| {
            let (l, n) = folds
                .iter()
                .map(f)
                .fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
            l / n
        };
        Self {
            repeats,
            loss: sum(|p| p.1),
            prior: sum(|p| p.0),
            folds: folds.iter().map(|p| p.1.0 / p.1.1).collect(),
        }
    }

    /// By how much this is worse than `other`, and the standard error of that over folds.
    fn behind(&self, other: &Self) -> (f64, f64) {
        let gaps: Vec<f64> = self
            .folds
            .iter()
            .zip(&other.folds)
            .map(|(a, b)| a - b)
            .collect();
        let n = gaps.len() as f64;
        let mean = gaps.iter().sum::<f64>() / n;
        let spread = gaps.iter().map(|g| (g - mean) * (g - mean)).sum::<f64>() / (n - 1.0);
        (mean, (spread / n).sqrt())
    }
}

/// The setting that trusts repeats least and is within one standard error of the best (L. Breiman,
/// J. H. Friedman, R. A. Olshen, C. J. Stone, Classification and Regression Trees, 1984, 3.4.3).
/// Settings stand in a plan from the least trusting to the most; its place among them.
pub(super) fn cautious(tried: &[Tried]) -> Option<usize> {
    let finite = || tried.iter().filter(|t| t.loss.is_finite());
    let best = finite().min_by(|a, b| a.loss.total_cmp(&b.loss))?;
    tried.iter().position(|t| {
        let (behind, error) = t.behind(best);
        t.loss.is_finite() && behind <= error
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(folds: &[f64]) -> Tried {
        let repeats = Repeats {
            window: 7,
            discount: 0.5,
        };
        let pairs: Vec<Pair> = folds.iter().map(|l| ((1.0, 1.0), (*l, 1.0))).collect();
        Tried::new(repeats, &pairs)
    }

    #[test]
    fn the_least_trusting_within_one_standard_error_is_taken() {
        let best = tried(&[0.10, 0.20, 0.30]);
        // Better on one fold and worse on two: within the noise.
        let near = tried(&[0.09, 0.22, 0.31]);
        let far = tried(&[0.20, 0.31, 0.39]);
        assert_eq!(cautious(&[near.clone(), best.clone()]), Some(0));
        assert_eq!(cautious(&[far.clone(), near, best.clone()]), Some(1));
        assert_eq!(cautious(&[far, best]), Some(1));
        assert_eq!(cautious(&[tried(&[f64::NAN, 0.1, 0.1])]), None);
    }
}
