//! The account of a question: what was believed when, and what caused each change.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Body, Entry, Forecast, Guesses, Question, Reopening, Resolution, Retraction};

/// A question's forecasts as they were recorded, or as they are told: see [`Row`].
#[derive(Debug, Clone)]
pub struct Account {
    /// The question.
    pub question: Question,
    /// In the order of the log.
    pub rows: Vec<Row>,
    /// As told: rows that could not be believed by the day asked for, since they were entered late or
    /// later.
    pub later: Vec<Row>,
    /// As told: draws of the model that it runs on; else 0.
    pub draws: usize,
    /// How the question ended.
    pub resolution: Option<Resolution>,
    /// The day (UTC) on which that was recorded.
    pub resolution_recorded: Option<Date>,
    /// Resolutions that were taken back: each with its reopening, in the order of the log.
    pub reopened: Vec<(Resolution, Reopening)>,
    /// Ids of signals that a later entry took out of the evidence.
    pub retracted: Vec<String>,
    /// Numbers of the signals in the question, by id, whenever they became known.
    pub numbers: BTreeMap<String, usize>,
    /// What people guessed beside the model.
    pub guesses: Guesses,
}

/// One recorded forecast. As told, a correction is one row: that of the new signal, with the
/// retraction of the old one.
#[derive(Debug, Clone)]
pub struct Row {
    /// Place of the forecast in the log.
    pub seq: u64,
    /// The forecast.
    pub forecast: Forecast,
    /// The entry that caused it.
    pub cause: Entry,
    /// As told: the probability just before the cause, time having passed to the day that the
    /// forecast speaks of. `None` of the opening, and of rows as they were recorded.
    pub before: Option<f64>,
    /// As told, of a retraction that takes back the day that the forecast speaks of: the probability
    /// just after it, before that day is taken back.
    pub after: Option<f64>,
    /// As told, of a correction: what took the old signal out, and why.
    pub correction: Option<Retraction>,
}

impl Row {
    /// The day on which it could first be believed: the day that it speaks of or, where that is
    /// later, the day on which its cause became known. A retraction takes the first back, never the
    /// second forward.
    #[must_use]
    pub fn day(&self) -> Date {
        let known = self.cause.body.known_on();
        let corrected = self.correction.as_ref().map(|r| r.known_on);
        let day = self.forecast.as_of;
        known.into_iter().chain(corrected).fold(day, Date::max)
    }

    /// Why, where somebody said so: of a correction and of a retraction.
    #[must_use]
    pub fn because(&self) -> Option<&str> {
        match (&self.correction, &self.cause.body) {
            (Some(r), _) | (None, Body::Retraction(r)) => Some(&r.because),
            _ => None,
        }
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

    /// Whether a signal was corrected by a row.
    #[must_use]
    pub fn is_corrected(&self, id: &str) -> bool {
        let mut all = self.rows.iter().filter_map(|row| row.correction.as_ref());
        all.any(|r| r.signal.as_str() == id)
    }

    /// Whether a person is to be shown no number of the question: it was opened blind, or `all` are taken
    /// so, it has not ended, and no guess of theirs stands. Manners and no secret: the file holds it all.
    #[must_use]
    pub fn is_blind_to(&self, who: &str, all: bool) -> bool {
        let guessed = || self.guesses.standing().iter().any(|g| g.who == who);
        (self.question.blind || all) && self.resolution.is_none() && !guessed()
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
