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

/// How a question ended and was reopened, in the order of the log.
pub(super) struct Endings {
    pub resolutions: Vec<Entry>,
    pub reopenings: Vec<Entry>,
}

impl Endings {
    /// The last resolution, where no reopening came after it.
    pub fn standing(&self) -> Option<&Entry> {
        let reopened = self.reopenings.last().map(|e| e.seq);
        let last = self.resolutions.last();
        last.filter(|e| reopened.is_none_or(|seq| seq < e.seq))
    }
}

/// The resolutions and reopenings of a question.
pub(super) fn endings_of(ledger: &Ledger, id: &Name) -> Result<Endings, DeskError> {
    Ok(Endings {
        resolutions: counted(ledger, &|count| ids::resolution(id, count))?,
        reopenings: counted(ledger, &|count| ids::reopening(id, count))?,
    })
}

/// The entries of ids that count from 1.
fn counted(ledger: &Ledger, name: &dyn Fn(u64) -> String) -> Result<Vec<Entry>, DeskError> {
    let mut all: Vec<Entry> = Vec::new();
    while let Some(entry) = ledger.entry_by_id(&name(all.len() as u64 + 1))? {
        all.push(entry);
    }
    Ok(all)
}

/// The resolution of a question that stands.
pub(super) fn resolution_of(ledger: &Ledger, id: &Name) -> Result<Option<Resolution>, DeskError> {
    let endings = endings_of(ledger, id)?;
    Ok(endings.standing().and_then(|entry| match &entry.body {
        Body::Resolution(r) => Some(Resolution::clone(r)),
        _ => None,
    }))
}
