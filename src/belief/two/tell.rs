//! What there is to say of a report when it is entered.

use std::sync::Arc;

use super::Model;
use super::chronicle::Chronicle;
use super::echo::Echoes;
use super::engine::Engine;
use super::heard::heard as of_channel;
use super::model::{Call, Side};
use super::plan::{self, Plan};
use super::refused::Refused;
use super::report::Heard;
use super::story::strength;

/// What there is to say of a report that stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Telling {
    /// On which side its kind may speak.
    pub side: Side,
    /// Worth of its grade.
    pub weight: f64,
    /// Days from when it happened to the first day that it could speak of when it became known.
    pub lead: i32,
    /// What one sure report of its kind does alone at this lead; `None` beyond the lead bins and
    /// with the analyst's own likelihood.
    pub alone: Option<f64>,
    /// Days of which it speaks for a meeting.
    pub speaks_for: usize,
    /// Those of them on which that was an echo of what stood announced when it became known.
    pub echoes: usize,
    /// How far it is one there, on average, from 0 to 1: 1 where it says nothing there.
    pub echo: f64,
    /// What becomes of it.
    pub role: Role,
}

/// What becomes of a report.
#[derive(Debug, Clone, PartialEq)]
pub enum Role {
    /// It tells a story.
    Story(InFamily),
    /// It makes or confirms a plan.
    Plan(Planned),
    /// It names days to announce or cancel that were over when it became known: it says nothing.
    Over,
}

/// A report in its story and family.
#[derive(Debug, Clone, PartialEq)]
pub struct InFamily {
    /// The family.
    pub family: String,
    /// The story's own name, or the id of its first report.
    pub story: String,
    /// How often the story was told, this report included.
    pub told: usize,
    /// What the report multiplied all that its family says by, on the day to come on which that is
    /// most.
    pub said: f64,
    /// What the family's channel, at its middle leak, made of that; the rest was held back.
    pub heard: f64,
    /// What the family says in all on that day, after its channel; 1 where the report moves no day.
    pub in_all: f64,
}

/// A report of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// Id of the plan's first report: this one's own where it makes the plan.
    pub plan: String,
    /// Announced, called off or doubted.
    pub call: Call,
    /// Reports of the plan, this one included unless it doubts.
    pub told: usize,
    /// Id of the first report of the announcement that it takes back.
    pub undoes: Option<String>,
    /// It moves anything: there were days to move.
    pub acts: bool,
    /// The days named lie beyond the last that is a hypothesis.
    pub beyond: bool,
    /// Probability, as of the latest day, that the meeting falls on the days named; where they lie
    /// beyond the horizon, that it comes after it or never.
    pub share: f64,
}

/// A plan that stands: no later one speaks of its days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    /// Id of the plan's first report.
    pub plan: String,
    /// Announced, or called off.
    pub call: Call,
    /// First and last day named, as day numbers.
    pub about: (i32, i32),
    /// The days named, with those of the announcements before that it made sharper or moved: what is
    /// called off when it is, where one plan can name so many days.
    pub whole: (i32, i32),
    /// Day number on which it became known.
    pub day: i32,
    /// Day number on which it happened: orders plans that became known on one day.
    pub observed: i32,
}

/// The days of a plan, with those of earlier announcements of the same that nobody called off.
fn whole(plan: &Plan, before: &[Plan], most: i32) -> (i32, i32) {
    let mut whole = plan.about;
    for earlier in before.iter().rev() {
        if earlier.replaced_by.is_some() || !plan::share_a_day(earlier.about, whole) {
            continue;
        }
        let wider = (whole.0.min(earlier.about.0), whole.1.max(earlier.about.1));
        if earlier.call == Call::Cancel || wider.1 - wider.0 >= most {
            break;
        }
        whole = wider;
    }
    whole
}

impl Engine {
    /// What there is to say of a report that stands; `None` where none has that id.
    ///
    /// # Errors
    /// As [`Engine::outlook`].
    pub fn telling(&mut self, id: &str) -> Result<Option<Telling>, Refused> {
        let Some(report) = self.standing(id) else {
            return Ok(None);
        };
        let model = Arc::clone(self.model());
        let Some(kind) = model.kinds.get(&report.report.kind) else {
            return Ok(None);
        };
        let lead = lead(&report);
        let bin = model.bin(lead).filter(|_| !report.has_own());
        let role = if report.is_over() {
            Some(Role::Over)
        } else {
            match self.planned(&report)? {
                Some(plan) => Some(Role::Plan(plan)),
                None => self.in_family(&report)?.map(Role::Story),
            }
        };
        let Some(role) = role else {
            return Ok(None);
        };
        let (speaks_for, echoes) = match role {
            Role::Story(_) => self.echoes(&report)?,
            Role::Plan(_) | Role::Over => (0, Vec::new()),
        };
        Ok(Some(Telling {
            side: kind.side,
            weight: report.weight,
            lead,
            alone: bin.map(|bin| model.alone(kind, bin)),
            speaks_for,
            echoes: echoes.len(),
            echo: mean(&echoes),
            role,
        }))
    }

    /// The plans, announced or called off, whose named days are still to come on the latest day, and
    /// of which no later plan speaks of any of these days, in order.
    ///
    /// # Errors
    /// As [`Engine::outlook`].
    pub fn announced(&mut self) -> Result<Vec<Announced>, Refused> {
        let as_of = self.as_of();
        let terms = &self.base().model.plans;
        let most = terms.wide.map_or(terms.max_days, |_| i32::MAX);
        let plans = self.settle()?.chronicle().plans();
        let later = |i: usize| plans.get(i + 1..).unwrap_or_default();
        let stands = |i: usize, plan: &Plan| {
            let spoken_of = |x: &Plan| plan::share_a_day(x.about, plan.about);
            plan.replaced_by.is_none() && plan.about.1 > as_of && !later(i).iter().any(spoken_of)
        };
        let standing = plans.iter().enumerate().filter(|(i, p)| stands(*i, p));
        let said = standing.map(|(i, plan)| Announced {
            plan: plan.id.clone(),
            call: plan.call,
            about: plan.about,
            whole: whole(plan, plans.get(..i).unwrap_or_default(), most),
            day: plan.day,
            observed: plan.made_by.report.observed,
        });
        Ok(said.collect())
    }

    fn planned(&mut self, report: &Heard) -> Result<Option<Planned>, Refused> {
        let id = &report.report.id;
        let plans = self.settle()?.chronicle().plans();
        let of = |plan: &&Plan| plan.has_teller(id) || plan.has_doubter(id);
        let Some(plan) = plans.iter().rfind(of).cloned() else {
            return Ok(None);
        };
        let doubts = plan.has_doubter(id);
        let undoes = plan.undoes.first().and_then(|i| plans.get(*i));
        let undoes = undoes.map(|plan| plan.id.clone());
        let share = if plan.beyond {
            1.0 - self.within(i32::MIN, i32::MAX)?
        } else {
            self.within(plan.about.0, plan.about.1)?
        };
        Ok(Some(Planned {
            told: plan.told(),
            plan: plan.id,
            call: if doubts { Call::Doubt } else { plan.call },
            undoes,
            acts: plan.acts,
            beyond: plan.beyond,
            share,
        }))
    }

    fn in_family(&mut self, report: &Heard) -> Result<Option<InFamily>, Refused> {
        let as_of = self.as_of();
        let living = self.base().ground.horizon.index(as_of.saturating_add(1));
        let mut without = self.clone();
        without.leave_out(&report.report.id);
        let chronicle = self.settle()?.chronicle();
        let Some((family, story)) = chronicle.story_of(report) else {
            return Ok(None);
        };
        let (family, story, told) = (family.to_owned(), story.name.clone(), story.told);
        let with = product(chronicle, &family);
        let without = product(without.settle()?.chronicle(), &family);
        let mut said = (1.0, 1.0);
        for (day, with) in with.iter().enumerate().skip(living) {
            let without = without.get(day).copied().unwrap_or(1.0);
            if strength(with / without) > strength(said.0 / said.1) {
                said = (*with, without);
            }
        }
        let heard = |product| heard(self.model(), &family, product);
        Ok(Some(InFamily {
            said: said.0 / said.1,
            heard: heard(said.0) / heard(said.1),
            in_all: heard(said.0),
            family,
            story,
            told,
        }))
    }

    /// Days of which a report speaks for a meeting, and how far it is an echo on each on which it is
    /// one.
    fn echoes(&mut self, report: &Heard) -> Result<(usize, Vec<f64>), Refused> {
        let known = report.report.known;
        let plans = self.settle()?.chronicle().plans();
        let then = plans.partition_point(|plan| plan.day <= known);
        let plans = plans.get(..then).unwrap_or_default().to_vec();
        let base = self.base();
        let says = report.says(base.ground.horizon, &base.model);
        let echoes = Echoes::on(known, &plans, &base.ground, &base.model).of(&says);
        let speaks = says.each().filter(|(_, r)| *r > 1.0).count();
        Ok((
            speaks,
            echoes.into_iter().filter(|echo| *echo > 0.0).collect(),
        ))
    }
}

/// 0 of none.
fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len().max(1) as f64
}

/// Days from when a report's event happened to the first day that it could speak of then.
fn lead(report: &Heard) -> i32 {
    let r = &report.report;
    let about = report.about().map_or(i32::MIN, |(first, _)| first);
    about.max(r.known + 1) - r.observed
}

fn product(chronicle: &Chronicle, family: &str) -> Vec<f64> {
    let spoken = chronicle.said().get(family);
    spoken.map_or(Vec::new(), |spoken| spoken.product().to_vec())
}

fn heard(model: &Model, family: &str, product: f64) -> f64 {
    let family = model.families.get(family);
    family.map_or(product, |family| of_channel(product, family.leak))
}
