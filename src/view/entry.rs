//! One entry whole: what it says, what became of it, and how it is proven.

use serde_json::{Map, Value, json};

use super::doc::{Doc, Line};
use super::log::{Logged, numbers, what};
use super::words::tenths;
use crate::record::{Body, Entry, Name};

/// Lists of numbers longer than this are counted, not shown.
const LONG: usize = 12;

/// An entry, with all that the ledger holds about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The entry, with its numbers where it is a signal.
    pub logged: Logged,
    /// What took it out of the evidence.
    pub out: Vec<Entry>,
    /// What amends it.
    pub amended: Vec<Entry>,
    /// What it moved, question by question.
    pub moved: Vec<Moved>,
    /// Its attachments: SHA-256, and what is kept of it.
    pub attachments: Vec<(String, String)>,
    /// How it is proven.
    pub proof: Proof,
}

/// The forecast that followed an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// The question.
    pub question: Name,
    /// Place of the forecast in the log.
    pub seq: u64,
    /// The probability before, where there was one.
    pub from: Option<f64>,
    /// The probability after.
    pub to: f64,
}

/// How an entry is proven to stand in the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// Hash of its leaf in the tree, in lower-case hex.
    pub leaf: String,
    /// The signed checkpoint that covers it, where one does.
    pub covered: Option<Covered>,
}

/// A signed checkpoint over an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Covered {
    /// Entries that it covers.
    pub size: u64,
    /// The root, in lower-case hex.
    pub root: String,
    /// Who signed it.
    pub signers: Vec<String>,
    /// Whether signature and path hold by the log's key; `None` where that is not at hand.
    pub holds: Option<bool>,
}

/// The entry for people.
#[must_use]
pub fn doc(shown: &Shown) -> Doc {
    let entry = &shown.logged.entry;
    let mut doc = Doc::new().title(what(&shown.logged));
    for (question, number) in &shown.logged.numbers {
        doc = doc.fact("signal", format!("#{number} of {question}"));
    }
    doc = doc
        .fact(
            "entry",
            format!("@{}, {}", entry.seq, entry.body.type_name()),
        )
        .fact("id", Line::new().code(&entry.id))
        .fact(
            "recorded",
            format!("{} by {}", entry.recorded_at, entry.author),
        );
    for (name, value) in said(entry) {
        doc = doc.fact(name, value);
    }
    for (sha256, kept) in &shown.attachments {
        doc = doc.fact("attachment", format!("{sha256}, {kept}"));
    }
    proof(became(doc, shown), &shown.proof, entry.seq)
}

/// What the entry says, field by field in the order of its type, but for what is said of it elsewhere.
fn said(entry: &Entry) -> Vec<(String, String)> {
    let body = entry.body.to_value();
    let name = entry.body.type_name();
    let mut out = Vec::new();
    for field in Body::fields(name).unwrap_or_default() {
        let elsewhere = match field.name {
            // In the heading, and with what is kept of each.
            "summary" | "title" | "attachments" => true,
            "id" => body.get("id").is_some_and(|id| *id == entry.id.as_str()),
            _ => false,
        };
        let Some(value) = body.get(field.name).filter(|_| !elsewhere) else {
            continue;
        };
        let label = if field.name == "id" { name } else { field.name };
        flatten(&label.replace('_', " "), value, &mut out);
    }
    out.retain(|(_, value)| !value.is_empty());
    out
}

fn became(mut doc: Doc, shown: &Shown) -> Doc {
    let entry = &shown.logged.entry;
    if entry.body.retracted_as().is_some() {
        doc = doc.section("What became of it");
        let standing = standing(shown);
        if shown.out.is_empty() {
            doc = doc.item("it stands");
        } else if !standing.is_empty() {
            doc = doc.item(format!("it stands on {}", standing.join(", ")));
        }
    } else if !shown.moved.is_empty() {
        doc = doc.section("What followed");
    }
    for by in &shown.out {
        let day = by.body.known_on().map(|day| format!(" on {day}"));
        doc = doc.item(format!(
            "taken out{}{} by @{}, {}: {}",
            on_which(entry, by),
            day.unwrap_or_default(),
            by.seq,
            by.author,
            by.body.headline()
        ));
    }
    for by in &shown.amended {
        doc = doc.item(
            Line::new()
                .plain(format!("amended by @{}, ", by.seq))
                .code(&by.id),
        );
    }
    for moved in &shown.moved {
        let from = moved.from.map(|p| format!("{} -> ", tenths(p)));
        doc = doc.item(
            Line::new()
                .code(moved.question.as_str())
                .plain(format!(": {}", from.unwrap_or_default()))
                .strong(tenths(moved.to))
                .plain(format!(" (forecast @{})", moved.seq)),
        );
    }
    doc
}

/// The questions on which a signal or a watch stands.
fn standing(shown: &Shown) -> Vec<&str> {
    let gone = |id: &&Name| shown.out.iter().any(|by| by.body.questions().contains(id));
    let all = shown.logged.entry.body.questions().iter();
    all.filter(|id| !gone(id)).map(Name::as_str).collect()
}

/// The questions on which an entry took another out, where that bears on several.
fn on_which(entry: &Entry, by: &Entry) -> String {
    if entry.body.questions().len() < 2 {
        return String::new();
    }
    let names: Vec<&str> = by.body.questions().iter().map(Name::as_str).collect();
    format!(" of {}", names.join(", "))
}

fn proof(doc: Doc, proof: &Proof, seq: u64) -> Doc {
    let doc = doc
        .section("Proof")
        .fact("leaf", Line::new().code(&proof.leaf));
    let Some(covered) = &proof.covered else {
        return doc.fact(
            "checkpoint",
            "none covers it yet: `summit checkpoint` signs one",
        );
    };
    let by = covered.signers.join(", ");
    let doc = doc
        .fact(
            "checkpoint",
            format!("of {} entries, signed by {by}", covered.size),
        )
        .fact("root", Line::new().code(&covered.root));
    match covered.holds {
        Some(true) => doc.fact("checked", "the signature and the path to the root hold"),
        Some(false) => doc.fact(
            "checked",
            Line::new().warn("it does not hold: `summit audit` says why"),
        ),
        None => doc.fact(
            "checked",
            format!("no: the log's key is not here; `summit prove {seq}` writes the proof"),
        ),
    }
}

/// The fields of a value, each with its path in words.
fn flatten(path: &str, value: &Value, out: &mut Vec<(String, String)>) {
    let below = |name: &str| format!("{path} {}", name.replace('_', " "));
    match value {
        Value::Object(map) => {
            for (name, item) in map {
                flatten(&below(name), item, out);
            }
        }
        Value::Array(items) if items.len() > LONG && items.iter().all(Value::is_number) => {
            out.push((path.to_owned(), format!("{} numbers", items.len())));
        }
        Value::Array(items) if items.iter().all(|item| !item.is_object()) => {
            let list: Vec<String> = items.iter().map(plain).collect();
            out.push((path.to_owned(), list.join(", ")));
        }
        Value::Array(items) => {
            for (item, n) in items.iter().zip(1..) {
                flatten(&below(&n.to_string()), item, out);
            }
        }
        other => out.push((path.to_owned(), plain(other))),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The same as data.
#[must_use]
pub fn data(shown: &Shown) -> Value {
    let Value::Object(mut map) = shown.logged.entry.to_value() else {
        return Value::Null;
    };
    let places = |entries: &[Entry]| -> Vec<Value> {
        let place = |e: &Entry| json!({"seq": e.seq, "id": e.id, "author": e.author});
        entries.iter().map(place).collect()
    };
    map.insert("numbers".into(), numbers(&shown.logged.numbers));
    if shown.logged.entry.body.retracted_as().is_some() {
        map.insert("stands".into(), json!(!standing(shown).is_empty()));
    }
    map.insert("retracted_by".into(), json!(places(&shown.out)));
    map.insert("amended_by".into(), json!(places(&shown.amended)));
    map.insert("moved".into(), moved(&shown.moved));
    map.insert("proof".into(), proof_data(&shown.proof));
    Value::Object(map)
}

fn moved(all: &[Moved]) -> Value {
    let rows = all.iter().map(
        |m| json!({"question": m.question.as_str(), "seq": m.seq, "from": m.from, "to": m.to}),
    );
    Value::Array(rows.collect())
}

fn proof_data(proof: &Proof) -> Value {
    let mut map = Map::new();
    map.insert("leaf".into(), json!(proof.leaf));
    let checkpoint = proof
        .covered
        .as_ref()
        .map(|c| json!({"size": c.size, "root": c.root, "signers": c.signers, "holds": c.holds}));
    map.insert("checkpoint".into(), json!(checkpoint));
    Value::Object(map)
}
