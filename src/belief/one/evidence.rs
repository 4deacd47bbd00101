//! A signal as the mathematics sees it, and the weight it is given.

use std::collections::HashMap;

use crate::belief::{Kind, Model};
use crate::record::{Signal, date};

/// A signal reduced to what the update uses. Days are day numbers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evidence {
    /// Place in the log: breaks ties in the order of evidence.
    pub seq: u64,
    /// The signal's id, for errors and explanations.
    pub id: String,
    /// Name of its kind.
    pub kind: String,
    /// Day on which it happened.
    pub observed: i32,
    /// Day on which it became known.
    pub known: i32,
    /// The days that it speaks of.
    pub about: Option<(i32, i32)>,
    /// 0 for source grade A, to 5 for F.
    pub reliability: usize,
    /// 0 for information grade 1, to 5 for 6.
    pub credibility: usize,
    /// Signals of one story share this text.
    pub story: Option<String>,
    /// Who acts: version 2 tells automatic stories apart by it.
    pub actor: Option<String>,
    /// The analyst's P(signal | meeting), P(signal | none).
    pub likelihood: Option<(f64, f64)>,
}

impl Evidence {
    /// What the update uses of a signal that stands at `seq` in the log.
    #[must_use]
    pub fn new(seq: u64, signal: &Signal) -> Self {
        Self {
            seq,
            id: signal.id.to_string(),
            kind: signal.kind.to_string(),
            observed: date::number(signal.observed_on),
            known: date::number(signal.known_on),
            about: signal
                .about
                .map(|(first, last)| (date::number(first), date::number(last))),
            reliability: signal.grade.source_index(),
            credibility: signal.grade.information_index(),
            story: signal.story.clone(),
            actor: None,
            likelihood: signal
                .likelihood
                .as_ref()
                .map(|l| (l.if_meeting, l.if_none)),
        }
    }
}

/// The weight of a signal in [0, 1], with what it was made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weight {
    /// The kind's own weight.
    pub kind: f64,
    /// What the source's reliability is worth.
    pub reliability: f64,
    /// What the information's credibility is worth.
    pub credibility: f64,
    /// Earlier signals of which this one is a repeat.
    pub repeats: u64,
    /// The product of all, with one discount a repeat.
    pub total: f64,
}

impl Weight {
    /// The weight of `e` after `repeats` earlier signals that say the same.
    #[must_use]
    pub fn new(model: &Model, kind: &Kind, e: &Evidence, repeats: u64) -> Self {
        let at = |scale: &[f64; 6], i: usize| scale.get(i).copied().unwrap_or(0.0);
        let reliability = at(&model.source_reliability, e.reliability);
        let credibility = at(&model.information_credibility, e.credibility);
        let mut total = kind.weight * reliability * credibility;
        for _ in 0..repeats {
            let next = total * model.repeat_discount;
            if next == total {
                break;
            }
            total = next;
        }
        Self {
            kind: kind.weight,
            reliability,
            credibility,
            repeats,
            total,
        }
    }
}

/// The earlier signals, kept so that repeats are counted without looking at each.
///
/// A repeat tells the same story, or is of the same kind and became known at most the window
/// before; one that is both counts once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Past {
    /// Day on which each signal became known and its place in the log, ascending, by kind.
    by_kind: HashMap<String, Vec<Told>>,
    /// The same by story and kind.
    by_story: HashMap<String, HashMap<String, Vec<Told>>>,
}

/// Day on which a signal became known, and its place in the log.
pub type Told = (i32, u64);

impl Past {
    /// Earlier signals of which `e` is a repeat.
    #[must_use]
    pub fn repeats(&self, e: &Evidence, window: i32) -> u64 {
        let since = e.known.saturating_sub(window);
        let in_window = |told: &Vec<Told>| told.len() - told.partition_point(|t| t.0 < since);
        let same_kind = self.by_kind.get(&e.kind).map_or(0, in_window);
        let told = e.story.as_ref().and_then(|s| self.by_story.get(s));
        let same_story = told.map_or(0, |kinds| kinds.values().map(Vec::len).sum());
        let both = told
            .and_then(|kinds| kinds.get(&e.kind))
            .map_or(0, in_window);
        (same_kind + same_story - both) as u64
    }

    /// Places in the log of the latest signals before `e` of which it is a repeat, at most `most`,
    /// the latest first.
    #[must_use]
    pub fn latest(&self, e: &Evidence, window: i32, most: usize) -> Vec<u64> {
        let since = e.known.saturating_sub(window);
        let before = |told: &[Told]| told.partition_point(|t| *t < (e.known, e.seq));
        let mut found: Vec<Told> = Vec::new();
        if let Some(told) = self.by_kind.get(&e.kind) {
            let told = told.iter().take(before(told)).rev();
            found.extend(told.take_while(|t| t.0 >= since).take(most));
        }
        let stories = e.story.as_ref().and_then(|s| self.by_story.get(s));
        for told in stories.into_iter().flat_map(HashMap::values) {
            found.extend(told.iter().take(before(told)).rev().take(most));
        }
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.dedup();
        found.into_iter().take(most).map(|t| t.1).collect()
    }

    /// Adds a signal, the latest in the order of evidence so far.
    pub fn push(&mut self, e: &Evidence) {
        let told = (e.known, e.seq);
        match self.by_kind.get_mut(&e.kind) {
            Some(list) => list.push(told),
            None => {
                self.by_kind.insert(e.kind.clone(), vec![told]);
            }
        }
        if let Some(story) = &e.story {
            let kinds = self.by_story.entry(story.clone()).or_default();
            kinds.entry(e.kind.clone()).or_default().push(told);
        }
    }

    /// Every kind with its signals, for a cache.
    pub fn kinds(&self) -> impl Iterator<Item = (&str, &[Told])> {
        self.by_kind.iter().map(|(k, d)| (k.as_str(), d.as_slice()))
    }

    /// Every story and kind with its signals, for a cache.
    pub fn stories(&self) -> impl Iterator<Item = (&str, &str, &[Told])> {
        self.by_story.iter().flat_map(|(story, kinds)| {
            kinds
                .iter()
                .map(move |(kind, told)| (story.as_str(), kind.as_str(), told.as_slice()))
        })
    }

    /// Puts cached signals in place.
    pub fn restore(&mut self, story: Option<&str>, kind: &str, told: Vec<Told>) {
        match story {
            None => {
                self.by_kind.insert(kind.to_owned(), told);
            }
            Some(story) => {
                let kinds = self.by_story.entry(story.to_owned()).or_default();
                kinds.insert(kind.to_owned(), told);
            }
        }
    }
}
