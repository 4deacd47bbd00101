//! The files of the models that a ledger took into use.

use super::{Ledger, StoreError};
use crate::record::Body;

/// Shortest beginning of a SHA-256 that names a model, in characters.
const SHORTEST: usize = 6;

/// A model that was taken into use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptModel {
    /// SHA-256 of its file.
    pub sha256: String,
    /// Its file, unless that is missing.
    pub bytes: Option<Vec<u8>>,
}

impl Ledger {
    /// The model of this id, or whose SHA-256 begins so, the latest first.
    ///
    /// # Errors
    /// When the file cannot be read or an entry is damaged.
    pub fn model_named(&self, wanted: &str) -> Result<Option<KeptModel>, StoreError> {
        for entry in self.models()?.into_iter().rev() {
            if let Body::Model(m) = entry.body
                && (m.id == wanted || (wanted.len() >= SHORTEST && m.sha256.starts_with(wanted)))
            {
                return Ok(Some(KeptModel {
                    bytes: self.attachment(&m.sha256)?,
                    sha256: m.sha256,
                }));
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
