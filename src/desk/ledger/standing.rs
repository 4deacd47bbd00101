//! What stands in the ledger on a question, as of any day.

use std::sync::Arc;

use jiff::civil::Date;

use super::find::resolution_of;
use super::{Desk, DeskError, Numbers};
use crate::belief::{Model, Run};
use crate::desk::Standing;
use crate::record::{Body, Entry, Name, date};

impl Desk {
    /// The questions on which a signal or a watch was taken out of the evidence, each with the entry
    /// that did.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn retracted_on(&self, told: &Body) -> Result<Vec<(Name, u64)>, DeskError> {
        let Some(id) = told.retracted_as() else {
            return Ok(Vec::new());
        };
        let mut out = Vec::new();
        for question in told.questions() {
            let facts = self.ledger.facts_about(question.as_str(), None)?;
            let by = facts.iter().find(|fact| fact.body.retracts() == Some(id));
            out.extend(by.map(|fact| (question.clone(), fact.seq)));
        }
        Ok(out)
    }

    /// The entry with which a signal or a watch stands on none of its questions any more.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn retracted(&self, told: &Body) -> Result<Option<u64>, DeskError> {
        let out = self.retracted_on(told)?;
        let all = out.len() == told.questions().len();
        Ok(out.iter().map(|(_, seq)| *seq).max().filter(|_| all))
    }

    /// The model that a question runs on. No signal is read for it.
    ///
    /// # Errors
    /// When there is no such question.
    pub fn model_of(&mut self, id: &Name) -> Result<Arc<Model>, DeskError> {
        Ok(self.mind.ground_of(&self.ledger, id)?.model)
    }

    /// What stands on a question as of a day; where none is given, the latest day known.
    ///
    /// # Errors
    /// When there is no such question, or the day lies before its opening.
    pub fn standing(&mut self, id: &Name, as_of: Option<Date>) -> Result<Standing, DeskError> {
        super::derive::last(&self.ledger, &mut self.mind, id)?;
        let ground = self.mind.ground_of(&self.ledger, id)?;
        let (question, model) = (ground.question, ground.model);
        if let Some(day) = as_of.filter(|d| *d < question.opens) {
            return Err(DeskError::refuse(
                "as-of",
                day.to_string(),
                format!("the question opened on {}", question.opens),
                "a day on or after the opening",
            ));
        }
        let mut facts = self.ledger.facts_about(id.as_str(), None)?;
        let numbers = Numbers::of(&facts);
        facts.retain(|fact| match (fact.body.known_on(), as_of) {
            (Some(known), Some(limit)) => known <= limit,
            _ => true,
        });
        // A correction is known when its retraction is: before, the old signal stands, where it
        // was known by then.
        let amended: Vec<Name> = facts.iter().filter_map(amends).cloned().collect();
        let stands = |id: &Name| {
            let told = |f: &Entry| matches!(&f.body, Body::Signal(s) if s.id == *id);
            let back = |f: &Entry| f.body.retracts() == Some(id);
            facts.iter().any(told) && !facts.iter().any(back)
        };
        let stands: Vec<Name> = amended.into_iter().filter(stands).collect();
        facts.retain(|fact| amends(fact).is_none_or(|old| !stands.contains(old)));
        let mut run = Run::open(Arc::clone(&question), Arc::clone(&model))?;
        for fact in &facts {
            run.enter(fact.seq, &fact.body)?;
        }
        Ok(Standing {
            as_of: as_of.unwrap_or_else(|| date::from_number(run.as_of())),
            resolution: resolution_of(&self.ledger, id)?,
            question,
            model,
            model_sha256: ground.model_sha256,
            facts,
            numbers,
            run,
            supposed: Vec::new(),
        })
    }
}

/// The signal that an entry corrects.
fn amends(fact: &Entry) -> Option<&Name> {
    match &fact.body {
        Body::Signal(s) => s.amends.as_ref(),
        _ => None,
    }
}
