//! From the bank's sums to a probability, its interval and its effective draws.

use super::bank::{Layers, add, sound};
use crate::belief::{Degenerate, Outlook};

/// No draw is surer than this that there will be no meeting, 1/512.
const LOW: f64 = 1.0 / 512.0;
/// Nor than this that there will be one.
const HIGH: f64 = 511.0 / 512.0;
/// The least say of a draw, the average draw having 1.
const LEAST: f64 = 0.5;
/// The most.
const MOST: f64 = 2.0;

/// Sums over the days after a day, one a draw.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sums {
    /// Mass by the deadline.
    pub by_deadline: Vec<f64>,
    /// Mass of everything still possible.
    pub all: Vec<f64>,
}

/// A forecast with what its draws weigh.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pooled {
    pub outlook: Outlook,
    /// What a mass of each draw weighs in a sum over days: its say over its total, over all say.
    pub per_mass: Vec<f64>,
}

impl Sums {
    /// Sums a bank over the days after `as_of`, `later` last.
    pub fn after(as_of: i32, layers: &Layers<'_>) -> Self {
        let zeros = vec![0.0; layers.ground.prior.draws()];
        let deadline = layers.ground.horizon.deadline;
        let mut sums = Self {
            by_deadline: zeros.clone(),
            all: zeros,
        };
        layers.each_day(as_of.saturating_add(1), |day, row| {
            sums.add(day, deadline, row);
        });
        add(&mut sums.all, &layers.later());
        sums
    }

    /// Adds the masses of the next day.
    pub fn add(&mut self, day: i32, deadline: i32, row: &[f64]) {
        add(&mut self.all, row);
        if day == deadline {
            self.by_deadline.clone_from(&self.all);
        }
    }
}

/// Pools the draws as of a day.
pub(super) fn pool(as_of: i32, deadline: i32, sums: &Sums) -> Result<Pooled, Degenerate> {
    for (k, z) in sums.all.iter().enumerate() {
        sound(k, *z)?;
    }
    let say = say(&sums.all);
    let all = in_order(say.iter().copied());
    let outlook = if as_of >= deadline {
        over(as_of, say.len())
    } else {
        speak(as_of, sums, &say, all)
    };
    let per_mass = say.iter().zip(&sums.all).map(|(v, z)| v / z / all);
    Ok(Pooled {
        outlook,
        per_mass: per_mass.collect(),
    })
}

/// What is said from the deadline on.
pub(super) fn over(as_of: i32, draws: usize) -> Outlook {
    Outlook {
        as_of,
        p: 0.0,
        lo: 0.0,
        hi: 0.0,
        effective_draws: draws as f64,
    }
}

/// The say of each draw: its total against the mean, within bounds.
fn say(totals: &[f64]) -> Vec<f64> {
    let mean = in_order(totals.iter().copied()) / totals.len() as f64;
    totals
        .iter()
        .map(|z| (z / mean).clamp(LEAST, MOST))
        .collect()
}

fn speak(as_of: i32, sums: &Sums, say: &[f64], all: f64) -> Outlook {
    let shares = sums.by_deadline.iter().zip(&sums.all);
    let q: Vec<f64> = shares.map(|(n, z)| (n / z).clamp(LOW, HIGH)).collect();
    let up = in_order(say.iter().zip(&q).map(|(v, q)| v * q));
    let squares = in_order(say.iter().map(|v| {
        let share = v / all;
        share * share
    }));
    let mut ranked: Vec<(f64, f64, usize)> = q
        .iter()
        .zip(say)
        .enumerate()
        .map(|(k, (q, v))| (*q, *v, k))
        .collect();
    ranked.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
    Outlook {
        as_of,
        p: up / all,
        lo: quantile(&ranked, 0.05 * all),
        hi: quantile(&ranked, 0.95 * all),
        effective_draws: 1.0 / squares,
    }
}

fn quantile(ranked: &[(f64, f64, usize)], target: f64) -> f64 {
    let mut running = 0.0;
    for (q, v, _) in ranked {
        running += v;
        if running >= target {
            return *q;
        }
    }
    ranked.last().map_or(0.0, |(q, ..)| *q)
}

/// Sums in the order given, from 0.
fn in_order(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, |acc, x| acc + x)
}
