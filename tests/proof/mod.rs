//! The proof room against the reference vectors, other implementations and its own laws.

mod checkpoints;
pub mod common;
mod merkle_properties;
mod merkle_vectors;
mod notes;
mod tiles;
mod tree;
