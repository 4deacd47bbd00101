//! What the report of a plan would say without days: with them it says no less.

use super::acted::Unnamed;
use super::bank::{Layers, add};
use super::part::Part;
use super::plan::Plan;
use super::pool::Sums;

/// No announcement takes more of a draw than this...
const MOST: f64 = 1023.0 / 1024.0;
/// ...nor leaves less to the days near the named ones. Together they stay above the surest that a
/// draw may be.
const NAMED: f64 = 4095.0 / 4096.0;

impl Unnamed {
    /// Takes from the bank of the plan's day what is needed; `without` are the sums of the same bank
    /// with the report as it would speak without days. `None` where a sum is nothing to divide by.
    pub fn on_its_day(plan: &Plan, layers: &Layers<'_>, without: &Sums, bare: f64) -> Option<Self> {
        let horizon = layers.ground.horizon;
        let zeros = vec![0.0; layers.ground.prior.draws()];
        let new = || (zeros.clone(), zeros.clone());
        let (mut left, mut near, mut other) = (new(), new(), new());
        layers.each_day(plan.day + 1, |day, row| {
            let of = match plan.parts.get(horizon.index(day)) {
                Some(Part::Left) => &mut left,
                Some(Part::Near) => &mut near,
                Some(Part::Other) => &mut other,
                Some(Part::Named) | None => return,
            };
            add(&mut of.0, row);
            if day <= horizon.deadline {
                add(&mut of.1, row);
            }
        });
        add(&mut other.0, &layers.later());
        Some(Self {
            bare,
            all: without.all.clone(),
            window: shares(&without.by_deadline, &without.all),
            left: left.0,
            left_in: left.1,
            near_in: shares(&near.1, &near.0),
            other_in: shares(&other.1, &other.0),
        })
    }

    /// The share of the announced days and of the named ones among them, raised as far as the window
    /// needs, and what the draw's mass is multiplied by: by as much as without days. `b` is the mass
    /// of the days near, `z` that of all but what is left alone.
    pub fn at_least(&self, k: usize, v: f64, i: f64, (b, z): (f64, f64)) -> (f64, f64, f64) {
        let at = |numbers: &[f64]| numbers.get(k).copied().unwrap_or(0.0);
        let whole = z + at(&self.left);
        let scale = at(&self.all) / whole;
        let target = (at(&self.window) * whole - at(&self.left_in)) / z;
        let near_in = at(&self.near_in);
        let other_in = at(&self.other_in);
        let on = i + (1.0 - i) * near_in;
        if v * (on - other_in) + other_in >= target {
            return (v, i, scale);
        }
        let needed = (target - other_in) / (on - other_in);
        if on > other_in && needed <= MOST {
            return (needed.max(v), i, scale);
        }
        let i = if b > 0.0 { i.max(NAMED) } else { i };
        (v.max(MOST), i, scale)
    }
}

/// What one sum is of another; 0 where there is nothing.
fn shares(parts: &[f64], wholes: &[f64]) -> Vec<f64> {
    let share = |(part, whole): (&f64, &f64)| if *whole > 0.0 { part / whole } else { 0.0 };
    parts.iter().zip(wholes).map(share).collect()
}
