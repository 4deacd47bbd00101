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
    /// What its report would say without days, where that is asked.
    pub unnamed: Option<Unnamed>,
}

/// What the report of a plan would say without days, one number a draw, and what is needed to say
/// no less with them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unnamed {
    /// The belief in the report for which this holds.
    pub bare: f64,
    /// Mass of all days to come and of later, then.
    pub all: Vec<f64>,
    /// Share of the window in it.
    pub window: Vec<f64>,
    /// What is left alone, and that of it that lies in the window.
    pub left: Vec<f64>,
    /// See `left`.
    pub left_in: Vec<f64>,
    /// Share of the near days' mass that lies in the window.
    pub near_in: Vec<f64>,
    /// Share of the others' mass that lies in the window.
    pub other_in: Vec<f64>,
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
    /// The plan that had taken its place.
    pub replaced_by: Option<usize>,
}

/// What a cancellation needs of an announcement that it takes back, one number a draw.
#[derive(Debug, Clone, Copy)]
pub(super) struct Undone<'a> {
    /// The share that its days had before.
    pub share: &'a [f64],
    /// What it multiplied the draws by; none where that is 1.
    pub weighed: &'a [f64],
}

impl Acted {
    /// What is undone where it is taken back.
    pub fn undone(&self) -> Undone<'_> {
        Undone {
            share: &self.found.share,
            weighed: &self.factors.left,
        }
    }
}

/// How far a plan is believed as of the forecast's day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Trust {
    /// Belief in its reports together, as reports of a plan.
    pub credibility: f64,
    /// The same by their grades alone, of those told since it was made.
    pub bare: f64,
    /// Belief in the doubts raised since it was last told.
    pub doubt: f64,
    /// Days from when it was last known to stand to the first day named.
    pub lead: i32,
}
