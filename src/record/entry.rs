//! An entry: one fact or one forecast, with its place in the log.

use serde_json::{Map, Value, json};

use super::fields::Fields;
use super::{
    Adoption, Forecast, Instant, Invalid, Name, Note, Origin, Passage, Question, Redaction,
    Resolution, Retraction, Signal,
};

/// Longest entry, in bytes: an entry bundle gives each two bytes of length.
pub const MAX_BYTES: usize = 65_535;
/// The version of the entry format.
pub const VERSION: u64 = 1;

/// One entry of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Place in the log, dense from 0.
    pub seq: u64,
    /// Identifier, unique in the ledger; the idempotency key.
    pub id: String,
    /// Who appended it.
    pub author: String,
    /// The ledger's own clock; never runs backwards.
    pub recorded_at: Instant,
    /// What it says.
    pub body: Body,
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Entry 0: the log's name.
    Ledger {
        /// Origin: the name that checkpoints carry.
        origin: String,
    },
    /// A model taken into use.
    Model(Adoption),
    /// A question opened.
    Question(Box<Question>),
    /// A signal.
    Signal(Box<Signal>),
    /// A signal taken out of the evidence.
    Retraction(Retraction),
    /// Time that passed without a signal.
    Passage(Passage),
    /// How a question ended.
    Resolution(Box<Resolution>),
    /// Free words.
    Note(Note),
    /// An attachment whose bytes were removed.
    Redaction {
        /// SHA-256 of the removed bytes, in lower-case hex.
        sha256: String,
        /// Why.
        because: String,
    },
    /// What the program believed.
    Forecast(Box<Forecast>),
}

impl Body {
    /// The name of the type, as it stands in the entry.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Ledger { .. } => "ledger",
            Self::Model(_) => "model",
            Self::Question(_) => "question",
            Self::Signal(_) => "signal",
            Self::Retraction(_) => "retraction",
            Self::Passage(_) => "passage",
            Self::Resolution(_) => "resolution",
            Self::Note(_) => "note",
            Self::Redaction { .. } => "redaction",
            Self::Forecast(_) => "forecast",
        }
    }

    /// Reads a body of the named type.
    ///
    /// # Errors
    /// When the type is unknown or a field cannot stand.
    pub fn from_value(type_name: &str, value: &Value) -> Result<Self, Invalid> {
        Ok(match type_name {
            "ledger" => {
                let Origin { origin } = Origin::from_value(value)?;
                Self::Ledger { origin }
            }
            "model" => Self::Model(Adoption::from_value(value)?),
            "question" => Self::Question(Box::new(Question::from_value(value)?)),
            "signal" => Self::Signal(Box::new(Signal::from_value(value)?)),
            "retraction" => Self::Retraction(Retraction::from_value(value)?),
            "passage" => Self::Passage(Passage::from_value(value)?),
            "resolution" => Self::Resolution(Box::new(Resolution::from_value(value)?)),
            "note" => Self::Note(Note::from_value(value)?),
            "redaction" => {
                let Redaction { sha256, because } = Redaction::from_value(value)?;
                Self::Redaction { sha256, because }
            }
            "forecast" => Self::Forecast(Box::new(Forecast::from_value(value)?)),
            other => {
                return Err(Invalid::new(
                    "type",
                    other,
                    "no such type of entry",
                    "question, signal, retraction, passage, resolution, note or model",
                ));
            }
        })
    }

    /// The body as JSON, without its type.
    #[must_use]
    pub fn to_value(&self) -> Value {
        match self {
            Self::Ledger { origin } => json!({"origin": origin}),
            Self::Model(m) => m.to_value(),
            Self::Question(q) => q.to_value(),
            Self::Signal(s) => s.to_value(),
            Self::Retraction(r) => r.to_value(),
            Self::Passage(p) => p.to_value(),
            Self::Resolution(r) => r.to_value(),
            Self::Note(n) => n.to_value(),
            Self::Redaction { sha256, because } => json!({"sha256": sha256, "because": because}),
            Self::Forecast(f) => f.to_value(),
        }
    }

    /// The questions that it bears on.
    #[must_use]
    pub fn questions(&self) -> &[Name] {
        match self {
            Self::Ledger { .. } | Self::Redaction { .. } => &[],
            Self::Model(m) => &m.questions,
            Self::Question(q) => std::slice::from_ref(&q.id),
            Self::Signal(s) => &s.questions,
            Self::Retraction(r) => &r.questions,
            Self::Passage(p) => &p.questions,
            Self::Resolution(r) => std::slice::from_ref(&r.question),
            Self::Note(n) => &n.questions,
            Self::Forecast(f) => std::slice::from_ref(&f.question),
        }
    }
}

impl Entry {
    /// The entry as JSON; its canonical bytes are `proof::canonical`'s.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut map = Map::new();
        map.insert("author".into(), json!(self.author));
        map.insert("body".into(), self.body.to_value());
        map.insert("id".into(), json!(self.id));
        map.insert("recorded_at".into(), json!(self.recorded_at.to_string()));
        map.insert("seq".into(), json!(self.seq));
        map.insert("type".into(), json!(self.body.type_name()));
        map.insert("v".into(), json!(VERSION));
        Value::Object(map)
    }

    /// Reads an entry.
    ///
    /// # Errors
    /// The first field that cannot stand.
    pub fn from_value(value: &Value) -> Result<Self, Invalid> {
        let mut f = Fields::new(value)?;
        let version = f.count("v", 1 << 53)?;
        if version != VERSION {
            return Err(Invalid::new(
                "v",
                version.to_string(),
                "an entry of another version",
                format!("this program reads version {VERSION}; use a newer one"),
            ));
        }
        let type_name = f.text("type", 50)?;
        let body = f.need("body")?;
        let entry = Self {
            seq: f.count("seq", 1 << 53)?,
            id: f.text("id", 400)?,
            author: f.text("author", 200)?,
            recorded_at: Instant::parse(&f.text("recorded_at", 50)?)
                .map_err(|e| e.under("recorded_at"))?,
            body: Body::from_value(&type_name, body).map_err(|e| e.under("body"))?,
        };
        f.finish()?;
        Ok(entry)
    }
}
