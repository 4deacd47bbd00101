//! The bank: `K` draws of the parameters, each with a mass on every day.
//!
//! Masses are laid out day by day with the draws innermost, so that the compiler works on several
//! draws at once without changing the order of any sum. Only `+ - * /` are used, in the order that
//! `docs/belief-v1.md` gives; the results are the same bits on every machine.

use super::silence::LeadFactors;
use crate::belief::{Degenerate, Fault};

/// 2^256: a bank with a living mass above this is scaled down by [`SCALE`].
const HIGH: f64 = f64::from_bits(0x4ff0_0000_0000_0000);
/// 2^-256. One power of two for the whole bank changes no result.
const SCALE: f64 = f64::from_bits(0x2ff0_0000_0000_0000);
/// Draws summed side by side.
const LANES: usize = 16;

/// An occasion as the prior uses it: its days and its chance, one a draw.
#[derive(Debug, Clone)]
pub struct Span {
    /// First day number.
    pub first: i32,
    /// Last day number.
    pub last: i32,
    /// Chance that it brings the meeting if none came before, one a draw.
    pub chance: Vec<f64>,
}

/// Masses of the hypotheses for every draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Bank {
    draws: usize,
    first: i32,
    deadline: i32,
    /// `mass[(day - first) * draws + k]`.
    mass: Vec<f64>,
    later: Vec<f64>,
    /// No living mass is above this.
    bound: f64,
}

/// Sums over the days after `as_of`, one a draw.
#[derive(Debug, Clone)]
pub struct Sums {
    /// Mass by the deadline.
    pub by_deadline: Vec<f64>,
    /// Mass of everything still possible.
    pub all: Vec<f64>,
}

impl Bank {
    /// The prior: see `docs/belief-v1.md`, "Hypotheses and prior".
    ///
    /// `opens` and `deadline` are day numbers, `tail` the days beyond the deadline, `rate` the
    /// chance of a meeting on an ordinary day, one a draw.
    #[must_use]
    pub fn prior(opens: i32, deadline: i32, tail: i32, rate: &[f64], occasions: &[Span]) -> Self {
        Self::paced(opens, deadline, tail, rate, &[], occasions)
    }

    /// The prior with a pace: `rate` is multiplied by `pace[i]` on the `i`-th day after `opens`,
    /// before occasions are added. Where `pace` has no number the rate stands as it is, to the bit.
    #[must_use]
    pub fn paced(
        opens: i32,
        deadline: i32,
        tail: i32,
        rate: &[f64],
        pace: &[f64],
        occasions: &[Span],
    ) -> Self {
        let draws = rate.len();
        let first = opens + 1;
        let last = deadline + tail;
        let days = usize::try_from(last - first + 1).unwrap_or(0);
        let mut mass = Vec::with_capacity(days * draws);
        let mut left = vec![1.0; draws];
        for (i, day) in (first..=last).enumerate() {
            let pace = pace.get(i);
            for (k, (s, rate)) in left.iter_mut().zip(rate).enumerate() {
                // No pace makes an ordinary day more than even.
                let mut z = pace.map_or(*rate, |pace| (*rate * *pace).min(0.5));
                for o in occasions {
                    if (o.first..=o.last).contains(&day) {
                        let n = f64::from(o.last - o.first + 1);
                        let i = f64::from(day - o.first);
                        let chance = o.chance.get(k).copied().unwrap_or(0.0);
                        let c = chance / (n - i * chance);
                        z = z + c - z * c;
                    }
                }
                let m = *s * z;
                mass.push(m);
                *s -= m;
            }
        }
        Self {
            draws,
            first,
            deadline,
            mass,
            later: left,
            bound: 1.0,
        }
    }

    /// Number of draws.
    #[must_use]
    pub fn draws(&self) -> usize {
        self.draws
    }

    /// First day number that is a hypothesis.
    #[must_use]
    pub fn first(&self) -> i32 {
        self.first
    }

    /// Last day number that is a hypothesis.
    #[must_use]
    pub fn last(&self) -> i32 {
        self.first + self.days() - 1
    }

    fn days(&self) -> i32 {
        i32::try_from(self.mass.len() / self.draws.max(1)).unwrap_or(i32::MAX)
    }

    /// Multiplies the masses of the days `from..=to` by one factor a draw.
    pub fn multiply(&mut self, from: i32, to: i32, factor: &[f64]) {
        let from = from.max(self.first);
        let to = to.min(self.last());
        if from > to {
            return;
        }
        let start = (from - self.first) as usize * self.draws;
        let end = (to - self.first + 1) as usize * self.draws;
        if let Some(rows) = self.mass.get_mut(start..end) {
            for row in rows.chunks_exact_mut(self.draws) {
                for (m, f) in row.iter_mut().zip(factor) {
                    *m *= f;
                }
            }
        }
    }

    /// Divides by what the watched days `first..=last` were expected to bring: see
    /// [`super::silence`].
    pub(super) fn hush(&mut self, factors: &LeadFactors, first: i32, last: i32) {
        let draws = self.draws;
        let longest = self.last() - first;
        if longest < 1 || last < first {
            return;
        }
        let products = factors.products(draws, longest);
        let at = |lead: i32| {
            let lead = usize::try_from(lead).unwrap_or(0);
            products
                .get(lead * draws..(lead + 1) * draws)
                .unwrap_or_default()
        };
        let start = self.first;
        for (day, row) in (start..).zip(self.mass.chunks_exact_mut(draws)) {
            let nearest = (day - last).max(1);
            let farthest = day - first;
            if farthest < nearest {
                continue;
            }
            let (before, through) = (at(nearest - 1), at(farthest));
            for ((m, p), q) in row.iter_mut().zip(before).zip(through) {
                *m *= p / q;
            }
        }
    }

    /// Sums the masses after `as_of`, day by day from 0, and `later` last.
    ///
    /// # Errors
    /// [`Degenerate`] names the first draw whose sum is 0 or not finite.
    pub fn sums(&self, as_of: i32) -> Result<Sums, Degenerate> {
        let mut out = Sums {
            by_deadline: vec![0.0; self.draws],
            all: vec![0.0; self.draws],
        };
        let start = (as_of + 1).max(self.first);
        let skip = usize::try_from(start - self.first).unwrap_or(0);
        let rows_by_deadline = usize::try_from(self.deadline - start + 1).unwrap_or(0);
        let tail = self.mass.get(skip * self.draws..).unwrap_or_default();
        let split = (rows_by_deadline * self.draws).min(tail.len());
        let (before, after) = tail.split_at(split);
        let by_deadline = out.by_deadline.chunks_mut(LANES);
        for (i, (n, z)) in by_deadline.zip(out.all.chunks_mut(LANES)).enumerate() {
            let mut sums = [0.0; LANES];
            self.add_lane(before, i * LANES, n.len(), &mut sums);
            n.iter_mut().zip(&sums).for_each(|(to, sum)| *to = *sum);
            self.add_lane(after, i * LANES, z.len(), &mut sums);
            z.iter_mut().zip(&sums).for_each(|(to, sum)| *to = *sum);
        }
        for (k, (z, later)) in out.all.iter_mut().zip(&self.later).enumerate() {
            *z += later;
            let fault = if !z.is_finite() {
                Some(Fault::NotFinite)
            } else if *z <= 0.0 {
                Some(Fault::Zero)
            } else {
                None
            };
            if let Some(fault) = fault {
                return Err(Degenerate { draw: k, fault });
            }
        }
        Ok(out)
    }

    fn add_lane(&self, rows: &[f64], lane: usize, width: usize, acc: &mut [f64; LANES]) {
        if width == LANES {
            for row in rows.chunks_exact(self.draws) {
                if let Some(row) = row.get(lane..).and_then(|r| r.first_chunk::<LANES>()) {
                    for (a, m) in acc.iter_mut().zip(row) {
                        *a += m;
                    }
                }
            }
        } else {
            for row in rows.chunks_exact(self.draws) {
                for (a, m) in acc.iter_mut().zip(row.iter().skip(lane).take(width)) {
                    *a += m;
                }
            }
        }
    }

    /// Keeps the bank in range after an update whose largest factor was `factor`, by evidence
    /// that became known on day `known`: days up to it are dead for good.
    ///
    /// When it scales depends on the evidence alone, never on when anyone asked, so that a replay
    /// scales at the same places.
    pub fn keep_in_range(&mut self, factor: f64, known: i32) {
        if factor > 1.0 {
            self.bound *= factor;
        }
        if self.bound <= HIGH {
            return;
        }
        let dead = usize::try_from(known + 1 - self.first).unwrap_or(0) * self.draws;
        let living = self.mass.get(dead..).unwrap_or_default();
        let greatest = living
            .iter()
            .chain(&self.later)
            .fold(1.0, |a: f64, m| a.max(*m));
        self.bound = greatest;
        if greatest > HIGH {
            for x in self.mass.iter_mut().chain(&mut self.later) {
                *x *= SCALE;
            }
            self.bound = greatest * SCALE;
        }
    }

    /// Mass of one day, summed over the draws in order; 0 outside the horizon.
    #[must_use]
    pub fn day(&self, day: i32) -> f64 {
        self.masses(day).iter().fold(0.0, |acc, m| acc + m)
    }

    /// Masses of one day, one a draw; empty outside the horizon.
    #[must_use]
    pub fn masses(&self, day: i32) -> &[f64] {
        usize::try_from(day - self.first)
            .ok()
            .and_then(|i| self.mass.get(i * self.draws..(i + 1) * self.draws))
            .unwrap_or_default()
    }

    /// Masses of no meeting within the horizon, one a draw.
    #[must_use]
    pub fn later(&self) -> &[f64] {
        &self.later
    }

    /// Memory for its numbers, in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        (self.mass.len() + self.later.len() + 1) * size_of::<f64>()
    }

    /// All numbers of the bank, for a cache: masses, `later`, and the bound.
    pub fn numbers(&self) -> impl Iterator<Item = f64> {
        let rest = self.later.iter().chain(std::iter::once(&self.bound));
        self.mass.iter().chain(rest).copied()
    }

    /// Puts cached numbers in place of these; false, and nothing changed, where their count
    /// differs.
    pub fn restore(&mut self, numbers: &[f64]) -> bool {
        let (masses, laters) = (self.mass.len(), self.later.len());
        if numbers.len() != masses + laters + 1 {
            return false;
        }
        let slots = self.mass.iter_mut().chain(&mut self.later);
        for (slot, x) in slots.chain(std::iter::once(&mut self.bound)).zip(numbers) {
            *slot = *x;
        }
        true
    }
}
