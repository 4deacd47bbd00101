//! A passage: time in which nothing happened.

use jiff::civil::Date;

use super::Name;
use super::field::{Need, fields};
use super::forms::{Day, Ids};

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
