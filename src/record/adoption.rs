//! An adoption: a belief model taken into use.

use super::Name;
use super::field::{List, Need, fields};
use super::forms::{Hash, Ids, Text};

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
