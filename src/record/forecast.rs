//! A forecast as it stands in the log: what was believed, and what it rests on.

use jiff::civil::Date;

use super::entry_type::EntryType;
use super::field::{Need, fields};
use super::forms::{Count, Day, Hash, Id, Text, Within};
use super::{Name, ids};

/// A recomputed probability. The program makes it; an audit derives it again, bit for bit.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// The question.
    pub question: Name,
    /// SHA-256 of the model, in lower-case hex.
    pub model: String,
    /// `seq` of the last entry that it rests on: all entries up to it that name the question.
    pub rests_on: u64,
    /// The day as of which it speaks: the latest `known_on` so far.
    pub as_of: Date,
    /// Probability that the meeting comes after `as_of` and by the deadline.
    pub p: f64,
    /// Lower end of the 90 % interval of the draws.
    pub lo: f64,
    /// Upper end.
    pub hi: f64,
    /// Effective number of draws.
    pub effective_draws: f64,
    /// The program that made it, with its version.
    pub program: String,
}

fields! { Forecast:
    question "question" => Need(Id);
    model "model" => Need(Hash);
    rests_on "rests_on" => Need(Count(1 << 53));
    as_of "as_of" => Need(Day);
    p "p" => Need(Within(0.0, 1.0));
    lo "lo" => Need(Within(0.0, 1.0));
    hi "hi" => Need(Within(0.0, 1.0));
    effective_draws "effective_draws" => Need(Within(0.0, 1e9));
    program "program" => Need(Text(100));
}

impl EntryType for Forecast {
    fn id(&self) -> String {
        ids::forecast(&self.question, self.rests_on)
    }

    fn questions(&self) -> &[Name] {
        std::slice::from_ref(&self.question)
    }

    fn headline(&self) -> String {
        format!("{}: {} as of {}", self.question, self.p, self.as_of)
    }
}
