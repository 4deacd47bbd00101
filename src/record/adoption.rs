//! An adoption: a belief model taken into use.

use super::entry_type::EntryType;
use super::field::{List, Need, fields};
use super::forms::{Hash, Ids, Text};
use super::{Name, ids};

/// A belief model taken into use; the file itself is kept as an attachment.
#[derive(Debug, Clone, PartialEq)]
pub struct Adoption {
    /// The model's own id.
    pub id: String,
    /// SHA-256 of the model file, in lower-case hex.
    pub sha256: String,
    /// Questions that change to it; where empty, it serves the questions opened from now on.
    pub questions: Vec<Name>,
}

fields! { Adoption:
    id "id" => Need(Text(100));
    sha256 "sha256" => Need(Hash);
    questions "question" => List(Ids);
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
