//! Version 1 of the arithmetic: a bank of masses by day and draw, moved by each signal in turn.

mod bank;
mod chance;
mod docket;
mod evidence;
mod fold;
mod pool;
pub mod silence;
mod snapshot;
mod state;

pub use bank::{Bank, Span};
pub use chance::chance;
pub use docket::{Docket, rederive};
pub use evidence::{Evidence, Past, Told, Weight};
pub use silence::Watch;
pub use state::{Belief, Parts, Step};

pub(super) use fold::Fold;
