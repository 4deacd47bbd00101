//! What version 2 learns from a feed: ratios from counts, a weight a kind, how far a family's
//! channel leaks there, and whether a kind's next day tells the same story.
//!
//! Ratios are counted as for version 1 and go into the channels. Of a few settings the one with the
//! least log loss on partners left out is taken; then the weights are searched on all.

use std::collections::BTreeMap;

use super::learned::Learned;
use super::search::Voices;
use super::setting::{Base, Setting, Tried, settings};
use super::story::{firsts, lasts};
use crate::backtest::folds::{fold, index};
use crate::backtest::learn::{FOLDS, LearnedKind, kinds};
use crate::backtest::parallel;
use crate::backtest::quick::{Cases, Frame, Repeats, Told};
use crate::backtest::rows::{Grid, Panel, World, panels};
use crate::backtest::search::Total;
use crate::record::Invalid;

/// Learns from the partners that `keep` lets in.
///
/// # Errors
/// Where nothing can be learned: no question has a known outcome.
pub fn learn(
    world: &World<'_>,
    base: &Base<'_>,
    keep: &(dyn Fn(&str) -> bool + Sync),
    told: &(dyn Fn(&str, usize, usize) + Sync),
) -> Result<Learned, Invalid> {
    let grid = Grid {
        horizons: base.plan.horizons.clone(),
        every: base.plan.every,
        warm_up: base.plan.warm_up,
    };
    let panels = panels(world, base.settings, &grid, base.plan.tail)?;
    let school = School::new(world, base, &panels, keep);
    let settings = settings(base.model);
    let tried = school.tried(&settings, told);
    let best = tried
        .iter()
        .filter(|t| t.loss.is_finite())
        .min_by(|a, b| a.loss.total_cmp(&b.loss))
        .ok_or_else(|| {
            Invalid::new(
                "events",
                "",
                "nothing to learn from: too few partners with a known outcome",
                "feeds and meetings of at least a year and some dozens of partners",
            )
        })?;
    told("weighing the kinds", 0, 1);
    let done = school.settle(best.setting, tried.clone());
    told("weighing the kinds", 1, 1);
    Ok(done)
}

/// Those who are learned from.
struct School<'s> {
    world: &'s World<'s>,
    base: &'s Base<'s>,
    panels: &'s [Panel<'s>],
    index: BTreeMap<&'s str, usize>,
    /// By partner: whether it is learned from.
    kept: Vec<bool>,
    /// By partner: its fold.
    folds: Vec<u64>,
    /// The kinds that are not refused.
    open: Vec<String>,
    counted: BTreeMap<String, LearnedKind>,
}

impl<'s> School<'s> {
    fn new(
        world: &'s World<'s>,
        base: &'s Base<'s>,
        panels: &'s [Panel<'s>],
        keep: &(dyn Fn(&str) -> bool + Sync),
    ) -> Self {
        let index = index(world.feeds);
        let mut counted = kinds(world, base.plan, keep);
        for (name, kind) in &mut counted {
            if !base.model.kinds.contains_key(base.settings.name(name)) {
                kind.refused = Some("the base has no such kind, and no family for it".into());
            }
        }
        let open = counted.iter().filter(|(_, k)| k.refused.is_none());
        Self {
            world,
            base,
            panels,
            kept: index.keys().map(|n| keep(n)).collect(),
            folds: index.keys().map(|n| fold(n, FOLDS)).collect(),
            open: open.map(|(name, _)| name.clone()).collect(),
            counted,
            index,
        }
    }

    fn cases(&self, window: i32) -> Cases {
        let frame = Frame {
            kinds: &self.open,
            edges: &self.base.plan.edges,
            horizons: &self.base.plan.horizons,
            tail: self.base.plan.tail,
            repeats: Repeats {
                window,
                discount: 0.0,
            },
            join: self.base.settings.background_days,
        };
        let told = Told {
            background: &|days| firsts(days, window),
            evidence: &|days| lasts(days, window),
        };
        Cases::told(self.panels, &frame, &told, &self.index)
    }

    fn voices(&self, counted: &BTreeMap<String, LearnedKind>, leak: f64) -> Voices {
        let model = self.base.model;
        let families: Vec<&String> = model.families.keys().collect();
        let of = |name: &String| {
            let kind = model.kinds.get(self.base.settings.name(name))?;
            families.iter().position(|f| **f == kind.family)
        };
        let known = self.open.iter().filter_map(|name| counted.get(name));
        Voices {
            ratios: known.map(|kind| kind.ratios.clone()).collect(),
            family: self.open.iter().map(|k| of(k).unwrap_or(0)).collect(),
            leaks: model.families.values().map(|f| f.leak * leak).collect(),
            silence: self.base.settings.silence,
        }
    }

    fn tried(
        &self,
        settings: &[Setting],
        told: &(dyn Fn(&str, usize, usize) + Sync),
    ) -> Vec<Tried> {
        let mut windows: Vec<i32> = settings.iter().map(|s| s.window).collect();
        windows.sort_unstable();
        windows.dedup();
        let cases = parallel(&windows, |window| self.cases(*window));
        let jobs: Vec<(&Setting, u64)> = settings
            .iter()
            .flat_map(|s| (0..FOLDS).map(move |f| (s, f)))
            .collect();
        let done = std::sync::atomic::AtomicUsize::new(0);
        let scored = parallel(&jobs, |(setting, f)| {
            let at = windows.partition_point(|w| *w < setting.window);
            let pair = self.without(*f, &cases[at], setting.leak);
            let so_far = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
            told("choosing how a feed is told", so_far, jobs.len());
            pair
        });
        settings
            .iter()
            .zip(scored.chunks_exact(FOLDS as usize))
            .map(|(setting, folds)| Tried {
                setting: *setting,
                prior: mean(folds.iter().map(|f| f.0)),
                loss: mean(folds.iter().map(|f| f.1)),
            })
            .collect()
    }

    /// Learns without a fold, and is judged on it: the prior alone, and with all evidence.
    fn without(&self, f: u64, cases: &Cases, leak: f64) -> (Total, Total) {
        let inside = |p: usize| self.kept[p] && self.folds[p] != f;
        let counted = kinds(self.world, self.base.plan, &|n| {
            self.index.get(n).is_some_and(|i| inside(*i))
        });
        let voices = self.voices(&counted, leak);
        let weights = voices.search(cases, &inside);
        let outside = |p: usize| self.kept[p] && self.folds[p] == f;
        let idle = vec![0.0; weights.len()];
        (
            voices.total(cases, &idle, &outside),
            voices.total(cases, &weights, &outside),
        )
    }

    /// Learns on all.
    fn settle(&self, setting: Setting, tried: Vec<Tried>) -> Learned {
        let cases = self.cases(setting.window);
        let inside = |p: usize| self.kept[p];
        let voices = self.voices(&self.counted, setting.leak);
        let weights = voices.search(&cases, &inside);
        let idle = vec![0.0; weights.len()];
        let loss = |weights: &[f64]| mean(std::iter::once(voices.total(&cases, weights, &inside)));
        let fitted = (loss(&idle), loss(&weights));
        let mut kinds = self.counted.clone();
        for (name, weight) in self.open.iter().zip(&weights) {
            if let Some(kind) = kinds.get_mut(name) {
                kind.weight = *weight;
            }
        }
        Learned {
            setting,
            kinds,
            tried,
            fitted,
            questions: cases.all.iter().filter(|c| inside(c.partner)).count(),
        }
    }
}

fn mean(parts: impl Iterator<Item = Total>) -> f64 {
    let (loss, n) = parts.fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
    loss / n
}
