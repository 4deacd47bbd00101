//! A passage: time in which nothing happened.

use jiff::civil::Date;

use super::entry_type::EntryType;
use super::field::{Need, fields};
use super::forms::{Day, Ids};
use super::{Name, ids};

/// Says that nothing happened until that day: no meeting came, and no signal.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// The questions that it speaks of.
    pub questions: Vec<Name>,
    /// The day until which nothing happened.
    pub known_on: Date,
}

fields! { Passage:
    questions "question" => Need(Ids);
    known_on "known_on" => Need(Day);
}

impl EntryType for Passage {
    fn id(&self) -> String {
        format!("passage:{}:{}", ids::scope(&self.questions), self.known_on)
    }

    fn questions(&self) -> &[Name] {
        &self.questions
    }

    fn known_on(&self) -> Option<Date> {
        Some(self.known_on)
    }

    fn headline(&self) -> String {
        format!("nothing happened until {}", self.known_on)
    }

    fn cause(&self) -> String {
        "nothing happened".into()
    }

    fn doing(&self) -> String {
        "time passing".into()
    }
}
