use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use summit_ledger::backtest::announced::{self, Beliefs};
use summit_ledger::backtest::plan::Plan;
use summit_ledger::backtest::rows::{Grid, World};
use summit_ledger::backtest::second::trial as second;
use summit_ledger::backtest::trial::{Design, Trial, trial};
use summit_ledger::belief::Model;
use summit_ledger::files::Guard;
use summit_ledger::model::shipped;
use summit_ledger::model::source::Source;
use summit_ledger::record::Invalid;
use summit_ledger::{draw, view};

use super::context::Context;
use super::failure::Failure;
use super::feed::{Feed, text, within};
use super::model::{listed, load};
use super::onto::Onto;
use super::output::{self, Format, Stages};

/// Try a model on past events and score it beside what else one could do
///
/// At every as-of day it asks, for each partner, whether there will be a leader-level meeting in
/// the next days. The prior comes from the partner's own past meetings, shrunk to the pool, from
/// season, pace and scheduled summits; the evidence is what was known on the day. Six rivals
/// forecast the same rows.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit backtest --model mine.toml --events events-2018.csv --meetings meetings.csv --horizon 30
  summit backtest --learn files --events events-2014.csv events-2018.csv --meetings meetings.csv
  summit backtest --announcements
  summit backtest --learn files --base kernel-3 --events ... --meetings ...
  summit backtest --learn partners --events ... --meetings ... --horizon 30,60,90 --predictions p.csv

With --model the rivals learn on the other partners of the same rows, which favours them. With
--learn everyone learns on the same other rows: `files` leaves one events file out at a time,
`partners` one fifth of the partners.

A model or a base of belief version 2 (kernel-3 is one, by name or as a file) is run by it, with
version 1 on the same rows beside it.

With --announcements a model of belief version 2 is read on the day of each announcement and as the
named day comes nearer, beside version 1, the share held and the prior of the pair.")]
pub struct Backtest {
    /// The model, built or source [default: the shipped one]
    #[arg(long, value_name = "FILE", conflicts_with = "learn")]
    model: Option<PathBuf>,

    /// Try a model of belief version 2 on announced meetings instead [default: the shipped list]
    #[arg(long, value_name = "FILE", num_args = 0..=1,
          conflicts_with_all = ["learn", "events", "names", "calendar", "horizon", "every",
                                "warm_up", "predictions"])]
    announcements: Option<Option<PathBuf>>,

    /// Learn anew, leaving out what is then forecast
    #[arg(long, value_enum)]
    learn: Option<Leave>,

    /// With --learn: the source to start from, of either belief [default: kernel-1]
    #[arg(long, value_name = "SOURCE.toml", requires = "learn")]
    base: Option<PathBuf>,

    #[command(flatten)]
    feed: Feed,

    /// Days ahead; several between commas
    #[arg(long, value_name = "DAYS", value_delimiter = ',', default_value = "30",
          value_parser = clap::value_parser!(i32).range(1..=3650))]
    horizon: Vec<i32>,

    /// Days between two as-of days
    #[arg(long, value_name = "DAYS", default_value_t = 7,
          value_parser = clap::value_parser!(i32).range(1..=366))]
    every: i32,

    /// Days of an events file before its first as-of day
    #[arg(long, value_name = "DAYS", default_value_t = 28,
          value_parser = clap::value_parser!(i32).range(0..=3650))]
    warm_up: i32,

    /// Write every forecast: CSV with partner,as_of,horizon,p,outcome
    #[arg(long, value_name = "OUT.csv")]
    predictions: Option<PathBuf>,

    /// Overwrite a file that is there
    #[arg(long)]
    force: bool,

    /// How to print the tables
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Leave {
    /// One fifth of the partners at a time
    Partners,
    /// One events file at a time
    Files,
}

/// Who is tried.
enum Who {
    /// A model.
    Given(Box<Model>),
    /// A way of learning, onto a source.
    Learns(Leave, Onto),
}

impl Who {
    fn given(path: Option<&Path>) -> Result<Self, Failure> {
        let model = match path {
            None => Model::parse(shipped::FEED.built)?,
            Some(path) => Model::parse(&load(path)?)?,
        };
        Ok(Self::Given(Box::new(model)))
    }

    /// The trial, by the version of the belief that the model or the source is of.
    fn tried(
        &self,
        world: &World<'_>,
        grid: &Grid,
        told: &(dyn Fn(&str, usize, usize) + Sync),
    ) -> Result<Trial, Invalid> {
        let vocabulary = Source::vocabulary()?;
        let settings = vocabulary.feed.clone().unwrap_or_default();
        match self {
            Self::Given(model) => match &model.two {
                None => {
                    let plan = Plan::of(&vocabulary);
                    trial(world, &Design::Given(model), &plan, grid, told)
                }
                Some(two) => {
                    let one = &Model::parse(shipped::FEED.built)?;
                    let design = second::Design::Given { two, one };
                    second::trial(world, &design, &settings, grid, told)
                }
            },
            Self::Learns(leave, Onto::One(source)) => {
                let design = match leave {
                    Leave::Files => Design::Feeds(source),
                    Leave::Partners => Design::Partners(source),
                };
                trial(world, &design, &Plan::of(source), grid, told)
            }
            Self::Learns(leave, Onto::Two(two)) => {
                let one = &vocabulary;
                let sources = second::Sources { two, one };
                let design = match leave {
                    Leave::Files => second::Design::Feeds(sources),
                    Leave::Partners => second::Design::Partners(sources),
                };
                second::trial(world, &design, &settings, grid, told)
            }
        }
    }
}

impl Backtest {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        if let Some(list) = &self.announcements {
            return self.announced(cx, list.as_deref());
        }
        if let Some(out) = &self.predictions {
            output::is_free(out, self.force, &self.guard(cx))?;
        }
        let read = self.feed.read()?;
        let grid = Grid::new(self.horizon.clone(), self.every, self.warm_up);
        let who = match self.learn {
            None => Who::given(self.model.as_deref())?,
            Some(leave) => Who::Learns(leave, Onto::read(self.base.as_deref())?),
        };
        let stages = Stages::new();
        let told = |what: &str, i, n| stages.tick(what, i, n);
        let done = who.tried(&read.world(), &grid, &told);
        stages.clear();
        let done = done?;
        if let Some(path) = &self.predictions {
            let text = draw::csv::write(&view::backtest::sheet(&done.predictions))
                .map_err(|e| Failure::usage(format!("the table cannot be written: {e}"), ""))?;
            output::file(path, text.as_bytes(), self.force, &self.guard(cx))?;
        }
        output::print(
            cx,
            self.format,
            &view::backtest::doc(&done),
            &view::backtest::data(&done),
        )
    }

    fn guard(&self, cx: &Context) -> Guard {
        let more = self.model.iter().chain(&self.base);
        cx.guard(self.feed.files().chain(more.map(|path| path.as_path())))
    }

    /// Both versions of the belief on a list of announcements.
    fn announced(&self, cx: &Context, list: Option<&Path>) -> Result<(), Failure> {
        let list = listed(list)?;
        let met = match &self.feed.meetings {
            None => announced::met(shipped::MEETINGS)?,
            Some(path) => announced::met(&text(path)?).map_err(|e| within(path, e))?,
        };
        let beliefs = match &self.model {
            None => Beliefs::read(shipped::DEFAULT.built, shipped::FEED.built)?,
            Some(path) => {
                Beliefs::read(&load(path)?, shipped::FEED.built).map_err(|e| within(path, e))?
            }
        };
        let done = announced::trial(&list, &met, &beliefs)?;
        output::print(
            cx,
            self.format,
            &view::announced::doc(&done),
            &view::announced::data(&done, &list),
        )
    }
}
