//! A backtest from end to end: who learns on what, everyone's forecasts of the same rows, tables.

pub use super::arranged::Prediction;
use super::arranged::{Arranged, arranged, table};
use super::at_work::{Forecast, run};
use super::compare::Table;
use super::folds::index;
use super::held::Held;
use super::learn::{Learned, learn};
use super::plan::Plan;
use super::rows::{Grid, Panel, Row, World, panels};
use super::write::{works, write};
use crate::belief::Model;
use crate::model::build::build;
use crate::model::settings::Settings;
use crate::model::source::Source;
use crate::record::Invalid;

/// Who learns on what.
#[derive(Debug, Clone)]
pub enum Design<'m> {
    /// The model is given. The rivals learn on the other partners of the same rows, which favours
    /// them.
    Given(&'m Model),
    /// Everyone learns on the other partners, fold by fold.
    Partners(&'m Source),
    /// Everyone learns on the other feeds, feed by feed.
    Feeds(&'m Source),
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// One table a horizon.
    pub tables: Vec<Table>,
    /// Every forecast of ours.
    pub predictions: Vec<Prediction>,
    /// What was learned in each part, where something was: the part's name and the result.
    pub learned: Vec<(String, Learned)>,
    /// The same of version 2.
    pub second: Vec<(String, super::second::learned::Learned)>,
    /// Kinds of the feeds that the model does not know.
    pub left_out: Vec<String>,
}

/// One part of a trial: its name, what was learned, and the rows that it forecast.
pub(super) type Part = (Option<(String, Learned)>, Vec<Vec<Option<Forecast>>>);

/// Runs a trial. `told` is called with what is being done, how much of it is, and how much it is
/// in all.
///
/// # Errors
/// Where a part has too little to learn from, or a forecast cannot be made.
pub fn trial(
    world: &World<'_>,
    design: &Design<'_>,
    plan: &Plan,
    grid: &Grid,
    told: &(dyn Fn(&str, usize, usize) + Sync),
) -> Result<Trial, Invalid> {
    let settings = match design {
        Design::Given(model) => Settings::of(model)?,
        Design::Partners(source) | Design::Feeds(source) => source.feed.clone().unwrap_or_default(),
    };
    let tail = match design {
        Design::Given(model) => model.tail_days,
        _ => plan.tail,
    };
    let panels = panels(world, &settings, grid, tail)?;
    let index = index(world.feeds);
    let parts = parts(world, design, plan, &settings, &panels, grid, told)?;
    let mut left_out: Vec<String> = match design {
        Design::Given(model) => panels
            .iter()
            .flat_map(|p| super::at_work::unknown(p, model, &settings))
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    };
    left_out.sort();
    left_out.dedup();
    let ours = merged(&panels, &parts);
    let rows = arranged(&panels, &ours, grid, &index);
    let mut tables = Vec::new();
    let mut predictions = Vec::new();
    for (h, horizon) in grid.horizons.iter().enumerate() {
        let mine: Vec<&Arranged<'_>> = rows.iter().filter(|r| r.horizon == h).collect();
        if mine.is_empty() {
            continue;
        }
        told("comparing", h + 1, grid.horizons.len());
        let by_feed = matches!(design, Design::Feeds(_));
        tables.push(table(*horizon, &mine, by_feed, Vec::new())?);
        predictions.extend(mine.iter().map(|r| r.prediction(*horizon)));
    }
    Ok(Trial {
        tables,
        predictions,
        learned: parts.into_iter().filter_map(|p| p.0).collect(),
        second: Vec::new(),
        left_out,
    })
}

/// Forecasts the rows that `wanted` names, panel by panel, with `run`: the panel, the rows, and what
/// is told how many are done.
#[expect(clippy::type_complexity, reason = "a function of functions")]
pub(super) fn forecasts<'p>(
    panels: &'p [Panel<'p>],
    wanted: &(dyn Fn(usize, &str) -> bool + Sync),
    told: &(dyn Fn(&str, usize, usize) + Sync),
    run: &dyn Fn(
        &Panel<'p>,
        &(dyn Fn(&Row) -> bool + Sync),
        &(dyn Fn(usize) + Sync),
    ) -> Result<Vec<Option<Forecast>>, Invalid>,
) -> Result<Vec<Vec<Option<Forecast>>>, Invalid> {
    let total: usize = panels.iter().map(|p| p.rows.len()).sum();
    let mut before = 0;
    let mut out = Vec::new();
    for (i, panel) in panels.iter().enumerate() {
        let name = |row: &Row| panel.partners.get(row.partner).copied().unwrap_or_default();
        let so_far = |done| told("forecasting", before + done, total);
        out.push(run(panel, &|row| wanted(i, name(row)), &so_far)?);
        before += panel.rows.len();
    }
    Ok(out)
}

pub(super) fn parts(
    world: &World<'_>,
    design: &Design<'_>,
    plan: &Plan,
    settings: &Settings,
    panels: &[Panel<'_>],
    grid: &Grid,
    told: &(dyn Fn(&str, usize, usize) + Sync),
) -> Result<Vec<Part>, Invalid> {
    let forecast = |model: &Model, settings: &Settings, held: Held| {
        forecasts(
            panels,
            &|feed, partner| held.judges(feed, partner),
            told,
            &|panel, wanted, so_far| run(panel, model, settings, &grid.horizons, wanted, so_far),
        )
    };
    let (source, held) = match design {
        Design::Given(model) => return Ok(vec![(None, forecast(model, settings, Held::All)?)]),
        Design::Partners(source) => (source, Held::folds()),
        Design::Feeds(source) => (source, Held::feeds(world)?),
    };
    let part = |held: &Held| {
        let feeds = held.others(world);
        let others = World {
            feeds: &feeds,
            ..*world
        };
        let learned = learn(&others, settings, plan, &|p| held.teaches(p), told)?;
        // Counts that the source brings along may be of the very rows left out: what was not
        // learned here does not speak here.
        let built = build(&write(
            &hushed(source),
            &learned,
            &source.id,
            &works(source),
        ))?;
        let model = Model::parse(built.as_bytes())?;
        let rows = forecast(&model, &learned.settings, *held)?;
        Ok((Some((held.name(world), learned)), rows))
    };
    held.iter().map(part).collect()
}

/// The source without a word from its counted kinds.
fn hushed(source: &Source) -> Source {
    let mut out = source.clone();
    for kind in out.kinds.values_mut().filter(|k| k.basis == "data") {
        kind.weight = 0.0;
        kind.weight_because = Some("not learned in this part".into());
    }
    out
}

/// Each row's forecast, from the part that made it.
pub(super) fn merged<'p, L>(
    panels: &[Panel<'_>],
    parts: &'p [(L, Vec<Vec<Option<Forecast>>>)],
) -> Vec<Vec<Option<&'p Forecast>>> {
    panels
        .iter()
        .enumerate()
        .map(|(i, panel)| {
            (0..panel.rows.len())
                .map(|r| {
                    let mut made = parts.iter().filter_map(|p| p.1.get(i)?.get(r)?.as_ref());
                    made.next_back()
                })
                .collect()
        })
        .collect()
}
