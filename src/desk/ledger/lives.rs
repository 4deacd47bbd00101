//! The live questions of a desk: read from the log with as little replay as possible.

use std::sync::Arc;

use super::DeskError;
use super::derive;
use super::find::resolution_of;
use super::live::Live;
use super::mind::Mind;
use super::models::Ground;
use crate::belief::Run;
use crate::record::Name;
use crate::store::cache::Kept;
use crate::store::{Append, Ledger};

/// Facts after which the belief is put into the cache.
const CACHE_EVERY: u64 = 64;

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
            resolution: resolution_of(ledger, id)?,
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
        derive::before(ledger, &mut live)?;
        Ok(live)
    }

    fn cached(&self, ledger: &Ledger, on: &Ground) -> Result<Option<(u64, Run)>, DeskError> {
        let of = Kept {
            program: &self.program,
            model: &on.model_sha256,
            question: on.question.id.as_str(),
        };
        // A belief from before the draws is one by other draws.
        let Some((upto, bytes)) = ledger.kept(of)?.filter(|(upto, _)| *upto >= on.drawn) else {
            return Ok(None);
        };
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
        let Some(bytes) = live.run.snapshot()? else {
            return Ok(());
        };
        let of = Kept {
            program: &self.program,
            model: &live.model_sha256,
            question: live.id().as_str(),
        };
        append.keep(of, live.upto, &bytes)?;
        live.uncached = 0;
        Ok(())
    }
}
