//! One entry's proof as a file, `.tlog-proof`: whoever has the entry, this and the keys needs
//! nothing else (c2sp.org/tlog-proof).
//!
//! ```text
//! c2sp.org/tlog-proof@v1
//! extra aGludA==                                   optional: base64 of something unsigned
//! index 2                                          the entry's number, from 0
//! gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=     inclusion proof, the leaf's sibling first;
//! B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=     none in a tree of one entry
//!                                                  empty line
//! example.com/fancylog                             the signed checkpoint, as it is
//! 4
//! sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=
//!
//! — example.com/fancylog hI2DJw...
//! ```

use std::fmt;

use super::checkpoint::{CheckpointError, SignedCheckpoint};
use super::encoding::{base64, decimal, from_base64, hash_from_base64, shown};
use super::inclusion::{ProofError, verify_inclusion};
use super::key::VerifierKey;
use super::note::{MAX_NOTE, NoteError, Signer};
use super::tree::{Hash, leaf_hash};

const HEADER: &str = "c2sp.org/tlog-proof@v1";
/// The most hashes that an inclusion proof can have: one a level.
pub const MAX_HASHES: usize = 64;
/// The longest extra data that is read or written, in bytes.
pub const MAX_EXTRA: usize = 65_536;
/// The longest file that is read: a note of full length, and room for the lines before it.
pub const MAX_FILE: usize = MAX_NOTE + 2 * MAX_EXTRA;

/// Why a file is not a proof, or does not prove the entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlogProofError {
    /// The file has another form.
    #[error("proof file: expected {expected}; found {found}")]
    Form {
        /// What was expected.
        expected: &'static str,
        /// What was found.
        found: String,
    },
    /// More bytes than a reader takes.
    #[error("proof file too long: expected at most {max} bytes; found {found}")]
    TooLong {
        /// The most that is read.
        max: usize,
        /// What was found.
        found: usize,
    },
    /// It is of another log.
    #[error("origin: expected {expected}; found {found}")]
    Origin {
        /// What was expected.
        expected: String,
        /// What was found.
        found: String,
    },
    /// No known key of the log signed the head.
    #[error("log signature: {0}")]
    Log(#[source] NoteError),
    /// The head is not a signed checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The hashes do not lead from the entry to the root.
    #[error(transparent)]
    Inclusion(#[from] ProofError),
}

/// What a proof file holds. Reading one checks nothing: that is `verify`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlogProof {
    extra: Option<Vec<u8>>,
    index: u64,
    hashes: Vec<Hash>,
    checkpoint: SignedCheckpoint,
}

impl TlogProof {
    /// A proof of entry `index` by its inclusion proof at the checkpoint's size.
    pub fn new(
        index: u64,
        hashes: Vec<Hash>,
        checkpoint: SignedCheckpoint,
    ) -> Result<Self, TlogProofError> {
        if hashes.len() > MAX_HASHES {
            return Err(form(
                "at most 64 hashes",
                &format!("{} hashes", hashes.len()),
            ));
        }
        Ok(Self {
            extra: None,
            index,
            hashes,
            checkpoint,
        })
    }

    /// Adds data that nothing vouches for, such as a hint where the entry is to be found.
    pub fn with_extra(mut self, extra: Vec<u8>) -> Result<Self, TlogProofError> {
        if extra.is_empty() {
            return Err(form("extra data of one byte or more", ""));
        }
        if extra.len() > MAX_EXTRA {
            return Err(TlogProofError::TooLong {
                max: MAX_EXTRA,
                found: extra.len(),
            });
        }
        self.extra = Some(extra);
        Ok(self)
    }

    /// Reads a file.
    pub fn parse(bytes: &[u8]) -> Result<Self, TlogProofError> {
        if bytes.len() > MAX_FILE {
            return Err(TlogProofError::TooLong {
                max: MAX_FILE,
                found: bytes.len(),
            });
        }
        let text = std::str::from_utf8(bytes).map_err(|error| TlogProofError::Form {
            expected: "UTF-8",
            found: format!("another byte at {}", error.valid_up_to()),
        })?;
        let (head, checkpoint) = text
            .split_once("\n\n")
            .ok_or_else(|| form("an empty line before the checkpoint", text))?;
        let mut lines = head.split('\n').peekable();
        let header = lines.next().unwrap_or_default();
        if header != HEADER {
            return Err(form("the header c2sp.org/tlog-proof@v1", header));
        }
        let extra = lines
            .next_if(|line| line.starts_with("extra"))
            .map(extra)
            .transpose()?;
        let index = lines.next().unwrap_or_default();
        let index = index
            .strip_prefix("index ")
            .and_then(decimal)
            .ok_or_else(|| form("\"index\" and a decimal number", index))?;
        let hash = |line| hash_from_base64(line).ok_or_else(|| form("a hash, base64", line));
        // One more than allowed is read, so that `new` can refuse it.
        let hashes = lines
            .take(MAX_HASHES + 1)
            .map(hash)
            .collect::<Result<_, _>>()?;
        let checkpoint = SignedCheckpoint::parse(checkpoint.as_bytes())?;
        let proof = Self::new(index, hashes, checkpoint)?;
        match extra {
            Some(extra) => proof.with_extra(extra),
            None => Ok(proof),
        }
    }

    /// Which entry.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// The siblings on the way up.
    pub fn hashes(&self) -> &[Hash] {
        &self.hashes
    }

    /// Data that nothing vouches for.
    pub fn extra(&self) -> Option<&[u8]> {
        self.extra.as_deref()
    }

    /// The head that it leads to. Do not trust it before `verify`.
    pub fn checkpoint(&self) -> &SignedCheckpoint {
        &self.checkpoint
    }

    /// Checks that these bytes are entry `index` of the log `origin`, whose head one of the `log`
    /// keys signed. Returns the witnesses among those known that cosigned; how many are enough is
    /// the caller's to say.
    pub fn verify(
        &self,
        entry: &[u8],
        origin: &str,
        log: &[VerifierKey],
        witnesses: &[VerifierKey],
    ) -> Result<Vec<Signer>, TlogProofError> {
        let head = self.checkpoint.checkpoint();
        if head.origin() != origin {
            let (expected, found) = (shown(origin), shown(head.origin()));
            return Err(TlogProofError::Origin { expected, found });
        }
        self.checkpoint.verify(log).map_err(TlogProofError::Log)?;
        let cosigned = match self.checkpoint.verify(witnesses) {
            Err(NoteError::Unsigned { .. }) => Vec::new(),
            other => other.map_err(CheckpointError::from)?,
        };
        verify_inclusion(
            &leaf_hash(entry),
            self.index,
            head.size(),
            head.root(),
            &self.hashes,
        )?;
        Ok(cosigned)
    }
}

impl fmt::Display for TlogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", base64(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.hashes
            .iter()
            .try_for_each(|hash| writeln!(f, "{}", base64(hash)))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

fn extra(line: &str) -> Result<Vec<u8>, TlogProofError> {
    line.strip_prefix("extra ")
        .and_then(from_base64)
        .ok_or_else(|| form("\"extra\" and padded base64", line))
}

fn form(expected: &'static str, found: &str) -> TlogProofError {
    TlogProofError::Form {
        expected,
        found: shown(found),
    }
}
