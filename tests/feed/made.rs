//! A made-up feed: forty partners over two years, in which one kind announces meetings and another
//! is noise.

use summit_ledger::backtest::at_work::Forecast;
use summit_ledger::backtest::calendar::Calendar;
use summit_ledger::backtest::names::Names;
use summit_ledger::backtest::rows::World;
use summit_ledger::backtest::{Events, Meetings};
use summit_ledger::record::date;

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

/// The feed and its meetings with everything after a day moved, and a meeting added: what was
/// known by the day is the same.
pub fn moved_after(cut: i32) -> Read {
    let made = made();
    let later = date::from_number(cut + 3);
    let mut moved = Made {
        meetings: format!("{}Land 1,{later}\n", made.meetings),
        ..made
    }
    .read();
    let last = date::number(date::parse("2005-12-31").unwrap());
    for kinds in moved.feeds[1].partners.values_mut() {
        for days in kinds.values_mut() {
            // Every event after the cut moves a week; the feed's last day stays.
            for d in days.iter_mut().filter(|d| **d > cut) {
                *d = (*d + 7).min(last);
            }
            days.dedup();
        }
    }
    moved
}

/// Forecasts, by partner and day, before and after what came after `cut` was moved: those made by then
/// are the same to the bit, and of the others many are not.
pub fn only_later_ones_move(
    before: &[(String, i32, Forecast)],
    after: &[(String, i32, Forecast)],
    cut: i32,
) {
    assert_eq!(before.len(), after.len());
    let (mut early, mut late) = (0, 0);
    for (a, b) in before.iter().zip(after) {
        if a.1 <= cut {
            assert_eq!(a, b, "{} as of {}", a.0, date::from_number(a.1));
            early += 1;
        } else if a != b {
            late += 1;
        }
    }
    assert!(early > 500 && late > 50, "{early} {late}");
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
