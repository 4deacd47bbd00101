//! The facts on one question in the order of the log, and the evidence that stands.

use super::evidence::Evidence;
use super::state::Belief;
use crate::belief::{Model, Outlook, Refusal};
use crate::record::{Body, Invalid, Question, date};

/// The evidence that stands after some entries, in the order of evidence.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Docket {
    evidence: Vec<Evidence>,
    latest: Option<i32>,
}

impl Docket {
    /// Enters one fact of the log: a signal, a retraction or a passage; others say nothing here.
    pub fn enter(&mut self, seq: u64, body: &Body) {
        let known = match body {
            Body::Signal(signal) => {
                let e = Evidence::new(seq, signal);
                let at = self
                    .evidence
                    .partition_point(|x| (x.known, x.seq) <= (e.known, e.seq));
                let known = e.known;
                self.evidence.insert(at, e);
                known
            }
            Body::Retraction(r) => {
                self.evidence.retain(|e| e.id != r.signal.as_str());
                date::number(r.known_on)
            }
            Body::Passage(p) => date::number(p.known_on),
            _ => return,
        };
        self.latest = self.latest.max(Some(known));
    }

    /// The evidence that stands, in the order of evidence: by day known, then by entry.
    #[must_use]
    pub fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }

    /// The latest day known so far; `None` before the first fact.
    #[must_use]
    pub fn latest(&self) -> Option<i32> {
        self.latest
    }

    /// Takes a signal out, for a counterfactual.
    pub fn remove(&mut self, signal: &str) {
        self.evidence.retain(|e| e.id != signal);
    }

    /// Keeps only some of the evidence, for a counterfactual.
    pub fn retain(&mut self, keep: impl FnMut(&Evidence) -> bool) {
        self.evidence.retain(keep);
    }

    /// Changes the evidence, for a counterfactual; its days and places in the log must stay.
    pub fn adjust(&mut self, change: impl FnMut(&mut Evidence)) {
        self.evidence.iter_mut().for_each(change);
    }

    /// The belief that the standing evidence gives, from the opening on.
    ///
    /// # Errors
    /// As [`Belief::take`].
    pub fn replay(&self, question: &Question, model: &Model) -> Result<Belief, Refusal> {
        let mut belief = Belief::open(question, model)?;
        for e in &self.evidence {
            belief.take(model, e)?;
        }
        if let Some(day) = self.latest {
            belief.pass(day);
        }
        Ok(belief)
    }
}

impl Belief {
    /// Moves on by one fact where that can be done without looking back: `None` where the fact
    /// changes earlier evidence and the question has to be replayed.
    ///
    /// # Errors
    /// When the model does not know the signal's kind.
    pub fn advance(&mut self, model: &Model, seq: u64, body: &Body) -> Result<Option<()>, Invalid> {
        match body {
            Body::Signal(signal) => {
                let e = Evidence::new(seq, signal);
                if !self.is_next(&e) {
                    return Ok(None);
                }
                self.absorb(model, &e)?;
            }
            Body::Passage(p) => self.pass(date::number(p.known_on)),
            Body::Retraction(_) => return Ok(None),
            _ => {}
        }
        Ok(Some(()))
    }
}

/// The forecasts after the opening and after each fact, in the order of the log: what the program
/// records, computed from nothing else.
///
/// # Errors
/// As [`Belief::take`], at the first fact that cannot be taken in.
pub fn rederive<'f>(
    question: &Question,
    model: &Model,
    facts: impl IntoIterator<Item = (u64, &'f Body)>,
) -> Result<Vec<Outlook>, Refusal> {
    let mut docket = Docket::default();
    let mut belief = Belief::open(question, model)?;
    let mut out = vec![outlook(&belief, "the question")?];
    for (seq, body) in facts {
        docket.enter(seq, body);
        if belief.advance(model, seq, body)?.is_none() {
            belief = docket.replay(question, model)?;
        }
        out.push(outlook(&belief, &format!("entry {seq}"))?);
    }
    Ok(out)
}

fn outlook(belief: &Belief, cause: &str) -> Result<Outlook, Refusal> {
    belief.outlook().map_err(|why| Refusal::Degenerate {
        signal: cause.to_owned(),
        why,
    })
}
