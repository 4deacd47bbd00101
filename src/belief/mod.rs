//! The mathematics: a distribution over the day of the meeting, moved by evidence.
//!
//! Pure, and only `+ - * /` on binary64 in a fixed order, so that every machine gets the same
//! bits. The model is specified in `docs/belief.md`.

pub mod explain;
pub mod model;
pub mod one;
mod outlook;
mod report;
pub mod sensitivity;

pub use explain::{
    Cause, Explanation, Move, Moved, Part, RestsOn, explain, explain_after, rests_on,
};
pub use model::{Basis, Kind, Model};
pub use one::{
    Bank, Belief, Docket, Evidence, Parts, Past, Refusal, Span, Step, Told, Watch, Weight, chance,
    rederive,
};
pub use outlook::Outlook;
pub use report::{AtOccasion, Report};

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
