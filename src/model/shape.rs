//! Ratios by lead time that fade: the nearer a meeting, the farther from 1.
//!
//! Thin counts jump about from bin to bin, and multiplied over many signals the jumps do harm. A
//! kind that speaks for a meeting can do so no less the nearer it is, and at no distance speaks
//! against it; the other way round for one that speaks against. Under that constraint the counts'
//! likelihood is greatest at the pooled ratios that the pool-adjacent-violators algorithm finds
//! (R. E. Barlow, D. J. Bartholomew, J. M. Bremner, H. D. Brunk, Statistical Inference under Order
//! Restrictions, 1972).

/// Which way a kind speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toward {
    /// For a meeting: ratios from 1 up, falling with lead time.
    Meeting,
    /// Against one: ratios from 1 down, rising with lead time.
    Away,
}

/// A run of neighbouring bins with one ratio.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Block {
    /// Bins in it.
    pub bins: usize,
    /// Events observed, the prior's included.
    pub observed: f64,
    /// Events expected, the prior's included.
    pub expected: f64,
}

impl Block {
    /// Observed over expected.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        self.observed / self.expected
    }
}

/// Pools the bins until the ratios fade with lead time; `prior` events, observed as expected, are
/// added to every bin first.
#[must_use]
pub fn pool(observed: &[f64], expected: &[f64], prior: f64, toward: Toward) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for (o, e) in observed.iter().zip(expected) {
        let mut block = Block {
            bins: 1,
            observed: o + prior,
            expected: e + prior,
        };
        while let Some(last) = out.last() {
            let fades = match toward {
                Toward::Meeting => last.ratio() >= block.ratio(),
                Toward::Away => last.ratio() <= block.ratio(),
            };
            if fades {
                break;
            }
            block.bins += last.bins;
            block.observed += last.observed;
            block.expected += last.expected;
            out.pop();
        }
        out.push(block);
    }
    out
}

/// One ratio a bin: the pooled ones, and 1 where a pooled one is on the other side of 1.
#[must_use]
pub fn ratios(observed: &[f64], expected: &[f64], prior: f64, toward: Toward) -> Vec<f64> {
    let side = |r: f64| match toward {
        Toward::Meeting => r.max(1.0),
        Toward::Away => r.min(1.0),
    };
    pool(observed, expected, prior, toward)
        .iter()
        .flat_map(|b| std::iter::repeat_n(side(b.ratio()), b.bins))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn violators_are_pooled_and_the_wrong_side_is_one() {
        let got = ratios(
            &[8.0, 1.0, 5.0, 1.0],
            &[2.0, 2.0, 2.0, 4.0],
            0.0,
            Toward::Meeting,
        );
        assert_eq!(got, [4.0, 1.5, 1.5, 1.0]);
        let got = ratios(&[1.0, 3.0, 1.0], &[2.0, 2.0, 2.0], 0.0, Toward::Away);
        assert_eq!(got, [0.5, 1.0, 1.0]);
    }
}
