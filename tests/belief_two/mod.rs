//! Belief version 2: the reference vectors bit for bit, and laws that hold for any evidence.

mod echoes;
mod facts;
mod incremental;
mod laws;
mod ledgers;
mod models;
mod plain;
mod plans;
mod recorded;
mod telling;
mod vectors;
