//! What the rows of a history say in words: their days, and what caused them.

use crate::record::{Account, Body, Name, Row, Signal};
use crate::view::doc::Line;

/// An account as it is told.
pub(super) struct Told<'a> {
    account: &'a Account,
    /// The year, where all days are of one.
    pub year: Option<String>,
}

impl<'a> Told<'a> {
    pub fn of(account: &'a Account) -> Self {
        let mut years = account.rows.iter().map(|row| row.day().year());
        let first = years.next();
        let year = first.filter(|first| years.all(|year| year == *first));
        Self {
            account,
            year: year.map(|year| year.to_string()),
        }
    }

    /// The day of a row, without the year where the column has it.
    pub fn day(&self, row: &Row) -> String {
        match self.year {
            Some(_) => row.day().strftime("%m-%d").to_string(),
            None => row.day().to_string(),
        }
    }

    /// The number of the signal that a row is about.
    pub fn number(&self, row: &Row) -> Option<usize> {
        self.account.number(row)
    }

    /// What caused a row, by its words or by its id.
    pub fn cause(&self, row: &Row, ids: bool) -> Line {
        match &row.cause.body {
            Body::Signal(s) => {
                let what = if ids { s.id.as_str() } else { &s.summary };
                let line = self.standing(s.id.as_str());
                match &row.correction {
                    Some(r) if !ids => {
                        let how = match is_back(self.account, s) {
                            true => "brought back",
                            false => "corrected",
                        };
                        line.plain(format!("{how} ({}): {what}", r.because))
                    }
                    _ if line.0.is_empty() => line.plain(what),
                    _ => line.dim(what),
                }
            }
            Body::Retraction(r) if ids => Line::from(format!("retracts {}", r.signal)),
            Body::Retraction(r) => {
                let what = self.summary_of(r.signal.as_str());
                Line::from(format!("retracts: {what}"))
            }
            change @ Body::Model(_) => Line::new().plain(change.cause()),
            other => Line::new().dim(other.cause()),
        }
    }

    /// That a signal stands no more, where it does not.
    fn standing(&self, id: &str) -> Line {
        let back = self.account.retracted.iter().any(|gone| gone == id);
        match (back, is_corrected(self.account, id)) {
            (true, true) => Line::new().dim("(corrected) "),
            (true, false) => Line::new().dim("(retracted) "),
            _ => Line::new(),
        }
    }

    fn summary_of(&self, id: &str) -> String {
        let mut all = self
            .account
            .rows
            .iter()
            .filter_map(|r| match &r.cause.body {
                Body::Signal(s) if s.id.as_str() == id => Some(s.summary.clone()),
                _ => None,
            });
        all.next().unwrap_or_else(|| id.to_owned())
    }
}

/// Whether a signal was corrected by one that says something else.
pub(in crate::view) fn is_corrected(account: &Account, id: &str) -> bool {
    let mut news =
        signals(account).filter(|s| s.amends.as_ref().is_some_and(|old| old.as_str() == id));
    account.is_corrected(id) && !news.any(|new| is_back(account, new))
}

/// Whether a signal says again what one before it said, as after an undo.
fn is_back(account: &Account, signal: &Signal) -> bool {
    let by_id = |id: &Name| signals(account).find(|s| s.id == *id);
    let mut before = signal.amends.as_ref().and_then(by_id);
    while let Some(old) = before {
        if signal.says_what(old) {
            return true;
        }
        before = old.amends.as_ref().and_then(by_id);
    }
    false
}

fn signals(account: &Account) -> impl Iterator<Item = &Signal> {
    account.rows.iter().filter_map(|row| match &row.cause.body {
        Body::Signal(signal) => Some(signal.as_ref()),
        _ => None,
    })
}
