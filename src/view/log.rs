//! The log: entries as they came, one a line.

use serde_json::{Value, json};

use super::doc::{Doc, Line};
use super::table::{Column, Table};
use super::words::tenths;
use crate::record::{Body, Entry, Name};

/// An entry, with the numbers of a signal in its questions.
#[derive(Debug, Clone, PartialEq)]
pub struct Logged {
    /// The entry.
    pub entry: Entry,
    /// Of a signal: each of its questions, with the signal's number there.
    pub numbers: Vec<(Name, usize)>,
}

/// The entries for people.
#[must_use]
pub fn doc(logged: &[Logged]) -> Doc {
    if logged.is_empty() {
        return Doc::new().paragraph("no entry is like that");
    }
    let mut table = Table::new([
        Column::right("entry"),
        Column::left("recorded, UTC"),
        Column::left("by").clip(6),
        Column::left("type"),
        Column::left("what").clip(20),
    ]);
    for one in logged {
        let entry = &one.entry;
        let told = |text: String| match &entry.body {
            Body::Forecast(_) => Line::new().dim(text),
            _ => Line::from(text),
        };
        table.push([
            told(format!("@{}", entry.seq)),
            Line::new().dim(minute(entry)),
            told(author(entry).to_owned()),
            told(entry.body.type_name().to_owned()),
            told(what(one)),
        ]);
    }
    Doc::new().table(table)
}

/// Who made an entry; of what the program made, without its version.
fn author(entry: &Entry) -> &str {
    match &entry.body {
        Body::Forecast(_) => entry.author.split(' ').next().unwrap_or_default(),
        _ => &entry.author,
    }
}

/// When an entry was recorded, to the minute, in UTC.
fn minute(entry: &Entry) -> String {
    let text = entry.recorded_at.to_string();
    let minute = text.get(..16).unwrap_or(&text);
    minute.replace('T', " ")
}

/// What an entry says, after the number of a signal.
#[must_use]
pub fn what(one: &Logged) -> String {
    let said = match &one.entry.body {
        Body::Forecast(f) => format!("{} for {}, as of {}", tenths(f.p), f.question, f.as_of),
        Body::Question(q) => format!("{}: {}", q.id, q.title),
        other => other.headline(),
    };
    match one.numbers.first() {
        Some((_, number)) => format!("#{number} {said}"),
        None => said,
    }
}

/// The same as data.
#[must_use]
pub fn data(logged: &[Logged]) -> Value {
    let rows = logged.iter().map(|one| {
        let entry = &one.entry;
        json!({
            "seq": entry.seq,
            "id": entry.id,
            "type": entry.body.type_name(),
            "author": entry.author,
            "recorded_at": entry.recorded_at.to_string(),
            "known_on": entry.body.known_on().map(|day| day.to_string()),
            "questions": entry.body.questions().iter().map(Name::as_str).collect::<Vec<_>>(),
            "numbers": numbers(&one.numbers),
            "what": entry.body.headline(),
        })
    });
    Value::Array(rows.collect())
}

/// Numbers by question, as data.
#[must_use]
pub fn numbers(numbers: &[(Name, usize)]) -> Value {
    let pairs = numbers.iter().map(|(q, n)| (q.to_string(), json!(n)));
    Value::Object(pairs.collect())
}
