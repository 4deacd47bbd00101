//! Version 2 at work on every question of a backtest: its prior, its families, its whole bank.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::story::background;
use crate::backtest::at_work::Forecast;
use crate::backtest::background::Background;
use crate::backtest::drawn::Drawn;
use crate::backtest::parallel;
use crate::backtest::rows::{Panel, Row};
use crate::belief::one::{Span, Watch};
use crate::belief::two::{Engine, Fact, Model, Question, Report};
use crate::model::settings::Settings;
use crate::record::Invalid;

/// The least chance of a meeting on a day: a draw of a rate near 0 may be no number above it.
const LEAST: f64 = 1e-12;

/// Forecasts every row of a panel for which `wanted` holds, in order; the others are `None`.
///
/// # Errors
/// When a number leaves its range.
pub fn run(
    panel: &Panel<'_>,
    model: &Arc<Model>,
    settings: &Settings,
    horizons: &[i32],
    wanted: &(dyn Fn(&Row) -> bool + Sync),
    told: &(dyn Fn(usize) + Sync),
) -> Result<Vec<Option<Forecast>>, Invalid> {
    let kinds = speaking(panel, model, settings);
    let window = model.repeat_window_days;
    let one = One {
        panel,
        model,
        settings,
        background: &background(panel, &kinds, window, settings.background_days),
        kinds: &kinds,
        drawn: &Drawn::new(&model.id, model.draws),
    };
    let done = AtomicUsize::new(0);
    let forecasts = parallel(&panel.rows, |row| {
        let out = wanted(row).then(|| one.forecast(row, horizons));
        told(done.fetch_add(1, Ordering::Relaxed) + 1);
        out.transpose()
    });
    forecasts.into_iter().collect()
}

/// The feed's kinds that the model knows and that say anything.
fn speaking<'a>(panel: &Panel<'a>, model: &Model, settings: &Settings) -> Vec<&'a str> {
    let says = |kind: &&str| {
        let known = model.kinds.get(settings.name(kind));
        known.is_some_and(|kind| kind.ratio.iter().any(|r| *r != 1.0))
    };
    panel.feed.kinds().into_iter().filter(says).collect()
}

/// The kinds of a feed that a model does not know: they are left out, and said so.
#[must_use]
pub fn unknown<'p>(panel: &Panel<'p>, model: &Model, settings: &Settings) -> Vec<&'p str> {
    let kinds = panel.feed.kinds().into_iter();
    kinds
        .filter(|k| !model.kinds.contains_key(settings.name(k)))
        .collect()
}

struct One<'a> {
    panel: &'a Panel<'a>,
    model: &'a Arc<Model>,
    settings: &'a Settings,
    kinds: &'a [&'a str],
    background: &'a Background<'a>,
    drawn: &'a Drawn,
}

impl One<'_> {
    fn forecast(&self, row: &Row, horizons: &[i32]) -> Result<Forecast, Invalid> {
        let rate = self.drawn.rate(&row.prior)?;
        let rate: Vec<f64> = rate.iter().map(|r| r.clamp(LEAST, 0.5)).collect();
        let occasions = self.drawn.occasions(&row.prior)?;
        let reports = self.reports(row);
        let watch = self.watch(row);
        let mut out = Forecast {
            prior: Vec::new(),
            with: Vec::new(),
        };
        for horizon in horizons {
            let mut engine = self.open(row, *horizon, rate.clone(), occasions.clone())?;
            out.prior.push(ask(&mut engine)?);
            if let Some(watch) = &watch {
                engine.watch_feed(watch)?;
            }
            for report in &reports {
                engine.enter(Fact::Signal(report.clone()))?;
            }
            out.with.push(ask(&mut engine)?);
        }
        Ok(out)
    }

    fn open(
        &self,
        row: &Row,
        horizon: i32,
        rate: Vec<f64>,
        occasions: Vec<Span>,
    ) -> Result<Engine, Invalid> {
        let common = &self.panel.days[row.day];
        let question = Question {
            opens: common.as_of,
            deadline: common.as_of + horizon,
            rate,
            pace: common.pace.clone(),
            occasions,
        };
        Engine::open(question, self.model.clone())
    }

    /// What the days watched were expected to bring of each kind.
    fn watch(&self, row: &Row) -> Option<Watch> {
        let last = self.panel.as_of(row);
        let rates = || self.background.rates(self.panel, row).into_iter();
        (self.settings.silence > 0.0 && row.since <= last).then(|| Watch {
            first: row.since,
            last,
            rates: rates()
                .map(|(kind, q)| (self.settings.name(&kind).to_owned(), q))
                .collect(),
            strength: self.settings.silence,
        })
    }

    /// The feed's events as reports without a doubt.
    fn reports(&self, row: &Row) -> Vec<Report> {
        let of = |kind: &&str| {
            let name = self.settings.name(kind).to_owned();
            let days = self.panel.evidence(row, kind).iter();
            days.map(move |day| Report::sure(format!("{day} {name}"), name.as_str(), *day))
                .collect::<Vec<_>>()
        };
        self.kinds.iter().flat_map(of).collect()
    }
}

fn ask(engine: &mut Engine) -> Result<f64, Invalid> {
    let outlook = engine.outlook();
    outlook
        .map(|o| o.p)
        .map_err(|e| Invalid::new("backtest", "", e.to_string(), "a milder model"))
}
