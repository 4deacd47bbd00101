//! The desk of suppositions: what is believed as of any day, with or without hypothetical changes.
//! Nothing is written, and no ledger is needed.

mod assumptions;
mod foresee;
pub mod worth;

pub use foresee::Foreseen;

use std::sync::Arc;

use jiff::civil::Date;

use super::{DeskError, Numbers};
use crate::belief::two::Telling;
use crate::belief::{Evidence, Explanation, Model, Report, Run, explain, explain_after};
use crate::record::{Body, Entry, Question, Resolution, Signal, date};

/// A question with all that stands on it as of a day.
pub struct Standing {
    /// The question.
    pub question: Arc<Question>,
    /// Its model.
    pub model: Arc<Model>,
    /// SHA-256 of the model.
    pub model_sha256: String,
    /// All facts known by `as_of`, in the order of the log.
    pub facts: Vec<Entry>,
    /// Numbers of the question's signals, whenever they became known.
    pub numbers: Numbers,
    /// The facts entered, to be asked as of the day: see [`Standing::run`].
    pub(super) run: Run,
    /// The day as of which it speaks.
    pub as_of: Date,
    /// How the question ended, whenever that was.
    pub resolution: Option<Resolution>,
    /// Signals that are only supposed.
    pub supposed: Vec<Signal>,
}

impl Standing {
    /// The run as of the day.
    #[must_use]
    pub fn run(&self) -> Run {
        let mut run = self.run.clone();
        run.pass(date::number(self.as_of));
        run
    }

    /// The evidence that stands, in the order of evidence.
    #[must_use]
    pub fn evidence(&self) -> &[Evidence] {
        self.run.evidence().unwrap_or_default()
    }

    /// Names of stories told within so many days before the day, the latest first, at most `most`.
    #[must_use]
    pub fn stories_of_late(&self, days: i32, most: usize) -> Vec<String> {
        let since = date::number(self.as_of).saturating_sub(days);
        let mut names: Vec<String> = Vec::new();
        let told = self.evidence().iter().rev().filter(|e| e.known >= since);
        for name in told.filter_map(|e| e.story.as_ref()) {
            if names.len() < most && !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }

    /// The story that reports of the signal's kind told within a fortnight before, where the signal names
    /// none, or names it in other letters.
    #[must_use]
    pub fn story_like(&self, signal: &Signal) -> Option<&str> {
        let (known, kind) = (date::number(signal.known_on), signal.kind.as_str());
        let told = self.evidence().iter().rev();
        let mut told = told.filter(|e| e.id != signal.id.as_str() && e.kind == kind);
        let named = signal.story.as_deref();
        let like = |story: &str| match named {
            None => true,
            Some(own) => own != story && own.to_lowercase() == story.to_lowercase(),
        };
        told.find_map(|e| {
            let near = (known - 14..=known).contains(&e.known);
            e.story.as_deref().filter(|story| near && like(story))
        })
    }

    /// The signal of that id, where it bears on the question and is known by the day.
    #[must_use]
    pub fn signal(&self, id: &str) -> Option<&Signal> {
        let recorded = self.facts.iter().find_map(|e| match &e.body {
            Body::Signal(s) if s.id.as_str() == id => Some(s.as_ref()),
            _ => None,
        });
        recorded.or_else(|| self.supposed.iter().find(|s| s.id.as_str() == id))
    }

    /// The same with hypothetical signals added and others taken out; the day moves on to the
    /// latest that is added.
    ///
    /// # Errors
    /// When a signal to take out does not stand, or one to add cannot stand.
    pub fn suppose(&self, add: &[Signal], without: &[String]) -> Result<Self, DeskError> {
        for id in without {
            if !self.evidence().iter().any(|e| &e.id == id) {
                return Err(DeskError::refuse(
                    "without",
                    id,
                    "no such signal stands on that day",
                    "`summit history --ids` lists the signals with their ids",
                ));
            }
        }
        add.iter().try_for_each(|signal| self.may_come(signal))?;
        // Above every entry, so that a supposed signal comes last among those of its day.
        let first_free = self.facts.last().map_or(0, |e| e.seq + 1);
        let bodies = add.iter().map(|s| Body::Signal(Box::new(s.clone())));
        let facts: Vec<(u64, Body)> = (first_free..).zip(bodies).collect();
        Ok(Self {
            question: Arc::clone(&self.question),
            model: Arc::clone(&self.model),
            model_sha256: self.model_sha256.clone(),
            facts: self.facts.clone(),
            numbers: self.numbers.clone(),
            run: self.run.without(without)?.suppose(&facts)?,
            as_of: add.iter().map(|s| s.known_on).fold(self.as_of, Date::max),
            resolution: self.resolution.clone(),
            supposed: add.to_vec(),
        })
    }

    /// Whether a signal could be added to the question.
    fn may_come(&self, signal: &Signal) -> Result<(), DeskError> {
        self.model.kind(signal.kind.as_str())?;
        if signal.known_on < self.question.opens || signal.known_on > self.question.deadline {
            return Err(DeskError::refuse(
                "on",
                signal.known_on.to_string(),
                format!(
                    "the question runs from {} to {}",
                    self.question.opens, self.question.deadline
                ),
                "a day within it",
            ));
        }
        Ok(())
    }

    /// The forecast: by the deadline, by the days asked for, at each occasion, the median day.
    ///
    /// # Errors
    /// When the arithmetic has no answer.
    pub fn report(&self, by: &[Date]) -> Result<Report, DeskError> {
        Ok(Report::new(&mut self.run(), by)?)
    }

    /// What version 2 says of each signal to add, entered one after the other; nothing in version 1.
    ///
    /// # Errors
    /// As [`Standing::suppose`], or when the arithmetic has no answer.
    pub fn tellings(
        &self,
        add: &[Signal],
        without: &[String],
    ) -> Result<Vec<(Signal, Telling)>, DeskError> {
        let mut out = Vec::new();
        if self.model.second().is_none() {
            return Ok(out);
        }
        for (i, signal) in add.iter().enumerate() {
            let then = self.suppose(add.get(..=i).unwrap_or_default(), without)?;
            let told = then.run().telling(signal.id.as_str())?;
            out.extend(told.map(|told| (signal.clone(), told)));
        }
        Ok(out)
    }

    /// Explains the belief as of the day, from the opening or from a later day on.
    ///
    /// # Errors
    /// When `from` lies after the day, or the arithmetic has no answer.
    pub fn explain(&self, from: Option<Date>) -> Result<Explanation, DeskError> {
        let signal = |id: &str| self.signal(id);
        let explanation = explain(&self.run(), signal, from)?;
        Ok(Explanation {
            numbers: self.numbers.by_id(),
            ..explanation
        })
    }

    /// Explains the belief as of the day since the opening, signal by signal in either version.
    ///
    /// # Errors
    /// When the arithmetic has no answer.
    pub fn path(&self) -> Result<Explanation, DeskError> {
        let opens = self.question.opens;
        let signal = |id: &str| self.signal(id);
        Ok(explain_after(&self.run(), signal, (opens, None))?)
    }

    /// Explains what the supposed signals would change, from `now` on.
    ///
    /// # Errors
    /// When the arithmetic has no answer.
    pub fn explain_supposed(&self, now: Date) -> Result<Explanation, DeskError> {
        let signal = |id: &str| self.signal(id);
        let is_supposed = |id: &str| self.supposed.iter().any(|s| s.id.as_str() == id);
        let evidence = self.evidence();
        let standing = evidence.iter().take_while(|e| !is_supposed(&e.id)).count();
        let last = standing + self.supposed.len() == evidence.len();
        let from = (now, last.then_some(standing));
        Ok(explain_after(&self.run(), signal, from)?)
    }

    /// The last day that the question's hypotheses name.
    #[must_use]
    pub fn horizon(&self) -> Date {
        date::from_number(date::number(self.question.deadline) + self.model.tail_days)
    }
}
