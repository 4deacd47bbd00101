//! A reopening: a resolution taken back.

use jiff::civil::Date;

use super::entry_type::EntryType;
use super::field::{Need, fields};
use super::forms::{Day, Id, Text};
use super::{Name, ids};

/// Says that the resolution before it does not stand: the question takes evidence again.
#[derive(Debug, Clone, PartialEq)]
pub struct Reopening {
    /// The question.
    pub question: Name,
    /// The day on which it became known that the resolution does not stand.
    pub on: Date,
    /// Why.
    pub because: String,
}

fields! { Reopening:
    question "question" => Need(Id);
    on "on" => Need(Day);
    because "because" => Need(Text(1000));
}

impl EntryType for Reopening {
    fn id(&self) -> String {
        ids::reopening(&self.question, 1)
    }

    fn questions(&self) -> &[Name] {
        std::slice::from_ref(&self.question)
    }

    fn days(&self) -> Vec<(&'static str, Date)> {
        vec![("on", self.on)]
    }

    fn headline(&self) -> String {
        format!("{}: reopened: {}", self.question, self.because)
    }
}
