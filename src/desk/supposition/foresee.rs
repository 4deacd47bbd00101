//! What signals would change, said before they are written.

use super::Standing;
use crate::belief::two::Telling;
use crate::belief::{Evidence, Outlook};
use crate::desk::DeskError;
use crate::record::Signal;

/// What signals would change on one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Foreseen {
    /// What is believed without them, on the day of which it would speak.
    pub now: Outlook,
    /// What would be believed with them.
    pub then: Outlook,
    /// What version 2 would say of each; nothing in version 1.
    pub told: Vec<(Signal, Telling)>,
    /// The signals of which the first would be a repeat, the latest first, at most three; version 1
    /// only.
    pub repeats_of: Vec<String>,
}

impl Standing {
    /// What signals would change, were they entered now, one after the other.
    ///
    /// # Errors
    /// When they cannot be entered, or the arithmetic has no answer.
    pub fn foresee(&self, signals: &[Signal]) -> Result<Foreseen, DeskError> {
        let then = self.suppose(signals, &[])?;
        let mut quiet = self.suppose(&[], &[])?;
        quiet.as_of = then.as_of;
        Ok(Foreseen {
            now: quiet.run().outlook()?,
            then: then.run().outlook()?,
            told: self.tellings(signals, &[])?,
            repeats_of: self.repeats_of(signals.first())?,
        })
    }

    fn repeats_of(&self, signal: Option<&Signal>) -> Result<Vec<String>, DeskError> {
        let Some(signal) = signal else {
            return Ok(Vec::new());
        };
        let next = self.facts.last().map_or(0, |fact| fact.seq + 1);
        let evidence = Evidence::new(next, signal);
        let mut out = Vec::new();
        for seq in self.run().repeats_of(&evidence, 3)? {
            let fact = self.facts.iter().find(|fact| fact.seq == seq);
            out.extend(fact.map(|fact| fact.id.clone()));
        }
        Ok(out)
    }
}
