//! What a plan found on its day and did, as it is kept.

use std::sync::Arc;

use super::factors::Factors;
use super::products::Products;

/// The masses that a plan finds on its day, one a draw.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// Of the days named.
    pub named: Vec<f64>,
    /// Of the days near them.
    pub near: Vec<f64>,
    /// Of the others.
    pub other: Vec<f64>,
    /// Share of the days named and near.
    pub share: Vec<f64>,
}

/// What a plan did, and from what: where that is the same again, so is what it does.
#[derive(Debug, Clone)]
pub(super) struct Acted {
    /// What the families said on its day.
    pub seen: Products,
    /// The latest day watched, as of its day.
    pub watched: Option<i32>,
    pub found: Arc<Found>,
    pub trust: Trust,
    pub factors: Arc<Factors>,
}

/// How far a plan is believed as of the forecast's day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Trust {
    /// Belief in its reports together.
    pub credibility: f64,
    /// Days from when it was last known to stand to the first day named.
    pub lead: i32,
}
