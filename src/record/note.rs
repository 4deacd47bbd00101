//! A note: free words in the log.

use super::Name;
use super::field::{List, Need, fields};
use super::forms::{Ids, Text};

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
