//! Where models and priors come from: sources, counts and judgement, draws of ratios and rates.

pub mod build;
pub mod draws;
pub mod prior;
pub mod settings;
pub mod shape;
pub mod shipped;
pub mod source;
