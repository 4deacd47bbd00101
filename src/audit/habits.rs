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

/// What a signal may be weak in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Habit {
    /// It has no source.
    NoSource,
    /// It has a likelihood of its own.
    OwnLikelihood,
    /// Nobody graded it.
    Ungraded,
}

/// The signals of the log that are weak in something, in its order.
#[derive(Debug, Default)]
pub(super) struct Habits(Vec<(u64, String, Habit)>);

impl Habits {
    /// Looks at one signal.
    pub fn signal(&mut self, seq: u64, s: &Signal) {
        let weak = [
            (
                s.source.is_none() && s.attachments.is_empty(),
                Habit::NoSource,
            ),
            (s.likelihood.is_some(), Habit::OwnLikelihood),
            (s.grade == Grade::UNJUDGED, Habit::Ungraded),
        ];
        let weak = weak.into_iter().filter(|(is, _)| *is);
        self.0
            .extend(weak.map(|(_, habit)| (seq, s.id.to_string(), habit)));
    }

    /// Leaves only signals that still stand.
    pub fn leave(&mut self, stands: impl Fn(&str) -> bool) {
        self.0.retain(|(_, id, _)| stands(id));
    }

    /// Those of one habit.
    pub fn of(&self, habit: Habit) -> Tally {
        let mut tally = Tally::default();
        let has = self.0.iter().filter(|(_, _, has)| *has == habit);
        has.for_each(|(seq, ..)| tally.add(*seq));
        tally
    }
}
