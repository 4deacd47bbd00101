//! What stands on a question in the order of evidence, and the belief that has taken in the first
//! part of it.
//!
//! The belief moves only when it is asked. What comes after all that it took in moves it on; where
//! what it took in changes, it begins again at the opening. Either way it ends in the same bits,
//! for it is a function of the evidence in its order.

use std::sync::Arc;

use super::evidence::{Evidence, Weight};
use super::snapshot;
use super::state::{Belief, Step};
use crate::belief::{Degenerate, Kind, Model, Outlook, Refusal};
use crate::record::{Body, Invalid, Question, date};

/// The facts of one question folded into a belief.
#[derive(Debug, Clone, PartialEq)]
pub struct Fold {
    /// The belief at the opening, to begin again from; `None` where the fold was resumed.
    opened: Option<Arc<Belief>>,
    /// What stands, by day known and then by entry; of a resumed fold, what was entered since.
    evidence: Vec<Evidence>,
    belief: Belief,
    /// How much of the evidence the belief has taken in, from the first.
    taken: usize,
    /// The latest day of the opening and of passages.
    passed: i32,
    /// The latest day of all that was ever entered: see [`Fold::ever`].
    ever: i32,
}

impl Fold {
    /// Before any fact.
    ///
    /// # Errors
    /// As [`Belief::open`].
    pub fn open(question: &Question, model: &Model) -> Result<Self, Invalid> {
        let belief = Belief::open(question, model)?;
        Ok(Self {
            opened: Some(Arc::new(belief.clone())),
            evidence: Vec::new(),
            passed: belief.as_of(),
            ever: belief.as_of(),
            belief,
            taken: 0,
        })
    }

    /// From where a snapshot was taken; `None` where it does not fit.
    ///
    /// # Errors
    /// As [`Belief::open`].
    pub fn resume(
        question: &Question,
        model: &Model,
        snapshot: &[u8],
    ) -> Result<Option<Self>, Invalid> {
        let opened = Belief::open(question, model)?;
        let resumed = snapshot::decode(opened, snapshot);
        Ok(resumed.map(|(belief, [passed, ever])| Self {
            opened: None,
            evidence: Vec::new(),
            passed,
            ever,
            belief,
            taken: 0,
        }))
    }

    /// What a later program of the same version can resume from.
    ///
    /// # Errors
    /// When the model does not know a signal's kind.
    pub fn snapshot(&mut self, model: &Model) -> Result<Vec<u8>, Invalid> {
        self.settle(model)?;
        Ok(snapshot::encode(&self.belief, [self.passed, self.ever]))
    }

    /// Enters one fact of the log: a signal, a retraction or a passage; others say nothing here.
    ///
    /// # Errors
    /// [`Refusal::Resumed`] where a resumed fold would have to look back.
    pub fn enter(&mut self, seq: u64, body: &Body) -> Result<(), Refusal> {
        match body {
            Body::Signal(signal) => return self.put(Evidence::new(seq, signal)),
            Body::Retraction(r) => {
                self.remove(r.signal.as_str())?;
                self.remember(date::number(r.known_on));
            }
            Body::Passage(p) => self.pass(date::number(p.known_on)),
            _ => {}
        }
        Ok(())
    }

    /// Puts a piece of evidence in its place.
    ///
    /// # Errors
    /// As [`Fold::enter`].
    pub fn put(&mut self, e: Evidence) -> Result<(), Refusal> {
        if !self.belief.is_next(&e) {
            self.restart()?;
        }
        self.remember(e.known);
        let place = (e.known, e.seq);
        let at = self.evidence.partition_point(|x| (x.known, x.seq) <= place);
        self.evidence.insert(at, e);
        Ok(())
    }

    /// Takes a signal out.
    ///
    /// # Errors
    /// As [`Fold::enter`].
    pub fn remove(&mut self, signal: &str) -> Result<(), Refusal> {
        let looks_back = match self.evidence.iter().position(|e| e.id == signal) {
            Some(at) => at < self.taken,
            None => self.opened.is_none(),
        };
        if looks_back {
            self.restart()?;
        }
        self.evidence.retain(|e| e.id != signal);
        Ok(())
    }

    /// Puts the next signal in its place and says what it did; `None` where it had to be put
    /// between earlier ones.
    ///
    /// # Errors
    /// As [`Belief::step`] and [`Fold::enter`].
    pub fn step(&mut self, model: &Model, e: Evidence) -> Result<Option<Step>, Refusal> {
        self.settle(model)?;
        let next = self.belief.is_next(&e);
        self.put(e)?;
        let Some(e) = self.evidence.last().filter(|_| next) else {
            return Ok(None);
        };
        let step = self.belief.step(model, e);
        if !matches!(step, Err(Refusal::Invalid(_))) {
            self.taken = self.evidence.len();
        }
        step.map(Some)
    }

    /// Lets time pass to `day`; never backwards.
    pub fn pass(&mut self, day: i32) {
        self.passed = self.passed.max(day);
        self.remember(day);
    }

    /// The latest day of what stands: of the opening, of signals that were not taken out, and of
    /// passages.
    #[must_use]
    pub fn as_of(&self) -> i32 {
        let last = self.evidence.last().map_or(self.passed, |e| e.known);
        let taken = self.belief.last_known().unwrap_or(self.passed);
        self.passed.max(last).max(taken)
    }

    /// The latest day of the opening and of passages.
    #[must_use]
    pub fn passed(&self) -> i32 {
        self.passed
    }

    /// The latest day of all that was ever entered, whether it stands or not.
    #[must_use]
    pub fn ever(&self) -> i32 {
        self.ever
    }

    /// Counts a day into [`Fold::ever`].
    pub fn remember(&mut self, day: i32) {
        self.ever = self.ever.max(day);
    }

    /// What stands, in the order of evidence; `None` of a resumed fold.
    #[must_use]
    pub fn evidence(&self) -> Option<&[Evidence]> {
        self.opened.as_ref().map(|_| self.evidence.as_slice())
    }

    /// Signals that stand.
    #[must_use]
    pub fn signals(&self) -> u64 {
        self.belief.signals() + self.left() as u64
    }

    /// The last day that is a hypothesis.
    #[must_use]
    pub fn horizon(&self) -> i32 {
        self.belief.bank().last()
    }

    /// Pieces of evidence that the belief has yet to take in.
    #[must_use]
    pub fn left(&self) -> usize {
        self.evidence.len() - self.taken
    }

    /// Takes in at most so many more of them.
    ///
    /// # Errors
    /// When the model does not know a signal's kind.
    pub fn work(&mut self, model: &Model, most: usize) -> Result<(), Invalid> {
        for e in self.evidence.iter().skip(self.taken).take(most) {
            self.belief.absorb(model, e)?;
            self.taken += 1;
        }
        Ok(())
    }

    /// A copy that holds only what the belief has taken in.
    #[must_use]
    pub fn worked(&self) -> Self {
        Self {
            evidence: self.evidence.iter().take(self.taken).cloned().collect(),
            opened: self.opened.clone(),
            belief: self.belief.clone(),
            ..*self
        }
    }

    /// Takes over the belief of another fold of the same question and model where all that it took
    /// in is the beginning of what stands here, and more than is taken in here; whether it did.
    pub fn go_on_from(&mut self, earlier: &Self) -> bool {
        let begun = earlier.evidence.get(..earlier.taken).unwrap_or_default();
        let whole = self.opened.is_some() && earlier.opened.is_some();
        if !whole || begun.len() <= self.taken || !self.evidence.starts_with(begun) {
            return false;
        }
        self.opened.clone_from(&earlier.opened);
        self.belief.clone_from(&earlier.belief);
        self.taken = begun.len();
        true
    }

    /// Memory for its masses, in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        let opened = self.opened.as_ref().map_or(0, |b| b.bank().size());
        opened + self.belief.bank().size()
    }

    /// What is believed as of a day, by all that stands.
    ///
    /// # Errors
    /// When a draw is left without mass or beyond range, or the model does not know a kind.
    pub fn outlook_on(&mut self, model: &Model, day: i32) -> Result<Outlook, Refusal> {
        self.ask(model, |belief| belief.outlook_on(day))
    }

    /// Probability that the meeting comes within `first..=last`, as of the latest day.
    ///
    /// # Errors
    /// As [`Fold::outlook_on`].
    pub fn within(&mut self, model: &Model, first: i32, last: i32) -> Result<f64, Refusal> {
        self.ask(model, |belief| belief.within(first, last))
    }

    /// The first day by which the meeting has come with at least `share` probability.
    ///
    /// # Errors
    /// As [`Fold::outlook_on`].
    pub fn day_reaching(&mut self, model: &Model, share: f64) -> Result<Option<i32>, Refusal> {
        self.ask(model, |belief| belief.day_reaching(share))
    }

    /// The weight that `e` would have as the next signal.
    ///
    /// # Errors
    /// When the model does not know its kind.
    pub fn weigh(&mut self, model: &Model, e: &Evidence) -> Result<Weight, Invalid> {
        self.settle(model)?;
        self.belief.weigh(model, e)
    }

    /// Places in the log of the latest signals of which `e` is a repeat, at most `most`.
    ///
    /// # Errors
    /// When the model does not know a signal's kind.
    pub fn repeats_of(
        &mut self,
        model: &Model,
        e: &Evidence,
        most: usize,
    ) -> Result<Vec<u64>, Invalid> {
        self.settle(model)?;
        Ok(self.belief.repeats_of(model, e, most))
    }

    /// The probability that a signal of a kind comes soon: see [`super::chance()`].
    ///
    /// # Errors
    /// When the model does not know a signal's kind.
    pub fn chance(
        &mut self,
        model: &Model,
        kind: &Kind,
        background: f64,
        within: i32,
    ) -> Result<f64, Invalid> {
        self.settle(model)?;
        let bank = self.belief.bank();
        let as_of = self.as_of();
        Ok(super::chance(bank, model, kind, as_of, background, within))
    }

    fn ask<T>(
        &mut self,
        model: &Model,
        ask: impl FnOnce(&Belief) -> Result<T, Degenerate>,
    ) -> Result<T, Refusal> {
        self.settle(model)?;
        ask(&self.belief).map_err(|why| self.blame(model, why))
    }

    fn settle(&mut self, model: &Model) -> Result<(), Invalid> {
        self.work(model, usize::MAX)?;
        self.belief.speak_as_of(self.as_of());
        Ok(())
    }

    /// Begins again at the opening.
    fn restart(&mut self) -> Result<(), Refusal> {
        let opened = self.opened.as_ref().ok_or(Refusal::Resumed)?;
        self.belief = Belief::clone(opened);
        self.taken = 0;
        Ok(())
    }

    /// Names the signal after which no answer was left, where it is known.
    fn blame(&self, model: &Model, why: Degenerate) -> Refusal {
        if let Some(opened) = &self.opened {
            let mut belief = Belief::clone(opened);
            for e in &self.evidence {
                if let Err(refusal) = belief.take(model, e) {
                    return refusal;
                }
            }
        }
        Refusal::NoAnswer(why)
    }
}
