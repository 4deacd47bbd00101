//! Checking a proof file from end to end: the entry that it proves, or why it proves none.

use super::canonical;
use super::key::{Algorithm, VerifierKey};
use super::tlog_proof::{TlogProof, TlogProofError};
use crate::record::{Entry, Invalid};

/// Why a file does not prove an entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unproven {
    /// None of the keys is of the log that the file speaks of.
    #[error("no key given is of log {0}")]
    Key(String),
    /// The proof does not hold.
    #[error(transparent)]
    Proof(#[from] TlogProofError),
    /// A witness that had to cosign did not.
    #[error("{0} did not cosign")]
    Witness(String),
    /// What is proven is no entry.
    #[error(transparent)]
    Entry(#[from] Invalid),
    /// What is proven is another entry.
    #[error("the entry says that it is {says}, the proof is for {proven}")]
    Place {
        /// The place that the entry says it has.
        says: u64,
        /// The place that the proof is for.
        proven: u64,
    },
}

impl TlogProof {
    /// The entry that these bytes are, proven to stand in the log that one of the keys signed, and
    /// that every one of the witnesses cosigned.
    ///
    /// # Errors
    /// What does not hold.
    pub fn proven(
        &self,
        bytes: &[u8],
        keys: &[VerifierKey],
        witnesses: &[VerifierKey],
    ) -> Result<Entry, Unproven> {
        let origin = self.checkpoint().checkpoint().origin();
        // A witness alone does not speak for the log, whatever it was given as.
        let own = |key: &&VerifierKey| key.algorithm() == Algorithm::Ed25519;
        let own: Vec<VerifierKey> = keys.iter().filter(own).cloned().collect();
        if !own.iter().any(|key| key.name() == origin) {
            return Err(Unproven::Key(origin.to_owned()));
        }
        self.checkpoint()
            .verify(keys)
            .map_err(TlogProofError::Log)?;
        let cosigned = self.verify(bytes, origin, &own, witnesses)?;
        let absent = |key: &&VerifierKey| !cosigned.iter().any(|signer| signer.key == **key);
        if let Some(witness) = witnesses.iter().find(absent) {
            return Err(Unproven::Witness(witness.name().to_owned()));
        }
        let entry = canonical::decode(bytes)?;
        let (says, proven) = (entry.seq, self.index());
        match says == proven {
            true => Ok(entry),
            false => Err(Unproven::Place { says, proven }),
        }
    }
}
