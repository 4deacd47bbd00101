//! Draws of a row's prior, kept by their parameters: many rows share them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::reference::{Ahead, Prior};
use crate::belief::Span;
use crate::model::draws::{beta, gamma, permutation, shuffle};
use crate::model::prior::YEAR;
use crate::record::Invalid;

/// Draws that several threads share.
type Draws = Arc<Vec<f64>>;
/// Draws by their parameters.
type Kept<K> = Mutex<HashMap<K, Draws>>;

/// Draws of distributions that many rows share, by their parameters.
pub(super) struct Drawn {
    draws: usize,
    gamma: Kept<u64>,
    beta: Kept<(u64, u64)>,
    order: Vec<usize>,
}

impl Drawn {
    /// For the bank of the model of that id.
    pub fn new(id: &str, draws: usize) -> Self {
        Self {
            draws,
            gamma: Mutex::default(),
            beta: Mutex::default(),
            order: permutation(1, id, "backtest", draws),
        }
    }

    /// Chance of an ordinary meeting on a day, one a draw.
    pub fn rate(&self, prior: &Prior) -> Result<Vec<f64>, Invalid> {
        let unit = self.unit_gamma(prior.shape)?;
        Ok(unit.iter().map(|x| x / prior.years / YEAR).collect())
    }

    /// The occasions ahead, with their chances.
    pub fn occasions(&self, prior: &Prior) -> Result<Vec<Span>, Invalid> {
        let span = |o: &Ahead| {
            Ok(Span {
                first: o.first,
                last: o.last,
                chance: self.chance(o)?.to_vec(),
            })
        };
        prior.occasions.iter().map(span).collect()
    }

    /// Draws of Gamma(shape, 1) at three significant digits of the shape, mean kept exact.
    fn unit_gamma(&self, shape: f64) -> Result<Draws, Invalid> {
        let near: f64 = format!("{:.2e}", shape.max(0.01)).parse().unwrap_or(shape);
        let draws = lookup(&self.gamma, near.to_bits(), || gamma(near, 1.0, self.draws))?;
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        Ok(Arc::new(draws.iter().map(|x| x * shape / mean).collect()))
    }

    fn chance(&self, o: &Ahead) -> Result<Draws, Invalid> {
        lookup(&self.beta, (o.held.to_bits(), o.of.to_bits()), || {
            let draws = beta(o.held + 0.5, o.of - o.held + 0.5, self.draws)?;
            Ok(shuffle(&draws, &self.order))
        })
    }
}

fn lookup<K: std::hash::Hash + Eq>(
    kept: &Kept<K>,
    key: K,
    make: impl FnOnce() -> Result<Vec<f64>, Invalid>,
) -> Result<Draws, Invalid> {
    let lock = || {
        kept.lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    };
    if let Some(found) = lock().get(&key) {
        return Ok(found.clone());
    }
    let made = Arc::new(make()?);
    lock().insert(key, made.clone());
    Ok(made)
}
