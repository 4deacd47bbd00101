//! Why there is no forecast.

use std::fmt;

use crate::record::Invalid;

/// Why a fact cannot be taken in, or a run has no forecast.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Something entered cannot stand.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// A signal leaves the arithmetic without an answer.
    #[error("signal `{signal}`: {why}")]
    Degenerate {
        /// The signal's id.
        signal: String,
        /// Which draw, and how.
        why: Degenerate,
    },
    /// Every signal left an answer on its day, but there is none as of the day asked for.
    #[error("{0}")]
    NoAnswer(Degenerate),
    /// A resumed run was asked to look back beyond where it was resumed.
    #[error("the evidence from before the run was resumed is not at hand")]
    Resumed,
}

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

impl fmt::Display for Degenerate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.fault {
            Fault::Zero => "no possibility is left",
            Fault::NotFinite => "the mass left the range of numbers",
        };
        write!(f, "{what} in draw {}", self.draw)
    }
}
