//! Models of belief version 2: from a readable source to the file that a ledger adopts.

pub mod build;
mod counted;
mod kinds;
mod laws;
mod plans;
pub mod source;
