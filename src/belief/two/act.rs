//! What a plan does to the bank of its day: it moves the day, and keeps the sum of what it moves.

use super::Model;
use super::acted::{Found, Trust, Undone};
use super::bank::{Layers, add, sound};
use super::factors::Factors;
use super::model::{Call, Plans};
use super::part::Part;
use super::plan::Plan;
use crate::belief::Degenerate;

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
            unnamed: None,
        })
    }

    /// Whether what was found also holds for such a trust.
    pub fn holds_for(&self, trust: Trust) -> bool {
        let unnamed = self.unnamed.as_ref();
        unnamed.is_none_or(|unnamed| unnamed.bare == trust.bare)
    }

    /// The factors that make of what was found what the plan says; `undone` are the
    /// announcements that it takes back.
    pub fn moved(
        &self,
        plan: &Plan,
        model: &Model,
        trust: Trust,
        undone: &[Undone<'_>],
    ) -> Factors {
        let mut out = Factors::default();
        let sums = self.named.iter().zip(&self.near).zip(&self.other);
        for (k, (((a, b), o), c)) in sums.zip(&self.share).enumerate() {
            let u = a + b;
            let z = u + o;
            if plan.call == Call::Announce {
                let stays = kept(&model.plans, k, trust);
                let (v, i) = announced(trust.credibility, stays, *c, (*a, *b), &model.plans);
                let (v, i, g) = match &self.unnamed {
                    Some(unnamed) => unnamed.at_least(k, v, i, (*b, z)),
                    None => (v, i, 1.0),
                };
                let near = if *b > 0.0 { v * (1.0 - i) * z / b } else { 1.0 };
                out.named.push(v * i * z / a);
                out.near.push(near);
                out.other.push((1.0 - v) * z / o);
                if self.unnamed.is_some() {
                    out.weigh(g);
                }
            } else {
                let before = undone.iter().filter_map(|x| x.share.get(k)).copied();
                let w = trust.credibility;
                let v = cancelled(w, *c, before, &model.plans);
                out.named.push(v * z / u);
                out.near.push(v * z / u);
                out.other.push((1.0 - v) * z / o);
                if undone.iter().any(|x| !x.weighed.is_empty()) {
                    let weighed = undone.iter().filter_map(|x| x.weighed.get(k));
                    let g = weighed.fold(1.0, |g, x| g * x);
                    out.weigh(w / g + (1.0 - w));
                }
            }
        }
        out
    }
}

/// The share of the announced days, and the part of it that falls on the named ones.
fn announced(w: f64, stays: f64, c: f64, (a, b): (f64, f64), plans: &Plans) -> (f64, f64) {
    let mut v = c.max(w * stays + (1.0 - w) * c);
    if plans.rest_share > 0.0 {
        v = v.max(c + w * stays * plans.rest_share * (1.0 - c));
    }
    let mut i = a / (a + b);
    if b > 0.0 {
        i = i.max(w * (1.0 - plans.near_share) + (1.0 - w) * i);
    }
    (v, i)
}

/// The share of the cancelled days.
fn cancelled(w: f64, c: f64, before: impl Iterator<Item = f64>, plans: &Plans) -> f64 {
    let least = before.reduce(f64::min);
    let v = match least {
        Some(least) => (c * plans.cancelled_keeps).min(least),
        None => c * plans.unannounced_keeps.unwrap_or(plans.cancelled_keeps),
    };
    w * v + (1.0 - w) * c
}

/// Chance in a draw that an announced plan is kept, so many days ahead, and doubted so far.
fn kept(plans: &Plans, draw: usize, trust: Trust) -> f64 {
    let at = |draws: &[f64]| draws.get(draw).copied().unwrap_or(0.0);
    let daily = 1.0 - at(&plans.loss_draws);
    let mut kept = at(&plans.kept_draws);
    for _ in plans.last_days..trust.lead {
        kept *= daily;
    }
    if let Some(draws) = plans.doubt_draws.as_ref().filter(|_| trust.doubt > 0.0) {
        kept *= 1.0 - trust.doubt * at(draws);
    }
    kept
}
