//! A backtest from end to end: who learns on what, everyone's forecasts of the same rows, tables.

use std::collections::BTreeMap;

use super::at_work::{Forecast, run};
use super::compare::{Table, compare};
use super::events::Events;
use super::folds::{fold, index};
use super::learn::{Learned, learn};
use super::plan::Plan;
use super::rivals::{ALL, LOOK_BACK, Seen, forecast};
use super::rows::{Grid, Panel, Row, World, panels};
use super::write::{works, write};
use crate::belief::Model;
use crate::model::build::build;
use crate::model::settings::Settings;
use crate::model::source::Source;
use crate::record::Invalid;

/// Folds of partners.
pub const FOLDS: u64 = 5;

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

/// One forecast that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// With whom.
    pub partner: String,
    /// As of which day.
    pub as_of: i32,
    /// How many days ahead.
    pub horizon: i32,
    /// Probability of a meeting within them.
    pub p: f64,
    /// Whether there was one.
    pub yes: bool,
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
    pub second: Vec<(String, super::second::learn::Learned)>,
    /// Kinds of the feeds that the model does not know.
    pub left_out: Vec<String>,
}

/// One part of a trial: its name, what was learned, and the rows that it forecast.
pub(super) type Part = (Option<(String, Learned)>, Vec<Vec<Option<Forecast>>>);

/// Names in tables: ours, and ours without signals.
pub const OURS: &str = "this model";
/// The same without any signal.
pub const PRIOR: &str = "its prior alone";

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

/// What one part leaves out of learning, and forecasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// Nothing is learned, and all is forecast.
    All,
    /// A fold of partners.
    Fold(u64),
    /// A feed, by its place.
    Feed(usize),
}

impl Held {
    /// Every fold of partners.
    pub fn folds() -> Vec<Self> {
        (0..FOLDS).map(Self::Fold).collect()
    }

    /// Every feed.
    ///
    /// # Errors
    /// Where there is but one.
    pub fn feeds(world: &World<'_>) -> Result<Vec<Self>, Invalid> {
        if world.feeds.len() < 2 {
            return Err(Invalid::new(
                "events",
                "1 file",
                "no other feed to learn on",
                "two or more files after --events",
            ));
        }
        Ok((0..world.feeds.len()).map(Self::Feed).collect())
    }

    /// What the part is called.
    pub fn name(self, world: &World<'_>) -> String {
        match self {
            Self::All => String::new(),
            Self::Fold(f) => format!("without fold {}", f + 1),
            Self::Feed(i) => {
                let name = world.feeds.get(i).map_or("", |feed| &feed.name);
                format!("without {name}")
            }
        }
    }

    /// The feeds that are learned on.
    pub fn others(self, world: &World<'_>) -> Vec<Events> {
        let feeds = world.feeds.iter().zip(0..);
        feeds
            .filter(|(_, i)| self != Self::Feed(*i))
            .map(|(feed, _)| feed.clone())
            .collect()
    }

    /// Whether a partner is learned from.
    pub fn teaches(self, partner: &str) -> bool {
        !matches!(self, Self::Fold(f) if fold(partner, FOLDS) == f)
    }

    /// Whether a partner of a feed is forecast.
    pub fn judges(self, feed: usize, partner: &str) -> bool {
        match self {
            Self::All => true,
            Self::Fold(f) => fold(partner, FOLDS) == f,
            Self::Feed(i) => i == feed,
        }
    }
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

/// One question as everybody sees it.
pub(super) struct Arranged<'a> {
    /// Place of its horizon.
    pub horizon: usize,
    as_of: i32,
    feed: usize,
    partner: usize,
    /// Our forecast.
    pub p: f64,
    pub seen: Seen<'a>,
}

pub(super) fn arranged<'a>(
    panels: &'a [Panel<'a>],
    ours: &[Vec<Option<&Forecast>>],
    grid: &Grid,
    index: &BTreeMap<&str, usize>,
) -> Vec<Arranged<'a>> {
    let mut kinds: Vec<&str> = panels.iter().flat_map(|p| p.feed.kinds()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut out = Vec::new();
    for (feed, (panel, forecasts)) in panels.iter().zip(ours).enumerate() {
        for (row, made) in panel.rows.iter().zip(forecasts) {
            let Some(made) = made else { continue };
            let partner = panel.partners[row.partner];
            let as_of = panel.as_of(row);
            let counts: Vec<u32> = kinds
                .iter()
                .map(|kind| {
                    let days = panel.feed.days(partner, kind);
                    let upto = |d: i32| days.partition_point(|x| *x <= d);
                    (upto(as_of) - upto(as_of - LOOK_BACK)) as u32
                })
                .collect();
            for (h, horizon) in grid.horizons.iter().enumerate() {
                let Some(yes) = row.yes[h] else { continue };
                out.push(Arranged {
                    horizon: h,
                    as_of,
                    feed,
                    partner: index.get(partner).copied().unwrap_or_default(),
                    p: made.with[h],
                    seen: Seen {
                        partner,
                        hazard: -libm::expm1(-row.bare * f64::from(*horizon)),
                        prior: made.prior[h],
                        counts: counts.clone(),
                        yes,
                    },
                });
            }
        }
    }
    out
}

impl Arranged<'_> {
    /// The forecast as it is written.
    pub fn prediction(&self, horizon: i32) -> Prediction {
        Prediction {
            partner: self.seen.partner.to_owned(),
            as_of: self.as_of,
            horizon,
            p: self.p,
            yes: self.seen.yes,
        }
    }

    /// The part that it is judged in.
    fn part(&self, by_feed: bool) -> usize {
        if by_feed {
            self.feed
        } else {
            fold(self.seen.partner, FOLDS) as usize
        }
    }
}

/// Forecasts of every row by somebody who learns on the rows of the other parts.
pub(super) fn elsewhere<'r, 'a>(
    rows: &[&'r Arranged<'a>],
    by_feed: bool,
    forecast: impl Fn(&[&'r Arranged<'a>], &[&'r Arranged<'a>]) -> Result<Vec<f64>, Invalid>,
) -> Result<Vec<f64>, Invalid> {
    let mut names: Vec<usize> = rows.iter().map(|r| r.part(by_feed)).collect();
    names.sort_unstable();
    names.dedup();
    let mut p = vec![0.0; rows.len()];
    for part in names {
        let (judge, train): (Vec<_>, Vec<_>) = rows.iter().partition(|r| r.part(by_feed) == part);
        let places = (0..rows.len()).filter(|i| rows[*i].part(by_feed) == part);
        for (i, x) in places.zip(forecast(&train, &judge)?) {
            p[i] = x;
        }
    }
    Ok(p)
}

fn seen<'r, 'a>(rows: &[&'r Arranged<'a>]) -> Vec<&'r Seen<'a>> {
    rows.iter().map(|r| &r.seen).collect()
}

/// Everybody on the rows of one horizon; `more` are forecasters beside the usual ones.
pub(super) fn table(
    horizon: i32,
    rows: &[&Arranged<'_>],
    by_feed: bool,
    more: Vec<(&'static str, Vec<f64>)>,
) -> Result<Table, Invalid> {
    let mut forecasters: Vec<(&'static str, Vec<f64>)> = vec![
        (OURS, rows.iter().map(|r| r.p).collect()),
        (PRIOR, rows.iter().map(|r| r.seen.prior).collect()),
    ];
    for rival in ALL {
        let p = elsewhere(rows, by_feed, |train, judge| {
            forecast(rival, &seen(train), &seen(judge))
        })?;
        forecasters.push((rival.as_str(), p));
    }
    forecasters.extend(more);
    let yes: Vec<bool> = rows.iter().map(|r| r.seen.yes).collect();
    let partner: Vec<usize> = rows.iter().map(|r| r.partner).collect();
    compare(horizon, &forecasters, &yes, &partner)
}
