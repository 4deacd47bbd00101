//! Signed notes: a text with the signatures of those who vouch for it (c2sp.org/signed-note).
//!
//! ```text
//! This is an example message.                      the text, ending in a newline;
//!                                                  it may hold empty lines itself
//! — example.com/foo Uw2QOkn8...neyaQM=             em dash, key name, base64 of
//! — witness.example/w1 aBcDeF...                   key id (4 bytes) || signature
//! ```
//!
//! The last empty line divides text and signatures. A note is UTF-8 without control characters
//! but newline. Name and key id together say whose signature it is: one of an unknown key is
//! ignored, one of a known key must hold or the whole note is refused, and at least one must be of
//! a known key. Several lines of one known key must all hold and count once. A reader limits what
//! it takes: `MAX_NOTE` bytes and `MAX_SIGNATURES` lines, as Go's reader does.

use std::fmt;

pub use super::error::{MAX_NOTE, MAX_SIGNATURES, NoteError};

use super::cosignature;
use super::encoding::shown;
use super::error::CosignatureError;
use super::key::{Algorithm, VerifierKey};
use super::signature::Signature;
use super::signing::SigningKey;

/// A known key that vouches for a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// The key.
    pub key: VerifierKey,
    /// A cosignature's time, in seconds since 1970; the latest where there are several.
    pub time: Option<u64>,
}

/// A text and its signatures. Holding one says nothing about whether they are good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

impl Note {
    /// A note that nobody has signed yet.
    pub fn new(text: &str) -> Result<Self, NoteError> {
        check_bytes(text.as_bytes())?;
        if !text.ends_with('\n') {
            return Err(form("a text that ends with a newline", text));
        }
        Ok(Self {
            text: text.to_owned(),
            signatures: Vec::new(),
        })
    }

    /// Reads a note with at least one signature line.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        let whole = check_bytes(bytes)?;
        let Some((text, lines)) = whole.rsplit_once("\n\n") else {
            return Err(form("an empty line before the signatures", whole));
        };
        let Some(lines) = lines.strip_suffix('\n') else {
            return Err(form("signature lines, each ending with a newline", lines));
        };
        let count = lines.split('\n').count();
        if count > MAX_SIGNATURES {
            return Err(NoteError::TooMany(count));
        }
        let read = |line| Signature::parse(line).ok_or_else(|| NoteError::Line(shown(line)));
        let signatures = lines.split('\n').map(read).collect::<Result<_, _>>()?;
        Ok(Self {
            text: format!("{text}\n"),
            signatures,
        })
    }

    /// The text with its final newline. Do not trust it before `verify`.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its signature lines, not checked.
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Adds a plain Ed25519 signature. A cosignature key signs by [`Note::cosign`].
    pub fn sign(&mut self, key: &SigningKey) -> Result<(), NoteError> {
        if key.verifier().algorithm() != Algorithm::Ed25519 {
            return Err(form(
                "a key of type 1 (Ed25519)",
                &key.verifier().to_string(),
            ));
        }
        self.add(
            key.verifier(),
            key.sign_bytes(self.text.as_bytes()).to_vec(),
        )
    }

    /// Adds a witness's cosignature to a checkpoint's note. The caller has checked the log's own
    /// signature and the consistency with what it saw before, and reads the clock.
    pub fn cosign(&mut self, key: &SigningKey, time: u64) -> Result<(), CosignatureError> {
        let bytes = cosignature::sign(key, &self.text, time)?;
        Ok(self.add(key.verifier(), bytes)?)
    }

    /// Adds a signature line; one of the same key is replaced.
    fn add(&mut self, key: &VerifierKey, bytes: Vec<u8>) -> Result<(), NoteError> {
        let others = |line: &&Signature| !line.is_of(key);
        let mut signatures: Vec<_> = self.signatures.iter().filter(others).cloned().collect();
        signatures.push(Signature {
            name: key.name().to_owned(),
            key_id: key.id(),
            bytes,
        });
        let signed = Self {
            text: self.text.clone(),
            signatures,
        };
        let length = signed.to_string().len();
        if signed.signatures.len() > MAX_SIGNATURES {
            return Err(NoteError::TooMany(signed.signatures.len()));
        }
        if length > MAX_NOTE {
            return Err(NoteError::TooLong(length));
        }
        *self = signed;
        Ok(())
    }

    /// Checks the signatures of the known keys and returns the keys that signed, at least one.
    pub fn verify(&self, known: &[VerifierKey]) -> Result<Vec<Signer>, NoteError> {
        let mut signers: Vec<Signer> = Vec::new();
        for line in &self.signatures {
            let mut keys = known.iter().filter(|key| line.is_of(key));
            let Some(key) = keys.next() else { continue };
            if keys.any(|other| other != key) {
                return Err(NoteError::Ambiguous {
                    name: line.name.clone(),
                    id: line.key_id,
                });
            }
            let time = self.check(line, key)?;
            match signers.iter_mut().find(|signer| signer.key == *key) {
                Some(signer) => signer.time = signer.time.max(time),
                None => signers.push(Signer {
                    key: key.clone(),
                    time,
                }),
            }
        }
        if signers.is_empty() {
            let expected = listed(known.iter().map(|key| (key.name(), key.id())));
            let found = listed(
                self.signatures
                    .iter()
                    .map(|line| (&*line.name, line.key_id)),
            );
            return Err(NoteError::Unsigned { expected, found });
        }
        Ok(signers)
    }

    /// Checks one line under the key that it names; a cosignature has a time.
    fn check(&self, line: &Signature, key: &VerifierKey) -> Result<Option<u64>, NoteError> {
        let bad = |found| NoteError::Bad {
            name: line.name.clone(),
            id: line.key_id,
            found,
        };
        match key.algorithm() {
            Algorithm::Ed25519 if key.checks(self.text.as_bytes(), &line.bytes) => Ok(None),
            Algorithm::Ed25519 => Err(bad("a signature over something else".to_owned())),
            Algorithm::CosignatureV1 => cosignature::check(key, &self.text, &line.bytes)
                .map(Some)
                .map_err(|error| bad(error.to_string())),
        }
    }
}

impl fmt::Display for Note {
    /// The note as it is kept and sent: the same bytes that were read.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| line.fmt(f))
    }
}

fn check_bytes(bytes: &[u8]) -> Result<&str, NoteError> {
    if bytes.len() > MAX_NOTE {
        return Err(NoteError::TooLong(bytes.len()));
    }
    let text =
        std::str::from_utf8(bytes).map_err(|error| NoteError::Encoding(error.valid_up_to()))?;
    match text.chars().find(|&c| c < ' ' && c != '\n') {
        Some(control) => Err(NoteError::Control(u32::from(control))),
        None => Ok(text),
    }
}

fn form(expected: &'static str, found: &str) -> NoteError {
    NoteError::Form {
        expected,
        found: shown(found),
    }
}

/// The first few keys of a list, for a message.
fn listed<'n>(mut keys: impl Iterator<Item = (&'n str, u32)>) -> String {
    const FIRST: usize = 5;
    let first = keys
        .by_ref()
        .take(FIRST)
        .map(|(name, id)| format!("{} {id:08x}", shown(name)));
    let mut parts: Vec<_> = first.collect();
    match (parts.is_empty(), keys.count()) {
        (true, _) => parts.push("none".to_owned()),
        (false, 0) => {}
        (false, more) => parts.push(format!("{more} more")),
    }
    parts.join(", ")
}
