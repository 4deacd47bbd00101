//! What the arithmetic rests on beside the reports.

use std::borrow::Cow;
use std::cell::Cell;
use std::sync::Arc;

use super::acted::Trust;
use super::bank::{self, Layers, Move, Say};
use super::channel::Channels;
use super::chronicle::Frame;
use super::echo::Echoes;
use super::family;
use super::feed::{self, Quiet};
use super::ground::Ground;
use super::model::Call;
use super::plan::{self, Plan};
use super::products::Products;
use super::report::Heard;
use super::{Model, Report, Watch};
use crate::record::Invalid;

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

    /// A report as it is heard on this question.
    pub fn hear(&self, report: Report) -> Result<Arc<Heard>, Invalid> {
        let heard = Heard::read(report, &self.model)?;
        Ok(Arc::new(
            heard.on(&self.model, self.ground.horizon.deadline),
        ))
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
            bare: plan.bare_credibility(self.model.repeat_discount),
            doubt: plan.doubt(self.model.repeat_discount),
            lead: plan.lead(self.watches.iter().map(|watch| watch.through)),
        }
    }

    /// What families would have said on a plan's day if its report had named no days, as a story of
    /// its own; where the model asks for that, and it names days of the window.
    pub fn without_days(
        &self,
        plan: &Plan,
        before: &[Plan],
        seen: &Products,
        trust: Trust,
    ) -> Option<Products> {
        let horizon = self.ground.horizon;
        let asked = self.model.plans.at_least_unnamed && plan.call == Call::Announce;
        if !asked || plan.about.1 > horizon.deadline {
            return None;
        }
        let report = &plan.made_by;
        let echoes = Echoes::on(plan.day, before, &self.ground, &self.model);
        let says = echoes.unnamed(report, horizon, &self.model, trust.bare);
        let mut all = seen.clone();
        let at = all.partition_point(|(name, _)| *name < report.family);
        if all.get(at).is_none_or(|(name, _)| *name != report.family) {
            let silent = Arc::new(vec![1.0; horizon.days()]);
            all.insert(at, (report.family.clone(), silent));
        }
        let (_, product) = all.get_mut(at)?;
        let product = Arc::make_mut(product);
        for (day, factor) in says.each() {
            if let Some(product) = product.get_mut(day) {
                *product = family::step(*product, factor);
            }
        }
        Some(all)
    }

    /// The bank of a day: families, silence with these plans, and what they did so far; as if the
    /// plan at the place `without`, which replaced another, had not been made.
    pub fn layers<'b>(
        &'b self,
        products: &'b Products,
        channels: &'b Channels,
        day: i32,
        plans: &'b [Plan],
        without: Option<usize>,
    ) -> Layers<'b> {
        let say = |(name, product): &'b (String, Arc<Vec<f64>>)| Say {
            product,
            heard: channels.of(name),
        };
        let moved = |plan: &'b Plan| {
            if plan.replaced_by.is_some() && plan.replaced_by != without {
                return None;
            }
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
