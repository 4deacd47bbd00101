//! What people look at.
//!
//! Everything a command says is built once, as a typed [`doc::Doc`] or [`sheet::Sheet`], and drawn
//! elsewhere, in the form that was asked for. A document says what things mean (a heading, a total,
//! a step toward the meeting), never where they stand or what colour they have.
//!
//! Text that goes into a document is raw, and may be hostile: titles, quotes and summaries were
//! written by strangers. Whoever draws it makes it harmless.
//!
//! Nothing here touches the terminal, the environment or the clock.

pub mod account;
pub mod address;
pub mod announced;
pub mod audit;
pub mod axis;
pub mod backtest;
pub mod basis;
pub mod beforehand;
pub mod brief;
pub mod card;
pub mod cases;
pub mod caveat;
pub mod changes;
pub mod chart;
pub mod decibans;
pub mod doc;
pub mod entry;
pub mod explanation;
pub mod fitted;
#[cfg(test)]
pub(crate) mod fixtures;
pub mod forecast;
pub mod foreseen;
pub mod grades;
pub mod guess;
pub mod kinds;
pub mod learned;
pub mod learned_two;
mod line;
pub mod live;
pub mod log;
pub mod measured;
pub mod models;
pub mod moved;
pub mod pair;
pub mod plans;
pub mod questions;
pub mod reliability;
pub mod report;
pub mod salvage;
pub mod scale;
pub mod score;
pub mod sensitivity;
pub mod sheet;
pub mod status;
pub mod steps;
pub mod supposition;
pub mod table;
mod taken_back;
pub mod telling;
pub mod waterfall;
pub mod words;
pub mod worth;
