//! The models that questions run on.

use std::sync::Arc;

use super::mind::Mind;
use super::{DeskError, sha256_hex};
use crate::belief::Model;
use crate::record::{Body, Name};
use crate::store::Ledger;

impl Mind {
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
    pub(super) fn model(&mut self, ledger: &Ledger, sha256: &str) -> Result<Arc<Model>, DeskError> {
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
        if sha256_hex(&bytes) != sha256 {
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
