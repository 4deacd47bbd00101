//! What was previewed, and what became of it: each preview is appended once.

use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};

use lru::LruCache;

use super::problem::Problem;
use super::token::Token;
use super::typed::Typed;

/// Previews that are remembered; the oldest are forgotten first, and are looked at again.
const MOST: NonZeroUsize = NonZeroUsize::new(256).unwrap();

/// One preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Preview {
    typed: Typed,
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
    pub fn keep(&self, typed: Typed, seen: u64) -> Result<String, Problem> {
        let number = Token::random().map_err(|_| Problem::fault())?;
        let number = number.reveal().to_owned();
        let done = None;
        let preview = Preview { typed, seen, done };
        self.lock().put(number.clone(), preview);
        Ok(number)
    }

    /// What was previewed under a number, where it is what is sent now.
    pub fn find(&self, number: &str, typed: &Typed) -> Option<Preview> {
        let there = self.lock().get(number).cloned();
        there.filter(|preview| preview.typed == *typed)
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
        let previews = Previews::default();
        let number = previews
            .keep(typed("kind=threat&on=2023-03-01"), 7)
            .unwrap();
        let found = |text| previews.find(&number, &typed(text));
        assert_eq!(found("kind=threat&on=2023-03-01").unwrap().seen, 7);
        assert_eq!(found("kind=threat&on=2023-03-02"), None);
        assert_eq!(previews.find("", &typed("kind=threat&on=2023-03-01")), None);
        previews.done(&number, vec![7]);
        let done = found("on=2023-03-01&kind=threat").unwrap().done;
        assert_eq!(done, Some(vec![7]));
    }
}
