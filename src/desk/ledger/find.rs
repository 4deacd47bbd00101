//! Questions of the ledger, and how they ended.

use std::sync::Arc;

use super::DeskError;
use crate::record::{Body, Entry, Name, Question, Resolution, fields, ids};
use crate::store::Ledger;

/// A question with its place in the log.
pub(super) fn question_of(ledger: &Ledger, id: &Name) -> Result<(u64, Arc<Question>), DeskError> {
    match ledger.entry_by_id(id.as_str())? {
        Some(Entry {
            seq,
            body: Body::Question(q),
            ..
        }) => Ok((seq, Arc::new(*q))),
        _ => {
            let known = ledger.questions()?;
            let names: Vec<&str> = known.iter().map(|e| e.id.as_str()).collect();
            let remedy = match fields::nearest(id.as_str(), &names) {
                Some(near) => format!("did you mean `{near}`?"),
                None if names.is_empty() => "open one first: summit open --help".into(),
                None => format!("the ledger has: {}", names.join(", ")),
            };
            Err(DeskError::refuse(
                "question",
                id.as_str(),
                "the ledger has no such question",
                remedy,
            ))
        }
    }
}

/// The last resolution of a question, with its place.
pub(super) fn resolution_of(
    ledger: &Ledger,
    id: &Name,
) -> Result<Option<(u64, Resolution)>, DeskError> {
    let mut found = None;
    for count in 1_u64.. {
        match ledger.entry_by_id(&ids::resolution(id, count))? {
            Some(Entry {
                seq,
                body: Body::Resolution(r),
                ..
            }) => found = Some((seq, *r)),
            _ => break,
        }
    }
    Ok(found)
}
