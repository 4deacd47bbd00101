//! Keys: who signs. Names, key ids and verifier keys, the public half (c2sp.org/signed-note,
//! c2sp.org/tlog-cosignature).
//!
//! ```text
//! example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
//! |name         | |key id| base64(type || 32 bytes of public key)
//! ```
//!
//! The type is 1 for a plain Ed25519 signature over a note's text and 4 for a timestamped
//! cosignature of a checkpoint. The key id is the beginning of
//! `SHA-256(name || 0x0A || type || public key)`, four bytes as one big-endian number. A name is
//! not empty and holds neither white space nor `+`. The secret half is in `signing`.

use std::fmt;

use ed25519_dalek::VerifyingKey;
use sha2::{Digest, Sha256};

use super::encoding::{base64, from_base64, shown};

/// What a key signs with, and over what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// Type 1: Ed25519 over a note's text.
    Ed25519,
    /// Type 4: Ed25519 over a time and a checkpoint.
    CosignatureV1,
}

impl Algorithm {
    /// Its number in keys and key ids.
    pub fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 1,
            Self::CosignatureV1 => 4,
        }
    }

    fn from_byte(byte: u8) -> Option<Self> {
        [Self::Ed25519, Self::CosignatureV1]
            .into_iter()
            .find(|known| known.byte() == byte)
    }
}

/// Why a text is not a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The name cannot name a key.
    #[error("key name: expected one without spaces, plus signs or control characters; found {0}")]
    Name(String),
    /// The text has another form.
    #[error("key: expected {expected}; found {found}")]
    Form {
        /// What was expected.
        expected: &'static str,
        /// What was found.
        found: String,
    },
    /// A private key where a public one belongs.
    #[error("key: expected a public key; found a private one, which is not shown")]
    Private,
    /// The key id is of another key.
    #[error("key id of {name}: expected {expected:08x}; found {found}")]
    Id {
        /// The key's name.
        name: String,
        /// What was expected.
        expected: u32,
        /// What was found.
        found: String,
    },
    /// A type of key that is not known here.
    #[error("key type of {name}: expected 1 (Ed25519) or 4 (cosignature/v1); found {found}")]
    Algorithm {
        /// The key's name.
        name: String,
        /// What was found.
        found: u8,
    },
    /// A public key that is no sound point.
    #[error("public key of {name}: expected a sound Ed25519 point; found {found}")]
    Point {
        /// The key's name.
        name: String,
        /// What was found.
        found: String,
    },
}

/// Whether a text may name a key.
pub fn is_key_name(name: &str) -> bool {
    let bad = |c: char| c.is_whitespace() || c == '+' || c < ' ';
    !name.is_empty() && !name.contains(bad)
}

/// The key id that the specification recommends.
pub fn key_id(name: &str, algorithm: Algorithm, public: &[u8; 32]) -> u32 {
    let hash = Sha256::new()
        .chain_update(name)
        .chain_update([b'\n', algorithm.byte()])
        .chain_update(public)
        .finalize();
    hash.iter()
        .take(4)
        .fold(0, |id, byte| id << 8 | u32::from(*byte))
}

/// Whether the point's height is below the field's order 2^255 - 19: else it has another spelling.
fn has_one_spelling(public: &[u8; 32]) -> bool {
    let [least, middle @ .., most] = public;
    most & 127 != 127 || middle.iter().any(|b| *b != 255) || *least < 0xed
}

/// A public key with its name: it recognises and checks one signer's signatures.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: u32,
    algorithm: Algorithm,
    public: VerifyingKey,
}

impl VerifierKey {
    /// A key from its parts. A public key under which anybody could sign is refused.
    pub fn new(name: &str, algorithm: Algorithm, public: &[u8; 32]) -> Result<Self, KeyError> {
        check_name(name)?;
        let sound = VerifyingKey::from_bytes(public)
            .ok()
            .filter(|key| !key.is_weak() && has_one_spelling(public));
        let found = || KeyError::Point {
            name: name.to_owned(),
            found: "32 bytes that are none".to_owned(),
        };
        let id = key_id(name, algorithm, public);
        Ok(Self {
            name: name.to_owned(),
            id,
            algorithm,
            public: sound.ok_or_else(found)?,
        })
    }

    /// Reads `name+id+base64`. What is not one may be a secret: messages show the name at most.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        if is_private(text) {
            return Err(KeyError::Private);
        }
        let (name, id, algorithm, public) = parts(text)?;
        let key = Self::new(name, algorithm, &public)?;
        check_id(&key, id)?;
        Ok(key)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its key id.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// What it signs with.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The 32 bytes of the public key.
    pub fn public(&self) -> &[u8; 32] {
        self.public.as_bytes()
    }

    /// Checks the 64 bytes of an Ed25519 signature over a message, by the strict rule.
    pub(super) fn checks(&self, message: &[u8], signature: &[u8]) -> bool {
        ed25519_dalek::Signature::from_slice(signature)
            .is_ok_and(|signature| self.public.verify_strict(message, &signature).is_ok())
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let material = material(self.algorithm, self.public());
        write!(f, "{}+{:08x}+{material}", self.name, self.id)
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifierKey({self})")
    }
}

pub(super) fn material(algorithm: Algorithm, key: &[u8; 32]) -> String {
    base64(&[&[algorithm.byte()], key.as_slice()].concat())
}

/// Whether a text holds a private key, or the beginning of one.
pub fn is_private(text: &str) -> bool {
    text.to_ascii_uppercase().contains("PRIVATE+KEY")
}

/// Splits `name+id+base64(type || 32 bytes)`.
pub(super) fn parts(text: &str) -> Result<(&str, &str, Algorithm, [u8; 32]), KeyError> {
    let form = |expected| KeyError::Form {
        expected,
        found: format!("{} characters, not shown", text.chars().count()),
    };
    let three = text
        .split_once('+')
        .and_then(|(name, rest)| Some((name, rest.split_once('+')?)));
    let (name, (id, material)) = three.ok_or_else(|| form("name+id+base64"))?;
    check_name(name)?;
    let bytes = from_base64(material).ok_or_else(|| form("padded base64 after the key id"))?;
    let (kind, key) = bytes
        .split_first()
        .ok_or_else(|| form("a type and 32 bytes of key"))?;
    let algorithm = Algorithm::from_byte(*kind).ok_or_else(|| KeyError::Algorithm {
        name: name.to_owned(),
        found: *kind,
    })?;
    let key = key.try_into().map_err(|_| form("32 bytes of key"))?;
    Ok((name, id, algorithm, key))
}

fn check_name(name: &str) -> Result<(), KeyError> {
    if is_key_name(name) {
        Ok(())
    } else {
        Err(KeyError::Name(shown(name)))
    }
}

pub(super) fn check_id(key: &VerifierKey, found: &str) -> Result<(), KeyError> {
    if found == format!("{:08x}", key.id) {
        return Ok(());
    }
    Err(KeyError::Id {
        name: key.name.clone(),
        expected: key.id,
        found: match found.len() == 8 && found.bytes().all(|b| b.is_ascii_hexdigit()) {
            true => found.to_owned(),
            false => "another form".to_owned(),
        },
    })
}
