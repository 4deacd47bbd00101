//! Version 1 of the arithmetic: a bank of masses by day and draw, moved by each signal in turn.
//!
//! [`super::Run`] is how it is used. A backtest, which starts from banks of its own, uses
//! [`Belief`] itself.

mod bank;
mod chance;
mod evidence;
mod fold;
mod pool;
pub mod silence;
mod snapshot;
mod state;

pub use bank::{Bank, Span};
pub use chance::chance;
pub use evidence::{Evidence, Weight};
pub use silence::Watch;
pub use state::{Belief, Step};

pub(super) use fold::Fold;
