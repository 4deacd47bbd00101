//! Counts by lead time: how often a kind was seen before meetings, and how often it was to be
//! expected there at each partner's own background.

use std::collections::{BTreeMap, BTreeSet};

use super::events::Events;
use super::meetings::Meetings;

/// Counts of one kind.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counts {
    /// Days with the event in each lead bin.
    pub observed: Vec<f64>,
    /// Days with the event to be expected there.
    pub expected: Vec<f64>,
    /// Days with the event in all, far from meetings included.
    pub events: u64,
    /// Days on which it could have been counted.
    pub watched: u64,
    /// Partners with at least one.
    pub partners: u64,
}

/// Counts every kind over the feeds, for the partners that `keep` lets in.
///
/// A day counts for a partner unless it is the day of a meeting, or the list of meetings does not
/// reach far enough to say how far the next one is. The expected count of a bin is the partner's
/// days in it times the share of all its counted days that had the event, year by year: a partner
/// is compared with itself.
#[must_use]
pub fn count(
    feeds: &[&Events],
    meetings: &Meetings,
    edges: &[i32],
    keep: &dyn Fn(&str) -> bool,
) -> BTreeMap<String, Counts> {
    let kinds: BTreeSet<&str> = feeds.iter().flat_map(|f| f.kinds()).collect();
    let empty = Counts {
        observed: vec![0.0; edges.len()],
        expected: vec![0.0; edges.len()],
        ..Counts::default()
    };
    let mut out: BTreeMap<String, Counts> = kinds
        .iter()
        .map(|k| ((*k).to_owned(), empty.clone()))
        .collect();
    let reach = edges.last().copied().unwrap_or(0);
    for feed in feeds {
        for (partner, by_kind) in feed.partners.iter().filter(|(p, _)| keep(p)) {
            let bins = bins(feed, meetings, partner, edges, reach);
            let watched = bins.values().count() as f64;
            if bins.is_empty() {
                continue;
            }
            let mut exposure = vec![0.0; edges.len()];
            for b in bins.values().flatten() {
                exposure[*b] += 1.0;
            }
            for (kind, days) in by_kind {
                let Some(counts) = out.get_mut(kind) else {
                    continue;
                };
                let seen: Vec<Option<usize>> =
                    days.iter().filter_map(|d| bins.get(d).copied()).collect();
                for b in seen.iter().flatten() {
                    counts.observed[*b] += 1.0;
                }
                let share = seen.len() as f64 / watched;
                for (e, x) in counts.expected.iter_mut().zip(&exposure) {
                    *e += share * x;
                }
                counts.events += seen.len() as u64;
                counts.partners += u64::from(!seen.is_empty());
            }
            for counts in out.values_mut() {
                counts.watched += bins.len() as u64;
            }
        }
    }
    out
}

/// The lead bin of every day that counts; `None` beyond the last edge.
fn bins(
    feed: &Events,
    meetings: &Meetings,
    partner: &str,
    edges: &[i32],
    reach: i32,
) -> BTreeMap<i32, Option<usize>> {
    let days = meetings.of(partner);
    (feed.first..=feed.last)
        .filter_map(|day| {
            let at = days.partition_point(|d| *d < day);
            match days.get(at) {
                Some(d) if *d == day => None,
                Some(d) if meetings.covers(day, *d) => {
                    let bin = edges.partition_point(|e| *e < *d - day);
                    Some((day, (bin < edges.len()).then_some(bin)))
                }
                // The next meeting is beyond a hole or the list's end: too far only if the list
                // reaches past the last bin.
                _ if meetings.covers(day, day + reach) => Some((day, None)),
                _ => None,
            }
        })
        .collect()
}
