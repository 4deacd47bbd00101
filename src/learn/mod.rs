//! Where models and priors come from, draws of ratios and rates out of counts and judgement; and
//! how good the forecasts were, and what to watch for.

pub mod build;
pub mod cases;
pub mod draws;
pub mod feed;
pub mod prior;
pub mod score;
pub mod source;
pub mod worth;

/// The model that ships with the program, built from `ledger/models/kernel-2.toml`, which was learned: `docs/model-card.md`.
pub const SHIPPED: &[u8] = include_bytes!("../../ledger/models/kernel-2.json");

/// The vocabulary and judgement that models are learned onto.
pub const SHIPPED_SOURCE: &str = include_str!("../../ledger/models/kernel-1.toml");
