//! `summit`: an event-sourced forecasting ledger for summit likelihood.
//!
//! Analysts append signals to an append-only log; a Bayesian model of *when* the leaders meet
//! recomputes the probability after each. Every number can be explained and derived again.
//!
//! The rooms, each using only those before it: [`files`] (how a file is written), [`record`] (the
//! nouns), [`belief`] (the arithmetic), [`proof`] (canonical bytes and the Merkle tree), [`store`] (the append-only file),
//! [`model`] (where models and priors come from), [`score`] (how good forecasts were), [`desk`]
//! (what an analyst does), [`audit`] (everything computed again), [`backtest`] (feeds and trials),
//! [`view`] (what is said), [`draw`] (how it is drawn), [`publish`] (what outsiders get) and [`web`]
//! (the dashboard). The library never touches the terminal, the environment or the clock; the
//! program passes them in.

pub mod audit;
pub mod backtest;
pub mod desk;
pub mod draw;
pub mod files;
pub mod library;
pub mod model;
pub mod proof;
pub mod publish;
pub mod score;
pub mod store;
pub mod view;
pub mod web;

/// The arithmetic, a package of its own: so that it is optimised also where the rest is not.
pub use summit_belief as belief;
/// The nouns, which the arithmetic is about.
pub use summit_record as record;
