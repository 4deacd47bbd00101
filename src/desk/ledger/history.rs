//! What was believed when: the recorded forecasts, each with what caused it.

use jiff::civil::Date;

use super::{Desk, DeskError};
use crate::record::{Account, Body, Entry, Name, Row};

impl Desk {
    /// The recorded forecasts of a question, to those as of `as_of`.
    ///
    /// # Errors
    /// When there is no such question, the last forecast is not the one that follows from its facts,
    /// or the file cannot be read.
    pub fn history(&self, id: &Name, as_of: Option<Date>) -> Result<Account, DeskError> {
        let ledger = &self.ledger;
        let (_, question) = super::find::question_of(ledger, id)?;
        super::derive::last(ledger, &mut super::mind::Mind::new(), id)?;
        let mut rows: Vec<Row> = Vec::new();
        let mut facts: std::collections::BTreeMap<u64, Entry> = std::collections::BTreeMap::new();
        let mut resolution = None;
        let mut retracted = Vec::new();
        for entry in ledger.entries_about(id.as_str(), None)? {
            match &entry.body {
                Body::Forecast(f) => {
                    if as_of.is_some_and(|limit| f.as_of > limit) {
                        continue;
                    }
                    if let Some(cause) = facts.get(&f.rests_on) {
                        rows.push(Row {
                            seq: entry.seq,
                            forecast: (**f).clone(),
                            cause: cause.clone(),
                        });
                    }
                }
                Body::Resolution(r) => {
                    // The last one stands, whenever it was.
                    resolution = Some((**r).clone());
                }
                other => {
                    if let Body::Retraction(r) = other
                        && as_of.is_none_or(|limit| r.known_on <= limit)
                    {
                        retracted.push(r.signal.to_string());
                    }
                    facts.insert(entry.seq, entry);
                }
            }
        }
        let resolution =
            resolution.filter(|r: &crate::record::Resolution| as_of.is_none_or(|day| r.on <= day));
        Ok(Account {
            question: (*question).clone(),
            rows,
            resolution,
            retracted,
        })
    }
}
