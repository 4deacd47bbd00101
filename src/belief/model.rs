//! A belief model as it is used: the built JSON file, read and checked.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::parse::{MAX_BINS, MAX_KINDS, MAX_RATIO, MAX_TAIL, edges, scale, sources, strings};
use super::two;
use crate::record::fields::{self, Fields};
use crate::record::{Body, Invalid, MAX_DRAWS, json};

pub use super::parse::MAX_FILE;

mod second;

/// A belief model: the vocabulary of kinds, how often each is seen ahead of a meeting, and what
/// grades and repeats are worth.
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
    /// Two signals of a kind that became known within so many days are a repeat.
    pub repeat_window_days: i32,
    /// What a repeat keeps of its weight, in [0, 1].
    pub repeat_discount: f64,
    /// Worth of source reliability A to F, each in [0, 1].
    pub source_reliability: [f64; 6],
    /// Worth of information credibility 1 to 6, each in [0, 1].
    pub information_credibility: [f64; 6],
    /// Kinds by name.
    pub kinds: BTreeMap<String, Kind>,
    /// Works that the kinds cite: key to title and address.
    pub sources: BTreeMap<String, String>,
    /// How a whole feed of events is used, where the model was learned from one: `learn` reads it.
    pub feed: Option<Value>,
    /// All that version 2 uses beyond this; `None` in a model of version 1.
    pub two: Option<Arc<two::Model>>,
}

/// A version of the belief arithmetic. Models are kept for ever, and so is each version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// A bank moved by each signal in turn: [`super::one`].
    One,
    /// Stories in families, silence that was watched, plans that move the day: [`super::two`].
    Two,
}

/// Whether a kind's ratios were counted or judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Counted events.
    Data,
    /// Judgement.
    Judgement,
    /// Counted, and nothing found: the kind moves nothing.
    MeasuredNull,
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
}

/// One kind of signal.
#[derive(Debug, Clone, PartialEq)]
pub struct Kind {
    /// Short name for people.
    pub label: String,
    /// Family of kinds.
    pub group: String,
    /// What counts as one and what does not.
    pub meaning: Option<String>,
    /// CAMEO codes, as texts: they keep their leading zeros.
    pub cameo: Vec<String>,
    /// `toward`, `away` or `either`.
    pub direction: Option<String>,
    /// Counted or judged.
    pub basis: Basis,
    /// Why, where judged.
    pub reasons: Option<String>,
    /// Keys of [`Model::sources`].
    pub sources: Vec<String>,
    /// Share of the evidence that is new beyond the other kinds, in [0, 1]: learned, else 1.
    pub weight: f64,
    /// Why the weight is what it is.
    pub weight_because: Option<String>,
    /// Events counted in each lead bin, where counted.
    pub observed: Option<Vec<f64>>,
    /// Events expected there at the background rate.
    pub expected: Option<Vec<f64>>,
    /// Days with such an event in all.
    pub events: Option<u64>,
    /// Days watched for them, over all pairs of leaders; above 0 and not below `events`.
    pub watched: Option<u64>,
    /// Ratios, bin by bin, the draws of a bin side by side: `intensity[bin * draws + k]`.
    pub intensity: Vec<f64>,
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
        let value = json::parse(bytes)?;
        match value.get("belief") {
            Some(version) if version.as_u64() != Some(1) => {
                Ok(second::model(two::Model::parse(bytes)?))
            }
            _ => Self::from_value(&value),
        }
    }

    fn from_value(value: &Value) -> Result<Self, Invalid> {
        let mut f = Fields::new(value)?;
        if let Some(other) = f.opt_text("type", 50)?.filter(|t| t != "model") {
            return Err(Invalid::new(
                "type",
                other,
                "not a model",
                "a model file says \"type\":\"model\"",
            ));
        }
        let id = f.text("id", 100)?;
        let title = f.opt_text("title", 300)?;
        let _ = f.get("belief");
        let _ = f.get("seed");
        let _ = f.get("count_prior");
        let _ = f.get("program");
        let _ = f.get("source_sha256");
        let draws = f.count("draws", MAX_DRAWS as u64)? as usize;
        if draws == 0 {
            return Err(Invalid::new(
                "draws",
                "0",
                "a bank needs at least one draw",
                "1 to 1024",
            ));
        }
        let tail_days = f.count("tail_days", MAX_TAIL)? as i32;
        let lead_edges = edges(&mut f)?;
        let repeat_window_days = f.count("repeat_window_days", 36_600)? as i32;
        let repeat_discount = f.number_in("repeat_discount", 0.0, 1.0)?;
        let source_reliability =
            scale(&mut f, "source_reliability", ["A", "B", "C", "D", "E", "F"])?;
        let information_credibility = scale(
            &mut f,
            "information_credibility",
            ["1", "2", "3", "4", "5", "6"],
        )?;
        let sources = match f.get("sources") {
            Some(v) => sources(v)?,
            None => BTreeMap::new(),
        };
        let kinds = kinds(f.need("kinds")?, draws, lead_edges.len())?;
        let feed = f.get("feed").cloned();
        f.finish()?;
        Ok(Self {
            id,
            title,
            draws,
            tail_days,
            lead_edges,
            repeat_window_days,
            repeat_discount,
            source_reliability,
            information_credibility,
            kinds,
            sources,
            feed,
            two: None,
        })
    }

    /// The arithmetic that it is for.
    #[must_use]
    pub fn version(&self) -> Version {
        match self.two {
            None => Version::One,
            Some(_) => Version::Two,
        }
    }

    /// Whether a question on this model can take a fact in.
    ///
    /// # Errors
    /// When the model does not know the signal's kind.
    pub fn takes(&self, body: &Body) -> Result<(), Invalid> {
        match body {
            Body::Signal(signal) => self.kind(signal.kind.as_str()).map(|_| ()),
            _ => Ok(()),
        }
    }

    /// Number of lead-time bins.
    #[must_use]
    pub fn bins(&self) -> usize {
        self.lead_edges.len()
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
}

impl Kind {
    /// The ratios of one lead bin, one a draw.
    #[must_use]
    pub fn ratios(&self, bin: usize, draws: usize) -> &[f64] {
        self.intensity
            .get(bin * draws..(bin + 1) * draws)
            .unwrap_or_default()
    }

    /// Mean ratio of one lead bin over the draws.
    #[must_use]
    pub fn mean_ratio(&self, bin: usize, draws: usize) -> f64 {
        let ratios = self.ratios(bin, draws);
        ratios.iter().sum::<f64>() / ratios.len().max(1) as f64
    }
}

fn kinds(value: &Value, draws: usize, bins: usize) -> Result<BTreeMap<String, Kind>, Invalid> {
    let Value::Object(map) = value else {
        return Err(Invalid::new(
            "kinds",
            value.to_string(),
            "expected an object",
            "{\"visit-planned\": {...}}",
        ));
    };
    if map.is_empty() || map.len() > MAX_KINDS {
        return Err(Invalid::new(
            "kinds",
            format!("{} kinds", map.len()),
            "wrong number of kinds",
            format!("1 to {MAX_KINDS}"),
        ));
    }
    map.iter()
        .map(|(name, v)| {
            let at = format!("kinds.{name}");
            let parsed = crate::record::Name::parse(name)
                .and_then(|_| kind(v, draws, bins))
                .map_err(|e| e.under(&at))?;
            Ok((name.clone(), parsed))
        })
        .collect()
}

fn kind(value: &Value, draws: usize, bins: usize) -> Result<Kind, Invalid> {
    let mut f = Fields::new(value)?;
    let label = f.text("label", 200)?;
    let group = f.text("group", 100)?;
    let basis = match f.text("basis", 50)?.as_str() {
        "data" => Basis::Data,
        "judgement" => Basis::Judgement,
        other => {
            return Err(Invalid::new(
                "basis",
                other,
                "not a basis",
                "data or judgement",
            ));
        }
    };
    let weight = match f.opt_number("weight")? {
        None => 1.0,
        Some(w) if (0.0..=1.0).contains(&w) => w,
        Some(w) => {
            return Err(Invalid::new(
                "weight",
                w.to_string(),
                "out of range",
                "a number from 0 to 1",
            ));
        }
    };
    let counts = |x: f64| x.is_finite() && x >= 0.0;
    let out = Kind {
        label,
        group,
        basis,
        weight,
        meaning: f.opt_text("meaning", 2000)?,
        cameo: strings(&mut f, "cameo")?,
        direction: f.opt_text("direction", 20)?,
        reasons: f.opt_text("reasons", 4000)?,
        sources: strings(&mut f, "sources")?,
        weight_because: f.opt_text("weight_because", 2000)?,
        observed: f.opt_numbers("observed", MAX_BINS, counts, "counts from 0")?,
        expected: f.opt_numbers("expected", MAX_BINS, counts, "counts from 0")?,
        events: f.opt_count("events", 1 << 53)?,
        watched: f.opt_count("days_watched", 1 << 53)?,
        intensity: intensity(f.need("intensity_draws")?, draws, bins)?,
    };
    let _ = f.get("ratio");
    let _ = f.get("worth");
    let _ = f.get("shape");
    f.finish()?;
    if let Some(watched) = out.watched
        && (watched == 0 || out.events.is_some_and(|events| events > watched))
    {
        return Err(Invalid::new(
            "days_watched",
            watched.to_string(),
            "fewer days watched than days with such an event",
            "all days on which such an event could have been seen, over all pairs of leaders",
        ));
    }
    Ok(out)
}

/// Reads `K` rows of one ratio a bin and lays them out bin by bin.
fn intensity(value: &Value, draws: usize, bins: usize) -> Result<Vec<f64>, Invalid> {
    let rows = match value {
        Value::Array(rows) if rows.len() == draws => rows,
        other => {
            return Err(Invalid::new(
                "intensity_draws",
                format!("{} rows", other.as_array().map_or(0, Vec::len)),
                "one row a draw is needed",
                format!("{draws} rows of {bins} ratios"),
            ));
        }
    };
    let mut out = vec![0.0; draws * bins];
    for (k, row) in rows.iter().enumerate() {
        let at = format!("intensity_draws[{k}]");
        let ratios = fields::numbers(
            &at,
            row,
            bins,
            &|r| (0.0..=MAX_RATIO).contains(&r),
            "a ratio from 0 to 1e9",
        )?;
        if ratios.len() != bins {
            return Err(Invalid::new(
                at,
                format!("{} ratios", ratios.len()),
                "one ratio a lead bin is needed",
                format!("{bins} ratios"),
            ));
        }
        for (bin, r) in ratios.into_iter().enumerate() {
            if let Some(slot) = out.get_mut(bin * draws + k) {
                *slot = r;
            }
        }
    }
    Ok(out)
}
