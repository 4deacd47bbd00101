//! How often a kind is seen on an ordinary day between two sides, as known by a day.

use std::collections::BTreeMap;

use super::rows::{Panel, Row};

/// How a kind's days count: day and weight of each that does.
pub type Weigh<'w> = dyn Fn(&[i32]) -> Vec<(i32, f64)> + 'w;

/// Cumulative weights of a kind's events: one list a partner, day by day.
pub struct Background<'a> {
    /// By kind: every partner's events as (day, weight after repeats).
    events: BTreeMap<&'a str, Vec<Vec<(i32, f64)>>>,
    first: i32,
    join: f64,
}

impl<'a> Background<'a> {
    /// Counts the events of these kinds, each repeat worth `discount` of the one before within
    /// `window` days. `join` are the days of the pool's rate that a partner's own is joined by.
    #[must_use]
    pub fn new(
        panel: &Panel<'a>,
        kinds: &[&'a str],
        window: i32,
        discount: f64,
        join: f64,
    ) -> Self {
        Self::weighed(panel, kinds, join, &|days| weigh(days, window, discount))
    }

    /// The same with any weights: day and weight of what is counted, from a kind's days.
    #[must_use]
    pub fn weighed(panel: &Panel<'a>, kinds: &[&'a str], join: f64, weigh: &Weigh<'_>) -> Self {
        let events = kinds
            .iter()
            .map(|kind| {
                let of = |p: &&str| weigh(panel.feed.days(p, kind));
                (*kind, panel.partners.iter().map(of).collect())
            })
            .collect();
        Self {
            events,
            first: panel.feed.first,
            join,
        }
    }

    /// Weighted events a day of each kind for a row's partner, in [0, 1].
    #[must_use]
    pub fn rates(&self, panel: &Panel<'_>, row: &Row) -> BTreeMap<String, f64> {
        let as_of = panel.as_of(row);
        let days = f64::from(as_of - self.first + 1);
        let upto = |list: &Vec<(i32, f64)>| -> f64 {
            list.iter()
                .take_while(|(d, _)| *d <= as_of)
                .map(|(_, m)| m)
                .sum()
        };
        self.events
            .iter()
            .map(|(kind, partners)| {
                let pool: f64 = partners.iter().map(upto).sum();
                let pool = pool / (partners.len().max(1) as f64 * days);
                let own = partners.get(row.partner).map_or(0.0, upto);
                let rate = (own + pool * self.join) / (days + self.join);
                ((*kind).to_owned(), rate.min(1.0))
            })
            .collect()
    }
}

/// Each day with what is left of its weight after the repeats before it.
#[must_use]
pub fn weigh(days: &[i32], window: i32, discount: f64) -> Vec<(i32, f64)> {
    days.iter()
        .enumerate()
        .map(|(i, day)| {
            let from = days.partition_point(|d| *d < day - window);
            let repeats = i - from.min(i);
            (*day, (0..repeats).fold(1.0, |m, _| m * discount))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_keep_a_share_each() {
        let got = weigh(&[1, 3, 5, 30], 7, 0.5);
        assert_eq!(got, [(1, 1.0), (3, 0.5), (5, 0.25), (30, 1.0)]);
        assert_eq!(weigh(&[1, 2], 7, 0.0)[1].1, 0.0);
    }
}
