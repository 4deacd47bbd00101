//! Learning from questions that ended, onto a source of belief version 2.

mod command;
mod made;
mod moves;
mod plans;
mod source;
