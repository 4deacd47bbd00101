//! From the bank's sums to a probability, its interval and its effective draws.

use super::bank::Sums;
use crate::belief::Outlook;

impl Outlook {
    /// Pools the draws: see `docs/belief-v1.md`, "Forecast".
    #[must_use]
    pub fn pool(as_of: i32, sums: &Sums) -> Self {
        let total_n = in_order(&sums.by_deadline);
        let total_z = in_order(&sums.all);
        let mut ranked: Vec<(f64, f64, u32)> = sums
            .by_deadline
            .iter()
            .zip(&sums.all)
            .zip(0..)
            .map(|((n, z), k)| (n / z, *z, k))
            .collect();
        // By probability, then by draw.
        ranked.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
        let squares = sums.all.iter().fold(0.0, |acc, z| {
            let share = z / total_z;
            acc + share * share
        });
        Self {
            as_of,
            p: total_n / total_z,
            lo: quantile(&ranked, 0.05 * total_z),
            hi: quantile(&ranked, 0.95 * total_z),
            effective_draws: 1.0 / squares,
        }
    }
}

/// Sums in the order given, from 0.
pub(super) fn in_order(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |acc, x| acc + x)
}

fn quantile(ranked: &[(f64, f64, u32)], target: f64) -> f64 {
    let mut running = 0.0;
    for (p, z, _) in ranked {
        running += z;
        if running >= target {
            return *p;
        }
    }
    ranked.last().map_or(0.0, |(p, ..)| *p)
}
