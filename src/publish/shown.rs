//! An entry gathered whole: what it says, what became of it, and how it is proven.

use super::PublishError;
use super::prove::prove;
use crate::desk::Desk;
use crate::proof::canonical;
use crate::proof::key::VerifierKey;
use crate::proof::tree::leaf_hash;
use crate::record::{Body, Entry, Name};
use crate::view::entry::{Covered, Moved, Proof, Shown};
use crate::view::log::Logged;

/// Gathers what the ledger holds about an entry; `keys` are the log's own that are at hand.
///
/// # Errors
/// When the tree is damaged or the file cannot be read.
pub fn shown(desk: &Desk, logged: Logged, keys: &[VerifierKey]) -> Result<Shown, PublishError> {
    let entry = &logged.entry;
    let (mut out, mut amended, mut moved) = (Vec::new(), Vec::new(), Vec::new());
    for question in questions(entry) {
        let mut before = None;
        for other in desk.ledger().entries_about(question.as_str(), None)? {
            match &other.body {
                Body::Forecast(f) if f.rests_on == entry.seq => moved.push(Moved {
                    question: question.clone(),
                    seq: other.seq,
                    from: before,
                    to: f.p,
                }),
                Body::Forecast(f) if f.rests_on < entry.seq => before = Some(f.p),
                Body::Retraction(r) if takes_out(entry, &r.signal) => keep(&mut out, other),
                Body::Signal(s) if s.amends.as_ref().is_some_and(|old| takes_out(entry, old)) => {
                    keep(&mut amended, other);
                }
                _ => {}
            }
        }
    }
    Ok(Shown {
        attachments: attachments(desk, entry)?,
        proof: proof(desk, entry, keys)?,
        logged,
        out,
        amended,
        moved,
    })
}

/// The questions that an entry bears on, or that it opens.
fn questions(entry: &Entry) -> Vec<Name> {
    match &entry.body {
        Body::Question(q) => vec![q.id.clone()],
        // What follows a forecast does not follow from it.
        Body::Forecast(_) => Vec::new(),
        other => other.questions().to_vec(),
    }
}

fn takes_out(entry: &Entry, id: &Name) -> bool {
    entry.body.retracted_as() == Some(id)
}

/// Keeps an entry once, though it is met under several questions.
fn keep(entries: &mut Vec<Entry>, entry: Entry) {
    if entries.iter().all(|there| there.seq != entry.seq) {
        entries.push(entry);
    }
}

fn attachments(desk: &Desk, entry: &Entry) -> Result<Vec<(String, String)>, PublishError> {
    let mut out = Vec::new();
    for sha256 in entry.body.attachments() {
        let kept = match desk.ledger().attachment_info(sha256)? {
            Some(a) if a.present => format!("{}, {} bytes", a.media, a.size),
            Some(_) => "redacted".to_owned(),
            None => "missing".to_owned(),
        };
        out.push((sha256.clone(), kept));
    }
    Ok(out)
}

fn proof(desk: &Desk, entry: &Entry, keys: &[VerifierKey]) -> Result<Proof, PublishError> {
    let bytes = canonical::encode(entry)?;
    let leaf = hex::encode(leaf_hash(&bytes));
    let proof = match prove(desk.ledger(), entry) {
        Err(PublishError::Uncovered { .. }) => {
            return Ok(Proof {
                leaf,
                covered: None,
            });
        }
        proof => proof?,
    };
    let signed = proof.checkpoint();
    let head = signed.checkpoint();
    let signers = signed.note().signatures().iter().map(|s| s.name.clone());
    let known = keys.iter().any(|key| key.name() == head.origin());
    let covered = Covered {
        size: head.size(),
        root: hex::encode(head.root()),
        signers: signers.collect(),
        holds: known.then(|| proof.proven(&bytes, keys, &[]).is_ok()),
    };
    Ok(Proof {
        leaf,
        covered: Some(covered),
    })
}
