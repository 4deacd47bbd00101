//! The bank as of a day: the prior's masses times channels, silence and plans, day by day.

use std::cell::Cell;

use super::factors::Factors;
use super::ground::Ground;
use super::plan::{Part, Plan};
use crate::belief::{Degenerate, Fault};

/// A family's say: its product by day, and what the channel makes of it, by day and draw.
#[derive(Debug, Clone, Copy)]
pub(super) struct Say<'b> {
    pub product: &'b [f64],
    pub heard: &'b [f64],
}

/// A plan's say: its factors for the days that it parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Move<'b> {
    pub plan: &'b Plan,
    pub factors: &'b Factors,
}

/// All that the prior's masses are multiplied by, in this order.
#[derive(Debug, Clone)]
pub(super) struct Layers<'b> {
    pub ground: &'b Ground,
    pub says: Vec<Say<'b>>,
    /// What silence leaves of each day.
    pub hush: Vec<f64>,
    pub moves: Vec<Move<'b>>,
    /// Multiplications made.
    pub made: Cell<u64>,
}

impl Layers<'_> {
    /// Hands over each day from `from` on with its masses, one a draw.
    pub fn each_day(&self, from: i32, mut sink: impl FnMut(i32, &[f64])) {
        let draws = self.ground.prior.draws();
        let horizon = self.ground.horizon;
        let mut row = vec![0.0; draws];
        let mut rows = 0;
        for (i, day) in horizon.each().skip(horizon.index(from)) {
            row.copy_from_slice(self.ground.prior.masses(day));
            for say in &self.says {
                if say.product.get(i).is_some_and(|product| *product != 1.0) {
                    let heard = say.heard.get(i * draws..(i + 1) * draws);
                    multiply(&mut row, heard.unwrap_or_default());
                    rows += 1;
                }
            }
            if let Some(hush) = self.hush.get(i).filter(|hush| **hush != 1.0) {
                row.iter_mut().for_each(|m| *m *= hush);
                rows += 1;
            }
            for x in &self.moves {
                if let Some(factors) = x.plan.parts.get(i).and_then(|p| x.factors.of(*p)) {
                    multiply(&mut row, factors);
                    rows += 1;
                }
            }
            sink(day, &row);
        }
        self.made.set(self.made.get() + rows * draws as u64);
    }

    /// The masses of no meeting within the horizon, one a draw.
    pub fn later(&self) -> Vec<f64> {
        let mut later = self.ground.prior.later().to_vec();
        for x in &self.moves {
            let part = if x.plan.beyond {
                Part::Named
            } else {
                Part::Other
            };
            multiply(&mut later, x.factors.of(part).unwrap_or_default());
        }
        later
    }
}

/// What silence leaves of each day: `factors` by lead from the last day watched, but nothing is
/// taken from a day that was announced.
pub(super) fn hush(
    ground: &Ground,
    watched: Option<i32>,
    factors: &[f64],
    announced: &[bool],
) -> Vec<f64> {
    let Some(watched) = watched else {
        return Vec::new();
    };
    let of_day = |((_, day), announced): ((usize, i32), &bool)| {
        let lead = usize::try_from(day.saturating_sub(watched)).ok();
        match lead {
            Some(lead) if lead > 0 && !announced => factors.get(lead).copied().unwrap_or(1.0),
            _ => 1.0,
        }
    };
    ground.horizon.each().zip(announced).map(of_day).collect()
}

/// Multiplies numbers by others, one by one.
pub(super) fn multiply(row: &mut [f64], factors: &[f64]) {
    for (m, f) in row.iter_mut().zip(factors) {
        *m *= f;
    }
}

/// Adds numbers to others, one by one.
pub(super) fn add(sums: &mut [f64], row: &[f64]) {
    for (sum, m) in sums.iter_mut().zip(row) {
        *sum += m;
    }
}

/// A sum of a draw that has to be a positive finite number.
pub(super) fn sound(draw: usize, sum: f64) -> Result<(), Degenerate> {
    let fault = if !sum.is_finite() {
        Fault::NotFinite
    } else if sum <= 0.0 {
        Fault::Zero
    } else {
        return Ok(());
    };
    Err(Degenerate { draw, fault })
}
