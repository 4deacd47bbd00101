//! The probabilities just before and after what caused a question's forecasts.

use std::collections::BTreeMap;

use super::DeskError;
use crate::belief::Run;
use crate::proof::tree::Hash;
use crate::record::{Entry, Forecast, date};

/// The probabilities just before the causes of a question's forecasts, as far as the log was read.
///
/// Each follows from the entries before it alone, so what was derived once stays.
pub(super) struct Course {
    /// By the place of the forecast. Where no day passed it is the forecast before, as recorded;
    /// else that of the evidence so far on the day that the forecast speaks of.
    pub before: BTreeMap<u64, f64>,
    /// Those just after a cause, where the day then goes back.
    pub after: BTreeMap<u64, f64>,
    pub run: Run,
    pub last: Option<Box<Forecast>>,
    /// A fact whose forecast was not read yet.
    pub fact: Option<Entry>,
    /// The last entry read, and its leaf.
    pub upto: (u64, Option<Hash>),
}

impl Course {
    /// Before any forecast.
    pub fn open(run: Run, opened: u64) -> Self {
        Self {
            before: BTreeMap::new(),
            after: BTreeMap::new(),
            run,
            last: None,
            fact: None,
            upto: (opened, None),
        }
    }

    /// A forecast whose fact is not entered yet.
    pub fn before_fact(&mut self, seq: u64, f: &Forecast) -> Result<(), DeskError> {
        if let Some(last) = &self.last {
            let p = match f.as_of > last.as_of {
                true => self.run.outlook_on(date::number(f.as_of))?.p,
                false => last.p,
            };
            self.before.insert(seq, p);
        }
        Ok(())
    }

    /// A forecast whose fact was entered.
    pub fn after_fact(&mut self, seq: u64, f: &Forecast) -> Result<(), DeskError> {
        if let Some(last) = &self.last
            && f.as_of < last.as_of
        {
            let then = self.run.outlook_on(date::number(last.as_of))?;
            self.after.insert(seq, then.p);
        }
        Ok(())
    }
}
