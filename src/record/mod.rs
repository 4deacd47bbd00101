//! The nouns: what analysts record and what stands in the log.
//!
//! Parsing is validation: a value of one of these types holds what its documentation says. A
//! refusal ([`Invalid`]) names the field, the value and the remedy.

mod account;
pub mod date;
mod entry;
mod event;
mod field;
pub mod fields;
mod forecast;
mod forms;
mod grade;
pub mod ids;
mod instant;
mod invalid;
pub mod json;
mod name;
mod question;
mod signal;

pub use account::{Account, Row};
pub use entry::{Body, Entry, MAX_BYTES, VERSION};
pub use event::{Adoption, Note, Outcome, Passage, Resolution, Retraction};
pub use field::Field;
pub use forecast::Forecast;
pub use grade::Grade;
pub use instant::Instant;
pub use invalid::Invalid;
pub use name::Name;
pub use question::{MAX_DRAWS, Occasion, OccasionBasis, Prior, Question};
pub use signal::{Likelihood, Signal, Source};
