//! Models: which were taken into use, and what one says.

use serde_json::{Value, json};

use super::doc::{Doc, Line};
use super::table::{Column, Table};
use super::words::short;
use crate::belief::{Basis, Model};
use crate::record::{Body, Entry};

/// The models that a ledger took into use.
#[must_use]
pub fn list(entries: &[Entry]) -> Doc {
    if entries.is_empty() {
        return Doc::new().paragraph(
            "No model was taken into use yet: the first question adopts the one that ships with \
             the program.",
        );
    }
    let mut table = Table::new([
        Column::right("entry"),
        Column::left("model").clip(12),
        Column::left("SHA-256").clip(16),
        Column::left("for").clip(12),
        Column::left("recorded"),
    ]);
    for entry in entries {
        if let Body::Model(m) = &entry.body {
            let names: Vec<&str> = m.questions.iter().map(|q| q.as_str()).collect();
            let serves = if names.is_empty() {
                "questions from then on".to_owned()
            } else {
                names.join(", ")
            };
            table.push([
                Line::from(entry.seq.to_string()),
                Line::new().code(&m.id),
                Line::from(m.sha256.as_str()),
                Line::from(serves),
                Line::from(entry.recorded_at.date().to_string()),
            ]);
        }
    }
    Doc::new().title("Models").table(table)
}

/// The same as data.
#[must_use]
pub fn list_data(entries: &[Entry]) -> Value {
    let rows = entries.iter().filter_map(|entry| match &entry.body {
        Body::Model(m) => Some(json!({
            "seq": entry.seq,
            "id": m.id,
            "sha256": m.sha256,
            "questions": m.questions.iter().map(|q| q.as_str()).collect::<Vec<_>>(),
            "recorded_at": entry.recorded_at.to_string(),
        })),
        _ => None,
    });
    Value::Array(rows.collect())
}

/// One model.
#[must_use]
pub fn one(model: &Model, sha256: &str) -> Doc {
    let by = |basis: Basis| model.kinds.values().filter(|k| k.basis == basis).count();
    let scale = |keys: [&str; 6], values: &[f64; 6]| {
        let pairs: Vec<String> = keys
            .iter()
            .zip(values)
            .map(|(k, v)| format!("{k} {}", short(*v)))
            .collect();
        pairs.join(", ")
    };
    let edges: Vec<String> = model.lead_edges.iter().map(ToString::to_string).collect();
    let mut doc = Doc::new().title(format!("Model {}", model.id));
    if let Some(title) = &model.title {
        doc = doc.paragraph(title.as_str());
    }
    doc.fact("SHA-256", Line::new().code(sha256))
        .fact(
            "kinds",
            format!(
                "{}: {} on counted data, {} on judgement",
                model.kinds.len(),
                by(Basis::Data),
                by(Basis::Judgement)
            ),
        )
        .fact("draws", model.draws.to_string())
        .fact("lead-time edges", format!("{} days", edges.join(", ")))
        .fact(
            "horizon",
            format!("{} days beyond the deadline", model.tail_days),
        )
        .fact(
            "repeats",
            format!(
                "of a kind within {} days, or of one story: {} of the weight for each",
                model.repeat_window_days,
                short(model.repeat_discount)
            ),
        )
        .fact(
            "source A-F",
            scale(["A", "B", "C", "D", "E", "F"], &model.source_reliability),
        )
        .fact(
            "information 1-6",
            scale(
                ["1", "2", "3", "4", "5", "6"],
                &model.information_credibility,
            ),
        )
        .hint(Line::new().plain("its kinds: ").code("summit kinds"))
}

/// The same as data.
#[must_use]
pub fn one_data(model: &Model, sha256: &str) -> Value {
    json!({
        "id": model.id,
        "title": model.title,
        "sha256": sha256,
        "kinds": model.kinds.len(),
        "draws": model.draws,
        "lead_edges": model.lead_edges,
        "tail_days": model.tail_days,
        "repeat_window_days": model.repeat_window_days,
        "repeat_discount": model.repeat_discount,
        "source_reliability": model.source_reliability,
        "information_credibility": model.information_credibility,
    })
}
