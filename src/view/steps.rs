//! What each row of an account did, in whole hundredths of a deciban: its cause by itself, and the
//! time that passed before it. This is the one place where that is reckoned; the history, the
//! pictures, explanations, reports and the dashboard all show these numbers.
//!
//! Each probability on the way is rounded once, on the scale of log-odds, and every step is a
//! difference of two of these: so the steps sum exactly to the change since the opening.

use std::collections::BTreeMap;

use super::decibans::{Ladder, Precision};
use crate::record::{Account, Body, Row};

/// What one row did, in hundredths of a deciban.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// By the time that passed since the row before; `None` where no day did.
    pub time: Option<i64>,
    /// By its cause. `None` of the opening, of mere time, and where a probability is 0 or 1.
    pub own: Option<i64>,
}

/// Sums over rows, in hundredths of a deciban.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// By time.
    pub time: i64,
    /// By causes.
    pub own: i64,
}

impl Sum {
    /// Both together.
    #[must_use]
    pub fn whole(self) -> i64 {
        self.time + self.own
    }
}

/// What the rows of an account did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    each: Vec<Step>,
    /// By signals, those taken back included.
    signals: BTreeMap<String, i64>,
    /// What all sums to; `None` where a probability is 0 or 1.
    total: Option<i64>,
}

impl Steps {
    /// The steps of an account as told.
    #[must_use]
    pub fn of(account: &Account) -> Self {
        let rows = &account.rows;
        let before = std::iter::once(None).chain(rows.iter().map(Some));
        let each: Vec<Step> = before
            .zip(rows)
            .map(|(before, row)| step(before, row))
            .collect();
        let path: Vec<f64> = rows.iter().map(|row| row.forecast.p).collect();
        Self {
            signals: by_signal(account),
            each,
            total: Ladder::of(&path, Precision::Hundredths).map(|l| l.total()),
        }
    }

    /// One step a row.
    #[must_use]
    pub fn each(&self) -> &[Step] {
        &self.each
    }

    /// A signal's own decibans, in hundredths: what it did when it was entered and, where it came by
    /// corrections, what the signal that it corrects and these did.
    #[must_use]
    pub fn signal(&self, id: &str) -> Option<i64> {
        self.signals.get(id).copied()
    }

    /// The change since the opening, to which all steps sum; `None` where a probability is 0 or 1.
    #[must_use]
    pub fn total(&self) -> Option<i64> {
        self.total
    }

    /// The sum of some of the rows.
    #[must_use]
    pub fn sum(&self, of: impl Fn(usize) -> bool) -> Sum {
        let mut out = Sum::default();
        for (_, step) in self.each.iter().enumerate().filter(|(i, _)| of(*i)) {
            out.time += step.time.unwrap_or(0);
            out.own += step.own.unwrap_or(0);
        }
        out
    }
}

/// Hundredths of a deciban with a sign: `+0.15`, `0.00`.
#[must_use]
pub fn show(hundredths: i64) -> String {
    Precision::Hundredths.show(hundredths)
}

/// Hundredths of a deciban as decibans.
#[must_use]
pub fn decibans(hundredths: i64) -> f64 {
    hundredths as f64 / 100.0
}

/// The hundredths of a deciban from one probability to another; `None` where one is 0 or 1.
#[must_use]
pub fn between(from: f64, to: f64) -> Option<i64> {
    Ladder::of(&[from, to], Precision::Hundredths).map(|ladder| ladder.total())
}

fn step(last: Option<&Row>, row: &Row) -> Step {
    let Some((last, before)) = last.zip(row.before) else {
        return Step::default();
    };
    let (from, to) = (last.forecast.p, row.forecast.p);
    if matches!(row.cause.body, Body::Passage(_)) {
        return Step {
            time: between(from, to),
            own: None,
        };
    }
    if let Some(after) = row.after {
        return Step {
            time: between(after, to),
            own: between(from, after),
        };
    }
    let passed = row.forecast.as_of > last.forecast.as_of;
    Step {
        time: between(from, before).filter(|time| passed || *time != 0),
        own: between(before, to),
    }
}

/// Also of rows that come later than the day of the account: a signal's own number is one.
fn by_signal(account: &Account) -> BTreeMap<String, i64> {
    let mut all: Vec<&Row> = account.rows.iter().chain(&account.later).collect();
    all.sort_by_key(|row| row.seq);
    let mut out = BTreeMap::new();
    for row in all {
        let own = row.before.and_then(|p| between(p, row.forecast.p));
        let (Body::Signal(signal), Some(own)) = (&row.cause.body, own) else {
            continue;
        };
        let old = row.correction.as_ref();
        let old = old.and_then(|r| out.get(r.signal.as_str()).copied());
        out.insert(signal.id.to_string(), own + old.unwrap_or(0));
    }
    out
}
