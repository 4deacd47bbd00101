//! What was believed when: the recorded forecasts, each with what caused it.

use jiff::civil::Date;

use super::{Desk, DeskError, Numbers};
use crate::record::{Account, Body, Entry, Guesses, Name, Resolution, Row};

impl Desk {
    /// The recorded forecasts of a question that could be believed by `as_of`: see [`Row::day`]. One
    /// row a forecast; [`Desk::told`] says what each cause did.
    ///
    /// # Errors
    /// When there is no such question, the last forecast is not the one that follows from its facts,
    /// or the file cannot be read.
    pub fn history(&self, id: &Name, as_of: Option<Date>) -> Result<Account, DeskError> {
        let mut account = self.recorded(id, as_of)?;
        account
            .rows
            .retain(|row| as_of.is_none_or(|limit| row.day() <= limit));
        Ok(account)
    }

    /// All recorded forecasts of a question, and what else was known of it by `as_of`.
    ///
    /// # Errors
    /// As [`Desk::history`].
    pub(super) fn recorded(&self, id: &Name, as_of: Option<Date>) -> Result<Account, DeskError> {
        let ledger = &self.ledger;
        let (_, question) = super::find::question_of(ledger, id)?;
        super::derive::last(ledger, &mut super::mind::Mind::new(), id)?;
        let mut rows: Vec<Row> = Vec::new();
        let mut facts: std::collections::BTreeMap<u64, Entry> = std::collections::BTreeMap::new();
        let (mut resolution, mut reopened) = (None, Vec::new());
        let by = |day: Date| as_of.is_none_or(|limit| day <= limit);
        let mut retracted = Vec::new();
        let mut numbers = Numbers::default();
        let (mut guesses, mut resolution_recorded) = (Guesses::default(), None);
        for entry in ledger.entries_about(id.as_str(), None)? {
            match &entry.body {
                Body::Forecast(f) => {
                    // What follows a guess that is taken back says the same again: it is no evidence.
                    let cause = facts.get(&f.rests_on);
                    let row = cause
                        .filter(|e| !guesses.is_taken_back_by(e))
                        .map(|cause| Row {
                            seq: entry.seq,
                            forecast: (**f).clone(),
                            cause: cause.clone(),
                            before: None,
                            after: None,
                            correction: None,
                        });
                    rows.extend(row);
                }
                // The last one stands, whenever it was, unless it was taken back.
                Body::Resolution(r) => {
                    resolution = Some(Resolution::clone(r));
                    resolution_recorded = Some(entry.recorded_at.date());
                }
                Body::Reopening(r) => {
                    reopened.extend(resolution.take().map(|ended| (ended, r.clone())));
                }
                other => {
                    numbers.follow(&entry);
                    guesses.follow(&entry);
                    if let Body::Retraction(r) = other
                        && by(r.known_on)
                    {
                        retracted.push(r.signal.to_string());
                    }
                    facts.insert(entry.seq, entry);
                }
            }
        }
        Ok(Account {
            question: (*question).clone(),
            rows,
            later: Vec::new(),
            draws: 0,
            resolution: resolution.filter(|r| by(r.on)),
            resolution_recorded,
            reopened,
            retracted,
            numbers: numbers.by_id(),
            guesses: match as_of {
                Some(day) => guesses.known_by(day),
                None => guesses,
            },
        })
    }
}
