//! One integration binary, modules by capability.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests may fail loudly and read their environment"
)]

mod audit;
mod belief_two;
mod belief_vectors;
mod cli;
mod day;
mod documents;
mod export;
mod feed;
mod fit;
mod house;
mod laws;
mod models;
mod proof;
mod records;
mod refs;
mod scores;
mod store;
mod support;
mod web;
