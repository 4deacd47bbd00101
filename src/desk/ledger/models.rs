//! The models that questions run on.

use std::sync::Arc;

use super::find::question_of;
use super::mind::Mind;
use super::{DeskError, sha256_hex};
use crate::belief::Model;
use crate::record::{Body, Name, Question};
use crate::store::Ledger;

/// A question with the model and the draws that it runs on.
pub(super) struct Ground {
    /// The entry that opened it.
    pub opened: u64,
    /// The question, with the draws that hold now.
    pub question: Arc<Question>,
    /// The entry that brought those draws.
    pub drawn: u64,
    pub model_sha256: String,
    pub model: Arc<Model>,
}

impl Mind {
    /// What a question runs on: the model last adopted for it, else the last adopted for all
    /// before it was opened; and the draws that came last.
    pub(super) fn ground_of(&mut self, ledger: &Ledger, id: &Name) -> Result<Ground, DeskError> {
        let (opened, question) = question_of(ledger, id)?;
        let (mut chosen, mut drawn, mut draws) = (None, opened, None);
        for entry in ledger.models()? {
            if let Body::Model(adoption) = entry.body {
                if let Some(new) = adoption.draws_for(id) {
                    (drawn, draws) = (entry.seq, Some(new.clone()));
                }
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
        let question = match draws {
            None => question,
            Some(new) => Arc::new(new.into_question(&question, model.draws)?),
        };
        Ok(Ground {
            opened,
            question,
            drawn,
            model_sha256: sha256,
            model,
        })
    }

    /// A model kept in the ledger.
    ///
    /// # Errors
    /// When it is not there or does not match its hash.
    pub(super) fn model(&mut self, ledger: &Ledger, sha256: &str) -> Result<Arc<Model>, DeskError> {
        if let Some(model) = self.models.get(sha256) {
            return Ok(Arc::clone(model));
        }
        let bytes = ledger.attachment(sha256)?.ok_or_else(|| {
            DeskError::refuse(
                "model",
                sha256,
                "the model's file is not in the ledger",
                "`summit audit` says what else is missing, `summit salvage` brings over the rest",
            )
        })?;
        if sha256_hex(&bytes) != sha256 {
            return Err(DeskError::refuse(
                "model",
                sha256,
                "the model's file was altered",
                "`summit audit` says what else is, `summit salvage` brings over the rest",
            ));
        }
        let model = Arc::new(Model::parse(&bytes)?);
        self.models.insert(sha256.to_owned(), Arc::clone(&model));
        Ok(model)
    }
}

/// SHA-256 of the model that served the questions opened at a place of the log.
pub(super) fn model_at(ledger: &Ledger, opened: u64) -> Result<String, DeskError> {
    let mut sha256 = String::new();
    for entry in ledger.models()?.into_iter().filter(|e| e.seq < opened) {
        if let Body::Model(adoption) = entry.body
            && adoption.questions.is_empty()
        {
            sha256 = adoption.sha256;
        }
    }
    Ok(sha256)
}
