//! A question under version 2, behind a run.

use std::sync::Arc;

use crate::belief::one::Weight;
use crate::belief::two::{self, Fact, Refused, Telling, why};
use crate::belief::{Evidence, Kind, Model, Outlook, Refusal, Span, Step};
use crate::record::{Body, Invalid, Question, date};

/// A question under version 2.
#[derive(Debug, Clone)]
pub(super) struct Second {
    engine: two::Engine,
    /// The reports that stand, by day known and then by entry.
    evidence: Vec<Evidence>,
}

impl PartialEq for Second {
    /// The same evidence and watches as of the same day: all else follows from them.
    fn eq(&self, other: &Self) -> bool {
        self.evidence == other.evidence
            && self.engine.watches() == other.engine.watches()
            && self.engine.as_of() == other.engine.as_of()
    }
}

impl Second {
    pub fn open(question: &Question, model: Arc<two::Model>) -> Result<Self, Invalid> {
        Ok(Self {
            engine: two::Engine::open(asked(question)?, model)?,
            evidence: Vec::new(),
        })
    }

    /// Enters a fact: a signal, a watch, a retraction or a passage; others say nothing here.
    pub fn enter(&mut self, seq: u64, body: &Body) -> Result<(), Refusal> {
        match body {
            Body::Signal(signal) => return self.put(Evidence::new(seq, signal)),
            Body::Watch(w) => self.watch(two::Watch {
                id: w.id.to_string(),
                known: date::number(w.known_on),
                through: date::number(w.through),
            })?,
            Body::Retraction(r) => {
                self.evidence.retain(|e| e.id != r.signal.as_str());
                self.engine.enter(Fact::Retraction {
                    id: r.signal.to_string(),
                    known: date::number(r.known_on),
                })?;
            }
            Body::Passage(p) => self.pass(date::number(p.known_on)),
            _ => {}
        }
        Ok(())
    }

    pub fn put(&mut self, e: Evidence) -> Result<(), Refusal> {
        self.engine.enter(Fact::Signal(report(&e)))?;
        let place = (e.known, e.seq);
        let at = self.evidence.partition_point(|x| (x.known, x.seq) <= place);
        self.evidence.insert(at, e);
        Ok(())
    }

    /// As [`Second::put`], with the belief on the day just before and after it.
    pub fn step(&mut self, model: &Model, e: Evidence) -> Result<Step, Refusal> {
        // An earlier day counts as the latest.
        let before = self.outlook_on(e.known)?;
        let weight = weight(model, &e);
        self.put(e)?;
        Ok(Step {
            weight,
            before,
            after: self.outlook_on(self.as_of())?,
        })
    }

    /// Watches that stand, in the order of the log.
    pub fn watches(&self) -> &[two::Watch] {
        self.engine.watches()
    }

    /// Enters a watch.
    pub fn watch(&mut self, watch: two::Watch) -> Result<(), Refusal> {
        Ok(self.engine.enter(Fact::Watch(watch))?)
    }

    /// Takes a signal out as if it had never been entered.
    pub fn remove(&mut self, id: &str) -> Result<(), Refusal> {
        let known = self.as_of();
        self.evidence.retain(|e| e.id != id);
        let id = id.to_owned();
        Ok(self.engine.enter(Fact::Retraction { id, known })?)
    }

    pub fn pass(&mut self, known: i32) {
        // A passage is always taken.
        let _ = self.engine.enter(Fact::Passage { known });
    }

    pub fn as_of(&self) -> i32 {
        self.engine.as_of()
    }

    pub fn passed(&self) -> i32 {
        self.engine.passed()
    }

    pub fn ever(&self) -> i32 {
        self.engine.ever()
    }

    pub fn remember(&mut self, day: i32) {
        self.engine.remember(day);
    }

    pub fn horizon(&self) -> i32 {
        self.engine.horizon()
    }

    pub fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }

    pub fn outlook_on(&mut self, day: i32) -> Result<Outlook, Refusal> {
        self.engine.outlook_on(day).map_err(refusal)
    }

    pub fn within(&mut self, first: i32, last: i32) -> Result<f64, Refusal> {
        self.engine.within(first, last).map_err(refusal)
    }

    pub fn day_reaching(&mut self, share: f64) -> Result<Option<i32>, Refusal> {
        self.engine.day_reaching(share).map_err(refusal)
    }

    pub fn by_day(&mut self) -> Result<Vec<(i32, f64)>, Refusal> {
        self.engine.by_day().map_err(refusal)
    }

    /// As [`crate::belief::one::chance`], over the pooled day of the meeting and with the mean
    /// ratios of the kind.
    pub fn chance(
        &mut self,
        model: &Model,
        kind: &Kind,
        background: f64,
        within: i32,
    ) -> Result<f64, Refusal> {
        let as_of = self.as_of();
        let quiet = |lead: i32| {
            let bin = model.lead_edges.iter().position(|edge| lead <= *edge);
            let ratio = bin.map_or(1.0, |bin| kind.mean_ratio(bin, model.draws));
            1.0 - (background * ratio).min(1.0)
        };
        let none = |meeting: i32| -> f64 {
            let last = meeting.min(as_of.saturating_add(within).saturating_add(1));
            (as_of + 1..last).map(|day| quiet(meeting - day)).product()
        };
        let days = self.by_day()?;
        let named: f64 = days.iter().map(|(_, p)| p).sum();
        let came: f64 = days.iter().map(|(day, p)| p * (1.0 - none(*day))).sum();
        Ok(came + (1.0 - named) * (1.0 - none(i32::MAX)))
    }

    /// Memory for its numbers, roughly: the prior and the bank of a forecast.
    pub fn size(&self) -> usize {
        let days = usize::try_from(self.horizon() - self.as_of()).unwrap_or(0);
        2 * days * self.engine.model().draws * size_of::<f64>()
    }

    pub fn telling(&mut self, id: &str) -> Result<Option<Telling>, Refusal> {
        self.engine.telling(id).map_err(refusal)
    }

    pub fn announced(&mut self) -> Result<Vec<two::Announced>, Refusal> {
        self.engine.announced().map_err(refusal)
    }

    pub fn why(&mut self) -> Result<Option<Vec<why::Row>>, Refusal> {
        self.engine.why().map_err(refusal)
    }
}

/// The weight of a report: that of its grade alone.
pub(super) fn weight(model: &Model, e: &Evidence) -> Weight {
    let of = |scale: &[f64; 6], i: usize| scale.get(i).copied().unwrap_or(0.0);
    let reliability = of(&model.source_reliability, e.reliability);
    let credibility = of(&model.information_credibility, e.credibility);
    Weight {
        kind: 1.0,
        reliability,
        credibility,
        repeats: 0,
        total: reliability * credibility,
    }
}

fn report(e: &Evidence) -> two::Report {
    two::Report {
        id: e.id.clone(),
        kind: e.kind.clone(),
        observed: e.observed,
        known: e.known,
        about: e.about,
        reliability: e.reliability,
        credibility: e.credibility,
        story: e.story.clone(),
        actor: e.actor.clone(),
        likelihood: e.likelihood,
    }
}

fn asked(question: &Question) -> Result<two::Question, Invalid> {
    let missing = |field: String| {
        let remedy = "they are made when the question is opened";
        Invalid::new(field, "", "the draws are missing", remedy)
    };
    let rate = question.prior.daily_rate_draws.clone();
    let mut occasions = Vec::with_capacity(question.occasions.len());
    for o in &question.occasions {
        let field = || missing(format!("occasions.{}.chance_draws", o.id));
        occasions.push(Span {
            first: date::number(o.first),
            last: date::number(o.last),
            chance: o.chance_draws.clone().ok_or_else(field)?,
        });
    }
    Ok(two::Question {
        opens: date::number(question.opens),
        deadline: date::number(question.deadline),
        rate: rate.ok_or_else(|| missing("prior.daily_rate_draws".into()))?,
        pace: Vec::new(),
        occasions,
    })
}

fn refusal(why: Refused) -> Refusal {
    match why {
        Refused::Plan { plan, why } => Refusal::Degenerate { signal: plan, why },
        Refused::Forecast { why } => Refusal::NoAnswer(why),
    }
}
