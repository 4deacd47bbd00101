//! A forecast as it stands in the log: what was believed, and what it rests on.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::event::sha256;
use super::fields::Fields;
use super::signal::name;
use super::{Invalid, Name};

/// A recomputed probability. The program makes it; an audit derives it again, bit for bit.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// The question.
    pub question: Name,
    /// SHA-256 of the model, in lower-case hex.
    pub model: String,
    /// `seq` of the last entry that it rests on: all entries up to it that name the question.
    pub rests_on: u64,
    /// The day as of which it speaks: the latest `known_on` so far.
    pub as_of: Date,
    /// Probability that the meeting comes after `as_of` and by the deadline.
    pub p: f64,
    /// Lower end of the 90 % interval of the draws.
    pub lo: f64,
    /// Upper end.
    pub hi: f64,
    /// Effective number of draws.
    pub effective_draws: f64,
    /// The program that made it, with its version.
    pub program: String,
}

impl Forecast {
    /// Reads a forecast's body.
    ///
    /// # Errors
    /// The first field that cannot stand.
    pub fn from_value(value: &Value) -> Result<Self, Invalid> {
        let mut f = Fields::new(value)?;
        let out = Self {
            question: name(&mut f, "question")?,
            model: sha256(&mut f, "model")?,
            rests_on: f.count("rests_on", 1 << 53)?,
            as_of: f.date("as_of")?,
            p: f.number_in("p", 0.0, 1.0)?,
            lo: f.number_in("lo", 0.0, 1.0)?,
            hi: f.number_in("hi", 0.0, 1.0)?,
            effective_draws: f.number_in("effective_draws", 0.0, 1e9)?,
            program: f.text("program", 100)?,
        };
        f.finish()?;
        Ok(out)
    }

    /// The body as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        json!({
            "question": self.question.as_str(),
            "model": self.model,
            "rests_on": self.rests_on,
            "as_of": self.as_of.to_string(),
            "p": self.p,
            "lo": self.lo,
            "hi": self.hi,
            "effective_draws": self.effective_draws,
            "program": self.program,
        })
    }
}
