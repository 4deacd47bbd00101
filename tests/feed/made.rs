//! A made-up feed: forty partners over two years, in which one kind announces meetings and another
//! is noise.

use summit_ledger::backtest::calendar::Calendar;
use summit_ledger::backtest::names::Names;
use summit_ledger::backtest::rows::World;
use summit_ledger::backtest::{Events, Meetings};

use crate::support::vectors;

pub struct Made {
    pub events: Vec<(&'static str, String)>,
    pub meetings: String,
}

/// The feed of `tests/vectors/feed`, which is invented.
pub fn made() -> Made {
    let read = |name| std::fs::read_to_string(vectors::at(name)).unwrap();
    Made {
        events: vec![("one", read("feed/one.csv")), ("two", read("feed/two.csv"))],
        meetings: read("feed/meetings.csv"),
    }
}

pub struct Read {
    pub feeds: Vec<Events>,
    pub meetings: Meetings,
    pub calendar: Calendar,
}

impl Made {
    pub fn read(&self) -> Read {
        let names = Names::default();
        Read {
            feeds: self
                .events
                .iter()
                .map(|(name, text)| Events::parse(name, text, &names).unwrap())
                .collect(),
            meetings: Meetings::parse(&self.meetings, &names).unwrap(),
            calendar: Calendar::default(),
        }
    }
}

impl Read {
    pub fn world(&self) -> World<'_> {
        World {
            feeds: &self.feeds,
            meetings: &self.meetings,
            calendar: &self.calendar,
        }
    }
}
