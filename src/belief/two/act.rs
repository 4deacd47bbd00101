//! What a plan does to the bank of its day: it moves the day, and keeps the sum of what it moves.

use std::sync::Arc;

use super::Model;
use super::bank::{Layers, add, sound};
use super::chronicle::Products;
use super::factors::Factors;
use super::model::{Call, Plans};
use super::plan::{Part, Plan};
use crate::belief::Degenerate;

/// The masses that a plan finds on its day, one a draw.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// Of the days named.
    named: Vec<f64>,
    /// Of the days near them.
    near: Vec<f64>,
    /// Of the others.
    other: Vec<f64>,
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

impl Found {
    /// Sums the bank as of the plan's day over the plan's parts, days ascending, `later` last.
    pub fn on_its_day(plan: &Plan, layers: &Layers<'_>) -> Result<Self, Degenerate> {
        let ground = layers.ground;
        let zeros = vec![0.0; ground.prior.draws()];
        let (mut named, mut near, mut other) = (zeros.clone(), zeros.clone(), zeros);
        layers.each_day(plan.day + 1, |day, row| {
            match plan.parts.get(ground.horizon.index(day)) {
                Some(Part::Named) => add(&mut named, row),
                Some(Part::Near) => add(&mut near, row),
                Some(Part::Other) => add(&mut other, row),
                Some(Part::Left) | None => {}
            }
        });
        let later = layers.later();
        add(if plan.beyond { &mut named } else { &mut other }, &later);
        let mut share = Vec::with_capacity(named.len());
        for (k, ((a, b), o)) in named.iter().zip(&near).zip(&other).enumerate() {
            let u = a + b;
            let z = u + o;
            for sum in [*a, *o, z] {
                sound(k, sum)?;
            }
            share.push(u / z);
        }
        Ok(Self {
            named,
            near,
            other,
            share,
        })
    }

    /// The factors that make of what was found what the plan says; `undone` are the shares that
    /// its days had before the announcement that it takes back.
    pub fn moved(
        &self,
        plan: &Plan,
        model: &Model,
        trust: Trust,
        undone: Option<&[f64]>,
    ) -> Factors {
        let mut out = Factors::default();
        let sums = self.named.iter().zip(&self.near).zip(&self.other);
        for (k, (((a, b), o), c)) in sums.zip(&self.share).enumerate() {
            let u = a + b;
            let z = u + o;
            let (v, named, near) = match plan.call {
                Call::Announce => {
                    let stays = kept(&model.plans, k, trust.lead);
                    announced(trust.credibility, stays, *c, (*a, *b, z), &model.plans)
                }
                Call::Cancel => {
                    let before = undone.and_then(|shares| shares.get(k)).copied();
                    let v = cancelled(trust.credibility, *c, before, &model.plans);
                    let g = v * z / u;
                    (v, g, g)
                }
            };
            out.named.push(named);
            out.near.push(near);
            out.other.push((1.0 - v) * z / o);
        }
        out
    }
}

/// The share of the announced days, and the factors of the named and the near ones.
fn announced(
    w: f64,
    stays: f64,
    c: f64,
    (a, b, z): (f64, f64, f64),
    plans: &Plans,
) -> (f64, f64, f64) {
    let v = c.max(w * stays + (1.0 - w) * c);
    let mut i = a / (a + b);
    let mut near = 1.0;
    if b > 0.0 {
        i = i.max(w * (1.0 - plans.near_share) + (1.0 - w) * i);
        near = v * (1.0 - i) * z / b;
    }
    (v, v * i * z / a, near)
}

/// The share of the cancelled days.
fn cancelled(w: f64, c: f64, before: Option<f64>, plans: &Plans) -> f64 {
    let v = c * plans.cancelled_keeps;
    let v = before.map_or(v, |before| v.min(before));
    w * v + (1.0 - w) * c
}

/// Chance in a draw that an announced plan is kept, so many days ahead.
fn kept(plans: &Plans, draw: usize, lead: i32) -> f64 {
    let at = |draws: &[f64]| draws.get(draw).copied().unwrap_or(0.0);
    let daily = 1.0 - at(&plans.loss_draws);
    let mut kept = at(&plans.kept_draws);
    for _ in plans.last_days..lead {
        kept *= daily;
    }
    kept
}
