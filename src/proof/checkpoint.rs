//! Checkpoints: the head of a log, signed. Whoever keeps one elsewhere can later show that the log
//! was cut, rolled back or rewritten.

use std::fmt;

pub use super::error::{CheckpointError, ExtensionError};
pub use super::head::Checkpoint;

use super::error::{CosignatureError, NoteError};
use super::key::VerifierKey;
use super::note::{Note, Signer};
use super::signing::SigningKey;

impl Checkpoint {
    /// Signs it as the log.
    pub fn sign(&self, key: &SigningKey) -> Result<SignedCheckpoint, CheckpointError> {
        let mut note = Note::new(&self.to_string())?;
        note.sign(key)?;
        Ok(SignedCheckpoint {
            checkpoint: self.clone(),
            note,
        })
    }
}

/// A checkpoint in its note. Reading one checks no signature: that is `verify`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    note: Note,
}

impl SignedCheckpoint {
    /// Reads a signed note whose text is a checkpoint.
    ///
    /// # Errors
    /// When it is not one.
    pub fn parse(bytes: &[u8]) -> Result<Self, CheckpointError> {
        let note = Note::parse(bytes)?;
        Ok(Self {
            checkpoint: Checkpoint::parse(note.text())?,
            note,
        })
    }

    /// What it says. Do not trust it before `verify`.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The note that carries it.
    pub fn note(&self) -> &Note {
        &self.note
    }

    /// Checks the signatures of the known keys and returns the keys that signed, at least one.
    pub fn verify(&self, known: &[VerifierKey]) -> Result<Vec<Signer>, NoteError> {
        self.note.verify(known)
    }

    /// Adds a witness's cosignature at a time that the caller read from its clock.
    pub fn cosign(&mut self, key: &SigningKey, time: u64) -> Result<(), CosignatureError> {
        self.note.cosign(key, time)
    }
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.note.fmt(f)
    }
}
