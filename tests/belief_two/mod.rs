//! Belief version 2: the reference vectors bit for bit, and laws that hold for any evidence.

mod facts;
mod incremental;
mod laws;
mod ledgers;
mod models;
mod plain;
mod telling;
mod vectors;
