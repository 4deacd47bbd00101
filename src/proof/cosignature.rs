//! Cosignatures: a witness says that at a certain time this was the largest checkpoint of the log
//! that it had seen, consistent with all before (c2sp.org/tlog-cosignature, Ed25519).
//!
//! ```text
//! cosignature/v1                                   what is signed: two lines,
//! time 1679315147                                  then the checkpoint's whole text
//! example.com/behind-the-sofa                      without its signatures
//! 20852163
//! CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//!
//! — witness.example/w1 base64(key id || time, 8 bytes big-endian || signature, 64 bytes)
//! ```
//!
//! The key is of type 4. A time above 2^63 - 1 is not allowed.

use super::checkpoint::Checkpoint;
use super::encoding::shown;
use super::key::{Algorithm, VerifierKey};
use super::note::{Note, NoteError};
use super::signing::SigningKey;

/// The latest time that a cosignature may bear.
pub const MAX_TIME: u64 = i64::MAX.unsigned_abs();

/// Why a cosignature does not hold or cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CosignatureError {
    /// The key is of another type.
    #[error("cosignature key: expected type 4 (cosignature/v1); found {0}")]
    Key(String),
    /// Not time and signature.
    #[error("cosignature length: expected 8 bytes of time and 64 of signature; found {0}")]
    Length(usize),
    /// A time that is too late.
    #[error("cosignature time: expected at most {MAX_TIME}; found {0}")]
    Time(u64),
    /// The text is not a checkpoint.
    #[error("cosigned text: expected a checkpoint; found {0}")]
    Text(String),
    /// The signature does not hold.
    #[error("cosignature: expected one over this checkpoint at time {0}; found another")]
    Signature(u64),
    /// The note is unsound or full.
    #[error(transparent)]
    Note(#[from] NoteError),
}

/// The bytes that a cosignature signs.
pub fn signed_message(time: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

/// Adds a witness's cosignature to a checkpoint's note. The caller has checked the log's own
/// signature and the consistency with what it saw before, and reads the clock.
pub fn cosign(note: &mut Note, key: &SigningKey, time: u64) -> Result<(), CosignatureError> {
    check_key(key.verifier())?;
    let signature = key.sign_bytes(&message(time, note.text())?);
    note.add(
        key.verifier(),
        [time.to_be_bytes().as_slice(), &signature].concat(),
    )?;
    Ok(())
}

/// Checks what follows the key id in a witness's signature line, and returns its time.
pub fn check(key: &VerifierKey, text: &str, bytes: &[u8]) -> Result<u64, CosignatureError> {
    check_key(key)?;
    let (time, signature) = bytes
        .split_first_chunk::<8>()
        .filter(|(_, signature)| signature.len() == 64)
        .ok_or(CosignatureError::Length(bytes.len()))?;
    let time = u64::from_be_bytes(*time);
    if key.checks(&message(time, text)?, signature) {
        return Ok(time);
    }
    Err(CosignatureError::Signature(time))
}

fn message(time: u64, text: &str) -> Result<Vec<u8>, CosignatureError> {
    if time > MAX_TIME {
        return Err(CosignatureError::Time(time));
    }
    Checkpoint::parse(text).map_err(|_| CosignatureError::Text(shown(text)))?;
    Ok(signed_message(time, text).into_bytes())
}

fn check_key(key: &VerifierKey) -> Result<(), CosignatureError> {
    match key.algorithm() {
        Algorithm::CosignatureV1 => Ok(()),
        Algorithm::Ed25519 => Err(CosignatureError::Key(key.to_string())),
    }
}
