//! The belief model at work on every question of a backtest: its prior, its evidence, its whole
//! bank of draws, and nothing that was not known on the day.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::background::Background;
use super::parallel;
use super::reference::Ahead;
use super::rows::{Panel, Row};
use crate::belief::one::{Bank, Belief, Watch};
use crate::belief::{Evidence, Model, Span};
use crate::model::draws::{beta, gamma, permutation, shuffle};
use crate::model::prior::YEAR;
use crate::model::settings::Settings;
use crate::record::Invalid;

/// Forecasts of one row: one a horizon, without any signal and with all.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// The prior alone.
    pub prior: Vec<f64>,
    /// With the evidence.
    pub with: Vec<f64>,
}

/// Draws that several threads share.
type Draws = Arc<Vec<f64>>;
/// Draws by their parameters.
type Kept<K> = Mutex<HashMap<K, Draws>>;

/// Draws of distributions that many rows share, by their parameters.
struct Quantiles<'m> {
    model: &'m Model,
    gamma: Kept<u64>,
    beta: Kept<(u64, u64)>,
    order: Vec<usize>,
}

impl<'m> Quantiles<'m> {
    fn new(model: &'m Model) -> Self {
        Self {
            model,
            gamma: Mutex::default(),
            beta: Mutex::default(),
            order: permutation(1, &model.id, "backtest", model.draws),
        }
    }

    /// Draws of Gamma(shape, 1) at three significant digits of the shape, mean kept exact.
    fn unit_gamma(&self, shape: f64) -> Result<Draws, Invalid> {
        let near: f64 = format!("{:.2e}", shape.max(0.01)).parse().unwrap_or(shape);
        let draws = lookup(&self.gamma, near.to_bits(), || {
            gamma(near, 1.0, self.model.draws)
        })?;
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        Ok(Arc::new(draws.iter().map(|x| x * shape / mean).collect()))
    }

    fn chance(&self, o: &Ahead) -> Result<Draws, Invalid> {
        lookup(&self.beta, (o.held.to_bits(), o.of.to_bits()), || {
            let draws = beta(o.held + 0.5, o.of - o.held + 0.5, self.model.draws)?;
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

/// Forecasts every row of a panel for which `wanted` holds, in order; the others are `None`.
///
/// # Errors
/// When the model does not know a kind that its settings name, or a number leaves its range.
pub fn run(
    panel: &Panel<'_>,
    model: &Model,
    settings: &Settings,
    horizons: &[i32],
    wanted: &(dyn Fn(&Row) -> bool + Sync),
    told: &(dyn Fn(usize) + Sync),
) -> Result<Vec<Option<Forecast>>, Invalid> {
    let kinds: Vec<&str> = panel
        .feed
        .kinds()
        .into_iter()
        .filter(|k| {
            let known = model.kinds.get(settings.name(k));
            known.is_some_and(|kind| kind.weight > 0.0)
        })
        .collect();
    let background = Background::new(
        panel,
        &kinds,
        model.repeat_window_days,
        model.repeat_discount,
        settings.background_days,
    );
    let quantiles = Quantiles::new(model);
    let done = std::sync::atomic::AtomicUsize::new(0);
    let forecasts = parallel(&panel.rows, |row| {
        let out = wanted(row).then(|| {
            let one = One {
                panel,
                model,
                settings,
                kinds: &kinds,
                background: &background,
                quantiles: &quantiles,
            };
            one.forecast(row, horizons)
        });
        told(done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1);
        out.transpose()
    });
    forecasts.into_iter().collect()
}

struct One<'a> {
    panel: &'a Panel<'a>,
    model: &'a Model,
    settings: &'a Settings,
    kinds: &'a [&'a str],
    background: &'a Background<'a>,
    quantiles: &'a Quantiles<'a>,
}

impl One<'_> {
    fn forecast(&self, row: &Row, horizons: &[i32]) -> Result<Forecast, Invalid> {
        let common = &self.panel.days[row.day];
        let as_of = common.as_of;
        let daily = |x: f64| x / row.prior.years / YEAR;
        let rate: Vec<f64> = {
            let unit = self.quantiles.unit_gamma(row.prior.shape)?;
            unit.iter().map(|x| daily(*x)).collect()
        };
        let occasions = row
            .prior
            .occasions
            .iter()
            .map(|o| {
                Ok(Span {
                    first: o.first,
                    last: o.last,
                    chance: self.quantiles.chance(o)?.to_vec(),
                })
            })
            .collect::<Result<Vec<_>, Invalid>>()?;
        let evidence = self.evidence(row);
        let watch = (self.settings.silence > 0.0 && row.since <= as_of).then(|| Watch {
            first: row.since,
            last: as_of,
            rates: self
                .background
                .rates(self.panel, row)
                .into_iter()
                .map(|(k, q)| (self.settings.name(&k).to_owned(), q))
                .collect(),
            strength: self.settings.silence,
        });
        let mut out = Forecast {
            prior: Vec::new(),
            with: Vec::new(),
        };
        for horizon in horizons {
            let deadline = as_of + horizon;
            let tail = self.model.tail_days;
            let bank = Bank::paced(as_of, deadline, tail, &rate, &common.pace, &occasions);
            let ask = |belief: &Belief| {
                belief
                    .outlook()
                    .map(|o| o.p)
                    .map_err(|e| Invalid::new("backtest", "", e.to_string(), "a milder model"))
            };
            let mut belief = Belief::from_bank(bank, deadline, as_of);
            out.prior.push(ask(&belief)?);
            for e in &evidence {
                belief.absorb(self.model, e)?;
            }
            if let Some(watch) = &watch {
                belief.watched(self.model, watch)?;
            }
            out.with.push(ask(&belief)?);
        }
        Ok(out)
    }

    /// The feed's events as signals without a doubt, in the order of evidence.
    fn evidence(&self, row: &Row) -> Vec<Evidence> {
        let mut all: Vec<(i32, &str)> = self
            .kinds
            .iter()
            .flat_map(|kind| {
                let days = self.panel.evidence(row, kind).iter();
                days.map(|d| (*d, self.settings.name(kind)))
            })
            .collect();
        all.sort_unstable();
        all.iter()
            .zip(1..)
            .map(|((day, kind), seq)| Evidence {
                seq,
                id: format!("{kind} {seq}"),
                kind: (*kind).to_owned(),
                observed: *day,
                known: *day,
                reliability: 0,
                credibility: 0,
                ..Evidence::default()
            })
            .collect()
    }
}

/// The kinds of a feed that a model does not know: they are left out, and said so.
#[must_use]
pub fn unknown<'p>(panel: &Panel<'p>, model: &Model, settings: &Settings) -> Vec<&'p str> {
    let kinds = panel.feed.kinds().into_iter();
    kinds
        .filter(|k| !model.kinds.contains_key(settings.name(k)))
        .collect()
}
