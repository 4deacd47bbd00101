//! The belief model at the mean of its draws, arranged for trying many weights: a search needs a
//! million forecasts. What a search finds is then judged with the whole bank.

use std::collections::BTreeMap;

use super::background::{Background, Weigh, weigh};
use super::rows::Panel;
use crate::score::rule::Rule;

/// A question, its prior by day and its evidence by kind.
pub struct Case {
    /// Place of its partner among all partners: rows of one partner stand and fall together.
    pub partner: usize,
    /// Chance of a meeting on each coming day without occasions.
    rate: Vec<f64>,
    /// Chance that an occasion brings on each coming day.
    occasion: Vec<f64>,
    /// What happened by each horizon.
    pub yes: Vec<Option<bool>>,
    /// By kind: age in days and weight after repeats.
    events: Vec<Vec<(i32, f64)>>,
    /// By kind: events on an ordinary day.
    background: Vec<f64>,
    /// Watched days.
    covered: i32,
}

/// The questions of a search.
pub struct Cases {
    /// The feed's kinds, in the order of [`Case`]'s lists.
    pub kinds: Vec<String>,
    /// Upper edges of the lead bins.
    pub edges: Vec<i32>,
    /// Days ahead.
    pub horizons: Vec<i32>,
    /// Days beyond a horizon that are hypotheses.
    pub tail: i32,
    /// The questions.
    pub all: Vec<Case>,
}

/// How evidence counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Repeats {
    /// Days within which a second event of a kind repeats the first.
    pub window: i32,
    /// What a repeat keeps.
    pub discount: f64,
}

/// What cases are arranged by.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The feed's kinds.
    pub kinds: &'a [String],
    /// Upper edges of the lead bins.
    pub edges: &'a [i32],
    /// Days ahead.
    pub horizons: &'a [i32],
    /// Days beyond a horizon that are hypotheses.
    pub tail: i32,
    /// How repeats count.
    pub repeats: Repeats,
    /// Days of the pool's rate that a partner's own rate of a kind is joined by.
    pub join: f64,
}

/// How a kind's days count.
pub struct Told<'a> {
    /// In the background of a partner.
    pub background: &'a Weigh<'a>,
    /// As evidence of a row.
    pub evidence: &'a Weigh<'a>,
}

/// One setting of everything that a search moves.
#[derive(Debug, Clone, PartialEq)]
pub struct Knobs {
    /// Weight of each kind.
    pub weights: Vec<f64>,
    /// Strength of silence.
    pub silence: f64,
}

impl Cases {
    /// Arranges the panels' rows. `index` numbers the partners over all panels.
    #[must_use]
    pub fn new(panels: &[Panel<'_>], frame: &Frame<'_>, index: &BTreeMap<&str, usize>) -> Self {
        let repeats = frame.repeats;
        let weigh = |days: &[i32]| weigh(days, repeats.window, repeats.discount);
        let told = Told {
            background: &weigh,
            evidence: &weigh,
        };
        Self::told(panels, frame, &told, index)
    }

    /// The same with any weights in place of those of repeats.
    #[must_use]
    pub fn told(
        panels: &[Panel<'_>],
        frame: &Frame<'_>,
        told: &Told<'_>,
        index: &BTreeMap<&str, usize>,
    ) -> Self {
        let Frame {
            kinds,
            edges,
            horizons,
            tail,
            join,
            ..
        } = *frame;
        let names: Vec<&str> = kinds.iter().map(String::as_str).collect();
        let mut all = Vec::new();
        for panel in panels {
            let background = Background::weighed(panel, &names, join, told.background);
            for row in &panel.rows {
                let common = &panel.days[row.day];
                let mean = row.prior.shape / row.prior.years / crate::model::prior::YEAR;
                let rates = background.rates(panel, row);
                all.push(Case {
                    partner: index
                        .get(panel.partners[row.partner])
                        .copied()
                        .unwrap_or_default(),
                    rate: common.pace.iter().map(|p| p * mean).collect(),
                    occasion: occasion(row, common.as_of, common.pace.len()),
                    yes: row.yes.clone(),
                    events: kinds
                        .iter()
                        .map(|kind| {
                            let days = panel.evidence(row, kind);
                            (told.evidence)(days)
                                .into_iter()
                                .filter(|(_, m)| *m > 1e-3)
                                .map(|(d, m)| (common.as_of - d, m))
                                .collect()
                        })
                        .collect(),
                    background: names
                        .iter()
                        .map(|k| rates.get(*k).copied().unwrap_or(0.0))
                        .collect(),
                    covered: common.as_of - row.since + 1,
                });
            }
        }
        Self {
            kinds: kinds.to_vec(),
            edges: edges.to_vec(),
            horizons: horizons.to_vec(),
            tail,
            all,
        }
    }

    /// How many coming days a case looks at.
    #[must_use]
    pub fn ahead(&self, case: &Case) -> usize {
        case.rate.len()
    }

    /// Factor of one kind on every coming day of a case, times `out`.
    pub fn apply(
        &self,
        case: &Case,
        kind: usize,
        ratios: &[f64],
        weight: f64,
        silence: f64,
        out: &mut [f64],
    ) {
        if weight == 0.0 {
            return;
        }
        for (age, m) in &case.events[kind] {
            let w = weight * m;
            let mut from = 1;
            for (edge, r) in self.edges.iter().zip(ratios) {
                let to = edge - age;
                if to >= from {
                    let f = 1.0 + w * (r - 1.0);
                    let range = from as usize - 1..(to as usize).min(out.len());
                    if let Some(days) = out.get_mut(range) {
                        days.iter_mut().for_each(|x| *x *= f);
                    }
                    from = to + 1;
                }
            }
        }
        self.quieten(case, kind, ratios, silence * weight, out);
    }

    /// The same in one sweep over the days, to a last bit or two: where events are many.
    pub fn sweep(
        &self,
        case: &Case,
        kind: usize,
        ratios: &[f64],
        weight: f64,
        silence: f64,
        out: &mut [f64],
    ) {
        if weight == 0.0 {
            return;
        }
        let factors: Vec<f64> = ratios.iter().map(|r| 1.0 + weight * (r - 1.0)).collect();
        let mut turns = vec![1.0; out.len() + 1];
        for (age, _) in &case.events[kind] {
            let mut from = 0;
            for (edge, f) in self.edges.iter().zip(&factors) {
                let to = usize::try_from(edge - age).unwrap_or(0).min(out.len());
                if to > from {
                    turns[from] *= f;
                    turns[to] /= f;
                    from = to;
                }
            }
        }
        let mut running = 1.0;
        for (x, turn) in out.iter_mut().zip(&turns) {
            running *= turn;
            *x *= running;
        }
        self.quieten(case, kind, ratios, silence * weight, out);
    }

    /// What a kind's silence leaves of every coming day of a case, times `out`.
    fn quieten(&self, case: &Case, kind: usize, ratios: &[f64], strength: f64, out: &mut [f64]) {
        if strength > 0.0 && case.covered > 0 {
            let u = strength * case.background[kind];
            let reach = self.edges.last().copied().unwrap_or(0) as usize;
            let mut product = Vec::with_capacity(reach + 1);
            product.push(1.0);
            let mut p = 1.0;
            let mut from = 0;
            for (edge, r) in self.edges.iter().zip(ratios) {
                let g = 1.0 + u * (r - 1.0);
                for _ in from..*edge {
                    p *= g;
                    product.push(p);
                }
                from = *edge;
            }
            for (i, x) in out.iter_mut().enumerate().take(reach) {
                let far = (i + case.covered as usize).min(reach);
                *x *= product[i] / product[far];
            }
        }
    }

    /// Whether a kind's weight can change a case's forecast.
    #[must_use]
    pub fn touches(&self, case: &Case, kind: usize, silence: f64) -> bool {
        !case.events[kind].is_empty() || (silence > 0.0 && case.covered > 0)
    }

    /// Masses of the coming days and what is left after each.
    #[must_use]
    pub fn prior(&self, case: &Case) -> (Vec<f64>, Vec<f64>) {
        let mut left = 1.0;
        let mut mass = Vec::with_capacity(case.rate.len());
        let mut rest = Vec::with_capacity(case.rate.len());
        for (r, c) in case.rate.iter().zip(&case.occasion) {
            let z = r.min(0.5);
            let m = left * (z + c - z * c);
            mass.push(m);
            left -= m;
            rest.push(left);
        }
        (mass, rest)
    }

    /// Forecasts at every horizon from masses, what is left, and the evidence's factors.
    #[must_use]
    pub fn forecast(&self, prior: &(Vec<f64>, Vec<f64>), factor: &[f64]) -> Vec<f64> {
        let mut sums = Vec::with_capacity(factor.len());
        let mut sum = 0.0;
        for (m, f) in prior.0.iter().zip(factor) {
            sum += m * f;
            sums.push(sum);
        }
        let at = |list: &[f64], day: i32| {
            let i = (day as usize).min(list.len());
            i.checked_sub(1).map_or(0.0, |i| list[i])
        };
        self.horizons
            .iter()
            .map(|h| {
                let n = at(&sums, *h);
                let z = at(&sums, h + self.tail) + at(&prior.1, h + self.tail);
                n / z
            })
            .collect()
    }

    /// All evidence of a case at once.
    #[must_use]
    pub fn factor(&self, case: &Case, ratios: &[Vec<f64>], knobs: &Knobs) -> Vec<f64> {
        let mut out = vec![1.0; case.rate.len()];
        for (kind, w) in knobs.weights.iter().enumerate() {
            self.apply(case, kind, &ratios[kind], *w, knobs.silence, &mut out);
        }
        out
    }
}

fn occasion(row: &super::rows::Row, as_of: i32, ahead: usize) -> Vec<f64> {
    let mut out = vec![0.0; ahead];
    for o in &row.prior.occasions {
        let n = f64::from(o.last - o.first + 1);
        for day in o.first.max(as_of + 1)..=o.last {
            let chance = o.chance();
            let c = chance / (n - f64::from(day - o.first) * chance);
            if let Some(slot) = out.get_mut((day - as_of - 1) as usize) {
                *slot = *slot + c - *slot * c;
            }
        }
    }
    out
}

/// Sum of the log losses of forecasts whose outcome is known, and how many.
#[must_use]
pub fn loss(forecasts: &[f64], yes: &[Option<bool>]) -> (f64, f64) {
    let mut out = (0.0, 0.0);
    for (p, yes) in forecasts.iter().zip(yes) {
        if let Some(yes) = yes {
            out.0 += Rule::Log.loss(*p, *yes);
            out.1 += 1.0;
        }
    }
    out
}
