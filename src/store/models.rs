//! The files of the models that a ledger took into use.

use super::{Ledger, StoreError};
use crate::record::Body;

/// Shortest beginning of a SHA-256 that names a model, in characters.
const SHORTEST: usize = 6;

impl Ledger {
    /// The model of this id, or whose SHA-256 begins so, the latest first: its SHA-256, and its
    /// file unless that is missing.
    ///
    /// # Errors
    /// When the file cannot be read or an entry is damaged.
    pub fn model_named(
        &self,
        wanted: &str,
    ) -> Result<Option<(String, Option<Vec<u8>>)>, StoreError> {
        for entry in self.models()?.into_iter().rev() {
            if let Body::Model(m) = entry.body
                && (m.id == wanted || (wanted.len() >= SHORTEST && m.sha256.starts_with(wanted)))
            {
                let bytes = self.attachment(&m.sha256)?;
                return Ok(Some((m.sha256, bytes)));
            }
        }
        Ok(None)
    }

    /// The file of the latest model that questions opened from now on would get and whose file is
    /// kept.
    ///
    /// # Errors
    /// When the file cannot be read or an entry is damaged.
    pub fn model_for_new_questions(&self) -> Result<Option<Vec<u8>>, StoreError> {
        for entry in self.models()?.into_iter().rev() {
            if let Body::Model(m) = entry.body
                && m.questions.is_empty()
                && let Some(kept) = self.attachment(&m.sha256)?
            {
                return Ok(Some(kept));
            }
        }
        Ok(None)
    }
}
