//! How likely a kind of signal is to come soon, given what is believed about the day.

use super::bank::Bank;
use crate::belief::{Kind, Model};

/// The probability that at least one signal of a kind comes on the days `as_of + 1` to
/// `as_of + within`, before the meeting.
///
/// `background` is the chance of such a signal on an ordinary day. So many days before the meeting
/// it is that chance times the kind's ratio of that lead time, at most 1; beyond the last lead bin
/// the ratio is 1. Days are taken as independent given the day of the meeting; over that day and
/// the draws the bank's masses after `as_of` decide.
#[must_use]
pub fn chance(
    bank: &Bank,
    model: &Model,
    kind: &Kind,
    as_of: i32,
    background: f64,
    within: i32,
) -> f64 {
    let within = within.max(0);
    let silence = silence(bank, model, kind, background, within);
    let (mut came, mut all) = (0.0, 0.0);
    for day in as_of + 1..=bank.last() {
        // Days from as_of + 1 on, at most `within`, before this one: leads from `near` to `far`.
        let far = day - as_of - 1;
        let near = (day - as_of - within).max(1);
        let counts = counts(&model.lead_edges, near, far);
        for (k, mass) in bank.masses(day).iter().enumerate() {
            let mut none = 1.0;
            for (by_days, n) in silence.iter().zip(&counts) {
                none *= by_days
                    .get(*n)
                    .and_then(|draws| draws.get(k))
                    .unwrap_or(&1.0);
            }
            came += mass * (1.0 - none);
            all += mass;
        }
    }
    let beyond = silence.last().and_then(|by_days| by_days.last());
    for (k, mass) in bank.later().iter().enumerate() {
        let none = beyond.and_then(|draws| draws.get(k)).unwrap_or(&1.0);
        came += mass * (1.0 - none);
        all += mass;
    }
    if all > 0.0 { came / all } else { 0.0 }
}

/// The chance of no signal in `n` days of one lead bin: by bin (the last is beyond all), by `n`
/// from 0 to `within`, by draw.
fn silence(
    bank: &Bank,
    model: &Model,
    kind: &Kind,
    background: f64,
    within: i32,
) -> Vec<Vec<Vec<f64>>> {
    let draws = bank.draws();
    let ordinary = vec![1.0; draws];
    let by_bin = (0..=model.bins()).map(|bin| {
        let ratios = match kind.ratios(bin, draws) {
            [] => ordinary.as_slice(),
            ratios => ratios,
        };
        let quiet: Vec<f64> = ratios
            .iter()
            .map(|r| 1.0 - (background * r).min(1.0))
            .collect();
        let mut by_days = vec![ordinary.clone()];
        for _ in 0..within {
            let last = by_days.last().unwrap_or(&ordinary);
            by_days.push(last.iter().zip(&quiet).map(|(a, b)| a * b).collect());
        }
        by_days
    });
    by_bin.collect()
}

/// Leads from `near` to `far` in each bin; the last count is of those beyond all bins.
fn counts(edges: &[i32], near: i32, far: i32) -> Vec<usize> {
    let mut shortest = 1;
    let mut out = Vec::with_capacity(edges.len() + 1);
    for edge in edges.iter().chain(std::iter::once(&i32::MAX)) {
        let n = far.min(*edge).saturating_sub(near.max(shortest)) + 1;
        out.push(usize::try_from(n).unwrap_or(0));
        shortest = edge.saturating_add(1);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_fall_into_their_bins() {
        let edges = [7, 14, 30];
        assert_eq!(counts(&edges, 1, 0), [0, 0, 0, 0]);
        assert_eq!(counts(&edges, 1, 14), [7, 7, 0, 0]);
        assert_eq!(counts(&edges, 5, 18), [3, 7, 4, 0]);
        assert_eq!(counts(&edges, 29, 42), [0, 0, 2, 12]);
        assert_eq!(counts(&edges, 100, 113), [0, 0, 0, 14]);
    }
}
