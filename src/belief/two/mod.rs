//! Version 2 of the belief: families of stories, silence that was watched, plans that move the day.
//!
//! Version 1's bank of draws and days, moved by other evidence. A forecast is a function of the
//! entries that stand, of the model and of the question; what an [`Engine`] keeps between two
//! forecasts never changes a bit of it. Only `+ - * /`, square root, minimum and maximum on
//! binary64 in a fixed order; a logarithm is taken for [`why`] alone, and rounded there.

mod act;
mod acted;
mod bank;
mod banks;
mod base;
mod channel;
mod chronicle;
mod curve;
mod echo;
mod engine;
mod fact;
mod factors;
mod family;
mod feed;
mod ground;
mod heard;
mod index;
pub mod model;
mod part;
mod plan;
mod pool;
mod products;
mod refused;
mod report;
mod story;
mod tell;
mod unnamed;
pub mod why;
mod work;

pub use banks::Effort;
pub use engine::Engine;
pub use fact::{Fact, Report, Watch};
pub use ground::Question;
pub use model::Model;
pub use refused::Refused;
pub use tell::{Announced, InFamily, Planned, Role, Telling};
pub use why::{Cause, Planning, Row};
