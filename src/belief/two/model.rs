//! A belief model of version 2 as it is used: the built JSON file, read and checked.

mod kinds;
mod parts;
mod worth;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::belief::parse::{self as one, MAX_FILE};
use crate::record::fields::{self, Fields};
use crate::record::{Invalid, MAX_DRAWS, json};

pub use kinds::{Basis, Call, Kind, Side};
pub use parts::{Family, PairPrior, Plans, Silence, Wide};

/// A belief model of version 2.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Its own name.
    pub id: String,
    /// One line for people, where given.
    pub title: Option<String>,
    /// Draws in the bank, `K`.
    pub draws: usize,
    /// Days beyond the deadline that are hypotheses of their own.
    pub tail_days: i32,
    /// Upper edges of the lead-time bins, in days, ascending.
    pub lead_edges: Vec<i32>,
    /// A report joins the automatic story whose first report is at most so many days older.
    pub repeat_window_days: i32,
    /// What each further report of the same keeps of its weight, in [0, 1].
    pub repeat_discount: f64,
    /// Worth of source reliability A to F, each in [0, 1].
    pub source_reliability: [f64; 6],
    /// Worth of information credibility 1 to 6, each in [0, 1].
    pub information_credibility: [f64; 6],
    /// How two occasions of a question correlate, in [0, 1).
    pub occasion_correlation: f64,
    /// Families by name.
    pub families: BTreeMap<String, Family>,
    /// What an announced or cancelled day is worth.
    pub plans: Plans,
    /// What it says that nothing was announced.
    pub silence: Silence,
    /// How the prior of a pair is counted, where the model speaks of it.
    pub pair_prior: Option<PairPrior>,
    /// Kinds by name.
    pub kinds: BTreeMap<String, Kind>,
    /// Works that the parts cite: key to title and address.
    pub sources: BTreeMap<String, String>,
}

impl Model {
    /// Reads a built model file.
    ///
    /// # Errors
    /// The first field that cannot stand.
    pub fn parse(bytes: &[u8]) -> Result<Self, Invalid> {
        if bytes.len() > MAX_FILE {
            return Err(Invalid::new(
                "",
                format!("{} bytes", bytes.len()),
                "the model file is too large",
                format!("at most {MAX_FILE} bytes"),
            ));
        }
        Self::from_value(&json::parse(bytes)?)
    }

    fn from_value(value: &Value) -> Result<Self, Invalid> {
        let mut f = Fields::new(value)?;
        head(&mut f)?;
        let id = f.text("id", 100)?;
        let title = f.opt_text("title", 300)?;
        let _ = f.opt_count("seed", 1 << 53)?;
        let draws = draws(&mut f)?;
        let lead_edges = one::edges(&mut f)?;
        let sources = f.get("sources").map(one::sources).transpose()?;
        let families = parts::families(f.need("families")?, draws)?;
        let kinds = kinds::kinds(f.need("kinds")?, &families, lead_edges.len())?;
        let model = Self {
            id,
            title,
            draws,
            tail_days: f.count("tail_days", one::MAX_TAIL)? as i32,
            lead_edges,
            repeat_window_days: f.count("repeat_window_days", 36_600)? as i32,
            repeat_discount: f.number_in("repeat_discount", 0.0, 1.0)?,
            source_reliability: letters(&mut f)?,
            information_credibility: digits(&mut f)?,
            occasion_correlation: parts::within(
                &mut f,
                "occasion_correlation",
                |x| (0.0..1.0).contains(&x),
                "a number from 0 to below 1",
            )?,
            families,
            plans: Plans::read(f.need("plans")?, draws).map_err(|e| e.under("plans"))?,
            silence: Silence::read(f.need("silence")?).map_err(|e| e.under("silence"))?,
            pair_prior: f
                .get("pair_prior")
                .map(|v| PairPrior::read(v).map_err(|e| e.under("pair_prior")))
                .transpose()?,
            kinds,
            sources: sources.unwrap_or_default(),
        };
        f.finish()?;
        model.check_plans()?;
        Ok(model)
    }

    /// The words on plans agree: what is wide, what promises less and what doubts.
    fn check_plans(&self) -> Result<(), Invalid> {
        let loose = |(_, kind): &(&String, &Kind)| kind.promise.is_some() && !self.plans.chain;
        if let Some((name, _)) = self.kinds.iter().find(loose) {
            return Err(Invalid::new(
                format!("kinds.{name}.promise"),
                "",
                "a promise needs plans that take each other's place",
                "\"chain\":true under plans",
            ));
        }
        if let Some(wide) = self
            .plans
            .wide
            .filter(|wide| wide.days < self.plans.max_days)
        {
            return Err(Invalid::new(
                "plans.wide_days",
                wide.days.to_string(),
                format!("fewer than max_days, {}", self.plans.max_days),
                "at least as many: what is not wide loses nothing",
            ));
        }
        let doubts = |(_, kind): &(&String, &Kind)| kind.plan == Some(Call::Doubt);
        let kind = self
            .kinds
            .iter()
            .filter(doubts)
            .find(|(_, k)| k.side != Side::Against);
        if let Some((name, kind)) = kind {
            return Err(Invalid::new(
                format!("kinds.{name}.side"),
                kind.side.as_str(),
                "what doubts plans speaks against a meeting",
                "\"against\"",
            ));
        }
        match self.kinds.iter().find(doubts) {
            Some((name, _)) if self.plans.doubt_draws.is_none() => Err(Invalid::new(
                format!("kinds.{name}.plan"),
                "doubt",
                "the model does not say what a doubt is worth",
                "plans.doubt_draws, or leave the plan out",
            )),
            _ => Ok(()),
        }
    }

    /// The kind of that name.
    ///
    /// # Errors
    /// When the model does not know it; the remedy names the nearest.
    pub fn kind(&self, name: &str) -> Result<&Kind, Invalid> {
        self.kinds.get(name).ok_or_else(|| {
            let known: Vec<&str> = self.kinds.keys().map(String::as_str).collect();
            let remedy = match fields::nearest(name, &known) {
                Some(near) => format!("did you mean `{near}`? `summit kinds` lists all"),
                None => format!(
                    "`summit kinds` lists the {} kinds of model {}",
                    known.len(),
                    self.id
                ),
            };
            Invalid::new("kind", name, "the model knows no such kind", remedy)
        })
    }

    /// The kind that announces days as a government does, or calls them off.
    #[must_use]
    pub fn kind_that(&self, call: Call) -> Option<&str> {
        let does = |(_, kind): &(&String, &Kind)| kind.plan == Some(call) && kind.promise.is_none();
        self.kinds.iter().find(does).map(|(name, _)| name.as_str())
    }

    /// Number of lead-time bins.
    #[must_use]
    pub fn bins(&self) -> usize {
        self.lead_edges.len()
    }

    /// The bin of a lead in days; `None` for a day that is not ahead, and beyond the last edge.
    #[must_use]
    pub fn bin(&self, lead: i32) -> Option<usize> {
        let found = self.lead_edges.iter().position(|edge| lead <= *edge);
        found.filter(|_| lead > 0)
    }

    /// The weight of a report by its grade, as indices from 0 for A and 1.
    #[must_use]
    pub fn weight(&self, reliability: usize, credibility: usize) -> f64 {
        let at = |scale: &[f64; 6], i: usize| scale.get(i).copied().unwrap_or(0.0);
        at(&self.source_reliability, reliability) * at(&self.information_credibility, credibility)
    }

    /// What one sure report of a kind does alone in a lead bin: its ratio, come out of the channel
    /// at the family's middle leak.
    #[must_use]
    pub fn alone(&self, kind: &Kind, bin: usize) -> f64 {
        if let Some(stated) = kind.alone.as_ref().and_then(|alone| alone.get(bin)) {
            return *stated;
        }
        let ratio = kind.ratio.get(bin).copied().unwrap_or(1.0);
        let leak = self.families.get(&kind.family).map(|family| family.leak);
        leak.map_or(ratio, |leak| super::heard::heard(ratio, leak))
    }

    /// The same in every draw: the kind's ratio of a lead bin through the channel with each draw's
    /// leak.
    #[must_use]
    pub fn ratios(&self, kind: &Kind, bin: usize) -> Vec<f64> {
        let ratio = kind.ratio.get(bin).copied().unwrap_or(1.0);
        let family = self.families.get(&kind.family);
        let leaks = family.map(|family| family.leak_draws.iter());
        leaks
            .into_iter()
            .flatten()
            .map(|leak| super::heard::heard(ratio, *leak))
            .collect()
    }
}

fn head(f: &mut Fields<'_>) -> Result<(), Invalid> {
    let what = f.text("type", 50)?;
    if what != "model" {
        return Err(Invalid::new(
            "type",
            what,
            "not a model",
            "a model file says \"type\":\"model\"",
        ));
    }
    let value = f.need("belief")?;
    if value.as_u64() != Some(2) {
        return Err(Invalid::new(
            "belief",
            value.to_string(),
            "not a model of belief version 2",
            "a model of this version says \"belief\":2",
        ));
    }
    Ok(())
}

fn draws(f: &mut Fields<'_>) -> Result<usize, Invalid> {
    match f.count("draws", MAX_DRAWS as u64)? {
        0 => Err(Invalid::new(
            "draws",
            "0",
            "a bank needs at least one draw",
            format!("1 to {MAX_DRAWS}"),
        )),
        draws => Ok(draws as usize),
    }
}

fn letters(f: &mut Fields<'_>) -> Result<[f64; 6], Invalid> {
    one::scale(f, "source_reliability", ["A", "B", "C", "D", "E", "F"])
}

fn digits(f: &mut Fields<'_>) -> Result<[f64; 6], Invalid> {
    one::scale(f, "information_credibility", ["1", "2", "3", "4", "5", "6"])
}
