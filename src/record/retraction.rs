//! A retraction: evidence taken out again.

use jiff::civil::Date;

use super::entry_type::EntryType;
use super::field::{Need, fields};
use super::forms::{Day, Id, Ids, Text};
use super::{Name, ids};

/// Takes a signal out of the evidence from here on; the signal stays in the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Retraction {
    /// The questions for which it is taken out.
    pub questions: Vec<Name>,
    /// The signal.
    pub signal: Name,
    /// The day on which it became known that the signal does not stand.
    pub known_on: Date,
    /// Why.
    pub because: String,
}

fields! { Retraction:
    questions "question" => Need(Ids);
    signal "signal" => Need(Id);
    known_on "known_on" => Need(Day);
    because "because" => Need(Text(1000));
}

impl EntryType for Retraction {
    fn id(&self) -> String {
        format!("retraction:{}:{}", ids::scope(&self.questions), self.signal)
    }

    fn questions(&self) -> &[Name] {
        &self.questions
    }

    fn known_on(&self) -> Option<Date> {
        Some(self.known_on)
    }

    fn retracts(&self) -> Option<&Name> {
        Some(&self.signal)
    }

    fn headline(&self) -> String {
        format!("takes out {}: {}", self.signal, self.because)
    }

    fn doing(&self) -> String {
        format!("taking out {}", self.signal)
    }
}
