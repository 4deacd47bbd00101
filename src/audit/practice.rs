//! Tier 6: what is sound but weak. Each habit is told once, with the entries that have it.

use jiff::civil::Date;

use super::catalogue::{
    Kind, PRACTICE_DEADLINE, PRACTICE_DRAWS, PRACTICE_GRADE, PRACTICE_JUDGEMENT,
    PRACTICE_LIKELIHOOD, PRACTICE_SOURCE,
};
use super::finding::Findings;
use super::history::History;
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

    fn tell(&self, kind: Kind, expected: &str, out: &mut Findings) {
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
    no_source: Tally,
    own_likelihood: Tally,
    ungraded: Tally,
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

/// What the derivation of the forecasts showed.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Forecasts with fewer effective draws than a tenth of the model's.
    pub few_draws: Tally,
    /// Last forecasts whose evidence is judgement alone.
    pub judgement: Tally,
}

/// Tells the habits.
pub(super) fn check(history: &History, known: &Known, as_of: Option<Date>, out: &mut Findings) {
    let habits = &history.habits;
    habits
        .no_source
        .tell(PRACTICE_SOURCE, "a source in each", out);
    let own = "the likelihoods of the kind";
    habits.own_likelihood.tell(PRACTICE_LIKELIHOOD, own, out);
    habits.ungraded.tell(PRACTICE_GRADE, "a grade in each", out);
    let some = "some evidence on counted data";
    known.judgement.tell(PRACTICE_JUDGEMENT, some, out);
    let draws = "at least a tenth of the model's draws";
    known.few_draws.tell(PRACTICE_DRAWS, draws, out);
    let Some(today) = as_of else {
        out.leave("No day was given: whether questions are past their deadline was not checked.");
        return;
    };
    for track in history.tracks.iter().filter(|t| t.resolutions == 0) {
        if track.deadline < today {
            let found = format!("`{}` ended on {}", track.id, track.deadline);
            out.add(PRACTICE_DEADLINE, Some(track.opened), "a resolution", found);
        }
    }
}
