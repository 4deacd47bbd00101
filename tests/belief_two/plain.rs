//! Version 2 in its plain form: every forecast from nothing, one draw after the other, as the
//! specification reads. Slow, and shares no code with the engine.

use std::collections::{BTreeMap, HashMap};

use summit_ledger::belief::two::model::Call;
use summit_ledger::belief::two::{Fact, Model, Question, Report, Watch};

/// What stands after some facts.
pub struct Plain<'c> {
    question: &'c Question,
    model: &'c Model,
    reports: Vec<&'c Report>,
    watches: Vec<&'c Watch>,
    as_of: i32,
}

/// A forecast: p, lo, hi and effective draws.
pub type Numbers = [f64; 4];

struct Plan<'c> {
    call: Call,
    about: (i32, i32),
    first: i32,
    last: i32,
    day: i32,
    reports: Vec<&'c Report>,
}

/// One draw's masses, and what is left for later.
type Masses = (Vec<f64>, f64);
/// A plan's part of each day, whether its days lie beyond the horizon, and its factors a draw.
type Move = (Vec<char>, bool, Vec<[f64; 3]>);

impl<'c> Plain<'c> {
    /// What stands after `facts`, none of which is a resolution.
    pub fn after(question: &'c Question, model: &'c Model, facts: &'c [Fact]) -> Self {
        let gone = |id: &String, from: usize| {
            let later = facts.iter().skip(from);
            later
                .into_iter()
                .any(|f| matches!(f, Fact::Retraction { id: x, .. } if x == id))
        };
        let (mut reports, mut watches, mut as_of) = (Vec::new(), Vec::new(), question.opens);
        for (i, fact) in facts.iter().enumerate() {
            match fact {
                Fact::Signal(r) if !gone(&r.id, i) => {
                    reports.push(r);
                    as_of = as_of.max(r.known);
                }
                Fact::Watch(w) if !gone(&w.id, i) => {
                    watches.push(w);
                    as_of = as_of.max(w.known);
                }
                Fact::Passage { known } => as_of = as_of.max(*known),
                _ => {}
            }
        }
        reports.sort_by(|a, b| (a.known, &a.id).cmp(&(b.known, &b.id)));
        Self {
            question,
            model,
            reports,
            watches,
            as_of,
        }
    }

    fn first(&self) -> i32 {
        self.question.opens + 1
    }

    fn last(&self) -> i32 {
        self.question.deadline + self.model.tail_days
    }

    fn days(&self) -> std::ops::RangeInclusive<i32> {
        self.first()..=self.last()
    }

    /// The forecast as of the latest day; `None` where it is refused.
    pub fn forecast(&self) -> Option<Numbers> {
        let plans = self.plans();
        let moves = self.moves(&plans)?;
        if self.as_of >= self.question.deadline {
            return Some([0.0, 0.0, 0.0, self.model.draws as f64]);
        }
        let bank = self.bank(self.as_of, &plans, &moves);
        self.pool(&bank)
    }

    fn prior(&self, k: usize) -> Masses {
        let q = self.question;
        let rho = if q.occasions.len() > 1 {
            self.model.occasion_correlation
        } else {
            0.0
        };
        let odd = self.model.draws % 2 == 1 && k == self.model.draws - 1;
        let g = match k % 2 {
            _ if odd => 0.0,
            0 => 1.0,
            _ => -1.0,
        };
        let chance = |c: f64| {
            let a = (rho * c * (1.0 - c)).sqrt();
            c + g * a.min(0.9 * c).min(0.9 * (1.0 - c))
        };
        let (mut s, mut masses) = (1.0, Vec::new());
        for d in self.days() {
            let mut z = q.rate[k];
            for o in q.occasions.iter().filter(|o| o.first <= d && d <= o.last) {
                let c = if rho > 0.0 {
                    chance(o.chance[k])
                } else {
                    o.chance[k]
                };
                let (n, i) = (f64::from(o.last - o.first + 1), f64::from(d - o.first));
                let c = c / (n - i * c);
                z = z + c - z * c;
            }
            let m = s * z;
            s -= m;
            masses.push(m);
        }
        (masses, s)
    }

    fn plan_of(&self, r: &Report) -> Option<Call> {
        let (first, last) = r.about?;
        let short = last - first < self.model.plans.max_days && r.likelihood.is_none();
        self.model.kinds[&r.kind].plan.filter(|_| short)
    }

    fn weight(&self, r: &Report) -> f64 {
        let m = self.model;
        m.source_reliability[r.reliability] * m.information_credibility[r.credibility]
    }

    fn credibility<'r>(&self, reports: impl Iterator<Item = &'r Report>) -> f64 {
        let mut weights: Vec<f64> = reports.map(|r| self.weight(r)).collect();
        weights.sort_by(|a, b| b.total_cmp(a));
        let (mut doubt, mut share) = (1.0, 1.0);
        for w in weights {
            doubt *= 1.0 - w * share;
            share *= self.model.repeat_discount;
        }
        1.0 - doubt
    }

    fn plans(&self) -> Vec<Plan<'c>> {
        let mut told: Vec<(Call, (i32, i32), &Report)> = Vec::new();
        for r in &self.reports {
            if let (Some(call), Some(about)) = (self.plan_of(r), r.about)
                && about.1 > r.known
            {
                told.push((call, about, r));
            }
        }
        told.sort_by_key(|(call, _, r)| (r.known, r.observed, *call, r.id.clone()));
        let mut plans: Vec<Plan> = Vec::new();
        for (call, about, r) in told {
            let shares = |p: &&mut Plan| p.about.0 <= about.1 && about.0 <= p.about.1;
            match plans.iter_mut().rev().find(shares) {
                Some(p) if p.call == call && p.about == about => p.reports.push(r),
                _ => {
                    let slack = self.model.plans.slack_days;
                    let (mut first, mut last) = (about.0 - slack, about.1 + slack);
                    for o in &self.question.occasions {
                        if o.first <= about.1 && about.0 <= o.last {
                            first = first.min(o.first);
                            last = last.max(o.last);
                        }
                    }
                    plans.push(Plan {
                        call,
                        about,
                        first,
                        last,
                        day: r.known,
                        reports: vec![r],
                    });
                }
            }
        }
        plans
    }

    fn unweighed(&self, r: &Report, d: i32) -> f64 {
        let lead = d - r.observed;
        let about = r.about.is_none_or(|(first, last)| first <= d && d <= last);
        if lead <= 0 || !about {
            return 1.0;
        }
        match r.likelihood {
            Some((meeting, none)) if d <= self.question.deadline => meeting / none,
            Some(_) => 1.0,
            None => {
                let bin = self.model.lead_edges.iter().position(|edge| lead <= *edge);
                bin.map_or(1.0, |b| self.model.kinds[&r.kind].ratio[b])
            }
        }
    }

    /// What a report says of a day, echoes left out.
    fn says(&self, r: &Report, d: i32, plans: &[Plan]) -> f64 {
        let said = self.unweighed(r, d);
        if self.model.plans.weighed_echoes && said > 1.0 {
            return self.weighed(r, said, d, plans);
        }
        let known: Vec<&Plan> = plans.iter().filter(|p| p.day <= r.known).collect();
        let stood = covering(d, &known).is_some_and(|p| p.call == Call::Announce);
        if said > 1.0 && stood { 1.0 } else { said }
    }

    fn weighed(&self, r: &Report, said: f64, d: i32, plans: &[Plan]) -> f64 {
        let mut echo = 0.0_f64;
        for x in (self.first().max(r.known + 1)..=d).filter(|x| self.unweighed(r, *x) > 1.0) {
            let covers = |p: &&Plan| p.day < r.known && p.first <= x && x <= p.last;
            echo = echo.max(plans.iter().filter(covers).fold(0.0, |stood, p| {
                let w = self.credibility(p.reports.iter().copied().filter(|t| t.known < r.known));
                f64::from(p.call == Call::Announce) * w + (1.0 - w) * stood
            }));
        }
        let rest = 1.0 + (1.0 - echo) * (said - 1.0);
        if echo > 0.0 { rest } else { said }
    }

    /// The product of each family, as known on a day and with these plans.
    fn families(&self, day: i32, plans: &[Plan]) -> BTreeMap<&'c str, Vec<f64>> {
        type Key<'c> = (
            Option<&'c str>,
            Option<(&'c str, Option<&'c str>, Option<(i32, i32)>, i32)>,
        );
        let mut windows = HashMap::new();
        let mut stories: Vec<(Key, Vec<&Report>)> = Vec::new();
        for r in self
            .reports
            .iter()
            .filter(|r| r.known <= day && self.plan_of(r).is_none())
        {
            let key = match &r.story {
                Some(story) => (Some(story.as_str()), None),
                None => {
                    let alike = (r.kind.as_str(), r.actor.as_deref(), r.about);
                    let since = windows.entry(alike).or_insert(r.known);
                    if r.known - *since > self.model.repeat_window_days {
                        *since = r.known;
                    }
                    (None, Some((alike.0, alike.1, alike.2, *since)))
                }
            };
            match stories.iter_mut().find(|(other, _)| *other == key) {
                Some((_, reports)) => reports.push(r),
                None => stories.push((key, vec![r])),
            }
        }
        let mut families = BTreeMap::new();
        for (_, reports) in stories {
            let family = self.model.kinds[&reports[0].kind].family.as_str();
            let product = families
                .entry(family)
                .or_insert_with(|| vec![1.0; self.days().count()]);
            for (x, d) in product.iter_mut().zip(self.days()) {
                let f = *x * self.story(&reports, d, plans);
                *x = f.max(2_f64.powi(-64)).min(2_f64.powi(64));
            }
        }
        families
    }

    fn story(&self, reports: &[&Report], d: i32, plans: &[Plan]) -> f64 {
        let mut kinds: BTreeMap<&str, Vec<&Report>> = BTreeMap::new();
        for r in reports {
            kinds.entry(&r.kind).or_default().push(r);
        }
        let mut best = 1.0;
        for reports in kinds.values() {
            let mut top = 1.0;
            for r in reports {
                let said = self.says(r, d, plans);
                if strength(said) > strength(top) {
                    top = said;
                }
            }
            let f = 1.0 + self.credibility(reports.iter().copied()) * (top - 1.0);
            if strength(f) > strength(best) {
                best = f;
            }
        }
        best
    }

    fn hidden(&self, lead: i32) -> f64 {
        let mut power = 1.0;
        for _ in 0..lead {
            power *= self.model.silence.daily;
        }
        1.0 - self.model.silence.public * power
    }

    /// The bank of a day with these plans and what they did.
    fn bank(&self, day: i32, plans: &[Plan], moves: &[Move]) -> Vec<Masses> {
        let families = self.families(day, plans);
        let known = self.watches.iter().filter(|w| w.known <= day);
        let watched = known.map(|w| w.through).max();
        let longest = self.model.silence.max_lead;
        let of_draw = |k: usize| {
            let (mut masses, mut later) = self.prior(k);
            for (j, (m, d)) in masses.iter_mut().zip(self.days()).enumerate() {
                for (family, product) in &families {
                    let (f, e) = (product[j], self.model.families[*family].leak_draws[k]);
                    let u = 1.0 - e;
                    *m *= (u * f + e) / (u + e * f);
                }
                let covers = |p: &Plan| p.call == Call::Announce && p.first <= d && d <= p.last;
                if let Some(w) = watched
                    && d > w
                    && d - w < longest
                    && !plans.iter().any(covers)
                {
                    *m *= self.hidden(d - w) / self.hidden(longest);
                }
                for (parts, _, factors) in moves {
                    match parts[j] {
                        'A' => *m *= factors[k][0],
                        'B' => *m *= factors[k][1],
                        'O' => *m *= factors[k][2],
                        _ => {}
                    }
                }
            }
            for (_, beyond, factors) in moves {
                later *= factors[k][if *beyond { 0 } else { 2 }];
            }
            (masses, later)
        };
        (0..self.model.draws).map(of_draw).collect()
    }

    fn moves(&self, plans: &[Plan]) -> Option<Vec<Move>> {
        let mut moves: Vec<Move> = Vec::new();
        let mut shares: Vec<Option<Vec<f64>>> = Vec::new();
        for (i, p) in plans.iter().enumerate() {
            let (before, through) = (&plans[..i], &plans[..=i]);
            let beyond = p.about.0 > self.last();
            let parts: Vec<char> = self.days().map(|d| part(d, p, beyond, before)).collect();
            let living = parts.iter().zip(self.days()).filter(|(_, d)| *d > p.day);
            let living: Vec<char> = living.map(|(part, _)| *part).collect();
            let acts = if beyond {
                p.call == Call::Announce && living.contains(&'O')
            } else {
                living.contains(&'A')
            };
            if !acts {
                moves.push((parts, beyond, vec![[1.0; 3]; self.model.draws]));
                shares.push(None);
                continue;
            }
            let undone = before.iter().zip(&shares).rev().find_map(|(x, share)| {
                let shares_days = x.about.0 <= p.about.1 && p.about.0 <= x.about.1;
                let taken_back = x.call == Call::Announce && shares_days;
                share
                    .as_ref()
                    .filter(|_| taken_back && p.call == Call::Cancel)
            });
            let bank = self.bank(p.day, through, &moves);
            let (mut factors, mut share) = (Vec::new(), Vec::new());
            for (k, (masses, later)) in bank.iter().enumerate() {
                let (mut a, mut b, mut o) = (0.0, 0.0, 0.0);
                for ((m, d), part) in masses.iter().zip(self.days()).zip(&parts) {
                    match part {
                        'A' if d > p.day => a += m,
                        'B' if d > p.day => b += m,
                        'O' if d > p.day => o += m,
                        _ => {}
                    }
                }
                *(if beyond { &mut a } else { &mut o }) += later;
                let (c, g) = self.act(p, k, [a, b, o], undone.map(|shares| shares[k]))?;
                share.push(c);
                factors.push(g);
            }
            moves.push((parts, beyond, factors));
            shares.push(Some(share));
        }
        Some(moves)
    }

    /// A plan's share before it acts, and its factors, in one draw.
    fn act(
        &self,
        p: &Plan,
        k: usize,
        [a, b, o]: [f64; 3],
        undone: Option<f64>,
    ) -> Option<(f64, [f64; 3])> {
        let m = &self.model.plans;
        let u = a + b;
        let z = u + o;
        if [a, o, z].iter().any(|x| !(*x > 0.0 && x.is_finite())) {
            return None;
        }
        let c = u / z;
        let w = self.credibility(p.reports.iter().copied());
        let (v, ga, gb) = match p.call {
            Call::Announce => {
                let told = p.reports.iter().map(|r| r.known);
                let watched = self.watches.iter().map(|w| w.through);
                let seen = told
                    .chain(watched.filter(|t| p.day <= *t && *t < p.about.0))
                    .max()?;
                let mut s = m.kept_draws[k];
                for _ in m.last_days..(p.about.0 - seen).max(0) {
                    s *= 1.0 - m.loss_draws[k];
                }
                let v = c.max(w * s + (1.0 - w) * c);
                let (mut i, mut gb) = (a / u, 1.0);
                if b > 0.0 {
                    i = i.max(w * (1.0 - m.near_share) + (1.0 - w) * i);
                    gb = v * (1.0 - i) * z / b;
                }
                (v, v * i * z / a, gb)
            }
            Call::Doubt => unreachable!("the models of these ledgers know no doubts"),
            Call::Cancel => {
                let v = c * m.cancelled_keeps;
                let v = undone.map_or(v, |before| v.min(before));
                let v = w * v + (1.0 - w) * c;
                (v, v * z / u, v * z / u)
            }
        };
        Some((c, [ga, gb, (1.0 - v) * z / o]))
    }

    fn pool(&self, bank: &[Masses]) -> Option<Numbers> {
        let (mut q, mut totals) = (Vec::new(), Vec::new());
        for (masses, later) in bank {
            let (mut n, mut z) = (0.0, 0.0);
            for (m, d) in masses
                .iter()
                .zip(self.days())
                .filter(|(_, d)| *d > self.as_of)
            {
                n += if d <= self.question.deadline { *m } else { 0.0 };
                z += m;
            }
            z += later;
            if !(z > 0.0 && z.is_finite()) {
                return None;
            }
            q.push((n / z).clamp(1.0 / 512.0, 511.0 / 512.0));
            totals.push(z);
        }
        let mean = totals.iter().fold(0.0, |acc, z| acc + z) / totals.len() as f64;
        let v: Vec<f64> = totals.iter().map(|z| (z / mean).clamp(0.5, 2.0)).collect();
        let all = v.iter().fold(0.0, |acc, v| acc + v);
        let up = v.iter().zip(&q).fold(0.0, |acc, (v, q)| acc + v * q);
        let squares = v.iter().fold(0.0, |acc, v| acc + v / all * (v / all));
        let mut order: Vec<usize> = (0..q.len()).collect();
        order.sort_by(|i, j| q[*i].total_cmp(&q[*j]));
        let quantile = |share: f64| {
            let mut running = 0.0;
            let reached = order.iter().find(|k| {
                running += v[**k];
                running >= share * all
            });
            q[*reached.or(order.last()).unwrap()]
        };
        Some([up / all, quantile(0.05), quantile(0.95), 1.0 / squares])
    }
}

fn strength(f: f64) -> f64 {
    if f >= 1.0 { f } else { 1.0 / f }
}

fn covering<'p, 'c>(d: i32, plans: &[&'p Plan<'c>]) -> Option<&'p Plan<'c>> {
    plans
        .iter()
        .rev()
        .find(|p| p.first <= d && d <= p.last)
        .copied()
}

fn part(d: i32, p: &Plan, beyond: bool, before: &[Plan]) -> char {
    let before: Vec<&Plan> = before.iter().collect();
    let other = covering(d, &before).is_some_and(|x| {
        x.call == Call::Announce && (x.about.1 < p.about.0 || p.about.1 < x.about.0)
    });
    if d > p.day && d < p.first && other {
        'S'
    } else if beyond || d <= p.day || d < p.first || p.last < d {
        'O'
    } else if p.about.0 <= d && d <= p.about.1 {
        'A'
    } else {
        'B'
    }
}
