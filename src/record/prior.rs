//! The prior of a question: how often such meetings come on ordinary days.

use serde_json::Value;

use super::field::{May, fields};
use super::forms::{Count, MAX_DRAWS, Numbers, Text, Within};
use super::pair::PAIR;
use super::{Field, Invalid, Pair};

/// What the chance of a meeting on an ordinary day rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Prior {
    /// What was counted.
    pub basis: PriorBasis,
    /// Where the count comes from and why this class.
    pub source: Option<String>,
    /// Chance of a meeting on an ordinary day, one a draw, each in [0, 1).
    pub daily_rate_draws: Option<Vec<f64>>,
}

/// What the daily rate is drawn from.
#[derive(Debug, Clone, PartialEq)]
pub enum PriorBasis {
    /// A reference class: `meetings` in `years` give Gamma(meetings + 1/2, years) / 365.25.
    Class {
        /// Meetings counted in the class.
        meetings: u64,
        /// Years over which they were counted, above 0.
        years: f64,
    },
    /// Two countries in a list of meetings.
    Pair(Pair),
}

/// A prior as it is written.
struct Written {
    meetings: Option<u64>,
    years: Option<f64>,
    pair: Option<Pair>,
    source: Option<String>,
    daily_rate_draws: Option<Vec<f64>>,
}

fields! { Written:
    meetings "meetings" => May(Count(1_000_000));
    years "years" => May(Within(0.01, 1000.0));
    pair "pair" => May(PAIR);
    source "source" => May(Text(4000));
    daily_rate_draws "daily_rate_draws" => May(RATES);
}

/// Chances a day.
pub(super) const RATES: Numbers = Numbers(
    MAX_DRAWS,
    |x| (0.0..1.0).contains(&x),
    "each is a chance a day, at least 0 and below 1",
);

impl Prior {
    /// Its fields, as documents list them.
    #[must_use]
    pub fn fields() -> Vec<Field> {
        Written::fields()
    }

    /// Reads a prior.
    ///
    /// # Errors
    /// The first field that cannot stand, and where it rests on nothing or on two things.
    pub fn from_value(value: &Value) -> Result<Self, Invalid> {
        let w = Written::from_value(value)?;
        Ok(Self {
            basis: basis(w.meetings, w.years, w.pair)?,
            source: w.source,
            daily_rate_draws: w.daily_rate_draws,
        })
    }

    /// It as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let (meetings, years, pair) = match &self.basis {
            PriorBasis::Class { meetings, years } => (Some(*meetings), Some(*years), None),
            PriorBasis::Pair(pair) => (None, None, Some(pair.clone())),
        };
        let written = Written {
            meetings,
            years,
            pair,
            source: self.source.clone(),
            daily_rate_draws: self.daily_rate_draws.clone(),
        };
        written.to_value()
    }
}

fn basis(
    meetings: Option<u64>,
    years: Option<f64>,
    pair: Option<Pair>,
) -> Result<PriorBasis, Invalid> {
    let missing = |name| Invalid::new(name, "", "this field is missing", format!("add \"{name}\""));
    match (pair, meetings, years) {
        (Some(pair), None, None) => Ok(PriorBasis::Pair(pair)),
        (Some(pair), ..) => Err(Invalid::new(
            "pair",
            pair.pair,
            "the prior rests on a pair and on a reference class",
            "leave out `pair`, or `meetings` and `years`",
        )),
        (None, Some(meetings), Some(years)) => Ok(PriorBasis::Class { meetings, years }),
        (None, None, _) => Err(missing("meetings")),
        (None, _, None) => Err(missing("years")),
    }
}
