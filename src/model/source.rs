//! A model's readable source, in TOML: what `ledger/models/README.md` describes field by field.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::shipped::VOCABULARY;
use crate::record::Invalid;

/// A model before its draws are made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its own name.
    pub id: String,
    /// One line for people.
    pub title: String,
    /// Draws in the bank.
    pub draws: usize,
    /// Seed of the permutations.
    pub seed: u64,
    /// Days beyond the deadline that are hypotheses of their own.
    pub tail_days: u32,
    /// Upper edges of the lead-time bins, in days.
    pub lead_edges: Vec<u32>,
    /// Days within which a second signal of a kind is a repeat.
    pub repeat_window_days: u32,
    /// What a repeat keeps of its weight.
    pub repeat_discount: f64,
    /// Events, seen as often as expected, that every counted ratio is shrunk by.
    pub count_prior: f64,
    /// Worth of the letters A to F.
    pub source_reliability: BTreeMap<String, f64>,
    /// Worth of the digits 1 to 6.
    pub information_credibility: BTreeMap<String, f64>,
    /// How a whole feed of events is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feed: Option<super::settings::Settings>,
    /// Works cited.
    #[serde(default)]
    pub sources: BTreeMap<String, Work>,
    /// Kinds of signal.
    pub kinds: BTreeMap<String, KindSource>,
}

/// A work cited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Work {
    /// Title and author.
    pub title: String,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What to mind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Work {
    /// Its title, and its address where it has one.
    #[must_use]
    pub fn cited(&self) -> String {
        match &self.url {
            Some(url) => format!("{}, {url}", self.title),
            None => self.title.clone(),
        }
    }
}

/// One kind in the source: counted (`observed`, `expected`) or judged (`ratio`, `worth`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindSource {
    /// Short name for people.
    pub label: String,
    /// Family of kinds.
    pub group: String,
    /// What counts as one.
    pub meaning: String,
    /// CAMEO codes, as texts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cameo: Vec<String>,
    /// `toward`, `away` or `either`.
    pub direction: String,
    /// `data` or `judgement`.
    pub basis: String,
    /// Share that is new beyond the other kinds.
    #[serde(default = "one")]
    pub weight: f64,
    /// Why the weight is not 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_because: Option<String>,
    /// Keys of the works cited.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Events counted in each lead bin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<Vec<f64>>,
    /// Events expected there at the background rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Vec<f64>>,
    /// Days with such an event in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<u64>,
    /// Days on which such an event would have been counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_watched: Option<u64>,
    /// `toward` or `away`: neighbouring bins are pooled until the ratios fade with lead time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<String>,
    /// Judged ratio in each lead bin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ratio: Option<Vec<f64>>,
    /// Counted events that the judgement is worth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worth: Option<f64>,
    /// Why the ratio is judged so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

fn one() -> f64 {
    1.0
}

impl Source {
    /// The vocabulary and judgement that models are learned onto, as they ship.
    ///
    /// # Errors
    /// None in a program whose tests pass.
    pub fn vocabulary() -> Result<Self, Invalid> {
        Self::parse(VOCABULARY)
    }

    /// The text that [`Source::parse`] reads.
    ///
    /// # Errors
    /// When a field cannot be written.
    pub fn text(&self) -> Result<String, Invalid> {
        written(self)
    }

    /// Reads a source file.
    ///
    /// # Errors
    /// The line and what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        read(text)
    }
}

/// The text of a source of any version.
pub(super) fn written(source: &impl Serialize) -> Result<String, Invalid> {
    toml::to_string(source).map_err(|e| {
        let what = format!("the source cannot be written: {e}");
        Invalid::new("", "", what, "")
    })
}

/// The version of the belief that a source is for; 1 where it names none.
///
/// # Errors
/// The line that is no TOML.
pub fn version(text: &str) -> Result<u64, Invalid> {
    #[derive(Deserialize)]
    struct Head {
        belief: Option<u64>,
    }
    Ok(read::<Head>(text)?.belief.unwrap_or(1))
}

/// Reads a source of any version.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Invalid> {
    toml::from_str(text).map_err(|e| {
        let line = e
            .span()
            .and_then(|s| text.get(..s.start))
            .map_or(1, |head| head.matches('\n').count() + 1);
        Invalid::new(
            "",
            text.lines().nth(line - 1).unwrap_or_default().trim(),
            format!("line {line}: {}", e.message()),
            "ledger/models/README.md describes every field of a model source",
        )
    })
}
