//! What outsiders get: the export, the bundle, and the checkers that share nothing with the
//! program.

mod altered;
mod bundle;
mod changed;
pub mod common;
mod foreign;
mod log;
mod mutants;
mod strict;
mod verify_belief2;
mod verify_py;
