//! Where a probability comes from: rows along one path, in whole hundredths of a deciban, which
//! therefore sum exactly.

use std::cell::Cell;
use std::fmt;
use std::sync::Arc;

use super::bank::{self, Layers, multiply};
use super::base::Base;
use super::chronicle::{self, Chronicle};
use super::family::step;
use super::heard::heard;
use super::model::Call;
use super::part::Part;
use super::plan::Plan;
use super::pool::{self, Sums};
use super::report::Heard;
use crate::belief::{Degenerate, Outlook};

/// One step of the path.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is.
    pub cause: Cause,
    /// Hundredths of a deciban.
    pub hundredths: i64,
    /// The belief after it.
    pub after: Outlook,
}

/// What moved the probability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// The bank without evidence as of the opening.
    Prior,
    /// The passage of time.
    Time,
    /// A story, before its family's channel.
    Story {
        /// Its family.
        family: String,
        /// Its own name, or the id of its first report.
        name: String,
        /// Ids of its reports, in the order of evidence.
        reports: Vec<String>,
    },
    /// What a family's channel held back.
    Channel(String),
    /// That somebody looked, to the end of this day, and saw nothing.
    Silence(i32),
    /// A plan.
    Plan(Planning),
}

/// A plan of the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planning {
    /// Id of its first report.
    pub id: String,
    /// Announced or called off.
    pub call: Call,
    /// First and last day named.
    pub about: (i32, i32),
    /// It moves anything: there were days to move.
    pub acts: bool,
    /// Ids of its reports, its first one first.
    pub reports: Vec<String>,
    /// Ids of the reports that doubt it.
    pub doubts: Vec<String>,
}

impl Planning {
    fn of(plan: &Plan) -> Self {
        Self {
            id: plan.id.clone(),
            call: plan.call,
            about: plan.about,
            acts: plan.acts,
            // Where it took another's place, those of the other come after its own.
            reports: std::iter::once(plan.id.as_str())
                .chain(plan.tellers().filter(|id| *id != plan.id))
                .map(str::to_owned)
                .collect(),
            doubts: plan.doubters().map(str::to_owned).collect(),
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Prior => f.write_str("prior"),
            Self::Time => f.write_str("time"),
            Self::Story { name, .. } => write!(f, "story {name}"),
            Self::Channel(family) => write!(f, "channel {family}"),
            Self::Silence(_) => f.write_str("silence"),
            Self::Plan(plan) => write!(f, "plan {}", plan.id),
        }
    }
}

/// Log-odds in hundredths of a deciban, to the nearest whole number.
#[must_use]
pub fn log_odds(p: f64) -> i64 {
    (1000.0 * libm::log10(p / (1.0 - p))).round_ties_even() as i64
}

/// The rows of a belief before its deadline.
pub(super) fn rows(
    base: &Base,
    chronicle: &Chronicle,
    reports: &[Arc<Heard>],
    as_of: i32,
) -> Result<Vec<Row>, Degenerate> {
    let mut path = Path::new(base, as_of);
    path.opens()?;
    let mut tellers = chronicle.tellers(reports);
    // What a feed did not bring of a family stands in the row of its channel.
    for (family, heard) in &*base.heard(&chronicle::products(chronicle.said())) {
        let mut product = vec![1.0; path.days()];
        let spoken = chronicle.said().get(family);
        let stories = spoken.map_or(&[][..], |spoken| spoken.stories());
        for (place, story) in stories.iter().enumerate() {
            for (day, factor) in story.factor.each() {
                if let Some(product) = product.get_mut(day) {
                    *product = step(*product, factor);
                }
            }
            let cause = Cause::Story {
                family: family.clone(),
                name: story.name.clone(),
                reports: tellers.remove(&(family.clone(), place)).unwrap_or_default(),
            };
            path.look(cause, Some(&product))?;
        }
        path.hear(family, heard);
        path.look(Cause::Channel(family.clone()), None)?;
    }
    let plans = chronicle.plans();
    if let Some(through) = base.watched(path.as_of) {
        path.hush(&base.hush(path.as_of, plans));
        path.look(Cause::Silence(through), None)?;
    }
    for plan in plans.iter().filter(|plan| plan.replaced_by.is_none()) {
        path.act(plan);
        path.look(Cause::Plan(Planning::of(plan)), None)?;
    }
    Ok(path.rows)
}

/// The path of probabilities, and the bank at its end.
struct Path<'b> {
    base: &'b Base,
    as_of: i32,
    /// Masses of the days after `as_of`, the draws of a day side by side.
    masses: Vec<f64>,
    later: Vec<f64>,
    now: i64,
    rows: Vec<Row>,
}

impl<'b> Path<'b> {
    fn new(base: &'b Base, as_of: i32) -> Self {
        let prior = &base.ground.prior;
        let mut masses = Vec::new();
        for day in as_of + 1..=base.ground.horizon.last {
            masses.extend_from_slice(prior.masses(day));
        }
        Self {
            base,
            as_of,
            masses,
            later: prior.later().to_vec(),
            now: 0,
            rows: Vec::new(),
        }
    }

    fn days(&self) -> usize {
        self.base.ground.horizon.days()
    }

    /// The rows before any evidence.
    fn opens(&mut self) -> Result<(), Degenerate> {
        let ground = &self.base.ground;
        let prior = Layers {
            ground,
            says: Vec::new(),
            hush: Vec::new(),
            moves: Vec::new(),
            made: Cell::new(0),
        };
        let sums = Sums::after(ground.opens, &prior);
        self.push(Cause::Prior, ground.opens, &sums)?;
        self.look(Cause::Time, None)
    }

    /// A row for the bank as it is, times a number for each day of the horizon.
    fn look(&mut self, cause: Cause, product: Option<&[f64]>) -> Result<(), Degenerate> {
        let ground = &self.base.ground;
        let deadline = ground.horizon.deadline;
        let zeros = vec![0.0; self.later.len()];
        let mut sums = Sums {
            by_deadline: zeros.clone(),
            all: zeros.clone(),
        };
        let mut row = zeros;
        let first = ground.horizon.index(self.as_of + 1);
        let products = product.map(|product| product.get(first..).unwrap_or_default());
        for (i, (masses, day)) in self.each_day().enumerate() {
            row.copy_from_slice(masses);
            if let Some(x) = products.and_then(|products| products.get(i)) {
                row.iter_mut().for_each(|m| *m *= x);
            }
            sums.add(day, deadline, &row);
        }
        bank::add(&mut sums.all, &self.later);
        self.push(cause, self.as_of, &sums)
    }

    fn each_day(&self) -> impl Iterator<Item = (&[f64], i32)> {
        let from = (self.as_of + 1).max(self.base.ground.horizon.first);
        self.masses
            .chunks_exact(self.later.len().max(1))
            .zip(from..)
    }

    fn push(&mut self, cause: Cause, as_of: i32, sums: &Sums) -> Result<(), Degenerate> {
        let deadline = self.base.ground.horizon.deadline;
        let after = pool::pool(as_of, deadline, sums)?.outlook;
        let then = log_odds(after.p);
        self.rows.push(Row {
            cause,
            hundredths: then - self.now,
            after,
        });
        self.now = then;
        Ok(())
    }

    /// The rows of masses with the index of their day.
    fn rows_mut(&mut self) -> impl Iterator<Item = (usize, &mut [f64])> {
        let first = self.base.ground.horizon.index(self.as_of + 1);
        let draws = self.later.len().max(1);
        (first..).zip(self.masses.chunks_exact_mut(draws))
    }

    fn hear(&mut self, family: &str, product: &[f64]) {
        let family = self.base.model.families.get(family);
        let leaks = family.map_or(Vec::new(), |family| family.leak_draws.clone());
        for (i, row) in self.rows_mut() {
            if let Some(product) = product.get(i).filter(|product| **product != 1.0) {
                for (m, leak) in row.iter_mut().zip(&leaks) {
                    *m *= heard(*product, *leak);
                }
            }
        }
    }

    fn hush(&mut self, hush: &[f64]) {
        for (i, row) in self.rows_mut() {
            if let Some(hush) = hush.get(i) {
                row.iter_mut().for_each(|m| *m *= hush);
            }
        }
    }

    fn act(&mut self, plan: &Plan) {
        let Some(acted) = &plan.acted else {
            return;
        };
        let factors = &acted.factors;
        for (i, row) in self.rows_mut() {
            let part = plan.parts.get(i);
            multiply(row, part.and_then(|p| factors.of(*p)).unwrap_or_default());
        }
        let part = if plan.beyond {
            Part::Named
        } else {
            Part::Other
        };
        multiply(&mut self.later, factors.of(part).unwrap_or_default());
    }
}
