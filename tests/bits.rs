//! The rooms that compute, compiled once more without the others. `.ci/run` builds this file
//! optimised for the processor it runs on: no bit may differ from the plain build.
#![allow(
    dead_code,
    unused_imports,
    missing_docs,
    clippy::assertions_on_constants,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests may fail loudly, and use a part of each room"
)]

// The tests and the rooms below name the library; here it is this file.
extern crate self as summit_ledger;

#[path = "../src/backtest/mod.rs"]
pub mod backtest;
#[path = "../src/belief/mod.rs"]
pub mod belief;
#[path = "../src/model/mod.rs"]
pub mod model;
#[path = "../src/proof/mod.rs"]
pub mod proof;
#[path = "../src/record/mod.rs"]
pub mod record;
#[path = "../src/score/mod.rs"]
pub mod score;

mod belief_two {
    mod facts;
    mod vectors;
}
mod belief_vectors;
mod feed {
    mod arithmetic;
}
#[path = "proof"]
mod proofs {
    mod common;
    mod merkle_properties;
}
mod support {
    pub mod vectors;
}

#[test]
fn this_build_is_optimised() {
    assert!(!cfg!(debug_assertions), "build it with -C opt-level=3");
}
