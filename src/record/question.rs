//! A question: will these leaders meet in person by the deadline, and what was thought at the start.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::entry_type::EntryType;
use super::field::{Else, Form, Mark, May, Need, fields as describe};
use super::forms::{Day, Id, Part, Parts, Text};
use super::{Invalid, Name, Occasion, Prior, date, fields};

/// Longest life of a question, in days.
pub const MAX_LIFE: i32 = 3660;
/// Most occasions of one question.
pub(super) const MAX_OCCASIONS: usize = 32;

/// A question on one leader-level meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Identifier, unique in the ledger.
    pub id: Name,
    /// One line that says what is asked.
    pub title: String,
    /// The leaders; at least two.
    pub participants: Vec<String>,
    /// What counts as a meeting, who counts, what is void, which source decides.
    pub criteria: String,
    /// The day on which the question opens; the first day that a meeting counts is the next.
    pub opens: Date,
    /// The last day on which a meeting counts.
    pub deadline: Date,
    /// The reference class that the rate of ordinary days comes from.
    pub prior: Prior,
    /// Summit weeks and forums within the question's horizon, in order.
    pub occasions: Vec<Occasion>,
    /// Seed of the permutations of draws that the program made; absent where all were given.
    pub seed: Option<u32>,
    /// Whether nobody is to be shown the model's number or others' before giving one of their own.
    pub blind: bool,
}

describe! { Question, checked by consistent:
    id "id" => Need(Id);
    title "title" => Need(Text(300));
    participants "participants" => Need(Leaders);
    criteria "criteria" => Need(Text(6000));
    opens "opens" => Need(Day);
    deadline "deadline" => Need(Day);
    prior "prior" => Need(Part(Prior::from_value, Prior::to_value, ""));
    occasions "occasions" => Else(Parts(OCCASION, MAX_OCCASIONS), Vec::new());
    seed "seed" => May(Seed);
    blind "blind" => Mark;
}

impl Question {
    fn consistent(&self) -> Result<(), Invalid> {
        self.lives()?;
        for (i, occasion) in self.occasions.iter().enumerate() {
            let before = self.occasions.iter().take(i);
            if before.map(|o| &o.id).any(|id| *id == occasion.id) {
                return Err(Invalid::new(
                    format!("occasions[{i}].id"),
                    occasion.id.as_str(),
                    "two occasions share this id",
                    "give each its own",
                ));
            }
        }
        Ok(())
    }

    fn lives(&self) -> Result<(), Invalid> {
        let life = date::number(self.deadline) - date::number(self.opens);
        if life < 1 {
            return Err(Invalid::new(
                "deadline",
                self.deadline.to_string(),
                format!("not after the opening day {}", self.opens),
                "the first day that counts is the day after `opens`",
            ));
        }
        if life > MAX_LIFE {
            return Err(Invalid::new(
                "deadline",
                self.deadline.to_string(),
                format!("{life} days after the opening are too many"),
                format!("at most {MAX_LIFE} days"),
            ));
        }
        Ok(())
    }
}

/// The form of an occasion within a question.
const OCCASION: Part<Occasion> = Part(Occasion::from_value, Occasion::to_value, "");

/// The form of the list of leaders.
struct Leaders;

impl Form for Leaders {
    type Value = Vec<String>;

    fn read(&self, name: &'static str, value: &Value) -> Result<Vec<String>, Invalid> {
        let leader = |(i, v): (usize, &Value)| {
            let at = format!("{name}[{i}]");
            fields::string(&at, v).and_then(|s| fields::bounded(&at, s, 200))
        };
        let names: Vec<String> = match value {
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(leader)
                .collect::<Result<_, _>>()?,
            _ => Vec::new(),
        };
        if (2..=20).contains(&names.len()) {
            Ok(names)
        } else {
            Err(Invalid::new(
                name,
                value.to_string(),
                "a meeting takes at least two leaders",
                "a list of 2 to 20 names, for example [\"Joe Biden\", \"Xi Jinping\"]",
            ))
        }
    }

    fn write(&self, value: &Vec<String>) -> Value {
        json!(value)
    }

    fn holds(&self) -> String {
        "2 to 20 names".into()
    }
}

/// The form of a seed.
struct Seed;

impl Form for Seed {
    type Value = u32;

    fn read(&self, name: &'static str, value: &Value) -> Result<u32, Invalid> {
        let seed = fields::count(name, value, u64::from(u32::MAX))?;
        Ok(u32::try_from(seed).unwrap_or(u32::MAX))
    }

    fn write(&self, value: &u32) -> Value {
        json!(value)
    }

    fn holds(&self) -> String {
        "whole, from 0".into()
    }
}

impl EntryType for Question {
    fn id(&self) -> String {
        self.id.to_string()
    }

    fn questions(&self) -> &[Name] {
        std::slice::from_ref(&self.id)
    }

    fn topic(&self) -> Option<&'static str> {
        Some(":question")
    }

    fn headline(&self) -> String {
        self.title.clone()
    }

    fn cause(&self) -> String {
        "the question opens".into()
    }
}
