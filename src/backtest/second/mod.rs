//! Belief version 2 on feeds: its bank at work on every question of a backtest, and what it learns.
//!
//! A feed's days are reports of grade A1; what it was to be expected to bring and did not stands in
//! the families, before their channels. `docs/backtest.md` says how that does.

pub mod at_work;
pub mod learn;
pub mod learned;
pub mod search;
pub mod setting;
mod story;
pub mod trial;

pub use story::{firsts, lasts, stories};
