//! A question as the desk holds it: what was asked, the model it runs on, and the belief so far.

use std::sync::Arc;

use super::DeskError;
use super::cache::{self, Key};
use super::find::resolution_of;
use super::mind::Mind;
use super::models::Ground;
use crate::belief::{Model, Outlook, Refusal, Run};
use crate::record::{Entry, Name, Question, Resolution};
use crate::store::{Append, Cached, Ledger};

/// Facts after which the belief is put into the cache.
const CACHE_EVERY: u64 = 64;

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

impl Mind {
    /// The question, read from the log with as little replay as possible, and made current.
    pub(super) fn live(&mut self, ledger: &Ledger, id: &Name) -> Result<Live, DeskError> {
        if let Some(live) = self.lives.remove(id) {
            return Ok(live);
        }
        let ground = self.ground_of(ledger, id)?;
        let (upto, run) = match self.cached(ledger, &ground)? {
            Some(cached) => cached,
            None => (ground.opened, Run::open(ground.question, ground.model)?),
        };
        let mut live = Live {
            resolution: resolution_of(ledger, id)?.map(|(_, r)| r),
            run,
            upto,
            uncached: 0,
            model_sha256: ground.model_sha256,
        };
        let facts = ledger.facts_about(id.as_str(), Some(live.upto))?;
        live.uncached = facts.len() as u64;
        for fact in &facts {
            if live.enter(ledger, fact)? {
                break;
            }
        }
        live.upto = facts.last().map_or(live.upto, |fact| fact.seq);
        Ok(live)
    }

    fn cached(&self, ledger: &Ledger, on: &Ground) -> Result<Option<(u64, Run)>, DeskError> {
        let Some(Cached {
            upto,
            digest,
            bytes,
        }) = ledger.cached(on.question.id.as_str())?
        else {
            return Ok(None);
        };
        // A belief from before the draws is one by other draws.
        if upto < on.drawn {
            return Ok(None);
        }
        let Some(leaf) = ledger.leaf(upto)? else {
            return Ok(None);
        };
        let key = Key {
            program: &self.program,
            model: &on.model_sha256,
            question: on.question.id.as_str(),
            upto,
            leaf,
        };
        if cache::digest(&key, &bytes) != digest {
            return Ok(None);
        }
        let run = Run::resume(Arc::clone(&on.question), Arc::clone(&on.model), &bytes)?;
        Ok(run.map(|run| (upto, run)))
    }

    /// Puts into the cache the beliefs to which enough has happened since.
    pub(super) fn keep_all(&mut self, append: &mut Append<'_>) -> Result<(), DeskError> {
        let mut lives = std::mem::take(&mut self.lives);
        for live in lives.values_mut() {
            self.keep(append, live)?;
        }
        self.lives = lives;
        Ok(())
    }

    fn keep(&self, append: &mut Append<'_>, live: &mut Live) -> Result<(), DeskError> {
        if live.uncached < CACHE_EVERY {
            return Ok(());
        }
        let Some(leaf) = append.ledger().leaf(live.upto)? else {
            return Ok(());
        };
        let Some(bytes) = live.run.snapshot()? else {
            return Ok(());
        };
        let key = Key {
            program: &self.program,
            model: &live.model_sha256,
            question: live.id().as_str(),
            upto: live.upto,
            leaf,
        };
        let digest = cache::digest(&key, &bytes);
        append.cache(live.id().as_str(), live.upto, &digest, &bytes)?;
        live.uncached = 0;
        Ok(())
    }
}
