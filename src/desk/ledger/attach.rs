//! Pages and documents kept beside the log, and taken away again.

use super::{DeskError, Hand, Recorded, sha256_hex};
use crate::record::{Body, Redaction, ids};
use crate::store::{Append, Draft};

/// The largest attachment of a signal, in bytes.
pub const MAX_ATTACHMENT: usize = 32 << 20;

/// Keeps the files that a signal names.
pub(super) fn keep(
    append: &mut Append<'_>,
    body: &Body,
    files: &[Vec<u8>],
) -> Result<(), DeskError> {
    for bytes in files {
        let sha256 = sha256_hex(bytes);
        if bytes.len() > MAX_ATTACHMENT {
            return Err(DeskError::refuse(
                "attachments",
                format!("{} bytes", bytes.len()),
                "the attachment is too large",
                format!("at most {MAX_ATTACHMENT} bytes each"),
            ));
        }
        if !body.attachments().contains(&sha256) {
            return Err(DeskError::refuse(
                "attachments",
                sha256,
                "no signal names this attachment",
                "name its SHA-256 in the signal that rests on it",
            ));
        }
        let kept = append.ledger().attachment_info(&sha256)?;
        if kept.is_some_and(|a| !a.present) {
            return Err(DeskError::refuse(
                "attachments",
                sha256,
                "these bytes were redacted from this ledger",
                "leave them out, or keep a version without what was redacted",
            ));
        }
        append.attach(&sha256, bytes)?;
    }
    Ok(())
}

/// Makes sure that what a fact names is kept.
pub(super) fn are_kept(append: &Append<'_>, fact: &Body) -> Result<(), DeskError> {
    for sha256 in fact.attachments() {
        if append.ledger().attachment_info(sha256)?.is_none() {
            return Err(DeskError::refuse(
                "attachments",
                sha256,
                "the ledger keeps no such attachment",
                "bring the file along: `summit add --attach FILE`",
            ));
        }
    }
    Ok(())
}

/// Says that an attachment is redacted, and takes its bytes away.
pub(super) fn redact(
    append: &mut Append<'_>,
    hand: &Hand,
    sha256: &str,
    because: String,
) -> Result<Recorded, DeskError> {
    let body = Body::Redaction(Redaction {
        sha256: sha256.to_owned(),
        because,
    });
    // The checks of reading: a redaction that could not be read back is refused now.
    let body = Body::from_value("redaction", &body.to_value())?;
    if append.ledger().attachment_info(sha256)?.is_none() {
        return Err(DeskError::refuse(
            "sha256",
            sha256,
            "the ledger keeps no such attachment",
            "`summit source ENTRY` lists the attachments of an entry",
        ));
    }
    let is_model = append
        .ledger()
        .models()?
        .iter()
        .any(|e| matches!(&e.body, Body::Model(m) if m.sha256 == sha256));
    if is_model {
        return Err(DeskError::refuse(
            "sha256",
            sha256,
            "it is a model: without it no forecast on it could be derived again",
            "only pages and documents can be redacted",
        ));
    }
    let draft = Draft {
        id: ids::redaction(sha256),
        author: hand.author.clone(),
        body,
    };
    let recorded = Recorded::plain(append.append(draft, hand.now)?);
    append.empty_attachment(sha256)?;
    Ok(recorded)
}
