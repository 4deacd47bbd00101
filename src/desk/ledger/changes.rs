//! What questions under way would say under another model. Nothing is written.

use std::sync::Arc;

use super::adopt::{new_draws, not_resolved};
use super::find::resolution_of;
use super::{Desk, DeskError, sha256_hex};
use crate::belief::{Model, Outlook};
use crate::record::{Body, Name};

/// What a question would change to.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The question.
    pub question: Name,
    /// The model that it runs on.
    pub model: String,
    /// What is believed under it; `None` where that has no answer.
    pub now: Option<Outlook>,
    /// What would be believed under the other; else why the question cannot change to it.
    pub then: Result<Outlook, String>,
}

impl Desk {
    /// What the questions named, else all that are open, would change to under a model; those that
    /// run on it already are left out.
    ///
    /// # Errors
    /// When the model cannot be used, a question is not there, or one that is named was resolved.
    pub fn changes(&mut self, bytes: &[u8], named: &[Name]) -> Result<Vec<Change>, DeskError> {
        let model = Arc::new(Model::parse(bytes)?);
        let sha256 = sha256_hex(bytes);
        let questions = match named {
            [] => self.open_questions()?,
            named => named.to_vec(),
        };
        let mut out = Vec::with_capacity(questions.len());
        for id in &questions {
            out.extend(self.change(id, &model, &sha256)?);
        }
        Ok(out)
    }

    fn change(
        &mut self,
        id: &Name,
        model: &Arc<Model>,
        sha256: &str,
    ) -> Result<Option<Change>, DeskError> {
        let mut live = self.mind.live(&self.ledger, id)?;
        not_resolved(&live, &model.id)?;
        if live.model_sha256 == sha256 {
            return Ok(None);
        }
        let (before, now) = (live.run.model().id.clone(), live.run.outlook().ok());
        let then = new_draws(&live, model)
            .and_then(|draws| live.change(&self.ledger, model, draws.as_ref()))
            .and_then(|()| Ok(live.run.outlook()?));
        Ok(Some(Change {
            question: id.clone(),
            model: before,
            now,
            then: then.map_err(|why| why.to_string()),
        }))
    }

    fn open_questions(&self) -> Result<Vec<Name>, DeskError> {
        let mut open = Vec::new();
        for entry in self.ledger.questions()? {
            if let Body::Question(q) = entry.body
                && resolution_of(&self.ledger, &q.id)?.is_none()
            {
                open.push(q.id);
            }
        }
        Ok(open)
    }
}
