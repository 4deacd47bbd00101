//! New signals from what was said of them, for whoever takes it down: a command or a form.

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::plans::{Days, Meant};
use crate::record::{Invalid, Name, Signal, ids};

/// One signal that is meant by a word for a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its kind.
    pub kind: String,
    /// Its summary, where it is another than was typed.
    pub summary: Option<String>,
    /// The days that are meant, where they were not typed.
    pub days: Option<Days>,
    /// Whether it stands beside the signal that was typed, and calls off the days before it.
    pub beside: bool,
}

impl Meant {
    /// The signals that are meant: most often one. `word` is what was typed for the kind, `summary`
    /// what was typed of it; `other` says that days were typed, which are others than those meant.
    #[must_use]
    pub fn said(self, word: &str, summary: Option<&str>, other: bool) -> Vec<Said> {
        let said = summary.unwrap_or(word).to_owned();
        let one = |kind: String, summary: Option<String>, days: Option<Days>| Said {
            kind,
            summary,
            days,
            beside: false,
        };
        // Beside the announcement of other days this one must be told apart.
        let off = |days: &Days| match other {
            true => format!("{said} (not on {days})"),
            false => said.clone(),
        };
        match self {
            Self::Itself => vec![one(word.to_owned(), None, None)],
            Self::Off(kind, None) => vec![one(kind, Some(said), None)],
            Self::Off(kind, Some(days)) => vec![one(kind, Some(off(&days)), Some(days))],
            Self::PutOff(kind, days, anew) => vec![
                Said {
                    beside: true,
                    ..one(kind, Some(off(&days)), Some(days))
                },
                one(anew, Some(said), None),
            ],
        }
    }
}

/// The fields that every new signal has, by the names of the record.
#[must_use]
pub fn begun(kind: &str, on: Date, questions: &[Name]) -> Map<String, Value> {
    let names: Vec<&str> = questions.iter().map(Name::as_str).collect();
    let fields = [
        ("kind", json!(kind)),
        ("observed_on", json!(on.to_string())),
        ("known_on", json!(on.to_string())),
        ("summary", json!(kind)),
        ("question", json!(names)),
    ];
    fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// The signal that the fields describe, under the id that was typed or one made from them: the same
/// fields typed again are the same signal.
///
/// # Errors
/// When a field cannot be read.
pub fn signal(
    mut fields: Map<String, Value>,
    (kind, on): (&str, Date),
    id: Option<&str>,
) -> Result<Signal, Invalid> {
    let id = match id {
        Some(id) => id.to_owned(),
        None => ids::signal(
            kind,
            &on.to_string(),
            &Value::Object(fields.clone()).to_string(),
        ),
    };
    fields.insert("id".into(), json!(id));
    Signal::from_value(&Value::Object(fields))
}

/// Puts a value into a record; a dot leads into an object.
pub fn put(fields: &mut Map<String, Value>, field: &str, value: Value) {
    match field.split_once('.') {
        None => drop(fields.insert(field.into(), value)),
        Some((outer, inner)) => {
            let object = fields.entry(outer).or_insert_with(|| json!({}));
            if let Value::Object(object) = object {
                object.insert(inner.into(), value);
            }
        }
    }
}
