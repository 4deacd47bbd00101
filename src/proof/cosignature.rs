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

pub use super::error::{CosignatureError, MAX_TIME};

use super::encoding::shown;
use super::head::Checkpoint;
use super::key::{Algorithm, VerifierKey};
use super::signing::SigningKey;

/// The bytes that a cosignature signs.
pub fn signed_message(time: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

/// What follows the key id in a witness's signature line: the time and the signature over the text
/// of a checkpoint at that time.
pub(super) fn sign(key: &SigningKey, text: &str, time: u64) -> Result<Vec<u8>, CosignatureError> {
    check_key(key.verifier())?;
    let signature = key.sign_bytes(&message(time, text)?);
    Ok([time.to_be_bytes().as_slice(), &signature].concat())
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
