//! The belief model at work on every question of a backtest: its prior, its evidence, its whole
//! bank of draws, and nothing that was not known on the day.

use super::background::Background;
use super::drawn::Drawn;
use super::parallel;
use super::rows::{Panel, Row};
use crate::belief::one::{Bank, Belief, Watch};
use crate::belief::{Evidence, Model};
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
    let drawn = Drawn::new(&model.id, model.draws);
    let done = std::sync::atomic::AtomicUsize::new(0);
    let forecasts = parallel(&panel.rows, |row| {
        let out = wanted(row).then(|| {
            let one = One {
                panel,
                model,
                settings,
                kinds: &kinds,
                background: &background,
                drawn: &drawn,
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
    drawn: &'a Drawn,
}

impl One<'_> {
    fn forecast(&self, row: &Row, horizons: &[i32]) -> Result<Forecast, Invalid> {
        let common = &self.panel.days[row.day];
        let as_of = common.as_of;
        let rate = self.drawn.rate(&row.prior)?;
        let occasions = self.drawn.occasions(&row.prior)?;
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
