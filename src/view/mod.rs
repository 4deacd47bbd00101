//! What people look at.
//!
//! Everything a command says is built once, as a typed [`doc::Doc`], and drawn by separate
//! renderers: [`text`] for the terminal, others for Markdown and HTML. A document says what things
//! mean (a heading, a total, a step toward the meeting), never where they stand or what colour
//! they have.
//!
//! Text that goes into a document is raw, and may be hostile: titles, quotes and summaries were
//! written by strangers. Each renderer makes it harmless for its own medium ([`safe`]), so that
//! nobody else has to remember to.
//!
//! Nothing here touches the terminal, the environment or the clock.

pub mod account;
pub mod audit;
mod axis;
pub mod chart;
pub mod csv;
pub mod decibans;
pub mod doc;
pub mod explanation;
#[cfg(test)]
mod fixtures;
pub mod forecast;
pub mod html;
pub mod kinds;
pub mod markdown;
pub mod models;
pub mod moved;
pub mod png;
pub mod questions;
pub mod reliability;
pub mod report;
pub mod safe;
pub mod score;
pub mod sensitivity;
pub mod supposition;
pub mod svg;
pub mod table;
pub mod text;
pub mod waterfall;
pub mod words;
pub mod worth;
