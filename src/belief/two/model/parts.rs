//! The parts of a model beside its kinds: families, plans, silence, the prior of a pair.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::belief::parse as one;
use crate::record::fields::Fields;
use crate::record::{Invalid, Name};

/// Longest text that says why.
const BECAUSE: usize = 4000;
/// Most days of slack, of an announced stretch, of a lead.
const MAX_DAYS: u64 = 3660;

/// One family of kinds: an underlying state of affairs that its stories show.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    /// Short name for people.
    pub label: String,
    /// The middle chance that the state is misread or does not matter, in (0, 1/2).
    pub leak: f64,
    /// What speaks for a meeting on named days of the window speaks for all days of the window: a
    /// signal never loses by naming them.
    pub whole_window: bool,
    /// The most that the family can say, for reading.
    pub cap: Option<f64>,
    /// Why the leak is what it is.
    pub because: String,
    /// The leak in each draw, in (0, 1/2).
    pub leak_draws: Vec<f64>,
    /// Keys of the model's sources.
    pub sources: Vec<String>,
}

/// What an announced or cancelled day is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Plans {
    /// Days on either side of the named ones that a plan covers.
    pub slack_days: i32,
    /// Longest stretch that makes a plan.
    pub max_days: i32,
    /// Share of a kept plan that comes about on the slack, in [0, 1).
    pub near_share: f64,
    /// Days before the named one within which no further loss is counted.
    pub last_days: i32,
    /// What a cancelled day keeps of its share, in (0, 1].
    pub cancelled_keeps: f64,
    /// Chance in each draw that a plan is kept in its last days, in (0, 1).
    pub kept_draws: Vec<f64>,
    /// Chance in each draw that a plan is lost on a day before, in [0, 1).
    pub loss_draws: Vec<f64>,
    /// Stretches of any length make plans; where absent, none beyond `max_days`.
    pub wide: Option<Wide>,
    /// What a day keeps of its share when it is called off without having been announced, in
    /// (0, 1]; where absent, `cancelled_keeps`.
    pub unannounced_keeps: Option<f64>,
    /// Share of what was left to chance that an announcement takes at least, in [0, 1).
    pub rest_share: f64,
    /// Chance in each draw, in [0, 1), that a plan of which a side has doubts in public is lost for
    /// them; where absent, no kind doubts plans.
    pub doubt_draws: Option<Vec<f64>>,
    /// An announcement that makes an earlier one sharper, or moves it, takes its place.
    pub chain: bool,
    /// A plan says at least what its report would say without days.
    pub at_least_unnamed: bool,
    /// What is told of an announced meeting is an echo as far as the announcement was believed before.
    pub weighed_echoes: bool,
    /// Why.
    pub because: String,
    /// Keys of the model's sources.
    pub sources: Vec<String>,
}

/// How stretches of more days than `max_days` make plans.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wide {
    /// Days of a stretch from which each further one loses nothing more.
    pub days: i32,
    /// Share of the belief in an announcement that each day beyond `max_days` loses, in [0, 1).
    pub loss: f64,
}

/// What it says that somebody looked and saw nothing announced.
#[derive(Debug, Clone, PartialEq)]
pub struct Silence {
    /// Chance that a meeting is public on its own day, in [0, 1).
    pub public: f64,
    /// What each day of lead leaves of that chance, in (0, 1).
    pub daily: f64,
    /// Lead in days from which silence says nothing.
    pub max_lead: i32,
    /// Why.
    pub because: String,
    /// Keys of the model's sources.
    pub sources: Vec<String>,
}

/// How the prior of a pair is counted: six years of its meetings and one of the pool's.
#[derive(Debug, Clone, PartialEq)]
pub struct PairPrior {
    /// The least that a draw of the rate may be, meetings a year, above 0; where there is one.
    pub least_a_year: Option<f64>,
    /// Why.
    pub because: String,
    /// Keys of the model's sources.
    pub sources: Vec<String>,
}

impl Family {
    /// The most that the family can say at its middle leak, either way.
    #[must_use]
    pub fn most(&self) -> f64 {
        self.cap.unwrap_or((1.0 - self.leak) / self.leak)
    }

    fn read(value: &Value, draws: usize) -> Result<Self, Invalid> {
        let half = |x: f64| x > 0.0 && x < 0.5;
        let mut f = Fields::new(value)?;
        let family = Self {
            label: f.text("label", 200)?,
            leak: within(&mut f, "leak", half, "a number between 0 and 1/2")?,
            whole_window: f.flag("whole_window")?,
            cap: cap(&mut f)?,
            because: f.text("because", BECAUSE)?,
            leak_draws: each_draw(&mut f, "leak_draws", draws, half, "between 0 and 1/2")?,
            sources: one::strings(&mut f, "sources")?,
        };
        f.finish()?;
        Ok(family)
    }
}

impl Plans {
    pub(super) fn read(value: &Value, draws: usize) -> Result<Self, Invalid> {
        let open = |x: f64| x > 0.0 && x < 1.0;
        let share = |x: f64| (0.0..1.0).contains(&x);
        let keeps = |x: f64| x > 0.0 && x <= 1.0;
        let mut f = Fields::new(value)?;
        let plans = Self {
            slack_days: f.count("slack_days", MAX_DAYS)? as i32,
            max_days: f.count("max_days", MAX_DAYS)? as i32,
            near_share: within(&mut f, "near_share", share, "a number from 0 to below 1")?,
            last_days: f.count("last_days", MAX_DAYS)? as i32,
            cancelled_keeps: within(&mut f, "cancelled_keeps", keeps, "above 0, at most 1")?,
            kept_draws: each_draw(&mut f, "kept_draws", draws, open, "between 0 and 1")?,
            loss_draws: each_draw(&mut f, "loss_draws", draws, share, "from 0 to below 1")?,
            wide: Wide::read(&mut f)?,
            unannounced_keeps: f
                .get("unannounced_keeps")
                .map(|_| within(&mut f, "unannounced_keeps", keeps, "above 0, at most 1"))
                .transpose()?,
            rest_share: match f.get("rest_share") {
                None => 0.0,
                Some(_) => within(&mut f, "rest_share", share, "a number from 0 to below 1")?,
            },
            doubt_draws: f
                .get("doubt_draws")
                .map(|_| each_draw(&mut f, "doubt_draws", draws, share, "from 0 to below 1"))
                .transpose()?,
            chain: f.flag("chain")?,
            at_least_unnamed: f.flag("at_least_unnamed")?,
            weighed_echoes: f.flag("weighed_echoes")?,
            because: f.text("because", BECAUSE)?,
            sources: one::strings(&mut f, "sources")?,
        };
        f.finish()?;
        Ok(plans)
    }
}

impl Wide {
    fn read(f: &mut Fields<'_>) -> Result<Option<Self>, Invalid> {
        match (f.get("wide_days"), f.get("width_loss")) {
            (None, None) => Ok(None),
            _ => Ok(Some(Self {
                days: f.count("wide_days", MAX_DAYS)? as i32,
                loss: within(
                    f,
                    "width_loss",
                    |x| (0.0..1.0).contains(&x),
                    "a number from 0 to below 1",
                )?,
            })),
        }
    }
}

impl Silence {
    pub(super) fn read(value: &Value) -> Result<Self, Invalid> {
        let mut f = Fields::new(value)?;
        let silence = Self {
            public: within(
                &mut f,
                "public",
                |x| (0.0..1.0).contains(&x),
                "a number from 0 to below 1",
            )?,
            daily: within(
                &mut f,
                "daily",
                |x| x > 0.0 && x < 1.0,
                "a number between 0 and 1",
            )?,
            max_lead: f.count("max_lead", MAX_DAYS)? as i32,
            because: f.text("because", BECAUSE)?,
            sources: one::strings(&mut f, "sources")?,
        };
        f.finish()?;
        Ok(silence)
    }

    /// What silence leaves of a day's mass, by lead in days from 0; 1 from the table's end on.
    #[must_use]
    pub fn factors(&self) -> Vec<f64> {
        let mut hidden = Vec::new();
        let mut power = 1.0;
        for _ in 0..=self.max_lead {
            hidden.push(1.0 - self.public * power);
            power *= self.daily;
        }
        let longest = hidden.pop().unwrap_or(1.0);
        hidden.iter().map(|h| h / longest).collect()
    }
}

impl PairPrior {
    pub(super) fn read(value: &Value) -> Result<Self, Invalid> {
        let mut f = Fields::new(value)?;
        only(&mut f, "years", 6)?;
        only(&mut f, "pooled_years", 1)?;
        let least = |x: f64| x > 0.0 && x <= 1.0;
        let prior = Self {
            least_a_year: f
                .get("least_a_year")
                .map(|_| within(&mut f, "least_a_year", least, "above 0, at most 1"))
                .transpose()?,
            because: f.text("because", BECAUSE)?,
            sources: one::strings(&mut f, "sources")?,
        };
        f.finish()?;
        Ok(prior)
    }
}

/// All families of a model file.
pub(super) fn families(value: &Value, draws: usize) -> Result<BTreeMap<String, Family>, Invalid> {
    named("families", value, |v| Family::read(v, draws))
}

/// An object of parts by name: at least one, each name an identifier.
pub(super) fn named<T>(
    field: &'static str,
    value: &Value,
    read: impl Fn(&Value) -> Result<T, Invalid>,
) -> Result<BTreeMap<String, T>, Invalid> {
    let Value::Object(map) = value else {
        return Err(Invalid::new(
            field,
            value.to_string(),
            "expected an object",
            "{\"name\": {...}}",
        ));
    };
    if map.is_empty() || map.len() > one::MAX_KINDS {
        return Err(Invalid::new(
            field,
            format!("{} {field}", map.len()),
            format!("wrong number of {field}"),
            format!("1 to {}", one::MAX_KINDS),
        ));
    }
    map.iter()
        .map(|(name, v)| {
            let part = Name::parse(name).and_then(|_| read(v));
            let part = part.map_err(|e| e.under(&format!("{field}.{name}")))?;
            Ok((name.clone(), part))
        })
        .collect()
}

/// A number that must be there and pass.
pub(super) fn within(
    f: &mut Fields<'_>,
    name: &'static str,
    ok: impl Fn(f64) -> bool,
    range: &str,
) -> Result<f64, Invalid> {
    let value = f.need(name)?;
    let number = value.as_f64().filter(|x| ok(*x));
    number.ok_or_else(|| Invalid::new(name, value.to_string(), "number refused", range))
}

/// One number a draw.
fn each_draw(
    f: &mut Fields<'_>,
    name: &'static str,
    draws: usize,
    ok: impl Fn(f64) -> bool,
    range: &str,
) -> Result<Vec<f64>, Invalid> {
    f.need(name)?;
    let list = f.opt_numbers(name, draws, ok, range)?.unwrap_or_default();
    if list.len() == draws {
        return Ok(list);
    }
    Err(Invalid::new(
        name,
        format!("{} numbers", list.len()),
        "one number a draw is needed",
        format!("{draws} numbers {range}"),
    ))
}

fn cap(f: &mut Fields<'_>) -> Result<Option<f64>, Invalid> {
    match f.opt_number("cap")? {
        Some(x) if x < 1.0 => Err(Invalid::new(
            "cap",
            x.to_string(),
            "a cap below 1 is none",
            "(1 - leak) / leak, or leave it out",
        )),
        cap => Ok(cap),
    }
}

/// A whole number that this version fixes.
fn only(f: &mut Fields<'_>, name: &'static str, fixed: u64) -> Result<(), Invalid> {
    let value = f.need(name)?;
    if value.as_f64() == Some(fixed as f64) {
        return Ok(());
    }
    Err(Invalid::new(
        name,
        value.to_string(),
        "belief version 2 counts otherwise",
        fixed.to_string(),
    ))
}
