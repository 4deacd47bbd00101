//! A question as the desk holds it: what was asked, the model it runs on, and the belief so far.

use std::sync::Arc;

use super::cache::{self, Key};
use super::{Desk, DeskError};
use crate::belief::{Model, Refusal, Run};
use crate::record::{Body, Entry, Name, Question, Resolution};
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

    /// The fact at `seq` was taken in.
    pub fn follow(&mut self, seq: u64) {
        self.upto = seq;
        self.uncached += 1;
    }

    /// Takes in one fact of the log and, where that needs evidence that is not at hand, all that
    /// stands in the log now; whether it was all.
    pub fn enter(&mut self, ledger: &Ledger, fact: &Entry) -> Result<bool, DeskError> {
        match self.run.enter(fact.seq, &fact.body) {
            Err(Refusal::Resumed) => self.whole(ledger, Arc::clone(self.run.model()))?,
            other => return Ok(other.map(|()| false)?),
        }
        Ok(true)
    }

    /// Begins again at the opening, under a model, with all facts that stand in the log now.
    pub fn whole(&mut self, ledger: &Ledger, model: Arc<Model>) -> Result<(), DeskError> {
        let mut run = Run::open(Arc::clone(self.run.question()), model)?;
        for fact in ledger.facts_about(self.id().as_str(), None)? {
            run.enter(fact.seq, &fact.body)?;
        }
        self.run = run;
        Ok(())
    }
}

impl Desk {
    /// The question, read from the log with as little replay as possible, and made current.
    pub(super) fn live(&mut self, ledger: &Ledger, id: &Name) -> Result<Live, DeskError> {
        if let Some(live) = self.lives.remove(id) {
            return Ok(live);
        }
        let (opened, question) = question_of(ledger, id)?;
        let (model_sha256, model) = self.model_of(ledger, id, opened)?;
        let (upto, run) = match self.cached(ledger, &question, &model, &model_sha256)? {
            Some(cached) => cached,
            None => (opened, Run::open(question, model)?),
        };
        let mut live = Live {
            resolution: resolution_of(ledger, id)?.map(|(_, r)| r),
            run,
            upto,
            uncached: 0,
            model_sha256,
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

    fn cached(
        &self,
        ledger: &Ledger,
        question: &Arc<Question>,
        model: &Arc<Model>,
        model_sha256: &str,
    ) -> Result<Option<(u64, Run)>, DeskError> {
        let Some(Cached {
            upto,
            digest,
            bytes,
        }) = ledger.cached(question.id.as_str())?
        else {
            return Ok(None);
        };
        let Some(leaf) = ledger.leaf(upto)? else {
            return Ok(None);
        };
        let key = Key {
            program: &self.program,
            model: model_sha256,
            question: question.id.as_str(),
            upto,
            leaf,
        };
        if cache::digest(&key, &bytes) != digest {
            return Ok(None);
        }
        let run = Run::resume(Arc::clone(question), Arc::clone(model), &bytes)?;
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
        let bytes = live.run.snapshot()?;
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

    /// The model that a question runs on: the last adopted for it, else the last adopted for all
    /// before it was opened.
    pub(super) fn model_of(
        &mut self,
        ledger: &Ledger,
        id: &Name,
        opened: u64,
    ) -> Result<(String, Arc<Model>), DeskError> {
        let mut chosen = None;
        for entry in ledger.models()? {
            if let Body::Model(adoption) = entry.body {
                let general = adoption.questions.is_empty() && entry.seq < opened;
                if general || adoption.questions.contains(id) {
                    chosen = Some(adoption.sha256);
                }
            }
        }
        let sha256 = chosen.ok_or_else(|| {
            DeskError::refuse(
                "model",
                "",
                "no model was adopted",
                "summit model adopt FILE",
            )
        })?;
        let model = self.model(ledger, &sha256)?;
        Ok((sha256, model))
    }

    /// A model kept in the ledger.
    ///
    /// # Errors
    /// When it is not there or does not match its hash.
    pub fn model(&mut self, ledger: &Ledger, sha256: &str) -> Result<Arc<Model>, DeskError> {
        if let Some(model) = self.models.get(sha256) {
            return Ok(Arc::clone(model));
        }
        let bytes = ledger.attachment(sha256)?.ok_or_else(|| {
            DeskError::refuse(
                "model",
                sha256,
                "the model's file is not in the ledger",
                "`summit audit` says what else is missing",
            )
        })?;
        if super::sha256_hex(&bytes) != sha256 {
            return Err(DeskError::refuse(
                "model",
                sha256,
                "the model's file was altered",
                "`summit audit` says what else is",
            ));
        }
        let model = Arc::new(Model::parse(&bytes)?);
        self.models.insert(sha256.to_owned(), Arc::clone(&model));
        Ok(model)
    }
}

/// A question with its place in the log.
pub(super) fn question_of(ledger: &Ledger, id: &Name) -> Result<(u64, Arc<Question>), DeskError> {
    match ledger.entry_by_id(id.as_str())? {
        Some(Entry {
            seq,
            body: Body::Question(q),
            ..
        }) => Ok((seq, Arc::new(*q))),
        _ => {
            let known = ledger.questions()?;
            let names: Vec<&str> = known.iter().map(|e| e.id.as_str()).collect();
            let remedy = match crate::record::fields::nearest(id.as_str(), &names) {
                Some(near) => format!("did you mean `{near}`?"),
                None if names.is_empty() => "open one first: summit open --help".into(),
                None => format!("the ledger has: {}", names.join(", ")),
            };
            Err(DeskError::refuse(
                "question",
                id.as_str(),
                "the ledger has no such question",
                remedy,
            ))
        }
    }
}

/// The last resolution of a question, with its place.
pub(super) fn resolution_of(
    ledger: &Ledger,
    id: &Name,
) -> Result<Option<(u64, Resolution)>, DeskError> {
    let mut found = None;
    for count in 1_u64.. {
        match ledger.entry_by_id(&crate::record::ids::resolution(id, count))? {
            Some(Entry {
                seq,
                body: Body::Resolution(r),
                ..
            }) => found = Some((seq, *r)),
            _ => break,
        }
    }
    Ok(found)
}
