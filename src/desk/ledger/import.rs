//! Case files: records, one a line, taken whole or not at all.
//!
//! Records are appended in the order of the file, with three exceptions that keep the forecasts
//! from depending on how a file happens to be sorted:
//!
//! - models and questions come first, a retraction never before its signal, resolutions last;
//! - records that became known on the same day are put in one order among themselves: signals by
//!   id (numbers in ids as numbers), then retractions, then passages ([`Place`]);
//! - with `sorted`, all records are put in order of the day on which they became known.
//!
//! So any two files of equal content end with the same forecast, and sorted ones have the same
//! history.

use jiff::civil::Date;
use serde_json::Value;

use super::{DeskError, Fact, What};
use crate::record::fields::{self, Fields};
use crate::record::{Body, Invalid, Place, json};

/// Longest line of a case file, in bytes.
const MAX_LINE: usize = 1 << 20;

/// One line of a case file.
#[derive(Debug, Clone)]
pub enum Line {
    /// A record to append.
    Record(Body),
    /// A model file to take into use, by its path beside the case file.
    Model(String),
}

/// Reads one line.
///
/// # Errors
/// The field, the value and the remedy.
pub fn line(text: &str) -> Result<Line, Invalid> {
    if text.len() > MAX_LINE {
        return Err(Invalid::new(
            "",
            format!("{} bytes", text.len()),
            "the line is too long",
            "at most 1 MiB a record",
        ));
    }
    let mut value = json::parse(text.as_bytes())?;
    let Value::Object(map) = &mut value else {
        return Err(Invalid::new(
            "",
            text,
            "a record is an object",
            "{\"type\":\"signal\", ...}, one a line",
        ));
    };
    let type_name = match map.remove("type") {
        Some(v) => fields::string("type", &v)?.to_owned(),
        None => {
            return Err(Invalid::new(
                "type",
                "",
                "this field is missing",
                format!("\"type\": {}", Body::given()),
            ));
        }
    };
    if type_name == "model" {
        let mut f = Fields::new(&value)?;
        let file = f.text("file", 1000)?;
        f.finish()?;
        return Ok(Line::Model(file));
    }
    if Body::TYPES.contains(&(type_name.as_str(), Place::Program)) {
        return Err(Invalid::new(
            "type",
            type_name,
            "the program makes such entries itself",
            Body::given(),
        ));
    }
    Ok(Line::Record(Body::from_value(&type_name, &value)?))
}

/// Reads a whole file; blank lines and a byte-order mark are passed over. `model` reads a model
/// file by the path that a record names.
///
/// # Errors
/// The first line that cannot stand, with its place.
pub fn parse(
    name: &str,
    text: &str,
    model: &dyn Fn(&str) -> Result<Vec<u8>, Invalid>,
) -> Result<Vec<Fact>, DeskError> {
    let mut facts = Vec::new();
    for (i, raw) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        if raw.trim().is_empty() {
            continue;
        }
        let place = format!("{name} line {}", i + 1);
        let at = |e: Invalid| DeskError::from(e).at(&place);
        let what = match line(raw).map_err(at)? {
            Line::Record(body) => What::Body(body),
            Line::Model(path) => What::Model {
                bytes: model(&path).map_err(|e| at(e.under("file")))?,
                questions: Vec::new(),
            },
        };
        facts.push(Fact {
            place: Some(place),
            what,
        });
    }
    if facts.is_empty() {
        return Err(DeskError::refuse(
            "",
            name,
            "the file holds no record",
            "one JSON object a line; see ledger/cases for an example",
        ));
    }
    Ok(facts)
}

/// Puts facts in the order in which they are appended; see the module.
#[must_use]
pub fn arrange(facts: Vec<Fact>, sorted: bool) -> Vec<Fact> {
    let (mut heads, mut rest): (Vec<Fact>, Vec<Fact>) =
        facts.into_iter().partition(|f| place(f) <= Place::Question);
    heads.sort_by_key(place);
    let mut tails: Vec<Fact> = Vec::new();
    let mut i = 0;
    while i < rest.len() {
        if rest.get(i).is_some_and(|f| place(f) == Place::Resolution) {
            tails.push(rest.remove(i));
        } else {
            i += 1;
        }
    }
    if sorted {
        rest.sort_by_key(day);
    }
    same_day(&mut rest);
    retractions_after_signals(&mut rest);
    heads.into_iter().chain(rest).chain(tails).collect()
}

/// Whether facts stand in order of the day on which they became known.
#[must_use]
pub fn in_order(facts: &[Fact]) -> bool {
    facts.iter().filter_map(day).is_sorted()
}

fn place(fact: &Fact) -> Place {
    match &fact.what {
        What::Model { .. } => Place::Model,
        What::Redaction { .. } => Place::Note,
        What::Body(body) | What::Attached { body, .. } => body.place(),
    }
}

fn body(fact: &Fact) -> Option<&Body> {
    match &fact.what {
        What::Body(body) | What::Attached { body, .. } => Some(body),
        What::Model { .. } | What::Redaction { .. } => None,
    }
}

fn day(fact: &Fact) -> Option<Date> {
    body(fact)?.known_on()
}

/// Among facts of one day, wherever they stand, puts one order: the places stay, who stands there
/// changes.
fn same_day(facts: &mut [Fact]) {
    let mut places: std::collections::BTreeMap<Date, Vec<usize>> =
        std::collections::BTreeMap::new();
    for (i, fact) in facts.iter().enumerate() {
        if let Some(day) = day(fact) {
            places.entry(day).or_default().push(i);
        }
    }
    for at in places.into_values().filter(|at| at.len() > 1) {
        let mut group: Vec<Fact> = at.iter().filter_map(|i| facts.get(*i).cloned()).collect();
        group.sort_by_key(|f| (place(f), key(f)));
        for (i, fact) in at.into_iter().zip(group) {
            if let Some(slot) = facts.get_mut(i) {
                *slot = fact;
            }
        }
    }
}

fn key(fact: &Fact) -> Vec<Chunk> {
    let text = body(fact).map_or_else(String::new, |body| {
        match body.retracted_as().or(body.retracts()) {
            Some(id) => id.to_string(),
            None => body.to_value().to_string(),
        }
    });
    natural(&text)
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Chunk {
    /// Digits without leading zeros, by length and then by text; then the text as written.
    Number(usize, String, String),
    Text(String),
}

/// Splits a text so that numbers in it compare as numbers.
fn natural(text: &str) -> Vec<Chunk> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digits = first.is_ascii_digit();
        let end = rest
            .find(|c: char| c.is_ascii_digit() != digits)
            .unwrap_or(rest.len());
        let (head, tail) = rest.split_at(end);
        rest = tail;
        out.push(if digits {
            let bare = head.trim_start_matches('0').to_owned();
            Chunk::Number(bare.len(), bare, head.to_owned())
        } else {
            Chunk::Text(head.to_owned())
        });
    }
    out
}

/// Moves each retraction behind the signal that it names, where the file has it the other way.
fn retractions_after_signals(facts: &mut Vec<Fact>) {
    let mut at: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    for (i, fact) in facts.iter().enumerate() {
        if let Some(id) = body(fact).and_then(Body::retracted_as) {
            at.entry(id.to_string()).or_insert(i);
        }
    }
    let early: Vec<(usize, usize)> = facts
        .iter()
        .enumerate()
        .filter_map(|(i, fact)| {
            let signal = *at.get(body(fact)?.retracts()?.as_str())?;
            (signal > i).then_some((i, signal))
        })
        .collect();
    if early.is_empty() {
        return;
    }
    let mut behind: std::collections::BTreeMap<usize, Vec<Fact>> =
        std::collections::BTreeMap::new();
    let mut moved: Vec<Option<Fact>> = facts.drain(..).map(Some).collect();
    for (from, signal) in early {
        if let Some(fact) = moved.get_mut(from).and_then(Option::take) {
            behind.entry(signal).or_default().push(fact);
        }
    }
    for (i, fact) in moved.into_iter().enumerate() {
        facts.extend(fact);
        facts.extend(behind.remove(&i).unwrap_or_default());
    }
}
