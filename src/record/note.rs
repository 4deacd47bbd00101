//! A note: free words in the log.

use super::entry_type::EntryType;
use super::field::{List, Need, fields};
use super::forms::{Ids, Text};
use super::{Name, ids};

/// Free words in the log, on one question or several, or on none.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The questions that it speaks of; may be empty.
    pub questions: Vec<Name>,
    /// The words.
    pub text: String,
}

fields! { Note:
    questions "question" => List(Ids);
    text "text" => Need(Text(4000));
}

impl EntryType for Note {
    fn id(&self) -> String {
        format!(
            "note:{}:{}",
            ids::scope(&self.questions),
            ids::short(&self.text)
        )
    }

    fn questions(&self) -> &[Name] {
        &self.questions
    }

    fn headline(&self) -> String {
        self.text.clone()
    }
}
