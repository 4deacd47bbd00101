//! The dashboard, spoken to over raw HTTP as a friend and as an enemy would.

mod command;
mod crowd;
mod files;
mod gate;
mod hostile;
mod live;
mod one_number;
mod pages;
mod reader;
pub mod served;
mod write;
