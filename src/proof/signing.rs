//! Signing keys: the secret half of a key. The caller keeps it, outside the ledger, and draws its
//! 32 bytes of seed; nothing here is random.
//!
//! ```text
//! PRIVATE+KEY+example.com/foo+530d903a+base64(type || 32 bytes of seed)
//! ```
//!
//! The specification leaves the spelling open: this is that of Go's `golang.org/x/mod/sumdb/note`.
//! Name, key id and type are those of the verifier key (see `key`).

use std::fmt;

use ed25519_dalek::Signer;

use super::key::{Algorithm, KeyError, VerifierKey, check_id, material, parts};

const SECRET: &str = "PRIVATE+KEY+";

/// A secret key with its name. Its memory is wiped when it is dropped.
pub struct SigningKey {
    secret: ed25519_dalek::SigningKey,
    verifier: VerifierKey,
}

impl SigningKey {
    /// A key from 32 bytes that the caller drew from a good source of randomness.
    pub fn from_seed(name: &str, algorithm: Algorithm, seed: &[u8; 32]) -> Result<Self, KeyError> {
        let secret = ed25519_dalek::SigningKey::from_bytes(seed);
        let verifier = VerifierKey::new(name, algorithm, secret.verifying_key().as_bytes())?;
        Ok(Self { secret, verifier })
    }

    /// Reads `PRIVATE+KEY+name+id+base64`. Messages never show the secret.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        const EXPECTED: &str = "PRIVATE+KEY+name+id+base64";
        let form = || KeyError::Form {
            expected: EXPECTED,
            found: "another form".to_owned(),
        };
        let rest = text.strip_prefix(SECRET).ok_or_else(form)?;
        let (name, id, algorithm, seed) = parts(rest)?;
        let key = Self::from_seed(name, algorithm, &seed)?;
        check_id(&key.verifier, id)?;
        Ok(key)
    }

    /// The secret as text, for the key file and nothing else.
    pub fn to_secret_text(&self) -> String {
        let material = material(self.verifier.algorithm(), self.secret.as_bytes());
        format!(
            "{SECRET}{}+{:08x}+{material}",
            self.verifier.name(),
            self.verifier.id()
        )
    }

    /// The public half, to give away.
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    pub(super) fn sign_bytes(&self, message: &[u8]) -> [u8; 64] {
        self.secret.sign(message).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey(secret of {})", self.verifier)
    }
}
