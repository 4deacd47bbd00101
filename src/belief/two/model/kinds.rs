//! The kinds of signal of a model.

use std::collections::BTreeMap;

use serde_json::Value;

use super::parts::{self, Family};
use crate::belief::parse::{self as one, MAX_RATIO};
use crate::record::Invalid;
use crate::record::fields::{self, Fields};

/// On which side a kind may speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// For a meeting: no ratio below 1.
    Toward,
    /// Against one: no ratio above 1.
    Against,
    /// Either.
    Either,
}

/// On what a kind's ratios rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Counted events.
    Data,
    /// Judgement.
    Judgement,
    /// Counted, and nothing found: the kind moves nothing.
    MeasuredNull,
}

/// What a plan says of its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Call {
    /// They are called off. Before announcements, where plans are told on one day.
    Cancel,
    /// They are announced.
    Announce,
    /// It is doubted in public that what was announced will be kept.
    Doubt,
}

/// One kind of signal.
#[derive(Debug, Clone, PartialEq)]
pub struct Kind {
    /// Short name for people.
    pub label: String,
    /// Its family, one of the model's.
    pub family: String,
    /// On which side it may speak.
    pub side: Side,
    /// On what its ratios rest.
    pub basis: Basis,
    /// Ratio by lead bin, before the channel.
    pub ratio: Vec<f64>,
    /// What one sure report does alone by lead bin, after the channel; where given.
    pub alone: Option<Vec<f64>>,
    /// What it does with days named: announces or cancels them.
    pub plan: Option<Call>,
    /// Chance, above 0 and at most 1, that what such a report announces is as firm as a plan that a
    /// government announces by its day; where the kind promises less.
    pub promise: Option<f64>,
    /// Share of what was counted that it keeps, where counted.
    pub keeps: Option<f64>,
    /// What counts as one and what does not.
    pub meaning: Option<String>,
    /// Why, where judged.
    pub reasons: Option<String>,
    /// Why it moves nothing, where null.
    pub says_nothing_because: Option<String>,
    /// CAMEO codes, as texts: they keep their leading zeros.
    pub cameo: Vec<String>,
    /// Keys of the model's sources.
    pub sources: Vec<String>,
    /// Events counted in each lead bin, where counted.
    pub observed: Option<Vec<f64>>,
    /// Events expected there at the background rate.
    pub expected: Option<Vec<f64>>,
    /// Days with such an event in all.
    pub events: Option<u64>,
    /// Days watched for them, over all pairs of leaders.
    pub watched: Option<u64>,
}

impl Side {
    /// `toward`, `against` or `either`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Toward => "toward",
            Self::Against => "against",
            Self::Either => "either",
        }
    }

    fn read(f: &mut Fields<'_>) -> Result<Self, Invalid> {
        choice(
            f,
            "side",
            &[Self::Toward, Self::Against, Self::Either],
            Self::as_str,
        )
    }

    fn allows(self, ratio: f64) -> bool {
        match self {
            Self::Toward => ratio >= 1.0,
            Self::Against => ratio <= 1.0,
            Self::Either => true,
        }
    }
}

impl Basis {
    /// `data`, `judgement` or `measured-null`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Judgement => "judgement",
            Self::MeasuredNull => "measured-null",
        }
    }

    fn read(f: &mut Fields<'_>) -> Result<Self, Invalid> {
        let all = [Self::Data, Self::Judgement, Self::MeasuredNull];
        choice(f, "source", &all, Self::as_str)
    }
}

impl Call {
    /// `announce`, `cancel` or `doubt`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cancel => "cancel",
            Self::Announce => "announce",
            Self::Doubt => "doubt",
        }
    }

    fn read(f: &mut Fields<'_>) -> Result<Option<Self>, Invalid> {
        match f.get("plan") {
            None => Ok(None),
            Some(_) => choice(
                f,
                "plan",
                &[Self::Announce, Self::Cancel, Self::Doubt],
                Self::as_str,
            )
            .map(Some),
        }
    }
}

/// All kinds of a model file.
pub(super) fn kinds(
    value: &Value,
    families: &BTreeMap<String, Family>,
    bins: usize,
) -> Result<BTreeMap<String, Kind>, Invalid> {
    parts::named("kinds", value, |v| {
        let kind = Kind::read(v, bins)?;
        kind.check(families)?;
        Ok(kind)
    })
}

impl Kind {
    fn read(value: &Value, bins: usize) -> Result<Self, Invalid> {
        let counts = |x: f64| x.is_finite() && x >= 0.0;
        let mut f = Fields::new(value)?;
        f.need("ratio")?;
        let kind = Self {
            label: f.text("label", 200)?,
            family: f.text("family", 100)?,
            side: Side::read(&mut f)?,
            basis: Basis::read(&mut f)?,
            ratio: each_bin(&mut f, "ratio", bins)?.unwrap_or_default(),
            alone: each_bin(&mut f, "alone", bins)?,
            plan: Call::read(&mut f)?,
            promise: promise(&mut f)?,
            keeps: keeps(&mut f)?,
            meaning: f.opt_text("meaning", 2000)?,
            reasons: f.opt_text("reasons", 4000)?,
            says_nothing_because: f.opt_text("says_nothing_because", 4000)?,
            cameo: one::strings(&mut f, "cameo")?,
            sources: one::strings(&mut f, "sources")?,
            observed: f.opt_numbers("observed", one::MAX_BINS, counts, "counts from 0")?,
            expected: f.opt_numbers("expected", one::MAX_BINS, counts, "counts from 0")?,
            events: f.opt_count("events", 1 << 53)?,
            watched: f.opt_count("days_watched", 1 << 53)?,
        };
        f.finish()?;
        Ok(kind)
    }

    fn check(&self, families: &BTreeMap<String, Family>) -> Result<(), Invalid> {
        if !families.contains_key(&self.family) {
            let known: Vec<&str> = families.keys().map(String::as_str).collect();
            return Err(Invalid::new(
                "family",
                &self.family,
                "no such family in this model",
                known.join(", "),
            ));
        }
        if let Some(promise) = self.promise.filter(|_| self.plan != Some(Call::Announce)) {
            return Err(Invalid::new(
                "promise",
                promise.to_string(),
                "only what announces days promises them",
                "leave it out, or \"plan\":\"announce\"",
            ));
        }
        self.check_reasons()?;
        self.check_ratio()?;
        self.check_counts()
    }

    fn check_reasons(&self) -> Result<(), Invalid> {
        let null = self.basis == Basis::MeasuredNull;
        if self.basis == Basis::Judgement && self.reasons.is_none() {
            return Err(missing("reasons", "a judged kind says why"));
        }
        if null && self.says_nothing_because.is_none() {
            return Err(missing(
                "says_nothing_because",
                "a kind that moves nothing says why",
            ));
        }
        match &self.says_nothing_because {
            Some(text) if !null => Err(Invalid::new(
                "says_nothing_because",
                text,
                "this kind says something",
                "leave it out, or \"source\":\"measured-null\"",
            )),
            _ => Ok(()),
        }
    }

    fn check_ratio(&self) -> Result<(), Invalid> {
        let shown = || format!("{:?}", self.ratio);
        if let Some(wrong) = self.ratio.iter().find(|r| !self.side.allows(**r)) {
            return Err(Invalid::new(
                "ratio",
                wrong.to_string(),
                format!("on the other side of 1 than `{}`", self.side.as_str()),
                "1 there, or another side",
            ));
        }
        let flat = self.ratio.iter().all(|r| *r == 1.0);
        match (self.basis == Basis::MeasuredNull, flat) {
            (true, false) => Err(Invalid::new(
                "ratio",
                shown(),
                "a measured null moves nothing",
                "1 in every lead bin",
            )),
            (false, true) => Err(Invalid::new(
                "ratio",
                shown(),
                "a kind that moves nothing is a measured null",
                "another ratio, or \"source\":\"measured-null\" with its counts",
            )),
            _ => Ok(()),
        }
    }

    fn check_counts(&self) -> Result<(), Invalid> {
        match self.watched {
            Some(watched) if watched == 0 || self.events.is_some_and(|n| n > watched) => {
                Err(Invalid::new(
                    "days_watched",
                    watched.to_string(),
                    "fewer days watched than days with such an event",
                    "all days on which such an event could have been seen, over all pairs of leaders",
                ))
            }
            _ => Ok(()),
        }
    }
}

fn missing(field: &str, remedy: &str) -> Invalid {
    Invalid::new(field, "", "this field is missing", remedy)
}

/// One ratio a lead bin, where the field is there.
fn each_bin(
    f: &mut Fields<'_>,
    name: &'static str,
    bins: usize,
) -> Result<Option<Vec<f64>>, Invalid> {
    let ok = |r: f64| r > 0.0 && r <= MAX_RATIO;
    let list = f.opt_numbers(name, bins, ok, "a ratio above 0, at most 1e9")?;
    match list {
        Some(list) if list.len() != bins => Err(Invalid::new(
            name,
            format!("{} numbers", list.len()),
            "one number a lead bin is needed",
            format!("{bins} numbers"),
        )),
        list => Ok(list),
    }
}

fn keeps(f: &mut Fields<'_>) -> Result<Option<f64>, Invalid> {
    match f.get("keeps") {
        None => Ok(None),
        Some(_) => f.number_in("keeps", 0.0, 1.0).map(Some),
    }
}

fn promise(f: &mut Fields<'_>) -> Result<Option<f64>, Invalid> {
    match f.opt_number("promise")? {
        Some(x) if !(x > 0.0 && x <= 1.0) => Err(Invalid::new(
            "promise",
            x.to_string(),
            "number refused",
            "above 0, at most 1",
        )),
        promise => Ok(promise),
    }
}

/// One of a few words.
fn choice<T: Copy>(
    f: &mut Fields<'_>,
    name: &'static str,
    all: &[T],
    word: impl Fn(T) -> &'static str,
) -> Result<T, Invalid> {
    let given = fields::string(name, f.need(name)?)?;
    let found = all.iter().copied().find(|x| word(*x) == given);
    found.ok_or_else(|| {
        let words: Vec<&str> = all.iter().map(|x| word(*x)).collect();
        Invalid::new(
            name,
            given,
            "not one of the words known here",
            words.join(", "),
        )
    })
}
