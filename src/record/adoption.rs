//! An adoption: a belief model taken into use.

use std::collections::BTreeMap;

use super::draws::{by_question, by_question_to_value};
use super::entry_type::EntryType;
use super::field::{List, May, Need, fields};
use super::forms::{Hash, Ids, Part, Text};
use super::{Draws, Invalid, Name, ids};

/// A belief model taken into use; the file itself is kept as an attachment.
#[derive(Debug, Clone, PartialEq)]
pub struct Adoption {
    /// The model's own id.
    pub id: String,
    /// SHA-256 of the model file, in lower-case hex.
    pub sha256: String,
    /// Questions that change to it; where empty, it serves the questions opened from now on.
    pub questions: Vec<Name>,
    /// New draws for those of the questions that had another number of them than the model.
    pub draws: Option<BTreeMap<Name, Draws>>,
}

fields! { Adoption, checked by consistent:
    id "id" => Need(Text(100));
    sha256 "sha256" => Need(Hash);
    questions "question" => List(Ids);
    draws "draws" => May(DRAWS);
}

/// New draws, by question.
const DRAWS: Part<BTreeMap<Name, Draws>> = Part(
    by_question,
    by_question_to_value,
    "by question, `daily_rate_draws` and `chance_draws`",
);

impl Adoption {
    /// The new draws that it brings a question.
    #[must_use]
    pub fn draws_for(&self, question: &Name) -> Option<&Draws> {
        self.draws.as_ref()?.get(question)
    }

    fn consistent(&self) -> Result<(), Invalid> {
        let Some(draws) = &self.draws else {
            return Ok(());
        };
        let strange = draws.keys().find(|id| !self.questions.contains(id));
        match strange {
            None if !draws.is_empty() => Ok(()),
            found => Err(Invalid::new(
                "draws",
                found.map_or("{}", Name::as_str),
                "draws for no question that changes",
                "one of the questions named in `question`, or leave the field out",
            )),
        }
    }
}

impl EntryType for Adoption {
    fn id(&self) -> String {
        format!("model:{}:{}", ids::scope(&self.questions), self.sha256)
    }

    fn questions(&self) -> &[Name] {
        &self.questions
    }

    fn attachments(&self) -> &[String] {
        std::slice::from_ref(&self.sha256)
    }

    fn topic(&self) -> Option<&'static str> {
        Some(":model")
    }

    fn headline(&self) -> String {
        match self.questions.as_slice() {
            [] => format!("model {} is taken into use", self.id),
            _ => format!("model {} for some questions", self.id),
        }
    }

    fn cause(&self) -> String {
        format!("changes to model {}", self.id)
    }

    fn doing(&self) -> String {
        format!("changing to model {}", self.id)
    }
}
