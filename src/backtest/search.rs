//! The search for weights: one kind at a time, by the log loss and a penalty.

use super::quick::{Case, Cases, Knobs, loss};

/// Weights that the search tries.
const WEIGHTS: [f64; 8] = [0.0, 0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 1.0];
/// A weight of 1 must lower the log loss by this share of its value at the prior.
pub(super) const PENALTY: f64 = 0.01;
/// Rounds over all kinds at most.
const ROUNDS: usize = 4;

/// Sum of log losses, and how many.
pub(super) type Total = (f64, f64);
/// Without evidence and with.
pub(super) type Pair = (Total, Total);

/// No kind has any weight.
pub(super) fn idle(kinds: usize, silence: f64) -> Knobs {
    Knobs {
        weights: vec![0.0; kinds],
        silence,
    }
}

/// The loss of the cases of some partners.
pub(super) fn total(
    cases: &Cases,
    ratios: &[Vec<f64>],
    knobs: &Knobs,
    inside: &dyn Fn(usize) -> bool,
) -> Total {
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
pub(super) fn search(
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
    let penalty = PENALTY * start;
    for _ in 0..ROUNDS {
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

pub(super) fn least(losses: &[f64]) -> usize {
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
