//! The nouns: what analysts record and what stands in the log.
//!
//! Parsing is validation: a value of one of these types holds what its documentation says. A
//! refusal ([`Invalid`]) names the field, the value and the remedy.

mod account;
mod adoption;
mod body;
pub mod date;
mod draws;
mod entry;
mod entry_type;
mod field;
pub mod fields;
mod forecast;
mod forms;
mod grade;
pub mod ids;
mod instant;
mod invalid;
pub mod json;
mod likelihood;
mod name;
mod note;
mod occasion;
mod origin;
mod passage;
mod prior;
mod question;
mod redaction;
mod resolution;
mod retraction;
mod signal;
mod source;

pub use account::{Account, Row};
pub use adoption::Adoption;
pub use body::Body;
pub use draws::Draws;
pub use entry::{Entry, MAX_BYTES, VERSION};
pub use entry_type::Place;
pub use field::Field;
pub use forecast::Forecast;
pub use forms::MAX_DRAWS;
pub use grade::Grade;
pub use instant::Instant;
pub use invalid::Invalid;
pub use likelihood::Likelihood;
pub use name::Name;
pub use note::Note;
pub use occasion::{Occasion, OccasionBasis};
pub use origin::Origin;
pub use passage::Passage;
pub use prior::Prior;
pub use question::Question;
pub use redaction::Redaction;
pub use resolution::{Outcome, Resolution};
pub use retraction::Retraction;
pub use signal::Signal;
pub use source::Source;
