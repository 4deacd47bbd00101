//! The log as it stood at the end of a day: the same desk on its first entries. Nothing is appended
//! through it.

use jiff::civil::Date;

use super::{Desk, DeskError};
use crate::record::Name;
use crate::store::Ledger;

impl Desk {
    /// Looks from now on only at what was recorded by the end of that day in UTC; at all again where
    /// no day is given, or nothing came later.
    ///
    /// # Errors
    /// When the file cannot be read, or a question that is named was not there yet.
    pub fn look_by(&mut self, day: Option<Date>, named: &[Name]) -> Result<(), DeskError> {
        self.look_at(None);
        let Some(day) = day else {
            return Ok(());
        };
        let size = self.ledger.size()?;
        let first = recorded_by(&self.ledger, size, day)?;
        for id in named {
            let there = self.ledger.entry_by_id(id.as_str())?;
            if let Some(entry) = there.filter(|entry| entry.seq >= first) {
                return Err(DeskError::refuse(
                    "recorded-by",
                    day.to_string(),
                    format!("question {id} was recorded on {}", entry.recorded_at.date()),
                    "a day from then on; --as-of looks back with everything entered since",
                ));
            }
        }
        self.look_at(Some(first).filter(|first| *first < size));
        Ok(())
    }

    fn look_at(&mut self, first: Option<u64>) {
        if self.ledger.looks_at() != first {
            self.mind.lives.clear();
            self.ledger.look_at(first);
        }
    }

    /// What an answer is of the log as it stood at the end of a day, `None` for all of it; afterwards
    /// all of it is looked at again, however the answer ended.
    ///
    /// # Errors
    /// What `answer` fails with, and as [`Desk::look_by`].
    pub fn looking_by<T, E: From<DeskError>>(
        &mut self,
        day: Option<Date>,
        named: &[Name],
        answer: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.look_by(day, named)?;
        let out = answer(self);
        self.look_at(None);
        out
    }

    /// What an answer is with the other knowledge: with the log as it stood on the day `as_of`
    /// where `recorded_by` is none, else with everything entered since. `None` where the question
    /// was not there yet, and where both are the same log.
    ///
    /// # Errors
    /// What `answer` fails with, or when the file cannot be read.
    pub fn otherwise<T, E: From<DeskError>>(
        &mut self,
        id: &Name,
        (as_of, recorded_by): (Date, Option<Date>),
        answer: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<Option<T>, E> {
        let here = self.ledger.looks_at();
        let other = match recorded_by {
            None => Some(as_of),
            Some(_) => None,
        };
        let found = match self.look_by(other, std::slice::from_ref(id)) {
            Ok(()) if self.ledger.looks_at() == here => Ok(None),
            Ok(()) => answer(self).map(Some),
            Err(DeskError::Invalid(_)) => Ok(None),
            Err(e) => Err(e.into()),
        };
        self.look_by(recorded_by, &[])?;
        found
    }
}

/// How many entries were recorded by the end of a day in UTC. The log's clock never runs backwards.
fn recorded_by(ledger: &Ledger, size: u64, day: Date) -> Result<u64, DeskError> {
    let (mut first, mut beyond) = (0, size);
    while first < beyond {
        let middle = first + (beyond - first) / 2;
        let entry = ledger.entry(middle)?;
        match entry.is_some_and(|e| e.recorded_at.date() <= day) {
            true => first = middle + 1,
            false => beyond = middle,
        }
    }
    Ok(first)
}
