//! What the signals of the log have in common, counted while it is read.

use super::catalogue::Kind;
use super::finding::Findings;
use crate::record::{Grade, Signal};

/// Entries named in one finding.
const NAMED: usize = 8;

/// Entries that have one habit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tally {
    count: u64,
    first: Vec<u64>,
}

impl Tally {
    /// Adds an entry.
    pub fn add(&mut self, seq: u64) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(seq);
        }
    }

    /// Adds all of another tally.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.first.extend(&other.first);
        self.first.sort_unstable();
        self.first.truncate(NAMED);
    }

    /// Tells what was counted, where anything was.
    pub fn tell(&self, kind: Kind, expected: &str, out: &mut Findings) {
        let Some(first) = self.first.first() else {
            return;
        };
        let list: Vec<String> = self.first.iter().map(ToString::to_string).collect();
        let beyond = self.count.saturating_sub(self.first.len() as u64);
        let more = match beyond {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        let word = if self.count == 1 { "entry" } else { "entries" };
        let found = format!("{} {word}: {}{more}", self.count, list.join(", "));
        out.add(kind, Some(*first), expected, found);
    }
}

/// What the signals of the log have in common.
#[derive(Debug, Default)]
pub(super) struct Habits {
    /// Signals without a source.
    pub no_source: Tally,
    /// Signals with a likelihood of their own.
    pub own_likelihood: Tally,
    /// Signals that nobody graded.
    pub ungraded: Tally,
}

impl Habits {
    /// Looks at one signal.
    pub fn signal(&mut self, seq: u64, s: &Signal) {
        if s.source.is_none() && s.attachments.is_empty() {
            self.no_source.add(seq);
        }
        if s.likelihood.is_some() {
            self.own_likelihood.add(seq);
        }
        if s.grade == Grade::UNJUDGED {
            self.ungraded.add(seq);
        }
    }
}
