//! Tier 4: the log replayed. Every reference resolves, clocks go forward, ids follow from the
//! content, and each fact is followed by one forecast for each of its questions.

mod facts;

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::catalogue::{
    CLOCK_BACKWARDS, FORECAST_MISSING, FORECAST_STRAY, ID_DIFFERS, ID_REPEATED, Kind, LEDGER_ENTRY,
    REFERENCE_UNKNOWN,
};
use super::finding::Findings;
use super::habits::Habits;
use crate::record::{Body, Continuation, Entry, Forecast, Instant, Name, Rotation, ids};

/// A question as the log tells it.
#[derive(Debug)]
pub(super) struct Track {
    /// The question.
    pub id: Name,
    /// The entry that opened it.
    pub opened: u64,
    /// The day on which it opened.
    pub opens: Date,
    /// The last day that counts.
    pub deadline: Date,
    /// SHA-256 of the model in force when it opened.
    pub model: Option<String>,
    /// What moved it, in order: the entry, and its forecast where there is one.
    pub steps: Vec<(u64, Option<u64>)>,
    /// Its resolutions so far.
    pub resolutions: u64,
    /// Its reopenings so far.
    pub reopenings: u64,
    /// Whether a resolution stands.
    pub resolved: bool,
    /// The signals retracted for it.
    retracted: HashSet<String>,
}

/// A signal as far as later entries refer to it.
#[derive(Debug)]
struct Told {
    known_on: Date,
    questions: Vec<Name>,
}

/// What the entries say together.
#[derive(Debug, Default)]
pub(super) struct History {
    /// The log's name, from entry 0.
    pub origin: Option<String>,
    /// The questions, in order of opening.
    pub tracks: Vec<Track>,
    /// Attachments that entries name: SHA-256, and the first entry that does.
    pub named: HashMap<String, u64>,
    /// Redactions: SHA-256 and entry.
    pub redacted: HashMap<String, u64>,
    /// Where the log says that it goes on from an older copy, by entry.
    pub continuations: Vec<(u64, Continuation)>,
    /// Where the log changes its key, by entry.
    pub rotations: Vec<(u64, Rotation)>,
    /// What tier 6 looks at.
    pub habits: Habits,
    by_name: HashMap<Name, usize>,
    ids: HashMap<String, u64>,
    signals: HashMap<String, Told>,
    general: Option<String>,
    clock: Option<Instant>,
    entries: u64,
    /// Forecasts that the last fact still calls for: the fact and the question.
    due: Vec<(u64, Name)>,
    unknown: HashSet<u64>,
    found: Findings,
}

impl History {
    /// Takes the next entry.
    pub fn enter(&mut self, entry: Entry) {
        let first = self.entries == 0;
        self.entries += 1;
        let seq = entry.seq;
        if first != matches!(entry.body, Body::Ledger { .. }) {
            let expected = if first {
                "an entry of type ledger"
            } else {
                "another type"
            };
            self.say(LEDGER_ENTRY, seq, expected, entry.body.type_name());
        }
        if let Some(last) = self.clock.filter(|last| *last > entry.recorded_at) {
            let found = entry.recorded_at.to_string();
            self.say(CLOCK_BACKWARDS, seq, format!("{last} or later"), found);
        }
        self.clock = self.clock.max(Some(entry.recorded_at));
        if let Some(earlier) = self.ids.insert(entry.id.clone(), seq) {
            let found = format!("`{}`, as entry {earlier} has", entry.id);
            self.say(ID_REPEATED, seq, "an id of its own", found);
        }
        if let Body::Forecast(forecast) = &entry.body {
            self.forecast(seq, forecast);
        } else {
            self.call_in_due();
            self.fact(seq, &entry.body);
        }
        let expected = self.expected_id(seq, &entry.body);
        if expected != entry.id {
            self.say(
                ID_DIFFERS,
                seq,
                format!("`{expected}`"),
                format!("`{}`", entry.id),
            );
        }
    }

    /// Whether a signal was not taken out of all its questions.
    fn stands(&self, id: &str) -> bool {
        let Some(told) = self.signals.get(id) else {
            return true;
        };
        let track = |question| self.tracks.get(*self.by_name.get(question)?);
        let mut tracks = told.questions.iter().map(track);
        tracks.any(|track| track.is_none_or(|track| !track.retracted.contains(id)))
    }

    /// Takes note of an entry that cannot be read.
    pub fn unreadable(&mut self, seq: u64) {
        self.entries += 1;
        self.unknown.insert(seq);
        // It may have been the forecast that was due.
        self.due.clear();
    }

    /// Ends the replay and hands over what it found.
    pub fn finish(&mut self, out: &mut Findings) {
        self.call_in_due();
        out.absorb(std::mem::take(&mut self.found));
        let mut habits = std::mem::take(&mut self.habits);
        habits.leave(|id| self.stands(id));
        self.habits = habits;
        self.ids = HashMap::new();
        self.signals = HashMap::new();
    }

    fn say(&mut self, kind: Kind, seq: u64, expected: impl Into<String>, found: impl Into<String>) {
        self.found.add(kind, Some(seq), expected, found);
    }

    fn expected_id(&self, seq: u64, body: &Body) -> String {
        match body {
            Body::Model(_) => ids::adoption(&body.id(), seq),
            Body::Resolution(r) => {
                let track = self.track(&r.question);
                ids::resolution(&r.question, track.map_or(1, |t| t.resolutions))
            }
            Body::Reopening(r) => {
                let track = self.track(&r.question);
                ids::reopening(&r.question, track.map_or(1, |t| t.reopenings))
            }
            other => other.id(),
        }
    }

    fn track(&self, id: &Name) -> Option<&Track> {
        self.by_name.get(id).and_then(|i| self.tracks.get(*i))
    }

    fn track_mut(&mut self, id: &Name) -> Option<&mut Track> {
        let at = *self.by_name.get(id)?;
        self.tracks.get_mut(at)
    }

    /// Forecasts that should have come by now.
    fn call_in_due(&mut self) {
        for (cause, question) in std::mem::take(&mut self.due) {
            let expected = format!("a forecast of `{question}` right after it");
            self.say(FORECAST_MISSING, cause, expected, "none");
        }
    }

    fn forecast(&mut self, seq: u64, f: &Forecast) {
        let at = self
            .due
            .iter()
            .position(|(cause, q)| *cause == f.rests_on && *q == f.question);
        if let Some(at) = at {
            self.due.remove(at);
            let step = self
                .track_mut(&f.question)
                .and_then(|t| t.steps.last_mut())
                .filter(|step| step.0 == f.rests_on);
            if let Some(step) = step {
                step.1 = Some(seq);
            }
        } else if self.track(&f.question).is_none() {
            let found = format!("question `{}`", f.question);
            self.say(REFERENCE_UNKNOWN, seq, "a question opened before", found);
        } else if f.rests_on >= seq {
            let found = format!("entry {}", f.rests_on);
            self.say(REFERENCE_UNKNOWN, seq, "an entry before it", found);
        } else if !self.unknown.contains(&f.rests_on) {
            let found = format!("`{}` after entry {}", f.question, f.rests_on);
            self.say(FORECAST_STRAY, seq, "one that is due here", found);
        }
    }

    /// Notes that an entry moves a question and calls for a forecast.
    fn moves(&mut self, seq: u64, question: &Name) {
        if let Some(track) = self.track_mut(question) {
            track.steps.push((seq, None));
            self.due.push((seq, question.clone()));
        }
    }
}
