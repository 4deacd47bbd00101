//! Which reports make plans, and what they are worth as such.

use super::kinds::{Call, Kind};
use super::parts::Plans;

impl Plans {
    /// Whether a report of such a kind that speaks of these days makes or doubts a plan.
    #[must_use]
    pub fn takes(&self, call: Call, about: Option<(i32, i32)>) -> bool {
        let short = |(first, last): (i32, i32)| last - first < self.max_days;
        match (call, about) {
            (Call::Doubt, _) => true,
            (_, None) => false,
            (_, Some(about)) => self.wide.is_some() || short(about),
        }
    }

    /// Belief in an announcement of such a kind, by the worth of its grade.
    pub(in super::super) fn worth(
        &self,
        weight: f64,
        kind: &Kind,
        about: Option<(i32, i32)>,
    ) -> f64 {
        let mut worth = weight * kind.promise.unwrap_or(1.0);
        if let (Some(wide), Some((first, last))) = (self.wide, about) {
            for _ in self.max_days..(last - first + 1).min(wide.days) {
                worth *= 1.0 - wide.loss;
            }
        }
        worth
    }
}
