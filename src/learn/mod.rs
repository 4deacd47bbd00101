//! Where models and priors come from, draws of ratios and rates out of counts and judgement; and
//! how good the forecasts were, and what to watch for.

pub mod build;
pub mod draws;
pub mod prior;
pub mod score;
pub mod source;
pub mod worth;

/// The model that ships with the program, built from `ledger/models/kernel-1.toml`.
pub const SHIPPED: &[u8] = include_bytes!("../../ledger/models/kernel-1.json");
