//! A report as a model reads it.

use std::cmp::Ordering;
use std::ops::Range;

use super::curve::Curve;
use super::ground::Horizon;
use super::model::{Call, Side};
use super::{Model, Report};
use crate::record::Invalid;

/// A report with what a model says of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Heard {
    pub report: Report,
    /// Worth of its grade.
    pub weight: f64,
    /// Its kind's family.
    pub family: String,
    /// It announces or cancels the days that it names, or doubts what was announced.
    pub plan: Option<Call>,
    /// Worth of its grade as a report of a plan: less where its kind promises less, or it names many
    /// days.
    pub worth: f64,
    /// What it announces is as firm as what a government announces by its day.
    pub firm: bool,
    /// The days that it speaks of where it is no plan.
    about: Option<(i32, i32)>,
    own: Option<f64>,
}

impl Heard {
    /// Reads a report.
    pub fn read(report: Report, model: &Model) -> Result<Self, Invalid> {
        let kind = model.kind(&report.kind)?;
        let own = report.likelihood.map(|(meeting, none)| meeting / none);
        let plan = kind
            .plan
            .filter(|call| own.is_none() && model.plans.takes(*call, report.about));
        let weight = model.weight(report.reliability, report.credibility);
        Ok(Self {
            weight,
            family: kind.family.clone(),
            plan,
            worth: match plan {
                Some(Call::Announce) => model.plans.worth(weight, kind, report.about),
                _ => weight,
            },
            firm: kind.promise.is_none(),
            about: report.about,
            own,
            report,
        })
    }

    /// The same, as the model hears it on a question of that deadline: in a family whose words are
    /// of the whole window, what speaks for a meeting on days of it speaks for all of it.
    pub fn on(mut self, model: &Model, deadline: i32) -> Self {
        let kind = model.kinds.get(&self.report.kind);
        let toward = kind.is_some_and(|kind| kind.side != Side::Against);
        let whole = model.families.get(&self.family);
        let whole = whole.is_some_and(|family| family.whole_window);
        let known = self.report.known;
        let within = |(_, last): (i32, i32)| known < last && last <= deadline;
        if whole && toward && self.own.is_none() && self.about.is_some_and(within) {
            self.about = None;
        }
        self
    }

    /// The days by which it is told from other reports of its kind and actor.
    pub fn about(&self) -> Option<(i32, i32)> {
        self.about
    }

    /// The order of evidence.
    pub fn place(&self) -> (i32, &str) {
        (self.report.known, &self.report.id)
    }

    /// The order in which plans are taken.
    pub fn compare_as_plans(&self, other: &Self) -> Ordering {
        let key = |x: &Self| (x.report.known, x.report.observed, x.plan);
        key(self)
            .cmp(&key(other))
            .then_with(|| self.report.id.cmp(&other.report.id))
    }

    /// It makes or confirms a plan.
    pub fn is_planning(&self) -> bool {
        self.plan.is_some() && !self.is_over()
    }

    /// It names days to announce or cancel that were over when it became known.
    pub fn is_over(&self) -> bool {
        let last = self.report.about.map(|(_, last)| last);
        self.plan.is_some() && last.is_some_and(|last| last <= self.report.known)
    }

    /// The analyst's own likelihood stands in for the kind's ratio.
    pub fn has_own(&self) -> bool {
        self.own.is_some()
    }

    /// The days on which it may say anything but 1, by index.
    pub fn speaks_of(&self, horizon: Horizon, model: &Model) -> Range<usize> {
        let observed = self.report.observed;
        let farthest = match self.own {
            Some(_) => horizon.deadline,
            None => observed.saturating_add(model.lead_edges.last().copied().unwrap_or(0)),
        };
        let (first, last) = self.about.unwrap_or((i32::MIN, i32::MAX));
        let from = first.max(observed.saturating_add(1));
        horizon.indices(from, last.min(farthest))
    }

    /// What it says of the days that it speaks of, where none of them stands announced.
    pub fn says(&self, horizon: Horizon, model: &Model) -> Curve {
        let range = self.speaks_of(horizon, model);
        let ratios = model.kinds.get(&self.report.kind).map(|kind| &kind.ratio);
        let said = |day: i32| match self.own {
            Some(own) => own,
            None => model
                .bin(day - self.report.observed)
                .and_then(|bin| ratios?.get(bin).copied())
                .unwrap_or(1.0),
        };
        let days = horizon.each().skip(range.start).take(range.len());
        Curve::new(range.start, days.map(|(_, day)| said(day)).collect())
    }

    /// The same as it would speak without days.
    pub fn unnamed(&self) -> Self {
        Self {
            about: None,
            ..self.clone()
        }
    }
}
