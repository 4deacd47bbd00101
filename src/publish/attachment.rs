//! What an entry rests on, given back: a page, a document, a model's file.

use super::PublishError;
use crate::desk::sha256_hex;
use crate::record::{Body, ids};
use crate::store::Ledger;

/// The bytes kept under a SHA-256, made sure to be those that it names.
///
/// # Errors
/// Where they are gone, by a redaction or without one, or are others.
pub fn attachment(ledger: &Ledger, sha256: &str) -> Result<Vec<u8>, PublishError> {
    let sha256 = sha256.to_owned();
    match ledger.attachment(&sha256)? {
        Some(bytes) if sha256_hex(&bytes) == sha256 => return Ok(bytes),
        Some(_) => return Err(PublishError::Altered { sha256 }),
        None => {}
    }
    let redaction = ledger.entry_by_id(&ids::redaction(&sha256))?;
    Err(match redaction.map(|entry| (entry.seq, entry.body)) {
        Some((seq, Body::Redaction(redaction))) => PublishError::Redacted {
            sha256,
            seq,
            because: redaction.because,
        },
        _ => PublishError::Missing { sha256 },
    })
}
