//! From a feed and a list of meetings to ratios, weights, and what to do about repeats and silence.
//!
//! Ratios are counted (`counts`) and made to fade with lead time (`shape`). Multiplied as they
//! stand they would count the same news many times; so each kind gets a weight in [0, 1] by
//! coordinate search on the log score, with a penalty that keeps weights at 0 unless they pay.
//! Repeats are chosen among a few settings by cross-validation over partners.

use std::collections::BTreeMap;

use super::counts::{Counts, count};
use super::folds::{fold, index};
use super::parallel;
use super::quick::{Case, Cases, Frame, Knobs, Repeats, loss};
use super::rows::{Grid, Panel, World, panels};
use super::settings::Settings;
use super::shape::{Toward, ratios};
use crate::record::Invalid;

/// Fewer days with an event than this, and a kind is not learned.
pub const MIN_EVENTS: u64 = 100;
/// Fewer partners with an event than this, and a kind is not learned.
pub const MIN_PARTNERS: u64 = 10;
/// Weights that the search tries.
pub const WEIGHTS: [f64; 8] = [0.0, 0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 1.0];
/// A weight of 1 must lower the log score by so much of its value at the prior.
pub const PENALTY: f64 = 0.01;
/// Folds of partners in the choice of what repeats are worth.
pub const FOLDS: u64 = 4;

/// What is fixed before anything is learned.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Upper edges of the lead bins.
    pub edges: Vec<i32>,
    /// Days beyond a horizon that are hypotheses.
    pub tail: i32,
    /// Events added to observed and expected in every bin.
    pub count_prior: f64,
    /// Which way a kind speaks, where that is laid down; else its counts say.
    pub toward: BTreeMap<String, Toward>,
    /// Days ahead.
    pub horizons: Vec<i32>,
    /// Days between as-of days in the search.
    pub every: i32,
    /// Days of a feed before its first as-of day.
    pub warm_up: i32,
    /// Settings of repeats to choose among, the one that trusts them least first.
    pub repeats: Vec<Repeats>,
    /// A weight of 1 must lower the log loss by this share of its value at the prior.
    pub penalty: f64,
}

impl Plan {
    /// Three horizons, a question a fortnight, and the repeats that are tried by default.
    #[must_use]
    pub fn new(
        edges: Vec<i32>,
        tail: i32,
        count_prior: f64,
        toward: BTreeMap<String, Toward>,
    ) -> Self {
        // Half at most: ledgers kept by hand share the discount, and there five newspapers that
        // tell one story must stay little more than one.
        let repeats = [14, 7, 3]
            .map(|window| Repeats {
                window,
                discount: 0.5,
            })
            .to_vec();
        Self {
            edges,
            tail,
            count_prior,
            toward,
            horizons: vec![30, 60, 90],
            every: 14,
            warm_up: 28,
            repeats,
            penalty: PENALTY,
        }
    }
}

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

/// One setting of repeats, judged on partners left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// The setting.
    pub repeats: Repeats,
    /// Log loss a question.
    pub loss: f64,
    /// Log loss a question of the prior alone.
    pub prior: f64,
    /// Log loss a question, fold by fold.
    pub folds: Vec<f64>,
}

impl Tried {
    fn new(repeats: Repeats, folds: &[Pair]) -> Self {
        let sum = |f: fn(&Pair) -> Total| {
            let (l, n) = folds
                .iter()
                .map(f)
                .fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
            l / n
        };
        Self {
            repeats,
            loss: sum(|p| p.1),
            prior: sum(|p| p.0),
            folds: folds.iter().map(|p| p.1.0 / p.1.1).collect(),
        }
    }

    /// By how much this is worse than `other`, and the standard error of that over folds.
    fn behind(&self, other: &Self) -> (f64, f64) {
        let gaps: Vec<f64> = self
            .folds
            .iter()
            .zip(&other.folds)
            .map(|(a, b)| a - b)
            .collect();
        let n = gaps.len() as f64;
        let mean = gaps.iter().sum::<f64>() / n;
        let spread = gaps.iter().map(|g| (g - mean) * (g - mean)).sum::<f64>() / (n - 1.0);
        (mean, (spread / n).sqrt())
    }
}

/// The setting that trusts repeats least and is within one standard error of the best (L. Breiman,
/// J. H. Friedman, R. A. Olshen, C. J. Stone, Classification and Regression Trees, 1984, 3.4.3).
/// Settings stand in a plan from the least trusting to the most.
fn cautious(tried: &[Tried]) -> Option<&Tried> {
    let finite = || tried.iter().filter(|t| t.loss.is_finite());
    let best = finite().min_by(|a, b| a.loss.total_cmp(&b.loss))?;
    finite().find(|t| {
        let (behind, error) = t.behind(best);
        behind <= error
    })
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
    let mut kinds = kinds(world, plan, keep);
    let open: Vec<String> = kinds
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
        let table = counted(world, plan, &open, &|n: &str| {
            index.get(n).is_some_and(|i| inside(*i))
        });
        let knobs = search(plan, base.silence, cases, &table, &inside);
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
    let Some(chosen) = cautious(&tried) else {
        return Err(Invalid::new(
            "events",
            "",
            "nothing to learn from: too few partners with a known outcome",
            "feeds and meetings of at least a year and some dozens of partners",
        ));
    };
    let (repeats, held, held_prior) = (chosen.repeats, chosen.loss, chosen.prior);
    let cases = cases(&panels, &open, plan, repeats, base, &index);
    let table: Vec<Vec<f64>> = open.iter().map(|k| kinds[k].ratios.clone()).collect();
    let inside = |p: usize| kept[p];
    told("weighing the kinds", 0, 1);
    let knobs = search(plan, base.silence, &cases, &table, &inside);
    told("weighing the kinds", 1, 1);
    let per = |(l, n): (f64, f64)| l / n;
    let fitted = (
        per(total(
            &cases,
            &table,
            &idle(open.len(), base.silence),
            &inside,
        )),
        per(total(&cases, &table, &knobs, &inside)),
    );
    for (name, weight) in open.iter().zip(&knobs.weights) {
        if let Some(kind) = kinds.get_mut(name) {
            kind.weight = *weight;
        }
    }
    Ok(Learned {
        repeats,
        settings: base.clone(),
        kinds,
        tried,
        fitted,
        held_out: (held_prior, held),
        questions: cases.all.iter().filter(|c| inside(c.partner)).count(),
    })
}

/// Sum of log losses, and how many.
type Total = (f64, f64);
/// Without evidence and with.
type Pair = (Total, Total);

fn idle(kinds: usize, silence: f64) -> Knobs {
    Knobs {
        weights: vec![0.0; kinds],
        silence,
    }
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
fn kinds(
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

/// The ratios of the open kinds, counted on some partners only.
fn counted(
    world: &World<'_>,
    plan: &Plan,
    open: &[String],
    keep: &dyn Fn(&str) -> bool,
) -> Vec<Vec<f64>> {
    let feeds: Vec<_> = world.feeds.iter().collect();
    let counts = count(&feeds, world.meetings, &plan.edges, keep);
    open.iter()
        .map(|name| {
            let none = Counts::default();
            let c = counts.get(name).unwrap_or(&none);
            let toward = direction(plan, name, c);
            ratios(&c.observed, &c.expected, plan.count_prior, toward)
        })
        .collect()
}

fn total(
    cases: &Cases,
    ratios: &[Vec<f64>],
    knobs: &Knobs,
    inside: &dyn Fn(usize) -> bool,
) -> (f64, f64) {
    let kept = cases.all.iter().filter(|c| inside(c.partner));
    kept.map(|c| {
        let p = cases.forecast(&cases.prior(c), &cases.factor(c, ratios, knobs));
        loss(&p, &c.yes)
    })
    .fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1))
}

/// A case in the midst of a search.
struct Live<'c> {
    case: &'c Case,
    prior: (Vec<f64>, Vec<f64>),
    factor: Vec<f64>,
}

impl Live<'_> {
    fn loss(&self, cases: &Cases) -> f64 {
        loss(&cases.forecast(&self.prior, &self.factor), &self.case.yes).0
    }
}

/// Coordinate search: each knob in turn to the setting with the least loss and penalty, until a
/// round changes nothing.
fn search(
    plan: &Plan,
    silence: f64,
    cases: &Cases,
    ratios: &[Vec<f64>],
    inside: &dyn Fn(usize) -> bool,
) -> Knobs {
    let mut knobs = idle(cases.kinds.len(), silence);
    let mut live: Vec<Live<'_>> = cases
        .all
        .iter()
        .filter(|c| inside(c.partner))
        .map(|case| Live {
            prior: cases.prior(case),
            factor: cases.factor(case, ratios, &knobs),
            case,
        })
        .collect();
    let start: f64 = live.iter().map(|l| l.loss(cases)).sum();
    let penalty = plan.penalty * start;
    for _ in 0..4 {
        let before = knobs.clone();
        for kind in 0..knobs.weights.len() {
            turn_weight(cases, ratios, &mut live, &mut knobs, kind, penalty);
        }
        if knobs == before {
            break;
        }
    }
    knobs
}

fn least(losses: &[f64]) -> usize {
    let best = losses.iter().zip(0..).min_by(|a, b| a.0.total_cmp(b.0));
    best.map_or(0, |(_, i)| i)
}

fn turn_weight(
    cases: &Cases,
    ratios: &[Vec<f64>],
    live: &mut [Live<'_>],
    knobs: &mut Knobs,
    kind: usize,
    penalty: f64,
) {
    let r = &ratios[kind];
    if r.iter().all(|r| *r == 1.0) {
        return;
    }
    let old = knobs.weights[kind];
    let silence = knobs.silence;
    let mut losses = WEIGHTS.map(|w| penalty * w);
    for l in live.iter_mut() {
        if !cases.touches(l.case, kind, silence) {
            continue;
        }
        let mut own = vec![1.0; l.factor.len()];
        cases.apply(l.case, kind, r, old, silence, &mut own);
        l.factor.iter_mut().zip(&own).for_each(|(f, o)| *f /= o);
        for (w, sum) in WEIGHTS.iter().zip(&mut losses) {
            let mut f = l.factor.clone();
            cases.apply(l.case, kind, r, *w, silence, &mut f);
            *sum += loss(&cases.forecast(&l.prior, &f), &l.case.yes).0;
        }
    }
    let w = WEIGHTS[least(&losses)];
    for l in live
        .iter_mut()
        .filter(|l| cases.touches(l.case, kind, silence))
    {
        cases.apply(l.case, kind, r, w, silence, &mut l.factor);
    }
    knobs.weights[kind] = w;
}
