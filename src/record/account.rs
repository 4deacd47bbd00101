//! The account of a question: what was believed when, and what caused each change.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Entry, Forecast, Question, Reopening, Resolution};

/// A question's forecasts as they were recorded.
#[derive(Debug, Clone)]
pub struct Account {
    /// The question.
    pub question: Question,
    /// One row a forecast, in the order of the log.
    pub rows: Vec<Row>,
    /// How the question ended.
    pub resolution: Option<Resolution>,
    /// Resolutions that were taken back: each with its reopening, in the order of the log.
    pub reopened: Vec<(Resolution, Reopening)>,
    /// Ids of signals that a later entry took out of the evidence.
    pub retracted: Vec<String>,
    /// Numbers of the signals in the question, by id, whenever they became known.
    pub numbers: BTreeMap<String, usize>,
}

/// One recorded forecast.
#[derive(Debug, Clone)]
pub struct Row {
    /// Place of the forecast in the log.
    pub seq: u64,
    /// The forecast.
    pub forecast: Forecast,
    /// The entry that caused it.
    pub cause: Entry,
}

impl Row {
    /// The day on which it could first be believed: the day that it speaks of or, where that is
    /// later, the day on which its cause became known. A retraction takes the first back, never the
    /// second forward.
    #[must_use]
    pub fn day(&self) -> Date {
        let known = self.cause.body.known_on();
        known.map_or(self.forecast.as_of, |known| known.max(self.forecast.as_of))
    }
}

impl Account {
    /// The number of the signal that a row's cause is, or takes out.
    #[must_use]
    pub fn number(&self, row: &Row) -> Option<usize> {
        let body = &row.cause.body;
        let told = body.retracts().or(body.retracted_as())?;
        self.numbers.get(told.as_str()).copied()
    }

    /// The rows that are in force on some day, with the days from which they are: without those
    /// that a later row overtakes, since it holds from an earlier day on. A day that was typed
    /// wrongly and taken back is so left out.
    #[must_use]
    pub fn course(&self) -> Vec<(Date, &Row)> {
        overtaken(self.rows.iter().map(|row| (row.day(), row)))
    }
}

/// Leaves out of a list in order of the log what a later item overtakes from an earlier day on.
pub fn overtaken<T>(dated: impl DoubleEndedIterator<Item = (Date, T)>) -> Vec<(Date, T)> {
    let mut kept: Vec<(Date, T)> = Vec::new();
    for (day, item) in dated.rev() {
        if kept.last().is_none_or(|(later, _)| day <= *later) {
            kept.push((day, item));
        }
    }
    kept.reverse();
    kept
}
