//! The mathematics: a distribution over the day of the meeting, moved by evidence.
//!
//! Pure, and only `+ - * /` on binary64 in a fixed order, so that every machine gets the same
//! bits. The model is specified in `docs/belief.md`.

mod bank;
mod chance;
mod docket;
mod evidence;
pub mod explain;
pub mod model;
mod outlook;
mod report;
pub mod sensitivity;
pub mod silence;
mod state;
pub mod two;

pub use bank::{Bank, Span};
pub use chance::chance;
pub use docket::{Docket, rederive};
pub use evidence::{Evidence, Past, Told, Weight};
pub use explain::{
    Cause, Explanation, Move, Moved, Part, RestsOn, explain, explain_after, rests_on,
};
pub use model::{Basis, Kind, Model};
pub use outlook::Outlook;
pub use report::{AtOccasion, Report};
pub use silence::Watch;
pub use state::{Belief, Parts, Refusal, Step};

/// A bank that has no answer: some draw's total mass is 0 or not finite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Degenerate {
    /// The first such draw, from 0.
    pub draw: usize,
    /// What is wrong with it.
    pub fault: Fault,
}

/// How a draw lost its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is possible any more.
    Zero,
    /// The masses left the range of binary64.
    NotFinite,
}
