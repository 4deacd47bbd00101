//! A question: will these leaders meet in person by the deadline, and what was thought at the start.

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::fields::{self, Fields};
use super::{Invalid, Name, date};

/// Longest life of a question, in days.
pub const MAX_LIFE: i32 = 3660;
/// Most draws that a bank may carry.
pub const MAX_DRAWS: usize = 1024;
/// Most occasions of one question.
const MAX_OCCASIONS: usize = 32;

/// A question on one leader-level meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Identifier, unique in the ledger.
    pub id: Name,
    /// One line that says what is asked.
    pub title: String,
    /// The leaders; at least two.
    pub participants: Vec<String>,
    /// What counts as a meeting, who counts, what is void, which source decides.
    pub criteria: String,
    /// The day on which the question opens; the first day that a meeting counts is the next.
    pub opens: Date,
    /// The last day on which a meeting counts.
    pub deadline: Date,
    /// The reference class that the rate of ordinary days comes from.
    pub prior: Prior,
    /// Summit weeks and forums within the question's horizon, in order.
    pub occasions: Vec<Occasion>,
    /// Seed of the permutations of draws that the program made; absent where all were given.
    pub seed: Option<u32>,
}

/// The reference class of ordinary days: `meetings` in `years` give a daily rate drawn from
/// Gamma(meetings + 1/2, years) / 365.25.
#[derive(Debug, Clone, PartialEq)]
pub struct Prior {
    /// Meetings counted in the reference class.
    pub meetings: u64,
    /// Years over which they were counted, above 0.
    pub years: f64,
    /// Where the count comes from and why this class.
    pub source: Option<String>,
    /// Chance of a meeting on an ordinary day, one a draw, each in [0, 1).
    pub daily_rate_draws: Option<Vec<f64>>,
}

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

impl Question {
    /// Reads a question's body.
    ///
    /// # Errors
    /// The first field that cannot stand, with its remedy.
    pub fn from_value(value: &Value) -> Result<Self, Invalid> {
        let mut f = Fields::new(value)?;
        let id = Name::parse(&f.text("id", 200)?).map_err(|e| e.under("id"))?;
        let title = f.text("title", 300)?;
        let participants = participants(f.need("participants")?)?;
        let criteria = f.text("criteria", 6000)?;
        let opens = f.date("opens")?;
        let deadline = f.date("deadline")?;
        let life = date::number(deadline) - date::number(opens);
        if life < 1 {
            return Err(Invalid::new(
                "deadline",
                deadline.to_string(),
                format!("not after the opening day {opens}"),
                "the first day that counts is the day after `opens`",
            ));
        }
        if life > MAX_LIFE {
            return Err(Invalid::new(
                "deadline",
                deadline.to_string(),
                format!("{life} days after the opening are too many"),
                format!("at most {MAX_LIFE} days"),
            ));
        }
        let prior = Prior::from_value(f.need("prior")?).map_err(|e| e.under("prior"))?;
        let mut occasions: Vec<Occasion> = Vec::new();
        for (i, item) in f
            .opt_list("occasions", MAX_OCCASIONS)?
            .unwrap_or_default()
            .iter()
            .enumerate()
        {
            let at = format!("occasions[{i}]");
            let occasion = Occasion::from_value(item).map_err(|e| e.under(&at))?;
            if occasions.iter().any(|o| o.id == occasion.id) {
                return Err(Invalid::new(
                    format!("{at}.id"),
                    occasion.id.as_str(),
                    "two occasions share this id",
                    "give each its own",
                ));
            }
            occasions.push(occasion);
        }
        let seed = f
            .opt_count("seed", u64::from(u32::MAX))?
            .and_then(|s| u32::try_from(s).ok());
        f.finish()?;
        Ok(Self {
            id,
            title,
            participants,
            criteria,
            opens,
            deadline,
            prior,
            occasions,
            seed,
        })
    }

    /// The body as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut map = Map::new();
        map.insert("id".into(), json!(self.id.as_str()));
        map.insert("title".into(), json!(self.title));
        map.insert("participants".into(), json!(self.participants));
        map.insert("criteria".into(), json!(self.criteria));
        map.insert("opens".into(), json!(self.opens.to_string()));
        map.insert("deadline".into(), json!(self.deadline.to_string()));
        map.insert("prior".into(), self.prior.to_value());
        let occasions: Vec<Value> = self.occasions.iter().map(Occasion::to_value).collect();
        map.insert("occasions".into(), Value::Array(occasions));
        if let Some(seed) = self.seed {
            map.insert("seed".into(), json!(seed));
        }
        Value::Object(map)
    }
}

fn participants(value: &Value) -> Result<Vec<String>, Invalid> {
    let names: Vec<String> = match value {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(i, v)| {
                let at = format!("participants[{i}]");
                fields::string(&at, v).and_then(|s| fields::bounded(&at, s, 200))
            })
            .collect::<Result<_, _>>()?,
        _ => Vec::new(),
    };
    if (2..=20).contains(&names.len()) {
        Ok(names)
    } else {
        Err(Invalid::new(
            "participants",
            value.to_string(),
            "a meeting takes at least two leaders",
            "a list of 2 to 20 names, for example [\"Joe Biden\", \"Xi Jinping\"]",
        ))
    }
}

impl Prior {
    fn from_value(value: &Value) -> Result<Self, Invalid> {
        let mut f = Fields::new(value)?;
        let prior = Self {
            meetings: f.count("meetings", 1_000_000)?,
            years: f.number_in("years", 0.01, 1000.0)?,
            source: f.opt_text("source", 4000)?,
            daily_rate_draws: f.opt_numbers(
                "daily_rate_draws",
                MAX_DRAWS,
                |x| (0.0..1.0).contains(&x),
                "each is a chance a day, at least 0 and below 1",
            )?,
        };
        f.finish()?;
        Ok(prior)
    }

    fn to_value(&self) -> Value {
        let mut map = Map::new();
        map.insert("meetings".into(), json!(self.meetings));
        map.insert("years".into(), json!(self.years));
        insert_some(&mut map, "source", self.source.as_ref());
        insert_some(&mut map, "daily_rate_draws", self.daily_rate_draws.as_ref());
        Value::Object(map)
    }
}

impl Occasion {
    /// Reads one occasion.
    ///
    /// # Errors
    /// The first field that cannot stand.
    pub fn from_value(value: &Value) -> Result<Self, Invalid> {
        let mut f = Fields::new(value)?;
        let id = Name::parse(&f.text("id", 200)?).map_err(|e| e.under("id"))?;
        let name = f.text("name", 200)?;
        let (first, last) = span(&mut f)?;
        let held = f.opt_count("held", 100_000)?;
        let of = f.opt_count("of", 100_000)?;
        let chance = f.opt_number("chance")?;
        let strength = f.opt_number("strength")?;
        let source = f.opt_text("source", 4000)?;
        let chance_draws = f.opt_numbers(
            "chance_draws",
            MAX_DRAWS,
            |x| (0.0..=1.0).contains(&x),
            "each is a probability from 0 to 1",
        )?;
        f.finish()?;
        let basis = basis(held, of, chance, strength, chance_draws.is_some())?;
        Ok(Self {
            id,
            name,
            first,
            last,
            basis,
            source,
            chance_draws,
        })
    }

    /// Days that it lasts, at least 1.
    #[must_use]
    pub fn days(&self) -> i32 {
        date::number(self.last) - date::number(self.first) + 1
    }

    fn to_value(&self) -> Value {
        let mut map = Map::new();
        map.insert("id".into(), json!(self.id.as_str()));
        map.insert("name".into(), json!(self.name));
        map.insert("first".into(), json!(self.first.to_string()));
        map.insert("last".into(), json!(self.last.to_string()));
        match self.basis {
            OccasionBasis::Counted { held, of } => {
                map.insert("held".into(), json!(held));
                map.insert("of".into(), json!(of));
            }
            OccasionBasis::Judged { chance, strength } => {
                map.insert("chance".into(), json!(chance));
                map.insert("strength".into(), json!(strength));
            }
            OccasionBasis::DrawsOnly => {}
        }
        insert_some(&mut map, "source", self.source.as_ref());
        insert_some(&mut map, "chance_draws", self.chance_draws.as_ref());
        Value::Object(map)
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

/// Reads `first` and `last` as a span of days.
pub(super) fn span(f: &mut Fields<'_>) -> Result<(Date, Date), Invalid> {
    let first = f.date("first")?;
    let last = f.date("last")?;
    if last < first {
        return Err(Invalid::new(
            "last",
            last.to_string(),
            format!("before the first day {first}"),
            "`first` comes before `last`, or is the same day",
        ));
    }
    Ok((first, last))
}

/// Inserts a field where there is something to say.
pub(super) fn insert_some<T: serde::Serialize>(
    map: &mut Map<String, Value>,
    name: &str,
    value: Option<&T>,
) {
    if let Some(value) = value {
        map.insert(name.into(), json!(value));
    }
}
