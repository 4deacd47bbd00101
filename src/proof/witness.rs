//! What a witness is asked, and when it refuses.
//!
//! ```text
//! old 120                                          the size that the witness saw last
//! gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=     consistency proof from there; none from 0
//!                                                  empty line
//! example.com/fancylog                             the signed checkpoint, as it is
//! 167
//! sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=
//!
//! — example.com/fancylog hI2DJw...
//! ```

use std::fmt;

use super::checkpoint::{CheckpointError, ExtensionError, SignedCheckpoint};
use super::consistency::prove_consistency;
use super::encoding::{base64, hash_from_base64};
use super::key::VerifierKey;
use super::note::NoteError;
use super::tree::{Hash, Nodes, TreeError};

/// The most hashes that are read.
const MAX_HASHES: usize = 100;

/// Why a text is not a request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// Nothing parts the proof from the checkpoint.
    #[error("no blank line before the checkpoint")]
    Blank,
    /// The first line is another.
    #[error("it does not begin with `old N`")]
    Old,
    /// A line of the proof is no hash.
    #[error("a line of the proof is not a hash in base64")]
    Hash,
    /// What follows is no signed checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
}

/// Why a witness does not cosign.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A signature of the log's key does not hold.
    #[error("the checkpoint's signature is false: {0}")]
    Signature(NoteError),
    /// The log's key did not sign.
    #[error("the checkpoint is not signed by {0}")]
    Unsigned(String),
    /// The key is of another log.
    #[error("the checkpoint is of log {found}, the key of {expected}")]
    Origin {
        /// The log of the key.
        expected: String,
        /// The log of the checkpoint.
        found: String,
    },
    /// The log is shorter than it was.
    #[error("rollback: the log had {seen} entries and now shows {now}")]
    Rollback {
        /// Entries seen last.
        seen: u64,
        /// Entries shown now.
        now: u64,
    },
    /// The proof starts from another size than the one seen last.
    #[error("the proof starts from {old} entries; {seen} were seen last")]
    Start {
        /// Where the proof starts.
        old: u64,
        /// Entries seen last.
        seen: u64,
    },
    /// The log does not go on from what was seen.
    #[error("fork: this log does not extend the {seen} entries seen last: {why}")]
    Fork {
        /// Entries seen last.
        seen: u64,
        /// What does not hold.
        why: ExtensionError,
    },
}

/// A checkpoint to be cosigned, with the proof that it extends what the witness saw last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    old: u64,
    proof: Vec<Hash>,
    signed: SignedCheckpoint,
}

impl Request {
    /// The request for a witness that saw `old` entries last.
    ///
    /// # Errors
    /// When the log is shorter, or its tree is damaged.
    pub fn new<N: Nodes>(
        nodes: &N,
        old: u64,
        signed: SignedCheckpoint,
    ) -> Result<Self, TreeError<N::Error>> {
        let proof = match old {
            0 => Vec::new(),
            old => prove_consistency(nodes, old, signed.checkpoint().size())?,
        };
        Ok(Self { old, proof, signed })
    }

    /// Reads a request.
    ///
    /// # Errors
    /// When the text is not one.
    pub fn parse(text: &str) -> Result<Self, RequestError> {
        let (head, note) = text.split_once("\n\n").ok_or(RequestError::Blank)?;
        let mut lines = head.lines();
        let old = lines.next().and_then(|line| line.strip_prefix("old "));
        let old = old.and_then(|n| n.parse().ok()).ok_or(RequestError::Old)?;
        let hash = |line| hash_from_base64(line).ok_or(RequestError::Hash);
        Ok(Self {
            old,
            proof: lines.map(hash).take(MAX_HASHES).collect::<Result<_, _>>()?,
            signed: SignedCheckpoint::parse(note.as_bytes())?,
        })
    }

    /// Checks that the log signed it, and that it extends the checkpoint of the log seen `last`.
    ///
    /// # Errors
    /// Why a witness must not cosign it.
    pub fn check(&self, log: &VerifierKey, last: Option<&SignedCheckpoint>) -> Result<(), Refusal> {
        let known = std::slice::from_ref(log);
        let signers = self.signed.verify(known).map_err(Refusal::Signature)?;
        if signers.is_empty() {
            return Err(Refusal::Unsigned(log.name().to_owned()));
        }
        let shown = self.signed.checkpoint();
        if shown.origin() != log.name() {
            return Err(Refusal::Origin {
                expected: log.name().to_owned(),
                found: shown.origin().to_owned(),
            });
        }
        let Some(last) = last.map(SignedCheckpoint::checkpoint) else {
            return Ok(());
        };
        let (old, seen, now) = (self.old, last.size(), shown.size());
        shown
            .check_extends(last, &self.proof)
            .map_err(|why| match why {
                ExtensionError::Rollback { .. } => Refusal::Rollback { seen, now },
                ExtensionError::Proof(_) if old != seen => Refusal::Start { old, seen },
                why => Refusal::Fork { seen, why },
            })
    }

    /// The checkpoint that is to be cosigned.
    #[must_use]
    pub fn into_signed(self) -> SignedCheckpoint {
        self.signed
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        for hash in &self.proof {
            writeln!(f, "{}", base64(hash))?;
        }
        write!(f, "\n{}", self.signed)
    }
}
