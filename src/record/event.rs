//! The smaller facts: a retraction, a passage of time, a resolution, a note, a model adopted.

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::fields::{self, Fields};
use super::question::insert_some;
use super::signal::{name, names, one_or_many, questions};
use super::{Invalid, Name, Source};

/// Takes a signal out of the evidence from here on; the signal stays in the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Retraction {
    /// The questions for which it is taken out.
    pub questions: Vec<Name>,
    /// The signal.
    pub signal: Name,
    /// The day on which it became known that the signal does not stand.
    pub known_on: Date,
    /// Why.
    pub because: String,
}

/// Says that nothing happened until that day: no meeting came, and no signal.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// The questions that it speaks of.
    pub questions: Vec<Name>,
    /// The day until which nothing happened.
    pub known_on: Date,
}

/// How a question ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The meeting took place.
    Yes,
    /// The deadline passed without it.
    No,
    /// The question cannot be judged by its criteria.
    Void,
}

impl Outcome {
    /// Parses `yes`, `no` or `void`.
    ///
    /// # Errors
    /// When the text is anything else.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        match text {
            "yes" => Ok(Self::Yes),
            "no" => Ok(Self::No),
            "void" => Ok(Self::Void),
            _ => Err(Invalid::new(
                "outcome",
                text,
                "not an outcome",
                "yes, no or void",
            )),
        }
    }

    /// `yes`, `no` or `void`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Void => "void",
        }
    }
}

/// The end of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolution {
    /// The question.
    pub question: Name,
    /// How it ended.
    pub outcome: Outcome,
    /// The day that decided it: of the meeting, or the deadline.
    pub on: Date,
    /// Who says so.
    pub source: Option<Source>,
    /// Why an earlier resolution is corrected; absent on the first.
    pub because: Option<String>,
}

/// Free words in the log, on one question or several, or on none.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The questions that it speaks of; may be empty.
    pub questions: Vec<Name>,
    /// The words.
    pub text: String,
}

/// A belief model taken into use; the file itself is kept as an attachment.
#[derive(Debug, Clone, PartialEq)]
pub struct Adoption {
    /// The model's own id.
    pub id: String,
    /// SHA-256 of the model file, in lower-case hex.
    pub sha256: String,
    /// Questions that change to it; where empty, it serves the questions opened from now on.
    pub questions: Vec<Name>,
}

impl Retraction {
    /// Reads a retraction's body.
    ///
    /// # Errors
    /// The first field that cannot stand.
    pub fn from_value(value: &Value) -> Result<Self, Invalid> {
        let mut f = Fields::new(value)?;
        let out = Self {
            questions: questions(&mut f)?,
            signal: name(&mut f, "signal")?,
            known_on: f.date("known_on")?,
            because: f.text("because", 1000)?,
        };
        f.finish()?;
        Ok(out)
    }

    /// The body as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        json!({
            "question": one_or_many(&self.questions),
            "signal": self.signal.as_str(),
            "known_on": self.known_on.to_string(),
            "because": self.because,
        })
    }
}

impl Passage {
    /// Reads a passage's body.
    ///
    /// # Errors
    /// The first field that cannot stand.
    pub fn from_value(value: &Value) -> Result<Self, Invalid> {
        let mut f = Fields::new(value)?;
        let out = Self {
            questions: questions(&mut f)?,
            known_on: f.date("known_on")?,
        };
        f.finish()?;
        Ok(out)
    }

    /// The body as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        json!({
            "question": one_or_many(&self.questions),
            "known_on": self.known_on.to_string(),
        })
    }
}

impl Resolution {
    /// Reads a resolution's body.
    ///
    /// # Errors
    /// The first field that cannot stand.
    pub fn from_value(value: &Value) -> Result<Self, Invalid> {
        let mut f = Fields::new(value)?;
        let out = Self {
            question: name(&mut f, "question")?,
            outcome: Outcome::parse(&f.text("outcome", 50)?)?,
            on: f.date("on")?,
            source: match f.get("source") {
                Some(v) => Some(Source::from_value(v).map_err(|e| e.under("source"))?),
                None => None,
            },
            because: f.opt_text("because", 1000)?,
        };
        f.finish()?;
        Ok(out)
    }

    /// The body as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut map = Map::new();
        map.insert("question".into(), json!(self.question.as_str()));
        map.insert("outcome".into(), json!(self.outcome.as_str()));
        map.insert("on".into(), json!(self.on.to_string()));
        if let Some(source) = &self.source {
            map.insert("source".into(), source.to_value());
        }
        insert_some(&mut map, "because", self.because.as_ref());
        Value::Object(map)
    }
}

impl Note {
    /// Reads a note's body.
    ///
    /// # Errors
    /// The first field that cannot stand.
    pub fn from_value(value: &Value) -> Result<Self, Invalid> {
        let mut f = Fields::new(value)?;
        let questions = match f.get("question") {
            Some(v) => names("question", v)?,
            None => Vec::new(),
        };
        let text = f.text("text", 4000)?;
        f.finish()?;
        Ok(Self { questions, text })
    }

    /// The body as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut map = Map::new();
        if !self.questions.is_empty() {
            map.insert("question".into(), one_or_many(&self.questions));
        }
        map.insert("text".into(), json!(self.text));
        Value::Object(map)
    }
}

impl Adoption {
    /// Reads the body of a `model` entry.
    ///
    /// # Errors
    /// The first field that cannot stand.
    pub fn from_value(value: &Value) -> Result<Self, Invalid> {
        let mut f = Fields::new(value)?;
        let out = Self {
            id: f.text("id", 100)?,
            sha256: sha256(&mut f, "sha256")?,
            questions: match f.get("question") {
                Some(v) => names("question", v)?,
                None => Vec::new(),
            },
        };
        f.finish()?;
        Ok(out)
    }

    /// The body as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut map = Map::new();
        map.insert("id".into(), json!(self.id));
        map.insert("sha256".into(), json!(self.sha256));
        if !self.questions.is_empty() {
            map.insert("question".into(), one_or_many(&self.questions));
        }
        Value::Object(map)
    }
}

/// Reads a SHA-256 in lower-case hex.
pub(super) fn sha256(f: &mut Fields<'_>, field: &'static str) -> Result<String, Invalid> {
    let value = f.need(field)?;
    hash(field, fields::string(field, value)?)
}

/// A text that is a SHA-256 in lower-case hex.
pub(super) fn hash(field: &str, text: &str) -> Result<String, Invalid> {
    let ok = text.len() == 64
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    if ok {
        Ok(text.to_owned())
    } else {
        Err(Invalid::new(
            field,
            text,
            "not a SHA-256",
            "64 digits of lower-case hex",
        ))
    }
}
