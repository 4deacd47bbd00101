//! One key of a log signing for the next, and the next with it.
//!
//! Both sign the same text: a first line that no other text signed here begins with, the head of the
//! log as a checkpoint has it, and the two verifier keys.
//!
//! ```text
//! summit key rotation v1
//! example.com/behind-the-sofa                      origin
//! 20852163                                         entries before the change
//! CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=     root over them
//! example.com/behind-the-sofa+530d903a+Aekye...    the old key
//! example.com/behind-the-sofa+1d2b3c4d+AQc0f...    the new key
//! ```

use super::encoding::{base64, from_base64};
use super::head::Checkpoint;
use super::key::{Algorithm, KeyError, VerifierKey};
use super::signing::SigningKey;

const DOMAIN: &str = "summit key rotation v1\n";

/// Why a change of key does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RotationError {
    /// One of the keys is none.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// One of the keys cannot sign that log.
    #[error("the {0} key is no key of type 1 with the name of the log")]
    Other(&'static str),
    /// Both keys are one.
    #[error("the new key is the old one")]
    Same,
    /// A signature is missing or does not hold.
    #[error("the signature of the {0} key does not hold")]
    Signature(&'static str),
}

/// A change of key as it is told: two verifier keys, and their signatures in base64.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The old key.
    pub old: &'a str,
    /// The new key.
    pub new: &'a str,
    /// The old key's signature.
    pub by_old: &'a str,
    /// The new key's signature.
    pub by_new: &'a str,
}

/// Signs the change from one key to another at a head: the signatures of the old and of the new key.
///
/// # Errors
/// When one of the keys cannot sign that log, or both are one.
pub fn sign(
    head: &Checkpoint,
    old: &SigningKey,
    new: &SigningKey,
) -> Result<(String, String), RotationError> {
    let text = text(head, old.verifier(), new.verifier())?;
    let by = |key: &SigningKey| base64(&key.sign_bytes(text.as_bytes()));
    Ok((by(old), by(new)))
}

/// Checks a change of key at a head; the old and the new key.
///
/// # Errors
/// When it does not hold.
pub fn verify(
    head: &Checkpoint,
    told: &Told<'_>,
) -> Result<(VerifierKey, VerifierKey), RotationError> {
    let (old, new) = (VerifierKey::parse(told.old)?, VerifierKey::parse(told.new)?);
    let text = text(head, &old, &new)?;
    for (key, which, signature) in [(&old, "old", told.by_old), (&new, "new", told.by_new)] {
        let holds = from_base64(signature).is_some_and(|s| key.checks(text.as_bytes(), &s));
        if !holds {
            return Err(RotationError::Signature(which));
        }
    }
    Ok((old, new))
}

fn text(head: &Checkpoint, old: &VerifierKey, new: &VerifierKey) -> Result<String, RotationError> {
    for (key, which) in [(old, "old"), (new, "new")] {
        if key.name() != head.origin() || key.algorithm() != Algorithm::Ed25519 {
            return Err(RotationError::Other(which));
        }
    }
    if old == new {
        return Err(RotationError::Same);
    }
    Ok(format!("{DOMAIN}{head}{old}\n{new}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(seed: u8, name: &str) -> SigningKey {
        SigningKey::from_seed(name, Algorithm::Ed25519, &[seed; 32]).unwrap()
    }

    #[test]
    fn both_keys_sign_for_one_head_and_for_nothing_else() {
        let (old, new) = (key(1, "a.example/log"), key(2, "a.example/log"));
        let head = |size, root: u8| Checkpoint::new("a.example/log", size, [root; 32]).unwrap();
        let (by_old, by_new) = sign(&head(7, 3), &old, &new).unwrap();
        let (o, n) = (old.verifier().to_string(), new.verifier().to_string());
        let told = Told {
            old: &o,
            new: &n,
            by_old: &by_old,
            by_new: &by_new,
        };
        let keys = verify(&head(7, 3), &told).unwrap();
        assert_eq!(keys, (old.verifier().clone(), new.verifier().clone()));
        for other in [head(8, 3), head(7, 4)] {
            let why = verify(&other, &told).unwrap_err();
            assert_eq!(why, RotationError::Signature("old"));
        }
        let swapped = Told {
            by_new: &by_old,
            ..told
        };
        let why = verify(&head(7, 3), &swapped).unwrap_err();
        assert_eq!(why, RotationError::Signature("new"));
        let elsewhere = Checkpoint::new("b.example/log", 7, [3; 32]).unwrap();
        assert_eq!(verify(&elsewhere, &told), Err(RotationError::Other("old")));
        assert_eq!(sign(&head(7, 3), &old, &old), Err(RotationError::Same));
    }
}
