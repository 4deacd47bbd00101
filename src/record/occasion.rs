//! An occasion: days that may bring the meeting of themselves.

use jiff::civil::Date;
use serde_json::Value;

use super::field::{May, Need, fields};
use super::forms::{Count, Day, Id, MAX_DRAWS, Number, Numbers, Text, in_order};
use super::{Field, Invalid, Name, date};

/// A span of days that may bring the meeting of itself: a summit week, a planned forum.
#[derive(Debug, Clone, PartialEq)]
pub struct Occasion {
    /// Identifier within the question.
    pub id: Name,
    /// What people call it.
    pub name: String,
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// What the chance rests on.
    pub basis: OccasionBasis,
    /// Where that comes from.
    pub source: Option<String>,
    /// Chance that it brings the meeting if none came before, one a draw, each in [0, 1].
    pub chance_draws: Option<Vec<f64>>,
}

/// What the chance of an occasion rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OccasionBasis {
    /// `held` of `of` past occasions brought a meeting: Beta(held + 1/2, of - held + 1/2).
    Counted {
        /// Past occasions with a meeting.
        held: u64,
        /// Past occasions in all.
        of: u64,
    },
    /// The analyst's probability, worth `strength` past occasions: Beta(p s, (1 - p) s).
    Judged {
        /// Probability in (0, 1).
        chance: f64,
        /// How many past occasions the judgement is worth, above 0.
        strength: f64,
    },
    /// Draws were given without their basis.
    DrawsOnly,
}

/// An occasion as it is written.
struct Written {
    id: Name,
    name: String,
    first: Date,
    last: Date,
    held: Option<u64>,
    of: Option<u64>,
    chance: Option<f64>,
    strength: Option<f64>,
    source: Option<String>,
    chance_draws: Option<Vec<f64>>,
}

fields! { Written:
    id "id" => Need(Id);
    name "name" => Need(Text(200));
    first "first" => Need(Day);
    last "last" => Need(Day);
    held "held" => May(Count(100_000));
    of "of" => May(Count(100_000));
    chance "chance" => May(Number);
    strength "strength" => May(Number);
    source "source" => May(Text(4000));
    chance_draws "chance_draws" => May(CHANCES);
}

/// Probabilities, one a draw.
pub(super) const CHANCES: Numbers = Numbers(
    MAX_DRAWS,
    |x| (0.0..=1.0).contains(&x),
    "each is a probability from 0 to 1",
);

impl Occasion {
    /// Its fields, as documents list them.
    #[must_use]
    pub fn fields() -> Vec<Field> {
        Written::fields()
    }

    /// Reads one occasion.
    ///
    /// # Errors
    /// The first field that cannot stand.
    pub fn from_value(value: &Value) -> Result<Self, Invalid> {
        let w = Written::from_value(value)?;
        let (first, last) = in_order((w.first, w.last))?;
        let basis = basis(w.held, w.of, w.chance, w.strength, w.chance_draws.is_some())?;
        Ok(Self {
            id: w.id,
            name: w.name,
            first,
            last,
            basis,
            source: w.source,
            chance_draws: w.chance_draws,
        })
    }

    /// Days that it lasts, at least 1.
    #[must_use]
    pub fn days(&self) -> i32 {
        date::number(self.last) - date::number(self.first) + 1
    }

    /// It as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let (held, of) = match self.basis {
            OccasionBasis::Counted { held, of } => (Some(held), Some(of)),
            _ => (None, None),
        };
        let (chance, strength) = match self.basis {
            OccasionBasis::Judged { chance, strength } => (Some(chance), Some(strength)),
            _ => (None, None),
        };
        let written = Written {
            id: self.id.clone(),
            name: self.name.clone(),
            first: self.first,
            last: self.last,
            held,
            of,
            chance,
            strength,
            source: self.source.clone(),
            chance_draws: self.chance_draws.clone(),
        };
        written.to_value()
    }
}

fn basis(
    held: Option<u64>,
    of: Option<u64>,
    chance: Option<f64>,
    strength: Option<f64>,
    has_draws: bool,
) -> Result<OccasionBasis, Invalid> {
    match (held, of, chance, strength) {
        (Some(held), Some(of), None, None) if held <= of => Ok(OccasionBasis::Counted { held, of }),
        (Some(held), Some(of), None, None) => Err(Invalid::new(
            "held",
            held.to_string(),
            format!("more than the {of} occasions there were"),
            "`held` is at most `of`",
        )),
        (None, None, Some(chance), strength) => {
            if !(chance > 0.0 && chance < 1.0) {
                return Err(Invalid::new(
                    "chance",
                    chance.to_string(),
                    "a judged probability lies strictly between 0 and 1",
                    "for example 0.35",
                ));
            }
            let strength = strength.unwrap_or(4.0);
            if !(0.1..=10_000.0).contains(&strength) {
                return Err(Invalid::new(
                    "strength",
                    strength.to_string(),
                    "out of range",
                    "how many past occasions the judgement is worth: 0.1 to 10000",
                ));
            }
            Ok(OccasionBasis::Judged { chance, strength })
        }
        (None, None, None, None) if has_draws => Ok(OccasionBasis::DrawsOnly),
        _ => Err(Invalid::new(
            "held",
            "",
            "the occasion does not say what its chance rests on",
            "give `held` and `of` (past cases), or `chance` and `strength` (judgement)",
        )),
    }
}
