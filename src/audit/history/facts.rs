//! What each type of fact must fit: the rules by which the program took it in.

use jiff::civil::Date;

use super::{History, Told, Track};
use crate::audit::catalogue::{FACT_AFTER_RESOLUTION, FACT_OUTSIDE_LIFE, REFERENCE_UNKNOWN};
use crate::record::{Adoption, Body, Name, Outcome, Question, Reopening, Resolution};

impl History {
    pub(super) fn fact(&mut self, seq: u64, body: &Body) {
        for sha256 in body.attachments() {
            self.names(sha256, seq);
        }
        match body {
            Body::Ledger(named) => {
                if self.origin.is_none() {
                    self.origin = Some(named.origin.clone());
                }
            }
            Body::Model(adoption) => self.adoption(seq, adoption),
            Body::Question(q) => self.open(seq, q),
            Body::Resolution(r) => self.resolution(seq, r),
            Body::Reopening(r) => self.reopening(seq, r),
            Body::Continuation(c) => self.continuations.push((seq, c.clone())),
            Body::Rotation(r) => self.rotations.push((seq, *r.clone())),
            Body::Redaction(r) => {
                self.redacted.entry(r.sha256.clone()).or_insert(seq);
            }
            Body::Forecast(_) => {}
            fact => match fact.known_on() {
                Some(known) => self.told(seq, fact, known),
                None => {
                    for id in fact.questions() {
                        self.knows(seq, id);
                    }
                }
            },
        }
    }

    fn adoption(&mut self, seq: u64, adoption: &Adoption) {
        if adoption.questions.is_empty() {
            self.general = Some(adoption.sha256.clone());
        }
        for id in &adoption.questions {
            if self.knows(seq, id) {
                self.moves(seq, id);
            }
        }
    }

    /// A fact that became known on a day.
    fn told(&mut self, seq: u64, fact: &Body, known: Date) {
        if let Body::Signal(s) = fact {
            self.habits.signal(seq, s);
        }
        if let Some(target) = fact.retracts() {
            self.refers(seq, fact, target, known);
        }
        for id in fact.questions() {
            self.evidence((seq, fact.moves()), id, known);
            if fact.retracted_as().is_some() {
                self.in_time(seq, id, known);
            }
            if let Some(target) = fact.retracts() {
                self.taken_out(seq, id, target);
            }
        }
        if let Some(id) = fact.retracted_as() {
            self.signals.entry(id.to_string()).or_insert(Told {
                known_on: known,
                questions: fact.questions().to_vec(),
            });
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
            reopenings: 0,
            resolved: false,
            retracted: Default::default(),
        });
        self.moves(seq, &q.id);
    }

    /// What became known of a question on a day, and whether it moves it.
    fn evidence(&mut self, (seq, moves): (u64, bool), id: &Name, known: Date) {
        if !self.knows(seq, id) {
            return;
        }
        let (resolved, opens) = match self.track(id) {
            Some(t) => (t.resolved, t.opens),
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
        if moves {
            self.moves(seq, id);
        }
    }

    /// Says so where evidence became known after the deadline.
    fn in_time(&mut self, seq: u64, id: &Name, known: Date) {
        let deadline = self.track(id).map(|t| t.deadline);
        if let Some(deadline) = deadline.filter(|d| known > *d) {
            let found = format!("known on {known}");
            self.say(
                FACT_OUTSIDE_LIFE,
                seq,
                format!("known by {deadline}"),
                found,
            );
        }
    }

    /// Whether what a retraction takes out was told before, and of the same questions.
    fn refers(&mut self, seq: u64, fact: &Body, target: &Name, known: Date) {
        let told = self.signals.get(target.as_str());
        let known_on = told.map(|t| t.known_on);
        let strange: Vec<Name> = fact
            .questions()
            .iter()
            .filter(|id| told.is_some_and(|t| !t.questions.contains(id)))
            .cloned()
            .collect();
        if known_on.is_none() {
            let found = format!("signal `{target}`");
            self.say(REFERENCE_UNKNOWN, seq, "a signal appended before", found);
        }
        // A day that had not come when it was taken back was a mistake, and binds nobody.
        let recorded = self.clock.map(|at| at.date());
        let bound = known_on.filter(|k| recorded.is_some_and(|today| *k <= today));
        if let Some(known_on) = bound.filter(|k| known < *k) {
            let expected = format!("known from {known_on} on, as its signal");
            self.say(
                FACT_OUTSIDE_LIFE,
                seq,
                expected,
                format!("known on {known}"),
            );
        }
        for id in strange {
            let expected = format!("a signal that bears on `{id}`");
            self.say(
                REFERENCE_UNKNOWN,
                seq,
                expected,
                format!("signal `{target}`"),
            );
        }
    }

    /// Notes that a signal stands no more for a question; says so where it did not stand.
    fn taken_out(&mut self, seq: u64, id: &Name, target: &Name) {
        let again = self
            .track_mut(id)
            .is_some_and(|t| !t.retracted.insert(target.to_string()));
        if again {
            let found = format!("`{target}` was retracted before");
            self.say(FACT_OUTSIDE_LIFE, seq, "a signal that stands", found);
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
        let again = std::mem::replace(&mut track.resolved, true);
        let (opens, deadline) = (track.opens, track.deadline);
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
        if again && r.because.is_none() {
            let found = "another resolution without a reason";
            self.say(
                FACT_AFTER_RESOLUTION,
                seq,
                "a reason for the correction",
                found,
            );
        }
    }

    /// A resolution taken back; says so where none stood.
    fn reopening(&mut self, seq: u64, r: &Reopening) {
        if !self.knows(seq, &r.question) {
            return;
        }
        let Some(track) = self.track_mut(&r.question) else {
            return;
        };
        track.reopenings += 1;
        let stood = std::mem::replace(&mut track.resolved, false);
        let opens = track.opens;
        if !stood {
            let found = format!("`{}` was open", r.question);
            self.say(REFERENCE_UNKNOWN, seq, "a resolution that stands", found);
        }
        if r.on < opens {
            let found = format!("reopened on {}", r.on);
            let expected = format!("a day from {opens} on");
            self.say(FACT_OUTSIDE_LIFE, seq, expected, found);
        }
    }
}
