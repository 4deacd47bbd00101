//! A story speaks once: repeats add belief in the report, never a second report.

use std::collections::BTreeMap;

use super::curve::Curve;
use super::report::Heard;

/// Reports of one story.
#[derive(Debug, Clone)]
pub(super) struct Story {
    /// The story's own name, or the id of its first report.
    pub name: String,
    /// How often it was told.
    pub told: usize,
    /// Its reports by kind.
    kinds: BTreeMap<String, Voice>,
    /// What it says, by day.
    pub factor: Curve,
}

/// The reports of one kind within one story.
#[derive(Debug, Clone, Default)]
struct Voice {
    /// Weights in descending order.
    weights: Vec<f64>,
    /// Belief in all of them together.
    credibility: f64,
    /// What the strongest of them says, by day.
    top: Curve,
}

impl Story {
    /// A story that nobody has told yet.
    pub fn new(name: String) -> Self {
        Self {
            name,
            told: 0,
            kinds: BTreeMap::new(),
            factor: Curve::default(),
        }
    }

    /// Takes in its next report in the order of evidence; `adds` is what it says by day. Returns
    /// the multiplications made.
    pub fn tell(&mut self, report: &Heard, adds: &Curve, discount: f64) -> u64 {
        self.told += 1;
        match self.kinds.get_mut(&report.report.kind) {
            Some(voice) => voice.hear(report.weight, adds, discount),
            None => {
                let mut voice = Voice::default();
                voice.hear(report.weight, adds, discount);
                self.kinds.insert(report.report.kind.clone(), voice);
            }
        }
        self.factor.widen(&adds.range());
        self.speak();
        (self.factor.range().len() * self.kinds.len()) as u64
    }

    /// Speaks through the strongest kind of each day.
    fn speak(&mut self) {
        let range = self.factor.range();
        let days = range.clone();
        for (best, day) in self.factor.part_mut(&range).iter_mut().zip(days) {
            *best = 1.0;
            for voice in self.kinds.values() {
                let f = 1.0 + voice.credibility * (voice.top.at(day) - 1.0);
                if strength(f) > strength(*best) {
                    *best = f;
                }
            }
        }
    }
}

impl Voice {
    fn hear(&mut self, weight: f64, adds: &Curve, discount: f64) {
        let at = self.weights.partition_point(|w| *w >= weight);
        self.weights.insert(at, weight);
        self.credibility = credibility(&self.weights, discount);
        self.top.widen(&adds.range());
        let tops = self.top.part_mut(&adds.range());
        for (top, (_, r)) in tops.iter_mut().zip(adds.each()) {
            if strength(r) > strength(*top) {
                *top = r;
            }
        }
    }
}

/// Belief in reports of the same, weights in descending order: the best in full, each further one
/// discounted.
pub(super) fn credibility(weights: &[f64], discount: f64) -> f64 {
    let (mut doubt, mut share) = (1.0, 1.0);
    for w in weights {
        let keeps = 1.0 - w * share;
        // Neither weight nor share grows: nothing after this changes the doubt.
        if keeps == 1.0 {
            break;
        }
        doubt *= keeps;
        share *= discount;
    }
    1.0 - doubt
}

/// How far a factor is from 1, either way.
pub(super) fn strength(f: f64) -> f64 {
    if f >= 1.0 { f } else { 1.0 / f }
}
