//! A signal: something that happened, when it could be known, and who says so.

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::event::hash;
use super::fields::{self, Fields};
use super::question::{insert_some, span};
use super::{Grade, Invalid, Name};

/// Most questions that one fact may bear on.
const MAX_QUESTIONS: usize = 100;

/// Most attachments that one signal may name.
const MAX_ATTACHMENTS: usize = 20;

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// Identifier, unique in the ledger.
    pub id: Name,
    /// The questions that it bears on; at least one.
    pub questions: Vec<Name>,
    /// Kind of event, one of the model's.
    pub kind: Name,
    /// The day on which it happened.
    pub observed_on: Date,
    /// The first day on which it could be known; never before `observed_on`.
    pub known_on: Date,
    /// What happened, in the analyst's words.
    pub summary: String,
    /// How good the source is and how credible the information.
    pub grade: Grade,
    /// Signals that tell one story share this text.
    pub story: Option<String>,
    /// The days that the signal speaks of; all days where absent.
    pub about: Option<(Date, Date)>,
    /// Who says so.
    pub source: Option<Source>,
    /// The analyst's own likelihoods, in place of the kind's.
    pub likelihood: Option<Likelihood>,
    /// The signal that this one corrects.
    pub amends: Option<Name>,
    /// Pages and documents kept in the ledger that it rests on, by SHA-256 in lower-case hex.
    pub attachments: Vec<String>,
}

/// Where a fact comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Publisher or person.
    pub name: String,
    /// Address of the page or document.
    pub url: Option<String>,
    /// Day of publication.
    pub published_on: Option<Date>,
    /// The words that the signal rests on.
    pub quote: Option<String>,
}

/// The analyst's likelihoods: how probable the signal was if the meeting comes by the deadline,
/// and if it does not. Both lie strictly between 0 and 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Likelihood {
    /// P(signal | meeting by the deadline).
    pub if_meeting: f64,
    /// P(signal | none).
    pub if_none: f64,
    /// Why.
    pub because: String,
}

impl Signal {
    /// Reads a signal's body.
    ///
    /// # Errors
    /// The first field that cannot stand, with its remedy.
    pub fn from_value(value: &Value) -> Result<Self, Invalid> {
        let mut f = Fields::new(value)?;
        let signal = Self {
            id: name(&mut f, "id")?,
            questions: questions(&mut f)?,
            kind: name(&mut f, "kind")?,
            observed_on: f.date("observed_on")?,
            known_on: f.date("known_on")?,
            summary: f.text("summary", 500)?,
            grade: match f.opt_text("grade", 20)? {
                Some(text) => Grade::parse(&text).map_err(|e| e.under("grade"))?,
                None => Grade::UNJUDGED,
            },
            story: f.opt_text("story", 100)?,
            about: match f.get("about") {
                Some(v) => Some(about(v).map_err(|e| e.under("about"))?),
                None => None,
            },
            source: match f.get("source") {
                Some(v) => Some(Source::from_value(v).map_err(|e| e.under("source"))?),
                None => None,
            },
            likelihood: match f.get("likelihood") {
                Some(v) => Some(Likelihood::from_value(v).map_err(|e| e.under("likelihood"))?),
                None => None,
            },
            amends: opt_name(&mut f, "amends")?,
            attachments: attachments(&mut f)?,
        };
        f.finish()?;
        if signal.known_on < signal.observed_on {
            return Err(Invalid::new(
                "known_on",
                signal.known_on.to_string(),
                format!("known before it happened on {}", signal.observed_on),
                "known_on is the day of publication, on or after observed_on; for a plan, \
                 observed_on is the day the plan was made known, not the day it is for",
            ));
        }
        Ok(signal)
    }

    /// The body as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut map = Map::new();
        map.insert("id".into(), json!(self.id.as_str()));
        map.insert("question".into(), one_or_many(&self.questions));
        map.insert("kind".into(), json!(self.kind.as_str()));
        map.insert("observed_on".into(), json!(self.observed_on.to_string()));
        map.insert("known_on".into(), json!(self.known_on.to_string()));
        map.insert("summary".into(), json!(self.summary));
        map.insert("grade".into(), json!(self.grade.to_string()));
        insert_some(&mut map, "story", self.story.as_ref());
        if let Some((first, last)) = self.about {
            let days = json!({"first": first.to_string(), "last": last.to_string()});
            map.insert("about".into(), days);
        }
        if let Some(source) = &self.source {
            map.insert("source".into(), source.to_value());
        }
        if let Some(l) = &self.likelihood {
            let value =
                json!({"if_meeting": l.if_meeting, "if_none": l.if_none, "because": l.because});
            map.insert("likelihood".into(), value);
        }
        insert_some(
            &mut map,
            "amends",
            self.amends.as_ref().map(Name::as_str).as_ref(),
        );
        if !self.attachments.is_empty() {
            map.insert("attachments".into(), json!(self.attachments));
        }
        Value::Object(map)
    }
}

impl Source {
    /// Reads a source.
    ///
    /// # Errors
    /// The first field that cannot stand.
    pub fn from_value(value: &Value) -> Result<Self, Invalid> {
        let mut f = Fields::new(value)?;
        let source = Self {
            name: f.text("name", 300)?,
            url: f.opt_text("url", 2000)?,
            published_on: f.opt_date("published_on")?,
            quote: f.opt_text("quote", 2000)?,
        };
        f.finish()?;
        Ok(source)
    }

    /// The source as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut map = Map::new();
        map.insert("name".into(), json!(self.name));
        insert_some(&mut map, "url", self.url.as_ref());
        let published = self.published_on.map(|d| d.to_string());
        insert_some(&mut map, "published_on", published.as_ref());
        insert_some(&mut map, "quote", self.quote.as_ref());
        Value::Object(map)
    }
}

impl Likelihood {
    fn from_value(value: &Value) -> Result<Self, Invalid> {
        let mut f = Fields::new(value)?;
        let likelihood = Self {
            if_meeting: probability(&mut f, "if_meeting")?,
            if_none: probability(&mut f, "if_none")?,
            because: f.text("because", 1000)?,
        };
        f.finish()?;
        Ok(likelihood)
    }
}

/// Smallest probability that an analyst may give: beyond it a ratio says more than anyone knows.
const LEAST: f64 = 1e-6;

fn probability(f: &mut Fields<'_>, name: &'static str) -> Result<f64, Invalid> {
    let value = f.need(name)?;
    value
        .as_f64()
        .filter(|p| (LEAST..=1.0 - LEAST).contains(p))
        .ok_or_else(|| {
            Invalid::new(
                name,
                value.to_string(),
                "a probability lies strictly between 0 and 1",
                "for example 0.6; nothing is certain, so 0 and 1 are refused (least: 0.000001)",
            )
        })
}

fn about(value: &Value) -> Result<(Date, Date), Invalid> {
    let mut f = Fields::new(value)?;
    let days = span(&mut f)?;
    f.finish()?;
    Ok(days)
}

/// Reads `attachments`: a list of different SHA-256, at least one where it is there at all.
fn attachments(f: &mut Fields<'_>) -> Result<Vec<String>, Invalid> {
    let Some(items) = f.opt_list("attachments", MAX_ATTACHMENTS)? else {
        return Ok(Vec::new());
    };
    let mut out: Vec<String> = Vec::with_capacity(items.len());
    for item in items {
        let sha256 = hash("attachments", fields::string("attachments", item)?)?;
        if out.contains(&sha256) {
            return Err(Invalid::new(
                "attachments",
                sha256,
                "named twice",
                "name each attachment once",
            ));
        }
        out.push(sha256);
    }
    if out.is_empty() {
        return Err(Invalid::new(
            "attachments",
            "[]",
            "the list is empty",
            "leave the field out where there is no attachment",
        ));
    }
    Ok(out)
}

/// Reads an identifier.
pub(super) fn name(f: &mut Fields<'_>, field: &'static str) -> Result<Name, Invalid> {
    Name::parse(&f.text(field, 300)?).map_err(|e| e.under(field))
}

pub(super) fn opt_name(f: &mut Fields<'_>, field: &'static str) -> Result<Option<Name>, Invalid> {
    f.opt_text(field, 300)?
        .map(|text| Name::parse(&text).map_err(|e| e.under(field)))
        .transpose()
}

/// Reads `question`: one id, or a list of different ids.
pub(super) fn questions(f: &mut Fields<'_>) -> Result<Vec<Name>, Invalid> {
    names("question", f.need("question")?)
}

/// Reads one id or a list of different ids.
pub(super) fn names(field: &str, value: &Value) -> Result<Vec<Name>, Invalid> {
    let parse = |v: &Value| {
        fields::string(field, v).and_then(|s| Name::parse(s).map_err(|e| e.under(field)))
    };
    let ids = match value {
        Value::Array(items) if items.len() <= MAX_QUESTIONS => {
            items.iter().map(parse).collect::<Result<Vec<_>, _>>()?
        }
        Value::Array(_) => Vec::new(),
        one => vec![parse(one)?],
    };
    let mut sorted: Vec<&Name> = ids.iter().collect();
    sorted.sort();
    sorted.dedup();
    if ids.is_empty() || sorted.len() != ids.len() {
        return Err(Invalid::new(
            field,
            value.to_string(),
            "expected one id or a list of different ids",
            format!("1 to {MAX_QUESTIONS} ids"),
        ));
    }
    Ok(ids)
}

/// One id as a text, several as a list.
pub(super) fn one_or_many(ids: &[Name]) -> Value {
    match ids {
        [one] => json!(one.as_str()),
        many => Value::Array(many.iter().map(|n| json!(n.as_str())).collect()),
    }
}
