//! What was previewed, and what became of it: each preview is appended once.

use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};

use lru::LruCache;

use super::problem::Problem;
use super::token::Token;
use super::typed::Typed;
use crate::record::{Name, Signal};

/// Previews that are remembered; the oldest are forgotten first, and are looked at again.
const MOST: NonZeroUsize = NonZeroUsize::new(256).unwrap();

/// One preview.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Preview {
    question: Name,
    typed: Typed,
    /// The signals that were shown: the same fields may mean others once the log has grown.
    pub signals: Vec<Signal>,
    /// Entries in the log then.
    pub seen: u64,
    /// The entries that it became.
    pub done: Option<Vec<u64>>,
}

/// The previews by their one-time numbers.
pub(super) struct Previews(Mutex<LruCache<String, Preview>>);

impl Default for Previews {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(MOST)))
    }
}

impl Previews {
    /// Remembers what is previewed under a number that nobody can guess.
    pub fn keep(
        &self,
        question: &Name,
        (typed, signals): (Typed, Vec<Signal>),
        seen: u64,
    ) -> Result<String, Problem> {
        let number = Token::random().map_err(|_| Problem::fault())?;
        let number = number.reveal().to_owned();
        let preview = Preview {
            question: question.clone(),
            typed,
            signals,
            seen,
            done: None,
        };
        self.lock().put(number.clone(), preview);
        Ok(number)
    }

    /// What was previewed under a number, where it is what is sent now, for that question.
    pub fn find(&self, number: &str, question: &Name, typed: &Typed) -> Option<Preview> {
        let there = self.lock().get(number).cloned();
        there.filter(|preview| preview.question == *question && preview.typed == *typed)
    }

    /// Notes what it became.
    pub fn done(&self, number: &str, entries: Vec<u64>) {
        if let Some(preview) = self.lock().get_mut(number) {
            preview.done = Some(entries);
        }
    }

    fn lock(&self) -> MutexGuard<'_, LruCache<String, Preview>> {
        // The list is whole whenever the lock is free, also after a panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::query::Query;

    #[test]
    fn a_number_stands_for_what_was_previewed_and_nothing_else() {
        let typed = |text| Typed::read(&Query::parse(Some(text)).unwrap()).unwrap();
        let (previews, q) = (Previews::default(), Name::parse("q").unwrap());
        let number = previews
            .keep(&q, (typed("kind=threat&on=2023-03-01"), Vec::new()), 7)
            .unwrap();
        let found = |text| previews.find(&number, &q, &typed(text));
        let other = Name::parse("other").unwrap();
        let there = typed("kind=threat&on=2023-03-01");
        assert_eq!(previews.find(&number, &other, &there), None);
        assert_eq!(found("kind=threat&on=2023-03-01").unwrap().seen, 7);
        assert_eq!(found("kind=threat&on=2023-03-02"), None);
        assert_eq!(previews.find("", &q, &there), None);
        previews.done(&number, vec![7]);
        let done = found("on=2023-03-01&kind=threat").unwrap().done;
        assert_eq!(done, Some(vec![7]));
    }
}
