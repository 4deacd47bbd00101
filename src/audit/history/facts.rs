//! What each type of fact must fit: the rules by which the program took it in.

use jiff::civil::Date;

use super::{History, Told, Track};
use crate::audit::catalogue::{FACT_AFTER_RESOLUTION, FACT_OUTSIDE_LIFE, REFERENCE_UNKNOWN};
use crate::record::{Body, Name, Outcome, Question, Resolution, Retraction, Signal};

impl History {
    pub(super) fn fact(&mut self, seq: u64, body: &Body) {
        match body {
            Body::Ledger { origin } => {
                if self.origin.is_none() {
                    self.origin = Some(origin.clone());
                }
            }
            Body::Model(adoption) => {
                self.names(&adoption.sha256, seq);
                if adoption.questions.is_empty() {
                    self.general = Some(adoption.sha256.clone());
                }
                for id in &adoption.questions {
                    if self.knows(seq, id) {
                        self.moves(seq, id);
                    }
                }
            }
            Body::Question(q) => self.open(seq, q),
            Body::Signal(s) => self.signal(seq, s),
            Body::Retraction(r) => self.retraction(seq, r),
            Body::Passage(p) => {
                for id in &p.questions {
                    self.evidence(seq, id, p.known_on);
                }
            }
            Body::Resolution(r) => self.resolution(seq, r),
            Body::Note(note) => {
                for id in &note.questions {
                    self.knows(seq, id);
                }
            }
            Body::Redaction { sha256, .. } => {
                self.redacted.entry(sha256.clone()).or_insert(seq);
            }
            Body::Forecast(_) => {}
        }
    }

    fn names(&mut self, sha256: &str, seq: u64) {
        if !self.named.contains_key(sha256) {
            self.named.insert(sha256.to_owned(), seq);
        }
    }

    /// Whether a question was opened before; says so where it was not.
    fn knows(&mut self, seq: u64, id: &Name) -> bool {
        let known = self.by_name.contains_key(id);
        if !known {
            let found = format!("question `{id}`");
            self.say(REFERENCE_UNKNOWN, seq, "a question opened before", found);
        }
        known
    }

    fn open(&mut self, seq: u64, q: &Question) {
        let model = self.general.clone();
        if model.is_none() {
            self.say(REFERENCE_UNKNOWN, seq, "a model adopted before", "none");
        }
        if self.by_name.contains_key(&q.id) {
            // A second opening is told as a repeated id.
            return;
        }
        self.by_name.insert(q.id.clone(), self.tracks.len());
        self.tracks.push(Track {
            id: q.id.clone(),
            opened: seq,
            opens: q.opens,
            deadline: q.deadline,
            model,
            steps: Vec::new(),
            resolutions: 0,
            retracted: Default::default(),
        });
        self.moves(seq, &q.id);
    }

    /// Evidence on a question that became known on a day.
    fn evidence(&mut self, seq: u64, id: &Name, known: Date) {
        if !self.knows(seq, id) {
            return;
        }
        let (resolved, opens) = match self.track(id) {
            Some(t) => (t.resolutions > 0, t.opens),
            None => return,
        };
        if resolved {
            let found = format!("`{id}` was resolved before");
            self.say(FACT_AFTER_RESOLUTION, seq, "an open question", found);
        }
        if known < opens {
            let found = format!("known on {known}");
            self.say(
                FACT_OUTSIDE_LIFE,
                seq,
                format!("known from {opens} on"),
                found,
            );
        }
        self.moves(seq, id);
    }

    fn signal(&mut self, seq: u64, s: &Signal) {
        self.habits.signal(seq, s);
        for sha256 in &s.attachments {
            self.names(sha256, seq);
        }
        for id in &s.questions {
            self.evidence(seq, id, s.known_on);
            let deadline = self.track(id).map(|t| t.deadline);
            if let Some(deadline) = deadline.filter(|d| s.known_on > *d) {
                let found = format!("known on {}", s.known_on);
                self.say(
                    FACT_OUTSIDE_LIFE,
                    seq,
                    format!("known by {deadline}"),
                    found,
                );
            }
        }
        self.signals.entry(s.id.to_string()).or_insert(Told {
            known_on: s.known_on,
            questions: s.questions.clone(),
        });
    }

    fn retraction(&mut self, seq: u64, r: &Retraction) {
        let told = self.signals.get(r.signal.as_str());
        let known_on = told.map(|t| t.known_on);
        let strange: Vec<Name> = r
            .questions
            .iter()
            .filter(|id| told.is_some_and(|t| !t.questions.contains(id)))
            .cloned()
            .collect();
        if known_on.is_none() {
            let found = format!("signal `{}`", r.signal);
            self.say(REFERENCE_UNKNOWN, seq, "a signal appended before", found);
        }
        if let Some(known_on) = known_on.filter(|k| r.known_on < *k) {
            let expected = format!("known from {known_on} on, as its signal");
            self.say(
                FACT_OUTSIDE_LIFE,
                seq,
                expected,
                format!("known on {}", r.known_on),
            );
        }
        for id in strange {
            let expected = format!("a signal that bears on `{id}`");
            self.say(
                REFERENCE_UNKNOWN,
                seq,
                expected,
                format!("signal `{}`", r.signal),
            );
        }
        for id in &r.questions {
            self.evidence(seq, id, r.known_on);
            let again = self
                .track_mut(id)
                .is_some_and(|t| !t.retracted.insert(r.signal.to_string()));
            if again {
                let found = format!("`{}` was retracted before", r.signal);
                self.say(FACT_OUTSIDE_LIFE, seq, "a signal that stands", found);
            }
        }
    }

    fn resolution(&mut self, seq: u64, r: &Resolution) {
        if !self.knows(seq, &r.question) {
            return;
        }
        let Some(track) = self.track_mut(&r.question) else {
            return;
        };
        track.resolutions += 1;
        let (opens, deadline, count) = (track.opens, track.deadline, track.resolutions);
        let fits = match r.outcome {
            Outcome::Yes => r.on > opens && r.on <= deadline,
            Outcome::No => r.on >= deadline,
            Outcome::Void => r.on >= opens,
        };
        if !fits {
            let expected = format!("a day that fits the question, {opens} to {deadline}");
            let found = format!("{} on {}", r.outcome.as_str(), r.on);
            self.say(FACT_OUTSIDE_LIFE, seq, expected, found);
        }
        if count > 1 && r.because.is_none() {
            let found = "another resolution without a reason";
            self.say(
                FACT_AFTER_RESOLUTION,
                seq,
                "a reason for the correction",
                found,
            );
        }
    }
}
