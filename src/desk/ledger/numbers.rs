//! Numbers of signals: a short name for each signal of a question, which follows from the log alone.

use std::collections::BTreeMap;

use super::find::question_of;
use super::{Desk, DeskError};
use crate::record::{Body, Entry, Name};

/// The signals of a question by number: from 1, in the order in which each was first entered for it.
///
/// A signal that amends another has the other's number. One that was taken out keeps its own, which
/// is never given again: the log only grows, so a number stays what it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    all: Vec<Numbered>,
    of: BTreeMap<Name, usize>,
}

/// All that was entered under one number, the first before what amends it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbered {
    versions: Vec<Version>,
}

/// A signal under a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its place in the log.
    pub seq: u64,
    /// Its identifier.
    pub id: Name,
    /// The entry that took it out of the evidence.
    pub out: Option<u64>,
}

impl Numbers {
    /// The numbers by the facts of one question, in the order of the log.
    #[must_use]
    pub fn of(facts: &[Entry]) -> Self {
        let mut numbers = Self::default();
        facts.iter().for_each(|fact| numbers.follow(fact));
        numbers
    }

    /// The same with one fact more, the next in the log.
    pub(super) fn follow(&mut self, fact: &Entry) {
        match &fact.body {
            Body::Signal(s) => self.enter(fact.seq, &s.id, s.amends.as_ref()),
            other => self.take_out(fact.seq, other.retracts()),
        }
    }

    fn enter(&mut self, seq: u64, id: &Name, amends: Option<&Name>) {
        let place = amends.and_then(|old| self.of.get(old).copied());
        let place = place.unwrap_or(self.all.len());
        if place == self.all.len() {
            self.all.push(Numbered::default());
        }
        if let Some(numbered) = self.all.get_mut(place) {
            let id = id.clone();
            numbered.versions.push(Version { seq, id, out: None });
        }
        self.of.insert(id.clone(), place);
    }

    fn take_out(&mut self, by: u64, id: Option<&Name>) {
        let place = id.and_then(|id| self.of.get(id));
        let numbered = place.and_then(|place| self.all.get_mut(*place));
        let versions = numbered.into_iter().flat_map(|n| &mut n.versions);
        for version in versions.filter(|v| Some(&v.id) == id) {
            version.out = version.out.or(Some(by));
        }
    }

    /// How many were given.
    #[must_use]
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// The number of a signal, by its id.
    #[must_use]
    pub fn number(&self, id: &str) -> Option<usize> {
        self.of.get(id).map(|place| place + 1)
    }

    /// The number of each signal, by its id.
    #[must_use]
    pub fn by_id(&self) -> BTreeMap<String, usize> {
        let pairs = self.of.iter();
        pairs
            .map(|(id, place)| (id.to_string(), place + 1))
            .collect()
    }

    /// What was entered under a number.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&Numbered> {
        self.all.get(number.checked_sub(1)?)
    }
}

impl Numbered {
    /// What the number names: the last version that stands, or the last where none does.
    #[must_use]
    pub fn current(&self) -> Option<&Version> {
        let standing = self.versions.iter().rev().find(|v| v.out.is_none());
        standing.or_else(|| self.versions.last())
    }

    /// All versions, the first entered before what amends it.
    #[must_use]
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }
}

impl Desk {
    /// The numbers of a question's signals.
    ///
    /// # Errors
    /// When there is no such question, or the file cannot be read.
    pub fn numbers(&self, question: &Name) -> Result<Numbers, DeskError> {
        question_of(&self.ledger, question)?;
        let facts = self.ledger.facts_about(question.as_str(), None)?;
        Ok(Numbers::of(&facts))
    }
}
