//! A retraction: evidence taken out again.

use jiff::civil::Date;

use super::Name;
use super::field::{Need, fields};
use super::forms::{Day, Id, Ids, Text};

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
