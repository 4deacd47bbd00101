//! The head of a log at one size, as text (c2sp.org/tlog-checkpoint).
//!
//! ```text
//! example.com/behind-the-sofa                      origin: which log
//! 20852163                                         size, decimal, no leading zeroes
//! CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=     root, base64
//! anything                                         extension lines, none or more, not empty
//! ```
//!
//! This is the text of a signed note.

use std::fmt;

use super::consistency::verify_consistency;
use super::encoding::{base64, decimal, hash_from_base64, shown};
use super::error::{CheckpointError, ExtensionError};
use super::inclusion::{check_length, check_root};
use super::tree::{Hash, empty_root};

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
