//! From counts to what one sure report says: whether a kind speaks, and how its ratios fade.

use super::source::{Counts, Source};
use crate::model::shape::{Toward, ratios};

/// One kind's counts by lead bin.
pub(super) struct Counted<'a> {
    /// Events seen.
    pub observed: &'a [f64],
    /// Events expected at the background rate.
    pub expected: &'a [f64],
}

impl Counted<'_> {
    /// Seen and expected from day 1 to a lead edge.
    fn until(&self, source: &Source, day: u32) -> (f64, f64) {
        let bins = source.lead_edges.iter().take_while(|e| **e <= day).count();
        let sum = |list: &[f64]| list.iter().take(bins).sum::<f64>();
        (sum(self.observed), sum(self.expected))
    }

    /// Whether the counts differ enough from expectation, on the stated side.
    pub fn speaks(&self, source: &Source, side: &str) -> bool {
        let rule = &source.counts;
        let z = rule.windows.iter().map(|day| self.z(source, *day));
        match side {
            "toward" => z.fold(f64::MIN, f64::max) >= rule.speaks_at,
            "against" => z.fold(f64::MAX, f64::min) <= -rule.speaks_at,
            _ => z.map(f64::abs).fold(0.0, f64::max) >= rule.speaks_at_either,
        }
    }

    /// Standard deviations from expectation, of cases and not of days.
    fn z(&self, source: &Source, day: u32) -> f64 {
        let (seen, expected) = self.until(source, day);
        (seen - expected) / (source.counts.days_per_case * expected).sqrt()
    }

    /// One ratio a lead bin: shrunk, and pooled until they fade with lead.
    pub fn fade(&self, counts: &Counts, side: &str) -> Vec<f64> {
        let toward = if side == "against" {
            Toward::Away
        } else {
            Toward::Meeting
        };
        ratios(self.observed, self.expected, counts.prior, toward)
    }

    /// Why a kind that does not speak says nothing: its counts, then the source's own words.
    pub fn nothing(&self, source: &Source, because: &str) -> String {
        let days = source.counts.told_days;
        let (seen, expected) = self.until(source, days);
        format!(
            "{seen:.0} seen, {expected:.0} expected in the {days} days before a meeting. {because}"
        )
    }
}
