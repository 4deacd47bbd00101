//! A backtest from end to end: who learns on what, everyone's forecasts of the same rows, tables.

use std::collections::BTreeMap;

use super::at_work::{Forecast, run};
use super::compare::{Table, compare};
use super::folds::{fold, index};
use super::learn::{Learned, learn};
use super::plan::Plan;
use super::rivals::{ALL, LOOK_BACK, Seen, forecast};
use super::rows::{Grid, Panel, World, panels};
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
    /// Kinds of the feeds that the model does not know.
    pub left_out: Vec<String>,
}

/// One part of a trial: its name, what was learned, and the rows that it forecast.
type Part = (Option<(String, Learned)>, Vec<Vec<Option<Forecast>>>);

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
        tables.push(table(*horizon, &mine, matches!(design, Design::Feeds(_)))?);
        predictions.extend(mine.iter().map(|r| Prediction {
            partner: r.seen.partner.to_owned(),
            as_of: r.as_of,
            horizon: *horizon,
            p: r.p,
            yes: r.seen.yes,
        }));
    }
    Ok(Trial {
        tables,
        predictions,
        learned: parts.into_iter().filter_map(|p| p.0).collect(),
        left_out,
    })
}

fn parts(
    world: &World<'_>,
    design: &Design<'_>,
    plan: &Plan,
    settings: &Settings,
    panels: &[Panel<'_>],
    grid: &Grid,
    told: &(dyn Fn(&str, usize, usize) + Sync),
) -> Result<Vec<Part>, Invalid> {
    let total: usize = panels.iter().map(|p| p.rows.len()).sum();
    let forecast =
        |model: &Model, settings: &Settings, wanted: &(dyn Fn(usize, &str) -> bool + Sync)| {
            let mut before = 0;
            panels
                .iter()
                .enumerate()
                .map(|(i, panel)| {
                    let start = before;
                    before += panel.rows.len();
                    run(
                        panel,
                        model,
                        settings,
                        &grid.horizons,
                        &|row| {
                            wanted(
                                i,
                                panel.partners.get(row.partner).copied().unwrap_or_default(),
                            )
                        },
                        &|done| told("forecasting", start + done, total),
                    )
                })
                .collect::<Result<Vec<_>, _>>()
        };
    let learned_on = |source: &Source, world: &World<'_>, keep: &(dyn Fn(&str) -> bool + Sync)| {
        let learned = learn(world, settings, plan, keep, told)?;
        // Counts that the source brings along may be of the very rows left out: what was not
        // learned here does not speak here.
        let built = build(&write(
            &hushed(source),
            &learned,
            &source.id,
            &works(source),
        ))?;
        let model = Model::parse(built.as_bytes())?;
        Ok::<_, Invalid>((learned, model))
    };
    match design {
        Design::Given(model) => Ok(vec![(None, forecast(model, settings, &|_, _| true)?)]),
        Design::Partners(source) => (0..FOLDS)
            .map(|f| {
                let keep = |p: &str| fold(p, FOLDS) != f;
                let (learned, model) = learned_on(source, world, &keep)?;
                let rows = forecast(&model, &learned.settings, &|_, p| fold(p, FOLDS) == f)?;
                Ok((Some((format!("without fold {}", f + 1), learned)), rows))
            })
            .collect(),
        Design::Feeds(source) => (0..world.feeds.len())
            .map(|held| {
                let others: Vec<_> = world
                    .feeds
                    .iter()
                    .zip(0..)
                    .filter(|(_, i)| *i != held)
                    .map(|(f, _)| f.clone())
                    .collect();
                if others.is_empty() {
                    return Err(Invalid::new(
                        "events",
                        "1 file",
                        "no other feed to learn on",
                        "two or more files after --events",
                    ));
                }
                let world = World {
                    feeds: &others,
                    ..*world
                };
                let (learned, model) = learned_on(source, &world, &|_| true)?;
                let rows = forecast(&model, &learned.settings, &|i, _| i == held)?;
                let name = world_name(panels, held);
                Ok((Some((format!("without {name}"), learned)), rows))
            })
            .collect(),
    }
}

fn world_name(panels: &[Panel<'_>], held: usize) -> String {
    panels
        .get(held)
        .map_or_else(String::new, |p| p.feed.name.clone())
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
fn merged<'p>(panels: &[Panel<'_>], parts: &'p [Part]) -> Vec<Vec<Option<&'p Forecast>>> {
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

struct Arranged<'a> {
    horizon: usize,
    as_of: i32,
    feed: usize,
    partner: usize,
    p: f64,
    seen: Seen<'a>,
}

fn arranged<'a>(
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

fn table(horizon: i32, rows: &[&Arranged<'_>], by_feed: bool) -> Result<Table, Invalid> {
    let parts: Vec<usize> = rows
        .iter()
        .map(|r| {
            if by_feed {
                r.feed
            } else {
                fold(r.seen.partner, FOLDS) as usize
            }
        })
        .collect();
    let mut forecasters: Vec<(&'static str, Vec<f64>)> = vec![
        (OURS, rows.iter().map(|r| r.p).collect()),
        (PRIOR, rows.iter().map(|r| r.seen.prior).collect()),
    ];
    let mut names = parts.clone();
    names.sort_unstable();
    names.dedup();
    for rival in ALL {
        let mut p = vec![0.0; rows.len()];
        for part in &names {
            let train: Vec<&Seen<'_>> = rows
                .iter()
                .zip(&parts)
                .filter(|(_, q)| *q != part)
                .map(|(r, _)| &r.seen)
                .collect();
            let (places, judge): (Vec<usize>, Vec<&Seen<'_>>) = rows
                .iter()
                .zip(&parts)
                .enumerate()
                .filter(|(_, (_, q))| *q == part)
                .map(|(i, (r, _))| (i, &r.seen))
                .unzip();
            for (i, x) in places.iter().zip(forecast(rival, &train, &judge)?) {
                p[*i] = x;
            }
        }
        forecasters.push((rival.as_str(), p));
    }
    let yes: Vec<bool> = rows.iter().map(|r| r.seen.yes).collect();
    let partner: Vec<usize> = rows.iter().map(|r| r.partner).collect();
    compare(horizon, &forecasters, &yes, &partner)
}
