//! A resolution: how a question ended.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::entry_type::EntryType;
use super::field::{Form, May, Need, fields as describe};
use super::forms::{Day, Id, Text};
use super::source::SOURCE;
use super::{Invalid, Name, Source, fields, ids};

/// How a question ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The meeting took place.
    Yes,
    /// The deadline passed without it.
    No,
    /// The question cannot be judged by its criteria.
    Void,
}

impl Outcome {
    /// Parses `yes`, `no` or `void`.
    ///
    /// # Errors
    /// When the text is anything else.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        match text {
            "yes" => Ok(Self::Yes),
            "no" => Ok(Self::No),
            "void" => Ok(Self::Void),
            _ => Err(Invalid::new(
                "outcome",
                text,
                "not an outcome",
                "yes, no or void",
            )),
        }
    }

    /// `yes`, `no` or `void`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Void => "void",
        }
    }
}

/// The end of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolution {
    /// The question.
    pub question: Name,
    /// How it ended.
    pub outcome: Outcome,
    /// The day that decided it: of the meeting, or the deadline.
    pub on: Date,
    /// Who says so.
    pub source: Option<Source>,
    /// Why an earlier resolution is corrected; absent on the first.
    pub because: Option<String>,
}

describe! { Resolution:
    question "question" => Need(Id);
    outcome "outcome" => Need(Ending);
    on "on" => Need(Day);
    source "source" => May(SOURCE);
    because "because" => May(Text(1000));
}

/// The form of an outcome.
struct Ending;

impl Form for Ending {
    type Value = Outcome;

    fn read(&self, name: &'static str, value: &Value) -> Result<Outcome, Invalid> {
        let text = fields::bounded(name, fields::string(name, value)?, 50)?;
        Outcome::parse(&text)
    }

    fn write(&self, value: &Outcome) -> Value {
        json!(value.as_str())
    }

    fn holds(&self) -> String {
        "`yes`, `no` or `void`".into()
    }
}

impl EntryType for Resolution {
    fn id(&self) -> String {
        ids::resolution(&self.question, 1)
    }

    fn questions(&self) -> &[Name] {
        std::slice::from_ref(&self.question)
    }

    fn days(&self) -> Vec<(&'static str, Date)> {
        vec![("on", self.on)]
    }

    fn topic(&self) -> Option<&'static str> {
        Some(":resolution")
    }

    fn headline(&self) -> String {
        format!(
            "{}: {} on {}",
            self.question,
            self.outcome.as_str(),
            self.on
        )
    }
}
