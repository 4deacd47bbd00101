//! A question as the desk holds it: what was asked, the model it runs on, and the belief so far.

use std::sync::Arc;

use super::DeskError;
use crate::belief::{Model, Outlook, Refusal, Run};
use crate::record::{Entry, Name, Question, Resolution};
use crate::store::Ledger;

/// A question under way.
#[derive(Clone)]
pub(super) struct Live {
    pub run: Run,
    pub model_sha256: String,
    /// The last fact taken in.
    pub upto: u64,
    /// Facts taken in since the cache was written.
    pub uncached: u64,
    pub resolution: Option<Resolution>,
}

impl Live {
    pub fn question(&self) -> &Question {
        self.run.question()
    }

    pub fn id(&self) -> &Name {
        &self.run.question().id
    }

    /// What is believed now, after `cause`.
    pub fn outlook(&mut self, cause: &Entry) -> Result<Outlook, DeskError> {
        self.run.outlook().map_err(|e| match e {
            Refusal::NoAnswer(why) => DeskError::Degenerate(format!("`{}`: {why}", cause.id)),
            other => other.into(),
        })
    }

    /// The fact at `seq` was taken in.
    pub fn follow(&mut self, seq: u64) {
        self.upto = seq;
        self.uncached += 1;
    }

    /// Takes in one fact of the log and, where that needs evidence that is not at hand, all that
    /// stands in the log now; whether it was all.
    pub fn enter(&mut self, ledger: &Ledger, fact: &Entry) -> Result<bool, DeskError> {
        match self.run.enter(fact.seq, &fact.body) {
            Err(Refusal::Resumed) => {
                let question = Arc::clone(self.run.question());
                self.whole(ledger, question, Arc::clone(self.run.model()))?;
            }
            other => return Ok(other.map(|()| false)?),
        }
        Ok(true)
    }

    /// Begins again at the opening, with such draws and under a model, with all facts that stand in
    /// the log now.
    pub fn whole(
        &mut self,
        ledger: &Ledger,
        question: Arc<Question>,
        model: Arc<Model>,
    ) -> Result<(), DeskError> {
        let mut run = Run::open(question, model)?;
        for fact in ledger.facts_about(self.id().as_str(), None)? {
            run.enter(fact.seq, &fact.body)?;
        }
        self.run = run;
        Ok(())
    }
}
