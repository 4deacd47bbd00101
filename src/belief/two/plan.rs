//! Announced and cancelled days, and the days that each covers.

use super::act::Acted;
use super::ground::Ground;
use super::model::Call;
use super::report::Heard;
use super::story::credibility;

/// What a plan does with a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// It names the day.
    Named,
    /// It covers the day: slack, or the rest of an occasion.
    Near,
    /// It speaks of another day.
    Other,
    /// The day stands announced for an earlier meeting, of which it says nothing.
    Left,
}

/// A report that made or confirmed a plan.
#[derive(Debug, Clone, PartialEq)]
struct Teller {
    id: String,
    known: i32,
    weight: f64,
}

/// An announcement or a cancellation of days.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    /// Id of its first report.
    pub id: String,
    pub call: Call,
    /// First and last day named.
    pub about: (i32, i32),
    /// First and last day covered.
    covered: (i32, i32),
    /// Day on which it became known.
    pub day: i32,
    tellers: Vec<Teller>,
    /// What it does with each day of the horizon.
    pub parts: Vec<Part>,
    /// The named days lie beyond the horizon.
    pub beyond: bool,
    /// It has days to move, and others to move them from or to.
    pub acts: bool,
    /// Place of the announcement that it takes back.
    pub undoes: Option<usize>,
    /// What it did when it was last looked at.
    pub acted: Option<Acted>,
}

impl Plan {
    /// The plan that `report` makes after those of `before`.
    pub fn new(report: &Heard, before: &[Plan], ground: &Ground, slack: i32) -> Option<Self> {
        let (call, about) = (report.plan?, report.report.about?);
        let covered = cover(about, ground, slack);
        let mut plan = Self {
            id: report.report.id.clone(),
            call,
            about,
            covered,
            day: report.report.known,
            tellers: Vec::new(),
            parts: Vec::new(),
            beyond: about.0 > ground.horizon.last,
            acts: false,
            undoes: None,
            acted: None,
        };
        plan.confirm(report);
        let horizon = ground.horizon;
        plan.parts = horizon.each().map(|(_, d)| plan.part(d, before)).collect();
        plan.acts = plan.can_act(plan.parts.get(horizon.index(plan.day + 1)..)?);
        if call == Call::Cancel {
            plan.undoes = before
                .iter()
                .rposition(|x| x.call == Call::Announce && x.acts && share_a_day(x.about, about));
        }
        Some(plan)
    }

    /// Takes in one more report of the same.
    pub fn confirm(&mut self, report: &Heard) {
        self.tellers.push(Teller {
            id: report.report.id.clone(),
            known: report.report.known,
            weight: report.weight,
        });
    }

    /// How many reports tell it.
    pub fn told(&self) -> usize {
        self.tellers.len()
    }

    /// The ids of the reports that tell it, its first one first.
    pub fn tellers(&self) -> impl Iterator<Item = &str> {
        self.tellers.iter().map(|teller| teller.id.as_str())
    }

    /// Whether the report of that id tells it.
    pub fn has_teller(&self, id: &str) -> bool {
        self.tellers.iter().any(|teller| teller.id == id)
    }

    /// Takes out what became known on `day` or later.
    pub fn forget_since(&mut self, day: i32) {
        self.tellers.retain(|teller| teller.known < day);
    }

    /// Belief in all its reports together.
    pub fn credibility(&self, discount: f64) -> f64 {
        let mut weights: Vec<f64> = self.tellers.iter().map(|teller| teller.weight).collect();
        weights.sort_by(|a, b| b.total_cmp(a));
        credibility(&weights, discount)
    }

    /// The latest day on which it was known to stand: told, or watched and not withdrawn.
    fn last_seen(&self, watched_through: impl Iterator<Item = i32>) -> i32 {
        let told = self.tellers.iter().map(|teller| teller.known);
        let watched = watched_through.filter(|day| (self.day..self.about.0).contains(day));
        told.chain(watched).fold(self.day, i32::max)
    }

    /// Days from when it was last known to stand to the first day named.
    pub fn lead(&self, watched_through: impl Iterator<Item = i32>) -> i32 {
        (self.about.0 - self.last_seen(watched_through)).max(0)
    }

    /// Whether it covers a day.
    pub fn covers(&self, day: i32) -> bool {
        (self.covered.0..=self.covered.1).contains(&day)
    }

    /// Whether a report tells the same as this plan.
    pub fn is_told_by(&self, report: &Heard) -> bool {
        Some(self.call) == report.plan && Some(self.about) == report.report.about
    }

    fn part(&self, day: i32, before: &[Plan]) -> Part {
        if day > self.day && day < self.covered.0 && self.leaves_alone(day, before) {
            Part::Left
        } else if self.beyond || day <= self.day || !self.covers(day) {
            Part::Other
        } else if (self.about.0..=self.about.1).contains(&day) {
            Part::Named
        } else {
            Part::Near
        }
    }

    /// Whether a day before its own stands announced for another meeting.
    fn leaves_alone(&self, day: i32, before: &[Plan]) -> bool {
        let last = before.iter().rev().find(|plan| plan.covers(day));
        last.is_some_and(|x| x.call == Call::Announce && !share_a_day(x.about, self.about))
    }

    fn can_act(&self, living: &[Part]) -> bool {
        if living.is_empty() {
            false
        } else if self.beyond {
            self.call == Call::Announce && living.contains(&Part::Other)
        } else {
            living.contains(&Part::Named)
        }
    }
}

/// The days that a plan of `about` covers: its slack, and the whole of each occasion it falls on.
fn cover(about: (i32, i32), ground: &Ground, slack: i32) -> (i32, i32) {
    let mut covered = (about.0 - slack, about.1 + slack);
    for occasion in &ground.occasions {
        if share_a_day(*occasion, about) {
            covered = (covered.0.min(occasion.0), covered.1.max(occasion.1));
        }
    }
    covered
}

/// Whether two stretches of days have one in common.
pub(super) fn share_a_day(a: (i32, i32), b: (i32, i32)) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

/// Which plan a report tells: the last whose days it shares, if that is the same.
pub(super) fn told_by(report: &Heard, plans: &[Plan]) -> Option<usize> {
    let about = report.report.about?;
    let last = plans
        .iter()
        .rposition(|plan| share_a_day(plan.about, about))?;
    plans
        .get(last)
        .filter(|plan| plan.is_told_by(report))
        .map(|_| last)
}

/// Whether each day of the horizon stands announced: of the plans that cover it the last says so.
pub(super) fn stands(plans: &[Plan], ground: &Ground) -> Vec<bool> {
    let mut stands = vec![false; ground.horizon.days()];
    for plan in plans {
        for day in covered_days(plan, ground, &mut stands) {
            *day = plan.call == Call::Announce;
        }
    }
    stands
}

/// Whether each day is covered by any announcement, called off or not.
pub(super) fn ever_announced(plans: &[Plan], ground: &Ground) -> Vec<bool> {
    let mut announced = vec![false; ground.horizon.days()];
    for plan in plans.iter().filter(|plan| plan.call == Call::Announce) {
        covered_days(plan, ground, &mut announced).fill(true);
    }
    announced
}

fn covered_days<'d>(plan: &Plan, ground: &Ground, days: &'d mut [bool]) -> &'d mut [bool] {
    let range = ground.horizon.indices(plan.covered.0, plan.covered.1);
    days.get_mut(range).unwrap_or_default()
}
