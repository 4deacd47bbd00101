//! Models tried on announced meetings: what a ledger would have said of each.
//!
//! A question on the pair opens the day before the announcement; its last day is the last one
//! named, and three more. Its prior is the pair's, from the meetings before. The announcement is
//! entered on its day, as the White House's own word; from then on somebody looks every day, and
//! enters that it is called off on the day on which it is. Nothing else is known.

mod ledger;
mod prior;

pub use ledger::Beliefs;

use super::announcements::{Announcement, LEADS, Leads};
use super::parallel;
use crate::model::meetings::Meetings;
use crate::model::places::Places;
use crate::record::{Invalid, date};
use crate::score::rule::Rule;
use ledger::Known;

/// When forecasts are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// On the day of the announcement.
    Announced,
    /// So many days before the first day named.
    Before(i32),
}

/// The readings, from the announcement to the eve.
pub const READINGS: [Reading; 5] = [
    Reading::Announced,
    Reading::Before(14),
    Reading::Before(7),
    Reading::Before(2),
    Reading::Before(1),
];

/// What was believed of one announcement on one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Said {
    /// Place of the announcement in the list, from 0.
    pub announcement: usize,
    /// When.
    pub reading: Reading,
    /// The same as a day number.
    pub day: i32,
    /// Days from it to the first day named.
    pub lead: i32,
    /// Whether it had been called off by then.
    pub called_off: bool,
    /// Whether the meeting was held.
    pub held: bool,
    /// Version 2, without the announcement: the pair's prior.
    pub prior: f64,
    /// Version 2.
    pub two: f64,
    /// Version 2, its plans counted on the list without this one.
    pub left_out: f64,
    /// Version 1.
    pub one: f64,
    /// The share held of all announcements; once it is called off, the pair's prior.
    pub share: f64,
    /// The same, of all other announcements.
    pub others: f64,
}

/// One forecaster on some announcements.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Who.
    pub name: &'static str,
    /// Mean log score, in nats.
    pub log: f64,
    /// Mean Brier score, 0 to 1.
    pub brier: f64,
    /// Mean forecast.
    pub mean: f64,
}

/// All forecasters on some announcements.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// How many.
    pub of: usize,
    /// Of these, called off before the forecast.
    pub called_off: usize,
    /// Of these, held.
    pub held: usize,
    /// Version 2 first.
    pub lines: Vec<Line>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// Every forecast.
    pub said: Vec<Said>,
    /// On the day of the announcement.
    pub announced: Table,
    /// The same by lead.
    pub by_lead: Vec<(Leads, Table)>,
    /// By reading.
    pub nearer: Vec<(Reading, Table)>,
}

/// Reads a list of meetings, `date,partner`, for the priors of pairs.
///
/// # Errors
/// The first line that cannot stand.
pub fn met(text: &str) -> Result<Meetings, Invalid> {
    Meetings::parse(text, &Places::shipped()?)
}

/// Tries both versions on a list of announcements.
///
/// # Errors
/// A partner that is not known, or a number that leaves its range.
pub fn trial(list: &[Announcement], met: &Meetings, beliefs: &Beliefs) -> Result<Trial, Invalid> {
    let places = Places::shipped()?;
    let held = list.iter().filter(|a| a.held()).count();
    let asked: Vec<(usize, &Announcement, Reading)> = list
        .iter()
        .enumerate()
        .flat_map(|(i, a)| READINGS.map(|reading| (i, a, reading)))
        .filter(|(_, a, reading)| reading.is_of(a))
        .collect();
    let said = parallel(&asked, |(i, a, reading)| {
        let known = Known {
            announcement: a,
            pair: met.known(
                &places.find(&a.partner)?.name,
                date::from_number(a.announced - 1),
            )?,
            day: reading.day(a),
        };
        let (prior, two) = beliefs.second(&known)?;
        let off = known.called_off();
        let share = |held: usize, of: usize| if off { prior } else { held as f64 / of as f64 };
        Ok(Said {
            announcement: *i,
            reading: *reading,
            day: known.day,
            lead: a.first - known.day,
            called_off: off,
            held: a.held(),
            prior,
            two,
            left_out: beliefs.without(&a.plan, list)?.second(&known)?.1,
            one: beliefs.first(&known)?,
            share: share(held, list.len()),
            others: share(held - usize::from(a.held()), (list.len() - 1).max(1)),
        })
    });
    let said: Vec<Said> = said.into_iter().collect::<Result<_, Invalid>>()?;
    Ok(Trial {
        announced: table(said.iter().filter(|s| s.reading == Reading::Announced)),
        by_lead: by_lead(&said),
        nearer: nearer(&said),
        said,
    })
}

impl Reading {
    /// The day of reading.
    fn day(self, a: &Announcement) -> i32 {
        match self {
            Self::Announced => a.announced,
            Self::Before(days) => a.first - days,
        }
    }

    /// Whether it is not before the announcement, nor on its day a second time.
    fn is_of(self, a: &Announcement) -> bool {
        self == Self::Announced || self.day(a) > a.announced
    }
}

fn by_lead(said: &[Said]) -> Vec<(Leads, Table)> {
    let of = |leads: Leads| {
        said.iter().filter(move |s| {
            s.reading == Reading::Announced && (leads.0..=leads.1).contains(&s.lead)
        })
    };
    let tables = LEADS.map(|leads| (leads, table(of(leads))));
    tables.into_iter().filter(|(_, t)| t.of > 0).collect()
}

fn nearer(said: &[Said]) -> Vec<(Reading, Table)> {
    let of = |reading| said.iter().filter(move |s| s.reading == reading);
    let tables = READINGS.map(|reading| (reading, table(of(reading))));
    tables.into_iter().filter(|(_, t)| t.of > 0).collect()
}

fn table<'s>(said: impl Iterator<Item = &'s Said>) -> Table {
    let said: Vec<&Said> = said.collect();
    let line = |name, of: fn(&Said) -> f64| Line {
        name,
        log: mean(&said, |s| Rule::Log.loss(of(s), s.held)),
        brier: mean(&said, |s| Rule::Brier.loss(of(s), s.held)),
        mean: mean(&said, of),
    };
    Table {
        of: said.len(),
        called_off: said.iter().filter(|s| s.called_off).count(),
        held: said.iter().filter(|s| s.held).count(),
        lines: vec![
            line("version 2", |s| s.two),
            line("version 1", |s| s.one),
            line("share held", |s| s.share),
            line("version 2, counted without it", |s| s.left_out),
            line("share held, without it", |s| s.others),
            line("prior of the pair", |s| s.prior),
        ],
    }
}

fn mean(said: &[&Said], of: impl Fn(&Said) -> f64) -> f64 {
    said.iter().map(|s| of(s)).sum::<f64>() / said.len().max(1) as f64
}
