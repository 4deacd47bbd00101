//! Models and backtests from a feed of events.

mod command;
mod fitted;
mod looking_ahead;
mod made;
mod ridge;
mod second;
mod silence;
