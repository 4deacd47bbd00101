//! What is believed: a probability, its interval and its effective draws.

use crate::record::{Forecast, date};

/// What is believed as of a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outlook {
    /// Day number as of which it speaks.
    pub as_of: i32,
    /// Probability that the meeting comes after that day and by the deadline.
    pub p: f64,
    /// 5 % quantile of the draws' probabilities, each draw weighing what it predicted.
    pub lo: f64,
    /// 95 % quantile.
    pub hi: f64,
    /// Effective number of draws, from 1 to `K`.
    pub effective_draws: f64,
}

impl Outlook {
    /// In what a recorded forecast differs from this, bit for bit: what it should say, and what it
    /// says, number by number.
    #[must_use]
    pub fn differences(&self, f: &Forecast) -> (Vec<String>, Vec<String>) {
        let numbers = [
            ("p", self.p, f.p),
            ("lo", self.lo, f.lo),
            ("hi", self.hi, f.hi),
            ("effective_draws", self.effective_draws, f.effective_draws),
        ];
        let (mut expected, mut found) = (Vec::new(), Vec::new());
        for (name, derived, stored) in numbers {
            if derived.to_bits() != stored.to_bits() {
                expected.push(format!("{name} {derived}"));
                found.push(format!("{name} {stored}"));
            }
        }
        let as_of = date::from_number(self.as_of);
        if as_of != f.as_of {
            expected.push(format!("as of {as_of}"));
            found.push(format!("as of {}", f.as_of));
        }
        (expected, found)
    }
}
