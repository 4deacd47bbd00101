//! The nouns: what analysts record and what stands in the log.
//!
//! Parsing is validation: a value of one of these types holds what its documentation says. A
//! refusal ([`Invalid`]) names the field, the value and the remedy.

// A package of its own, in which paths read as in the others.
use crate as record;

mod account;
mod adoption;
mod body;
mod continuation;
pub mod date;
mod draws;
mod entry;
mod entry_type;
mod field;
pub mod fields;
mod forecast;
mod forms;
mod grade;
mod guess;
mod guesses;
pub mod ids;
mod instant;
mod invalid;
pub mod json;
mod likelihood;
mod name;
mod note;
mod occasion;
mod origin;
mod pair;
mod passage;
mod prior;
mod question;
mod redaction;
mod reopening;
mod resolution;
mod retraction;
mod rotation;
mod salvage;
mod signal;
mod source;
mod watch;

use body::types;

pub use account::{Account, Row, overtaken};
pub use adoption::Adoption;
pub use continuation::Continuation;
pub use draws::Draws;
pub use entry::{Entry, MAX_BYTES, VERSION};
pub use entry_type::Place;
pub use field::Field;
pub use forecast::Forecast;
pub use forms::MAX_DRAWS;
pub use grade::Grade;
pub use guess::Guess;
pub use guesses::{Course, Guessed, Guesses};
pub use instant::Instant;
pub use invalid::Invalid;
pub use likelihood::Likelihood;
pub use name::Name;
pub use note::Note;
pub use occasion::{Occasion, OccasionBasis};
pub use origin::Origin;
pub use pair::Pair;
pub use passage::Passage;
pub use prior::{Prior, PriorBasis};
pub use question::Question;
pub use redaction::Redaction;
pub use reopening::Reopening;
pub use resolution::{Outcome, Resolution};
pub use retraction::Retraction;
pub use rotation::Rotation;
pub use salvage::Salvage;
pub use signal::Signal;
pub use source::Source;
pub use watch::Watch;

types! {
    /// A question opened.
    "question" Question(Box<Question>) Question, Question;
    /// A signal.
    "signal" Signal(Box<Signal>) Signal, Report;
    /// A look at where meetings are announced.
    "watch" Watch(Watch) Watch, Report;
    /// A person's own number, beside the model's.
    "guess" Guess(Guess) Guess, Report;
    /// A signal taken out of the evidence.
    "retraction" Retraction(Retraction) Retraction, Retraction;
    /// Time that passed without a signal.
    "passage" Passage(Passage) Passage, Passage;
    /// How a question ended.
    "resolution" Resolution(Box<Resolution>) Resolution, Resolution;
    /// A resolution taken back.
    "reopening" Reopening(Reopening) Reopening, Resolution;
    /// Free words.
    "note" Note(Note) Note, Note;
    /// A model taken into use.
    "model" Model(Adoption) Adoption, Model;
    /// What the program believed.
    "forecast" Forecast(Box<Forecast>) Forecast, Program;
    /// An attachment whose bytes were removed.
    "redaction" Redaction(Redaction) Redaction, Program;
    /// The log goes on from an older copy.
    "continuation" Continuation(Continuation) Continuation, Program;
    /// The log changes its key.
    "rotation" Rotation(Box<Rotation>) Rotation, Program;
    /// Brought over from a damaged file.
    "salvage" Salvage(Box<Salvage>) Salvage, Program;
    /// Entry 0: the log's name.
    "ledger" Ledger(Origin) Origin, Program;
}
