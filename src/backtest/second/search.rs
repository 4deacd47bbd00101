//! The search for weights under version 2, at the mean of its draws: one kind at a time, each within
//! its family's channel. What a search finds is then judged with the whole bank.

use crate::backtest::quick::{Case, Cases, loss};
use crate::backtest::search::{PENALTY, Total, least};

/// Weights that the search tries.
const WEIGHTS: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];
/// A family's product stays below 2^64, and above its inverse.
const MOST: f64 = 18_446_744_073_709_551_616.0;
/// Rounds over all kinds at most.
const ROUNDS: usize = 3;

/// What kinds say, and through which channel each.
pub struct Voices {
    /// Ratios of each kind, in the order of the cases' kinds.
    pub ratios: Vec<Vec<f64>>,
    /// Place of each kind's family.
    pub family: Vec<usize>,
    /// Each family's chance that its state is misread.
    pub leaks: Vec<f64>,
    /// Strength of silence.
    pub silence: f64,
}

impl Voices {
    /// What a kind says of a case, times `out`.
    fn say(&self, cases: &Cases, case: &Case, kind: usize, weight: f64, out: &mut [f64]) {
        cases.sweep(case, kind, &self.ratios[kind], weight, self.silence, out);
    }

    /// What families say of a case, before their channels: empty where that is nothing.
    fn families(&self, cases: &Cases, case: &Case, weights: &[f64]) -> Vec<Vec<f64>> {
        let mut said = vec![Vec::new(); self.leaks.len()];
        for (kind, weight) in weights.iter().enumerate().filter(|(_, w)| **w > 0.0) {
            let family: &mut Vec<f64> = &mut said[self.family[kind]];
            family.resize(cases.ahead(case), 1.0);
            self.say(cases, case, kind, *weight, family);
        }
        said
    }

    /// Forecasts of a case at every horizon.
    #[must_use]
    pub fn forecast(&self, cases: &Cases, case: &Case, weights: &[f64]) -> Vec<f64> {
        let said = self.families(cases, case, weights);
        let mut factor = vec![1.0; cases.ahead(case)];
        for (product, leak) in said.iter().zip(&self.leaks) {
            hear(product, *leak, &mut factor);
        }
        cases.forecast(&cases.prior(case), &factor)
    }

    /// The loss of the cases of some partners.
    pub(super) fn total(
        &self,
        cases: &Cases,
        weights: &[f64],
        inside: &dyn Fn(usize) -> bool,
    ) -> Total {
        let kept = cases.all.iter().filter(|c| inside(c.partner));
        kept.map(|c| loss(&self.forecast(cases, c, weights), &c.yes))
            .fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1))
    }

    /// Coordinate search: each kind's weight in turn to the one with the least loss and penalty,
    /// until a round changes nothing.
    #[must_use]
    pub fn search(&self, cases: &Cases, inside: &dyn Fn(usize) -> bool) -> Vec<f64> {
        let mut weights = vec![0.0; self.ratios.len()];
        let mut live: Vec<Live<'_>> = cases
            .all
            .iter()
            .filter(|c| inside(c.partner))
            .map(|case| Live {
                case,
                prior: cases.prior(case),
                said: vec![Vec::new(); self.leaks.len()],
                heard: vec![Vec::new(); self.leaks.len()],
            })
            .collect();
        let penalty = PENALTY * self.total(cases, &weights, inside).0;
        for _ in 0..ROUNDS {
            let before = weights.clone();
            for kind in 0..weights.len() {
                self.turn(cases, &mut live, &mut weights, kind, penalty);
            }
            if weights == before {
                break;
            }
        }
        weights
    }

    fn turn(
        &self,
        cases: &Cases,
        live: &mut [Live<'_>],
        weights: &mut [f64],
        kind: usize,
        penalty: f64,
    ) {
        if self.ratios[kind].iter().all(|r| *r == 1.0) {
            return;
        }
        let (family, old) = (self.family[kind], weights[kind]);
        let mut losses = WEIGHTS.map(|w| penalty * w);
        for l in live.iter_mut() {
            if !cases.touches(l.case, kind, self.silence) {
                continue;
            }
            self.leave_out(cases, l, kind, old);
            let others = l.others(family, cases.ahead(l.case));
            for (w, sum) in WEIGHTS.iter().zip(&mut losses) {
                let mut said = l.said[family].clone();
                self.say(cases, l.case, kind, *w, &mut said);
                let mut factor = others.clone();
                hear(&said, self.leaks[family], &mut factor);
                *sum += loss(&cases.forecast(&l.prior, &factor), &l.case.yes).0;
            }
        }
        weights[kind] = WEIGHTS[least(&losses)];
        let speaks = (0..weights.len()).any(|k| self.family[k] == family && weights[k] > 0.0);
        for l in live.iter_mut() {
            if cases.touches(l.case, kind, self.silence) {
                self.say(cases, l.case, kind, weights[kind], &mut l.said[family]);
                l.settle(family, self.leaks[family], speaks);
            }
        }
    }

    /// Takes a kind out of what its family says.
    fn leave_out(&self, cases: &Cases, l: &mut Live<'_>, kind: usize, weight: f64) {
        let days = cases.ahead(l.case);
        let product = &mut l.said[self.family[kind]];
        product.resize(days, 1.0);
        if weight > 0.0 {
            let mut own = vec![1.0; days];
            self.say(cases, l.case, kind, weight, &mut own);
            product.iter_mut().zip(&own).for_each(|(f, o)| *f /= o);
        }
    }
}

/// A case in the midst of a search.
struct Live<'c> {
    case: &'c Case,
    prior: (Vec<f64>, Vec<f64>),
    /// What each family says, before its channel; empty where that is nothing.
    said: Vec<Vec<f64>>,
    /// What comes out of it.
    heard: Vec<Vec<f64>>,
}

impl Live<'_> {
    /// What all families but one say.
    fn others(&self, but: usize, days: usize) -> Vec<f64> {
        let mut out = vec![1.0; days];
        for (_, heard) in self.heard.iter().enumerate().filter(|(f, _)| *f != but) {
            out.iter_mut().zip(heard).for_each(|(x, h)| *x *= h);
        }
        out
    }

    /// Hears a family again, or forgets it where none of its kinds speaks.
    fn settle(&mut self, family: usize, leak: f64, speaks: bool) {
        let (said, heard) = (&mut self.said[family], &mut self.heard[family]);
        heard.clear();
        if speaks {
            heard.resize(said.len(), 1.0);
            hear(said, leak, heard);
        } else {
            said.clear();
        }
    }
}

/// What comes out of a channel, times `out`.
fn hear(product: &[f64], leak: f64, out: &mut [f64]) {
    let right = 1.0 - leak;
    for (x, f) in out.iter_mut().zip(product) {
        let f = f.clamp(1.0 / MOST, MOST);
        *x *= (right * f + leak) / (right + leak * f);
    }
}
