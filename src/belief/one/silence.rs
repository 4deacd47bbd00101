//! What the absence of signals says, where a feed of events covers everything: optional, and off
//! for a ledger kept by hand, where a signal that nobody entered says nothing.
//!
//! On a watched day an event of kind `x` was to be expected with chance `rate[x]`. Whether or not
//! it came, the evidence on a hypothesis is divided by what an unknown day would have multiplied it
//! by on average, so that a feed that is as noisy as ever moves nothing:
//!
//! ```text
//! G[k][b] = 1
//! for each watched kind x, by name:
//!     u = strength * kind weight * rate[x]
//!     G[k][b] = G[k][b] * (1 + u * (intensity[x][k][b] - 1))
//! P[k][0] = 1;  P[k][l] = P[k][l - 1] * G[k][bin of lead l]      # G = 1 beyond the last edge
//! mass[d][k] = mass[d][k] * (P[k][a - 1] / P[k][z])
//!     a = d - last, at least 1;  z = d - first;  only where z >= a
//! ```
//!
//! The quotient is the product over the watched days `first..=last` before `d` of `1 / G`. At
//! strength 1 this is, to first order, the likelihood of a Poisson process of events whose
//! intensity is the background times the ratio (D. J. Daley and D. Vere-Jones, An Introduction to
//! the Theory of Point Processes, 2003, section 7.1).

use std::collections::BTreeMap;

use crate::belief::Model;
use crate::record::Invalid;

/// Days on which a feed was watched, and what it was expected to bring.
#[derive(Debug, Clone, PartialEq)]
pub struct Watch {
    /// First watched day.
    pub first: i32,
    /// Last watched day.
    pub last: i32,
    /// Chance of an event of each kind on an ordinary day, in [0, 1].
    pub rates: BTreeMap<String, f64>,
    /// How much of it counts, in [0, 1].
    pub strength: f64,
}

/// What one watched day is expected to multiply a hypothesis by: `[bin * draws + k]`.
///
/// # Errors
/// When the model does not know a watched kind.
pub(super) fn expected(model: &Model, watch: &Watch) -> Result<LeadFactors, Invalid> {
    let mut factors = vec![1.0; model.bins() * model.draws];
    for (name, rate) in &watch.rates {
        let kind = model.kind(name)?;
        let u = watch.strength * kind.weight * rate;
        for (g, r) in factors.iter_mut().zip(&kind.intensity) {
            *g *= 1.0 + u * (r - 1.0);
        }
    }
    Ok(LeadFactors {
        edges: model.lead_edges.clone(),
        factors,
    })
}

/// One factor a lead bin and draw.
pub(super) struct LeadFactors {
    edges: Vec<i32>,
    factors: Vec<f64>,
}

impl LeadFactors {
    /// The products `P[k][0..=longest]`, laid out `[lead * draws + k]`.
    pub(super) fn products(&self, draws: usize, longest: i32) -> Vec<f64> {
        let mut out = vec![1.0; draws];
        let mut row = out.clone();
        for lead in 1..=longest {
            let bin = self.edges.partition_point(|edge| *edge < lead);
            if let Some(g) = self.factors.get(bin * draws..(bin + 1) * draws) {
                row.iter_mut().zip(g).for_each(|(p, g)| *p *= g);
            }
            out.extend_from_slice(&row);
        }
        out
    }
}
