//! A made-up feed: forty partners over two years, in which one kind announces meetings and another
//! is noise.

use summit_ledger::backtest::calendar::Calendar;
use summit_ledger::backtest::names::Names;
use summit_ledger::backtest::rows::World;
use summit_ledger::backtest::{Events, Meetings};
use summit_ledger::record::date;

/// Numerical Recipes' linear congruence: the same feed everywhere.
struct Lots(u64);

impl Lots {
    fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

pub struct Made {
    pub events: Vec<(&'static str, String)>,
    pub meetings: String,
}

pub fn made() -> Made {
    let mut lots = Lots(42);
    let day = |text: &str| date::number(date::parse(text).unwrap());
    let show = |day: i32| date::from_number(day).to_string();
    let mut meetings = "partner,date\n".to_owned();
    let mut met = vec![Vec::new(); 40];
    for (p, own) in met.iter_mut().enumerate() {
        let rate = if p % 3 == 0 { 0.006 } else { 0.002 };
        for d in day("2000-01-01")..day("2006-12-31") {
            if lots.next() < rate {
                own.push(d);
                meetings += &format!("Land {p},{}\n", show(d));
            }
        }
    }
    let mut events = Vec::new();
    for (name, first, last) in [
        ("one", "2004-01-01", "2004-12-31"),
        ("two", "2005-01-01", "2005-12-31"),
    ] {
        let mut text = "date,partner,kind,count\n".to_owned();
        for (p, own) in met.iter().enumerate() {
            for d in day(first)..=day(last) {
                let soon = own.iter().any(|m| *m > d && *m <= d + 14);
                if lots.next() < if soon { 0.12 } else { 0.01 } {
                    text += &format!("{},Land {p},herald,1\n", show(d));
                }
                if lots.next() < 0.03 {
                    text += &format!("{},Land {p},noise,2\n", show(d));
                }
                if p < 3 && lots.next() < 0.01 {
                    text += &format!("{},Land {p},rare,1\n", show(d));
                }
            }
        }
        events.push((name, text));
    }
    Made { events, meetings }
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
