//! Checkpoints: the head of a log at one size, as text to be signed (c2sp.org/tlog-checkpoint).
//!
//! ```text
//! example.com/behind-the-sofa                      origin: which log
//! 20852163                                         size, decimal, no leading zeroes
//! CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=     root, base64
//! anything                                         extension lines, none or more, not empty
//! ```
//!
//! This is the text of a signed note. Whoever keeps one elsewhere can later show that the log was
//! cut, rolled back or rewritten.

use std::fmt;

use super::consistency::verify_consistency;
use super::encoding::{base64, decimal, hash_from_base64, shown};
use super::inclusion::{ProofError, check_length, check_root};
use super::key::VerifierKey;
use super::note::{Note, NoteError, Signer};
use super::signing::SigningKey;
use super::tree::{Hash, empty_root};

/// Why a text is not a checkpoint, or a note is not a signed one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The text has another form.
    #[error("checkpoint: expected {expected}; found {found}")]
    Form {
        /// What was expected.
        expected: &'static str,
        /// What was found.
        found: String,
    },
    /// The note around it is unsound.
    #[error(transparent)]
    Note(#[from] NoteError),
}

/// Why one checkpoint does not extend another.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExtensionError {
    /// It is of another log.
    #[error("origin: expected {expected}; found {found}")]
    Origin {
        /// What was expected.
        expected: String,
        /// What was found.
        found: String,
    },
    /// It is smaller than the one before.
    #[error("rollback: expected a size of at least {expected}; found {found}")]
    Rollback {
        /// What was expected.
        expected: u64,
        /// What was found.
        found: u64,
    },
    /// The consistency proof does not hold.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

/// A log's head: what it is called, how many entries it holds, and their root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: Hash,
    extensions: Vec<String>,
}

impl Checkpoint {
    /// A head from its parts.
    ///
    /// # Errors
    /// When the origin is not one line.
    pub fn new(origin: &str, size: u64, root: Hash) -> Result<Self, CheckpointError> {
        check_line("an origin line", origin)?;
        Ok(Self {
            origin: origin.to_owned(),
            size,
            root,
            extensions: Vec::new(),
        })
    }

    /// Adds an extension line. The specification advises against them.
    pub fn with_extension(mut self, line: &str) -> Result<Self, CheckpointError> {
        check_line("an extension line", line)?;
        self.extensions.push(line.to_owned());
        Ok(self)
    }

    /// Reads a note's text.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let body = text
            .strip_suffix('\n')
            .ok_or_else(|| form("a final newline", text))?;
        let mut lines = body.split('\n');
        let origin = lines.next().unwrap_or_default();
        let size = lines.next().ok_or_else(|| form("a size line", body))?;
        let size = decimal(size).ok_or_else(|| form("a size, decimal", size))?;
        let root = lines.next().ok_or_else(|| form("a root line", body))?;
        let root = hash_from_base64(root).ok_or_else(|| form("a root, base64", root))?;
        lines.try_fold(Self::new(origin, size, root)?, Self::with_extension)
    }

    /// Which log.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// How many entries.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Their root.
    pub fn root(&self) -> &Hash {
        &self.root
    }

    /// Further lines, none in most logs.
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }

    /// Signs it as the log.
    pub fn sign(&self, key: &SigningKey) -> Result<SignedCheckpoint, CheckpointError> {
        let mut note = Note::new(&self.to_string())?;
        note.sign(key)?;
        Ok(SignedCheckpoint {
            checkpoint: self.clone(),
            note,
        })
    }

    /// Checks that the log of this checkpoint continues that of an `older` one. Between equal
    /// sizes and from the empty log the proof is empty.
    pub fn check_extends(&self, older: &Self, proof: &[Hash]) -> Result<(), ExtensionError> {
        if self.origin != older.origin {
            let (expected, found) = (shown(&older.origin), shown(&self.origin));
            return Err(ExtensionError::Origin { expected, found });
        }
        if self.size < older.size {
            return Err(ExtensionError::Rollback {
                expected: older.size,
                found: self.size,
            });
        }
        if older.size == 0 {
            check_length(0, proof)?;
            check_root("empty", &empty_root(), &older.root)?;
            if self.size == 0 {
                check_root("empty", &empty_root(), &self.root)?;
            }
            return Ok(());
        }
        let (old, new) = ((older.size, &older.root), (self.size, &self.root));
        Ok(verify_consistency(old, new, proof)?)
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}\n{}\n{}\n",
            self.origin,
            self.size,
            base64(&self.root)
        )?;
        self.extensions
            .iter()
            .try_for_each(|line| writeln!(f, "{line}"))
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
    pub fn cosign(
        &mut self,
        key: &SigningKey,
        time: u64,
    ) -> Result<(), super::cosignature::CosignatureError> {
        super::cosignature::cosign(&mut self.note, key, time)
    }
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.note.fmt(f)
    }
}

fn check_line(expected: &'static str, line: &str) -> Result<(), CheckpointError> {
    if line.is_empty() || line.contains(|c| c < ' ') {
        return Err(form(expected, line));
    }
    Ok(())
}

fn form(expected: &'static str, found: &str) -> CheckpointError {
    CheckpointError::Form {
        expected,
        found: shown(found),
    }
}
