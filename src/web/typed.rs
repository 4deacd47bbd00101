//! What is typed in the form for a signal, and the signals that it describes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::json;

use super::problem::Problem;
use super::query::Query;
use crate::desk::{Desk, DeskError, Word, said};
use crate::proof::key::is_private;
use crate::record::{Name, Signal, date};

/// The fields of the form.
pub(super) const FIELDS: [&str; 12] = [
    "name",
    "kind",
    "on",
    "known",
    "first",
    "last",
    "summary",
    "reliability",
    "credibility",
    "source",
    "url",
    "story",
];

/// Fields that are texts of the record as they stand.
const TEXTS: [(&str, &str); 4] = [
    ("summary", "summary"),
    ("story", "story"),
    ("source", "source.name"),
    ("url", "source.url"),
];

/// What is typed, by field; what is empty is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Typed(BTreeMap<&'static str, String>);

impl Typed {
    /// Reads what a form sent.
    pub fn read(sent: &Query) -> Result<Self, Problem> {
        let mut typed = BTreeMap::new();
        for field in FIELDS {
            // Forms send every new line as two characters.
            let text = sent.one(field)?.unwrap_or_default().replace("\r\n", "\n");
            if is_private(&text) {
                return Err(Problem::bad(
                    format!("the field `{field}` holds a private key, not shown"),
                    "a key never belongs into a ledger",
                ));
            }
            if !text.trim().is_empty() {
                typed.insert(field, text.trim().to_owned());
            }
        }
        Ok(Self(typed))
    }

    /// The same with a field, where nothing was typed there.
    pub fn or(mut self, field: &'static str, text: impl Into<String>) -> Self {
        self.0.entry(field).or_insert_with(|| text.into());
        self
    }

    /// What was typed in a field; empty where nothing was.
    pub fn get(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }

    /// Whether that was typed in a field.
    pub fn is(&self, field: &str, text: impl ToString) -> bool {
        self.get(field) == text.to_string()
    }

    /// The fields with what was typed.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, text)| (*field, text.as_str()))
    }

    /// The signals that are described: as `summit add` would make them of the same.
    pub fn signals(&self, desk: &mut Desk, question: &Name) -> Result<Vec<Signal>, Problem> {
        let kind = self.some("kind").ok_or_else(no_kind)?;
        let on = self.day("on")?.ok_or_else(no_day)?;
        let known = self.day("known")?.unwrap_or(on);
        let about = self.about()?;
        let word = Word {
            kind,
            known,
            observed: on,
            about,
            own: false,
        };
        let questions = std::slice::from_ref(question);
        let means = desk.meant(questions, word)?;
        let said = means.said(kind, self.some("summary"), about.is_some());
        let each = said.into_iter();
        let signals = each.map(|one| self.signal(one, (on, known, about), questions));
        signals.collect()
    }

    fn signal(
        &self,
        one: said::Said,
        (on, known, about): (Date, Date, Option<(Date, Date)>),
        questions: &[Name],
    ) -> Result<Signal, Problem> {
        let mut fields = said::begun(&one.kind, on, questions);
        said::put(&mut fields, "known_on", json!(known.to_string()));
        for (typed, field) in TEXTS {
            if let Some(text) = self.some(typed) {
                said::put(&mut fields, field, json!(text));
            }
        }
        if let Some(summary) = one.summary {
            said::put(&mut fields, "summary", json!(summary));
        }
        if let Some(grade) = self.grade() {
            said::put(&mut fields, "grade", json!(grade));
        }
        if let Some((first, last)) = one.days.map(|days| (days.first, days.last)).or(about) {
            let days = json!({"first": first.to_string(), "last": last.to_string()});
            said::put(&mut fields, "about", days);
        }
        if self.some("url").is_some() && self.some("source").is_none() {
            return Err(Problem::bad(
                "the source has no name",
                "a publisher or a person",
            ));
        }
        Ok(said::signal(fields, (&one.kind, on), None).map_err(DeskError::from)?)
    }

    /// The grade; what was left out of it cannot be judged.
    fn grade(&self) -> Option<String> {
        match (self.some("reliability"), self.some("credibility")) {
            (None, None) => None,
            (source, information) => Some(format!(
                "{}{}",
                source.unwrap_or("F"),
                information.unwrap_or("6")
            )),
        }
    }

    fn about(&self) -> Result<Option<(Date, Date)>, Problem> {
        let (first, last) = (self.day("first")?, self.day("last")?);
        Ok(first.or(last).zip(last.or(first)))
    }

    fn some(&self, field: &str) -> Option<&str> {
        self.0.get(field).map(String::as_str)
    }

    fn day(&self, field: &str) -> Result<Option<Date>, Problem> {
        let read = self.some(field).map(date::parse).transpose();
        Ok(read.map_err(|e| DeskError::from(e.under(field)))?)
    }
}

fn no_kind() -> Problem {
    Problem::bad("the kind of signal is missing", "choose one from the list")
}

fn no_day() -> Problem {
    Problem::bad("the day is missing", "the day on which it happened")
}
