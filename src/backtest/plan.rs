//! What is fixed before anything is learned.

use std::collections::BTreeMap;

use super::quick::Repeats;
use crate::model::shape::Toward;
use crate::model::source::Source;

/// What is fixed before anything is learned.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Upper edges of the lead bins.
    pub edges: Vec<i32>,
    /// Days beyond a horizon that are hypotheses.
    pub tail: i32,
    /// Events added to observed and expected in every bin.
    pub count_prior: f64,
    /// Which way a kind speaks, where that is laid down; else its counts say.
    pub toward: BTreeMap<String, Toward>,
    /// Days ahead.
    pub horizons: Vec<i32>,
    /// Days between as-of days in the search.
    pub every: i32,
    /// Days of a feed before its first as-of day.
    pub warm_up: i32,
    /// Settings of repeats to choose among, the one that trusts them least first.
    pub repeats: Vec<Repeats>,
}

impl Plan {
    /// Three horizons, a question a fortnight, and the repeats that are tried by default.
    #[must_use]
    pub fn new(
        edges: Vec<i32>,
        tail: i32,
        count_prior: f64,
        toward: BTreeMap<String, Toward>,
    ) -> Self {
        // Half at most: ledgers kept by hand share the discount, and there five newspapers that
        // tell one story must stay little more than one.
        let repeats = [14, 7, 3]
            .map(|window| Repeats {
                window,
                discount: 0.5,
            })
            .to_vec();
        Self {
            edges,
            tail,
            count_prior,
            toward,
            horizons: vec![30, 60, 90],
            every: 14,
            warm_up: 28,
            repeats,
        }
    }

    /// The plan that follows from a source: its bins, its prior, the way each kind speaks.
    #[must_use]
    pub fn of(source: &Source) -> Self {
        let settings = source.feed.clone().unwrap_or_default();
        let mut toward: BTreeMap<String, Toward> = BTreeMap::new();
        let own = source.kinds.keys().map(|k| (k.clone(), k.clone()));
        let others = settings.names.iter().map(|(a, b)| (a.clone(), b.clone()));
        for (feed, kind) in own.chain(others) {
            let way = source.kinds.get(&kind).map(|k| k.direction.as_str());
            match way {
                Some("toward") => toward.insert(feed, Toward::Meeting),
                Some("away") => toward.insert(feed, Toward::Away),
                _ => None,
            };
        }
        let day = |d: &u32| i32::try_from(*d).unwrap_or(i32::MAX);
        Self::new(
            source.lead_edges.iter().map(day).collect(),
            day(&source.tail_days),
            source.count_prior,
            toward,
        )
    }
}
