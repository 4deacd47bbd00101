//! The vocabulary of a model: kinds, what they mean and what they rest on.

mod list;
mod second;

use serde_json::{Value, json};

pub use list::{BySide, all, by_side, find, found};

use super::doc::{Doc, Line, Role, Span};
use super::table::{Column, Table};
use super::words::short;
use crate::belief::{Kind, Model};
use crate::model::words::{self, Meant};

/// What kinds do by lead time, by group or family.
#[must_use]
pub fn ratios(model: &Model) -> Doc {
    if let Some(two) = model.second() {
        return second::ratios(&two);
    }
    let mut doc = Doc::new()
        .title(format!("Kinds of signal, model {}", model.id))
        .paragraph(
            "How many times as often a signal of the kind is seen that many days before a meeting \
             as on ordinary days; above 1 speaks for a meeting. The share of it that counts is the \
             weight.",
        );
    let mut groups: Vec<&str> = model.kinds.values().map(|k| k.group.as_str()).collect();
    groups.sort_unstable();
    groups.dedup();
    for group in groups {
        let mut columns = vec![Column::left("kind")];
        let mut from = 1;
        for edge in &model.lead_edges {
            columns.push(Column::right(format!("{from}-{edge}")));
            from = edge + 1;
        }
        columns.push(Column::right("wt"));
        columns.push(Column::left("basis"));
        let mut table = Table::new(columns);
        for (name, kind) in model.kinds.iter().filter(|(_, k)| k.group == group) {
            let mut cells = vec![Line::new().code(name)];
            for bin in 0..model.bins() {
                let r = kind.mean_ratio(bin, model.draws);
                cells.push(Span::new(short(r), role(r)).into());
            }
            cells.push(Line::from(short(kind.weight)));
            cells.push(Line::from(kind.basis.as_str()));
            table.push(cells);
        }
        doc = doc.section(group).table(table);
    }
    doc.hint(
        Line::new()
            .plain("one kind in full: ")
            .code("summit kinds leader-intent"),
    )
}

/// What else may be typed for a kind: words that mean no other kind of the model.
fn other_words(doc: Doc, name: &str, has: impl Fn(&str) -> bool) -> Doc {
    let alone =
        |word: &&&str| matches!(words::meant(word, &has), Meant::Kind(kind) if kind == name);
    let other: Vec<&str> = words::of(name).iter().filter(alone).copied().collect();
    match other.is_empty() {
        true => doc,
        false => doc.fact("also typed", other.join(", ")),
    }
}

fn role(ratio: f64) -> Role {
    match ratio {
        r if r >= 1.1 => Role::Up,
        r if r <= 0.9 => Role::Down,
        _ => Role::Plain,
    }
}

/// One kind in full.
#[must_use]
pub fn one(model: &Model, name: &str, kind: &Kind) -> Doc {
    if let Some(two) = model.second()
        && let Some(kind) = two.kinds.get(name)
    {
        return second::one(&two, name, kind);
    }
    let mut doc = Doc::new()
        .title(format!("{name}: {}", kind.label))
        .fact("group", kind.group.as_str());
    if let Some(meaning) = &kind.meaning {
        doc = doc.fact("meaning", meaning.as_str());
    }
    if let Some(direction) = &kind.direction {
        doc = doc.fact("direction", direction.as_str());
    }
    if !kind.cameo.is_empty() {
        doc = doc.fact("CAMEO", kind.cameo.join(", "));
    }
    doc = other_words(doc, name, |kind| model.kinds.contains_key(kind))
        .fact("basis", kind.basis.as_str());
    if let Some(reasons) = &kind.reasons {
        doc = doc.fact("because", reasons.as_str());
    }
    if let Some(events) = kind.events {
        let of = kind.watched.map(|w| format!(" in {w} watched"));
        let of = of.unwrap_or_default();
        doc = doc.fact("counted", format!("{events} days with such an event{of}"));
    }
    doc = doc.fact("weight", short(kind.weight));
    if let Some(because) = &kind.weight_because {
        doc = doc.fact("", because.as_str());
    }
    doc = doc.table(by_lead(model, kind));
    for key in &kind.sources {
        let text = model.sources.get(key).map_or(key.as_str(), String::as_str);
        doc = doc.item(text);
    }
    doc
}

fn by_lead(model: &Model, kind: &Kind) -> Table {
    let counted = kind.observed.as_ref().zip(kind.expected.as_ref());
    let mut columns = vec![
        Column::left("days ahead"),
        Column::right("ratio"),
        Column::right("90 %"),
    ];
    if counted.is_some() {
        columns.push(Column::right("observed"));
        columns.push(Column::right("expected"));
    }
    let mut table = Table::new(columns);
    let mut from = 1;
    for (bin, edge) in model.lead_edges.iter().enumerate() {
        let (lo, hi) = interval(kind.ratios(bin, model.draws));
        let mut cells = vec![
            Line::from(format!("{from}-{edge}")),
            Line::new().strong(short(kind.mean_ratio(bin, model.draws))),
            Line::from(format!("{}-{}", short(lo), short(hi))),
        ];
        if let Some((observed, expected)) = counted {
            let at = |list: &[f64]| list.get(bin).copied().unwrap_or(0.0);
            cells.push(Line::from(format!("{}", at(observed))));
            cells.push(Line::from(format!("{:.1}", at(expected))));
        }
        table.push(cells);
        from = edge + 1;
    }
    table
}

/// The draws that 5 % lie below and above.
fn interval(ratios: &[f64]) -> (f64, f64) {
    let mut sorted = ratios.to_vec();
    sorted.sort_by(f64::total_cmp);
    let cut = sorted.len() / 20;
    let lo = sorted.get(cut).copied().unwrap_or(0.0);
    let hi = sorted.iter().rev().nth(cut).copied().unwrap_or(0.0);
    (lo, hi)
}

/// Kinds as data: those of a name that is wanted.
#[must_use]
pub fn all_data(model: &Model, wanted: impl Fn(&str) -> bool) -> Value {
    let kinds: Vec<Value> = model
        .kinds
        .iter()
        .filter(|(name, _)| wanted(name))
        .map(|(name, kind)| one_data(model, name, kind))
        .collect();
    json!({"model": model.id, "lead_edges": model.lead_edges, "kinds": kinds})
}

/// One kind as data.
#[must_use]
pub fn one_data(model: &Model, name: &str, kind: &Kind) -> Value {
    let bins: Vec<Value> = (0..model.bins())
        .map(|bin| {
            let (lo, hi) = interval(kind.ratios(bin, model.draws));
            json!({"mean": kind.mean_ratio(bin, model.draws), "lo": lo, "hi": hi})
        })
        .collect();
    let mut out = json!({
        "kind": name,
        "label": kind.label,
        "group": kind.group,
        "meaning": kind.meaning,
        "direction": kind.direction,
        "cameo": kind.cameo,
        "basis": kind.basis.as_str(),
        "because": kind.reasons,
        "weight": kind.weight,
        "weight_because": kind.weight_because,
        "observed": kind.observed,
        "expected": kind.expected,
        "events": kind.events,
        "days_watched": kind.watched,
        "ratios": bins,
        "sources": kind.sources,
    });
    if let (Some(two), Value::Object(map)) = (model.second(), &mut out) {
        map.extend(second::data(&two, name));
    }
    out
}
