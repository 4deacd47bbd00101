//! What the invented feed teaches and how that does, by the library alone: to the bit.

use std::fmt::Write;
use std::fs;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use summit_ledger::backtest::calendar::Calendar;
use summit_ledger::backtest::names::Names;
use summit_ledger::backtest::plan::Plan;
use summit_ledger::backtest::rows::{Grid, World};
use summit_ledger::backtest::second::trial as second;
use summit_ledger::backtest::trial::{Design, Prediction, Trial, trial};
use summit_ledger::backtest::write::learn_onto;
use summit_ledger::backtest::{Events, Meetings};
use summit_ledger::belief::{self, Model};
use summit_ledger::model::settings::Settings;
use summit_ledger::model::source::Source;
use summit_ledger::model::{build, two};
use summit_ledger::record::date;

use crate::support::vectors;

struct Feed {
    events: Vec<Events>,
    meetings: Meetings,
    calendar: Calendar,
    base: Source,
}

fn text(name: &str) -> String {
    fs::read_to_string(vectors::at("feed").join(name)).unwrap()
}

impl Feed {
    fn read() -> Self {
        let names = Names::shipped().unwrap();
        let mut events = Vec::new();
        for stem in ["one", "two"] {
            let read = Events::parse(stem, &text(&format!("{stem}.csv")), &names).unwrap();
            read.join(&mut events).unwrap();
        }
        Self {
            events,
            meetings: Meetings::parse(&text("meetings.csv"), &names).unwrap(),
            calendar: Calendar::parse(&text("calendar.csv"), &names).unwrap(),
            base: Source::parse(&text("base.toml")).unwrap(),
        }
    }

    fn world(&self) -> World<'_> {
        World {
            feeds: &self.events,
            meetings: &self.meetings,
            calendar: &self.calendar,
        }
    }

    fn tried(&self, name: &str, design: &Design<'_>, horizons: &[i32], every: i32) {
        let grid = Grid::new(horizons.to_vec(), every, 28);
        let plan = Plan::of(&self.base);
        let done = trial(&self.world(), design, &plan, &grid, &|_, _, _| {}).unwrap();
        same(name, &done);
    }
}

/// The forecasts are those of the file whose digest is kept under this name.
fn same(name: &str, done: &Trial) {
    let digest = hex::encode(Sha256::digest(csv(&done.predictions)));
    let want = format!("{digest}  {name}.csv\n");
    assert!(text("predictions.sha256").contains(&want), "not {want}");
}

/// What `backtest --predictions` writes.
fn csv(predictions: &[Prediction]) -> String {
    let mut out = String::from("partner,as_of,horizon,p,outcome\n");
    for one in predictions {
        let day = date::from_number(one.as_of);
        let yes = u8::from(one.yes);
        let (who, ahead, p) = (&one.partner, one.horizon, one.p);
        writeln!(out, "{who},{day},{ahead},{p},{yes}").unwrap();
    }
    out
}

#[test]
fn the_same_model_is_learned() {
    let feed = Feed::read();
    let (_, learned) = learn_onto(&feed.base, &feed.world(), "made", &|_, _, _| {}).unwrap();
    assert_eq!(build::text(&learned).unwrap(), text("fitted.toml"));
}

#[test]
fn the_same_forecasts_are_made() {
    let feed = Feed::read();
    let fitted = build::build(&Source::parse(&text("fitted.toml")).unwrap()).unwrap();
    let model = Model::parse(fitted.as_bytes()).unwrap();
    feed.tried("given", &Design::Given(&model), &[30], 14);
    feed.tried("learned", &Design::Feeds(&feed.base), &[30, 60], 28);
}

#[test]
fn the_same_forecasts_are_made_by_version_two() {
    let feed = Feed::read();
    let source = two::source::Source::parse(&text("base-2.toml")).unwrap();
    let fitted = build::build(&Source::parse(&text("fitted.toml")).unwrap()).unwrap();
    let one = Model::parse(fitted.as_bytes()).unwrap();
    let built = two::build::build(&source).unwrap();
    let model = Arc::new(belief::two::Model::parse(built.as_bytes()).unwrap());
    let grid = Grid::new(vec![30], 28, 28);
    let settings = Settings::default();
    let given = second::Design::Given {
        two: &model,
        one: &one,
    };
    let sources = second::Sources {
        two: &source,
        one: &feed.base,
    };
    for (name, design) in [
        ("given-2", given),
        ("learned-2", second::Design::Feeds(sources)),
    ] {
        let done = second::trial(&feed.world(), &design, &settings, &grid, &|_, _, _| {});
        same(name, &done.unwrap());
    }
}
