//! From a feed and a list of meetings to ratios, weights, and what to do about repeats and silence.
//!
//! Ratios are counted (`counts`) and made to fade with lead time (`shape`). Multiplied as they
//! stand they would count the same news many times; so each kind gets a weight in [0, 1] by
//! coordinate search on the log score, with a penalty that keeps weights at 0 unless they pay.
//! Repeats are chosen among a few settings by cross-validation over partners.

use std::collections::BTreeMap;

pub use super::choice::Tried;
use super::choice::cautious;
use super::counts::{Counts, count};
use super::folds::{fold, index};
use super::parallel;
use super::plan::Plan;
use super::quick::{Cases, Frame, Repeats};
use super::rows::{Grid, Panel, World, panels};
use super::search::{Pair, idle, search, total};
use crate::model::settings::Settings;
use crate::model::shape::{Toward, ratios};
use crate::record::Invalid;

/// Fewer days with an event than this, and a kind is not learned.
pub const MIN_EVENTS: u64 = 100;
/// Fewer partners with an event than this, and a kind is not learned.
pub const MIN_PARTNERS: u64 = 10;
/// Folds of partners in the choice of what repeats are worth.
pub const FOLDS: u64 = 4;

/// What was learned.
#[derive(Debug, Clone, PartialEq)]
pub struct Learned {
    /// What repeats are worth.
    pub repeats: Repeats,
    /// How the feed is used: as given.
    pub settings: Settings,
    /// Every kind of the feed.
    pub kinds: BTreeMap<String, LearnedKind>,
    /// How the choice of repeats was made.
    pub tried: Vec<Tried>,
    /// Log loss a question of the prior alone, and with all evidence, on the questions learned from.
    pub fitted: (f64, f64),
    /// Log loss a question on partners left out: the prior alone, and with all evidence.
    pub held_out: (f64, f64),
    /// Questions learned from.
    pub questions: usize,
}

/// What was learned of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct LearnedKind {
    /// Its counts.
    pub counts: Counts,
    /// Which way it speaks.
    pub toward: Toward,
    /// Its pooled ratios, one a lead bin.
    pub ratios: Vec<f64>,
    /// Its weight.
    pub weight: f64,
    /// Why it was not learned, where it was not.
    pub refused: Option<String>,
}

/// Learns from the partners that `keep` lets in.
///
/// # Errors
/// Where nothing can be learned: no question has a known outcome, or nothing happened.
pub fn learn(
    world: &World<'_>,
    base: &Settings,
    plan: &Plan,
    keep: &(dyn Fn(&str) -> bool + Sync),
    told: &(dyn Fn(&str, usize, usize) + Sync),
) -> Result<Learned, Invalid> {
    let grid = Grid {
        horizons: plan.horizons.clone(),
        every: plan.every,
        warm_up: plan.warm_up,
    };
    let panels = panels(world, base, &grid, plan.tail)?;
    let index = index(world.feeds);
    let names: Vec<&str> = index.keys().copied().collect();
    let kept: Vec<bool> = names.iter().map(|n| keep(n)).collect();
    let of: Vec<u64> = names.iter().map(|n| fold(n, FOLDS)).collect();
    let mut learned = kinds(world, plan, keep);
    let open: Vec<String> = learned
        .iter()
        .filter(|(_, k)| k.refused.is_none())
        .map(|(name, _)| name.clone())
        .collect();
    let arranged = parallel(&plan.repeats, |r| {
        cases(&panels, &open, plan, *r, base, &index)
    });
    let jobs: Vec<(&Cases, u64)> = arranged
        .iter()
        .flat_map(|c| (0..FOLDS).map(move |f| (c, f)))
        .collect();
    let done = std::sync::atomic::AtomicUsize::new(0);
    let scored: Vec<Pair> = parallel(&jobs, |(cases, f)| {
        let inside = |p: usize| kept[p] && of[p] != *f;
        let counted = kinds(world, plan, &|n| index.get(n).is_some_and(|i| inside(*i)));
        let table = table(&counted, &open);
        let knobs = search(base.silence, cases, &table, &inside);
        let outside = |p: usize| kept[p] && of[p] == *f;
        let prior = total(cases, &table, &idle(open.len(), base.silence), &outside);
        let got = total(cases, &table, &knobs, &outside);
        let so_far = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        told("choosing what repeats are worth", so_far, jobs.len());
        (prior, got)
    });
    let tried: Vec<Tried> = plan
        .repeats
        .iter()
        .zip(scored.chunks_exact(FOLDS as usize))
        .map(|(repeats, folds)| Tried::new(*repeats, folds))
        .collect();
    let Some((chosen, cases)) = cautious(&tried).and_then(|at| tried.get(at).zip(arranged.get(at)))
    else {
        return Err(Invalid::new(
            "events",
            "",
            "nothing to learn from: too few partners with a known outcome",
            "feeds and meetings of at least a year and some dozens of partners",
        ));
    };
    let (repeats, held_out) = (chosen.repeats, (chosen.prior, chosen.loss));
    let table = table(&learned, &open);
    let inside = |p: usize| kept[p];
    told("weighing the kinds", 0, 1);
    let knobs = search(base.silence, cases, &table, &inside);
    told("weighing the kinds", 1, 1);
    let per = |(l, n): (f64, f64)| l / n;
    let fitted = (
        per(total(
            cases,
            &table,
            &idle(open.len(), base.silence),
            &inside,
        )),
        per(total(cases, &table, &knobs, &inside)),
    );
    for (name, weight) in open.iter().zip(&knobs.weights) {
        if let Some(kind) = learned.get_mut(name) {
            kind.weight = *weight;
        }
    }
    Ok(Learned {
        repeats,
        questions: cases.all.iter().filter(|c| inside(c.partner)).count(),
        settings: base.clone(),
        kinds: learned,
        tried,
        fitted,
        held_out,
    })
}

fn cases(
    panels: &[Panel<'_>],
    open: &[String],
    plan: &Plan,
    repeats: Repeats,
    base: &Settings,
    index: &BTreeMap<&str, usize>,
) -> Cases {
    let frame = Frame {
        kinds: open,
        edges: &plan.edges,
        horizons: &plan.horizons,
        tail: plan.tail,
        repeats,
        join: base.background_days,
    };
    Cases::new(panels, &frame, index)
}

/// Counts and ratios of every kind, and why some are refused.
pub(super) fn kinds(
    world: &World<'_>,
    plan: &Plan,
    keep: &(dyn Fn(&str) -> bool + Sync),
) -> BTreeMap<String, LearnedKind> {
    let feeds: Vec<_> = world.feeds.iter().collect();
    count(&feeds, world.meetings, &plan.edges, &|n| keep(n))
        .into_iter()
        .map(|(name, counts)| {
            let toward = direction(plan, &name, &counts);
            let refused = if counts.events < MIN_EVENTS {
                Some(format!(
                    "{} days with it, {MIN_EVENTS} are needed",
                    counts.events
                ))
            } else if counts.partners < MIN_PARTNERS {
                Some(format!(
                    "{} partners with it, {MIN_PARTNERS} are needed",
                    counts.partners
                ))
            } else {
                None
            };
            let kind = LearnedKind {
                ratios: ratios(&counts.observed, &counts.expected, plan.count_prior, toward),
                counts,
                toward,
                weight: 0.0,
                refused,
            };
            (name, kind)
        })
        .collect()
}

fn direction(plan: &Plan, name: &str, counts: &Counts) -> Toward {
    plan.toward.get(name).copied().unwrap_or_else(|| {
        let near = |list: &[f64]| list.iter().take(3).sum::<f64>();
        if near(&counts.observed) >= near(&counts.expected) {
            Toward::Meeting
        } else {
            Toward::Away
        }
    })
}

/// The ratios of the open kinds, in their order.
fn table(kinds: &BTreeMap<String, LearnedKind>, open: &[String]) -> Vec<Vec<f64>> {
    let known = open.iter().filter_map(|name| kinds.get(name));
    known.map(|kind| kind.ratios.clone()).collect()
}
