//! A watch: somebody looked where a meeting would be announced, and saw nothing new.

use jiff::civil::Date;

use super::entry_type::EntryType;
use super::field::{Need, fields};
use super::forms::{Day, Id, Ids, Text};
use super::{Invalid, Name};

/// Says that somebody looked, to the end of a day, at the places where a meeting would be
/// announced, and saw nothing that is not in the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Watch {
    /// Identifier, unique in the ledger; watches and signals share one space.
    pub id: Name,
    /// The questions that it bears on; at least one.
    pub questions: Vec<Name>,
    /// The day on which it became known; never before `through`.
    pub known_on: Date,
    /// The last day looked at.
    pub through: Date,
    /// Where was looked.
    pub sources: String,
}

fields! { Watch, checked by looked_before_known:
    id "id" => Need(Id);
    questions "question" => Need(Ids);
    known_on "known_on" => Need(Day);
    through "through" => Need(Day);
    sources "sources" => Need(Text(1000));
}

impl Watch {
    fn looked_before_known(&self) -> Result<(), Invalid> {
        if self.through <= self.known_on {
            return Ok(());
        }
        Err(Invalid::new(
            "through",
            self.through.to_string(),
            format!("after it became known on {}", self.known_on),
            "through is the last day that was looked at, on or before known_on",
        ))
    }
}

impl EntryType for Watch {
    fn id(&self) -> String {
        self.id.to_string()
    }

    fn questions(&self) -> &[Name] {
        &self.questions
    }

    fn known_on(&self) -> Option<Date> {
        Some(self.known_on)
    }

    fn days(&self) -> Vec<(&'static str, Date)> {
        vec![("through", self.through), ("known_on", self.known_on)]
    }

    fn retracted_as(&self) -> Option<&Name> {
        Some(&self.id)
    }

    fn headline(&self) -> String {
        format!("nothing new by {}: {}", self.through, self.sources)
    }

    fn cause(&self) -> String {
        format!("nothing new by {}", self.through)
    }

    fn doing(&self) -> String {
        format!("watching to {}", self.through)
    }
}
