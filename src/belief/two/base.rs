//! What the arithmetic rests on beside the reports.

use std::borrow::Cow;
use std::cell::Cell;
use std::sync::Arc;

use super::acted::Trust;
use super::bank::{self, Layers, Move, Say};
use super::channel::Channels;
use super::chronicle::Frame;
use super::feed::{self, Quiet};
use super::ground::Ground;
use super::plan::{self, Plan};
use super::products::Products;
use super::{Model, Watch};

/// What the arithmetic rests on beside the reports.
#[derive(Debug, Clone)]
pub(super) struct Base {
    pub model: Arc<Model>,
    pub ground: Arc<Ground>,
    /// What silence leaves of a day, by lead.
    pub hush: Arc<Vec<f64>>,
    pub watches: Vec<Watch>,
    /// What a feed was expected to bring and did not; `None` in a ledger.
    pub quiet: Option<Quiet>,
}

impl Base {
    pub fn frame(&self) -> Frame<'_> {
        Frame {
            ground: &self.ground,
            model: &self.model,
        }
    }

    /// The latest day watched, as known on a day.
    pub fn watched(&self, day: i32) -> Option<i32> {
        let known = self.watches.iter().filter(|watch| watch.known <= day);
        known.map(|watch| watch.through).max()
    }

    /// What silence leaves of each day, as known on a day, with these plans.
    pub fn hush(&self, day: i32, plans: &[Plan]) -> Vec<f64> {
        let announced = plan::ever_announced(plans, &self.ground);
        bank::hush(&self.ground, self.watched(day), &self.hush, &announced)
    }

    /// What families say, with what a feed did not bring of theirs.
    pub fn heard<'p>(&self, products: &'p Products) -> Cow<'p, Products> {
        match &self.quiet {
            None => Cow::Borrowed(products),
            Some(quiet) => Cow::Owned(feed::with(products, quiet)),
        }
    }

    /// How far a plan is believed, by all that is known.
    pub fn trust(&self, plan: &Plan) -> Trust {
        Trust {
            credibility: plan.credibility(self.model.repeat_discount),
            lead: plan.lead(self.watches.iter().map(|watch| watch.through)),
        }
    }

    /// The bank of a day: families, silence with these plans, and what they did so far.
    pub fn layers<'b>(
        &'b self,
        products: &'b Products,
        channels: &'b Channels,
        day: i32,
        plans: &'b [Plan],
    ) -> Layers<'b> {
        let say = |(name, product): &'b (String, Arc<Vec<f64>>)| Say {
            product,
            heard: channels.of(name),
        };
        let moved = |plan: &'b Plan| {
            let factors = &plan.acted.as_ref()?.factors;
            Some(Move { plan, factors })
        };
        Layers {
            ground: &self.ground,
            says: products.iter().map(say).collect(),
            hush: self.hush(day, plans),
            moves: plans.iter().filter_map(moved).collect(),
            made: Cell::new(0),
        }
    }
}
