//! A backtest of version 2 from end to end: who learns on what, and version 1 on the same rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::at_work::{run, unknown};
use super::learn::learn;
use super::learned::Learned;
use super::setting::{Base, plan};
use crate::backtest::arranged::{Arranged, arranged, elsewhere, table as everybody};
use crate::backtest::at_work::Forecast;
use crate::backtest::compare::Table;
use crate::backtest::folds::index;
use crate::backtest::held::Held;
use crate::backtest::plan::Plan;
use crate::backtest::recalibrate::{by_odds, by_steps};
use crate::backtest::rows::{Grid, Panel, World, panels};
use crate::backtest::trial::{self as first, Trial, forecasts, merged};
use crate::belief::{self, two};
use crate::model::settings::Settings;
use crate::model::source;
use crate::model::two::build::build;
use crate::model::two::source::Source;
use crate::record::Invalid;

/// Who learns on what.
#[derive(Debug, Clone)]
pub enum Design<'m> {
    /// Both models are given. The rivals learn on the other partners of the same rows, which
    /// favours them.
    Given {
        /// Of version 2.
        two: &'m Arc<two::Model>,
        /// Of version 1.
        one: &'m belief::Model,
    },
    /// Everyone learns on the other partners, fold by fold.
    Partners(Sources<'m>),
    /// Everyone learns on the other feeds, feed by feed.
    Feeds(Sources<'m>),
}

/// What is learned onto.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'m> {
    /// By version 2.
    pub two: &'m Source,
    /// By version 1.
    pub one: &'m source::Source,
}

/// Names in tables.
const FIRST: &str = "version 1";
const STEPS: &str = "isotonic of ours";
const STEPS_OF_PRIOR: &str = "isotonic of prior";
const ODDS: &str = "power and offset";

/// One part: what was learned, and the rows that it forecast.
type Part = (Option<(String, Learned)>, Vec<Vec<Option<Forecast>>>);

/// Runs a trial. `told` is called with what is being done, how much of it is, and how much it is
/// in all.
///
/// # Errors
/// Where a part has too little to learn from, or a forecast cannot be made.
pub fn trial(
    world: &World<'_>,
    design: &Design<'_>,
    settings: &Settings,
    grid: &Grid,
    told: &(dyn Fn(&str, usize, usize) + Sync),
) -> Result<Trial, Invalid> {
    let panels = panels(world, settings, grid, design.tail())?;
    let stage = Stage {
        world,
        settings,
        panels: &panels,
        grid,
        told,
    };
    let ones = stage.first(design)?;
    let parts = stage.second(design)?;
    let index = index(world.feeds);
    let rows = arranged(&panels, &merged(&panels, &parts), grid, &index);
    let before = arranged(&panels, &merged(&panels, &ones), grid, &index);
    let mut done = Trial {
        tables: Vec::new(),
        predictions: Vec::new(),
        learned: Vec::new(),
        second: Vec::new(),
        left_out: design.left_out(&panels, settings),
    };
    for (h, horizon) in grid.horizons.iter().enumerate() {
        told("comparing", h + 1, grid.horizons.len());
        let of = |all| -> Vec<&Arranged<'_>> { rows_of(all, h) };
        let mine = of(&rows);
        if !mine.is_empty() {
            done.tables
                .push(table(*horizon, &mine, &of(&before), design)?);
            let predictions = mine.iter().map(|r| r.prediction(*horizon));
            done.predictions.extend(predictions);
        }
    }
    done.second = parts.into_iter().filter_map(|p| p.0).collect();
    Ok(done)
}

fn rows_of<'r, 'a>(all: &'r [Arranged<'a>], horizon: usize) -> Vec<&'r Arranged<'a>> {
    all.iter().filter(|r| r.horizon == horizon).collect()
}

fn table(
    horizon: i32,
    rows: &[&Arranged<'_>],
    ones: &[&Arranged<'_>],
    design: &Design<'_>,
) -> Result<Table, Invalid> {
    let by_feed = matches!(design, Design::Feeds(_));
    type Recalibrate = fn(&[(f64, bool)], &[f64]) -> Result<Vec<f64>, Invalid>;
    let recalibrated = |how: Recalibrate, of: fn(&Arranged<'_>) -> f64| {
        elsewhere(rows, by_feed, |train, judge| {
            let learned: Vec<_> = train.iter().map(|r| (of(r), r.seen.yes)).collect();
            let judged: Vec<_> = judge.iter().map(|r| of(r)).collect();
            how(&learned, &judged)
        })
    };
    let more = vec![
        (FIRST, ones.iter().map(|r| r.p).collect()),
        (STEPS, recalibrated(by_steps, |r| r.p)?),
        (STEPS_OF_PRIOR, recalibrated(by_steps, |r| r.seen.prior)?),
        (ODDS, recalibrated(by_odds, |r| r.p)?),
    ];
    everybody(horizon, rows, by_feed, more)
}

impl Design<'_> {
    /// Days beyond a horizon that are hypotheses, by either version.
    fn tail(&self) -> i32 {
        match self {
            Self::Given { two, one } => two.tail_days.max(one.tail_days),
            Self::Partners(sources) | Self::Feeds(sources) => {
                let tail = sources.two.tail_days.max(sources.one.tail_days);
                i32::try_from(tail).unwrap_or(i32::MAX)
            }
        }
    }

    fn left_out(&self, panels: &[Panel<'_>], settings: &Settings) -> Vec<String> {
        let Self::Given { two, .. } = self else {
            return Vec::new();
        };
        let all = panels.iter().flat_map(|p| unknown(p, two, settings));
        let all: std::collections::BTreeSet<&str> = all.collect();
        all.into_iter().map(str::to_owned).collect()
    }
}

/// What both versions play on.
struct Stage<'s> {
    world: &'s World<'s>,
    settings: &'s Settings,
    panels: &'s [Panel<'s>],
    grid: &'s Grid,
    told: &'s (dyn Fn(&str, usize, usize) + Sync),
}

impl Stage<'_> {
    /// Version 1's forecasts.
    fn first(&self, design: &Design<'_>) -> Result<Vec<first::Part>, Invalid> {
        let (design, source) = match design {
            Design::Given { one, .. } => (first::Design::Given(one), None),
            Design::Partners(s) => (first::Design::Partners(s.one), Some(s.one)),
            Design::Feeds(s) => (first::Design::Feeds(s.one), Some(s.one)),
        };
        let settings = match &design {
            first::Design::Given(one) => Settings::of(one)?,
            _ => source.and_then(|s| s.feed.clone()).unwrap_or_default(),
        };
        let plan = match source {
            Some(source) => Plan::of(source),
            None => Plan::new(Vec::new(), 0, 0.0, BTreeMap::new()),
        };
        let (panels, grid) = (self.panels, self.grid);
        first::parts(
            self.world, &design, &plan, &settings, panels, grid, self.told,
        )
    }

    /// Version 2's.
    fn second(&self, design: &Design<'_>) -> Result<Vec<Part>, Invalid> {
        let (sources, held) = match design {
            Design::Given { two, .. } => {
                return Ok(vec![(None, self.forecast(two, Held::All)?)]);
            }
            Design::Partners(sources) => (sources, Held::folds()),
            Design::Feeds(sources) => (sources, Held::feeds(self.world)?),
        };
        let model = two::Model::parse(build(sources.two)?.as_bytes())?;
        let plan = plan(&model, sources.two.counts.prior, self.settings);
        let base = Base {
            model: &model,
            settings: self.settings,
            plan: &plan,
        };
        held.iter().map(|held| self.part(&base, *held)).collect()
    }

    fn part(&self, base: &Base<'_>, held: Held) -> Result<Part, Invalid> {
        let feeds = held.others(self.world);
        let others = World {
            feeds: &feeds,
            ..*self.world
        };
        let learned = learn(&others, base, &|p| held.teaches(p), self.told)?;
        let rows = self.forecast(&learned.model(base), held)?;
        Ok((Some((held.name(self.world), learned)), rows))
    }

    fn forecast(
        &self,
        model: &Arc<two::Model>,
        held: Held,
    ) -> Result<Vec<Vec<Option<Forecast>>>, Invalid> {
        let judges = |feed: usize, partner: &str| held.judges(feed, partner);
        forecasts(self.panels, &judges, self.told, &|panel, wanted, so_far| {
            let horizons = &self.grid.horizons;
            run(panel, model, self.settings, horizons, wanted, so_far)
        })
    }
}
