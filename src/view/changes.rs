//! What questions under way would say under another model.

use serde_json::{Value, json};

use super::decibans::{Precision, step};
use super::doc::{Doc, Line, Span};
use super::moved::outlook;
use super::table::{Column, Table};
use super::words::tenths;
use crate::desk::Change;

/// The questions for people, each with the command that changes it; `file` is the model's.
#[must_use]
pub fn doc(mut doc: Doc, changes: &[Change], file: &str) -> Doc {
    if changes.is_empty() {
        return doc.paragraph("No open question would change: none runs on another model.");
    }
    let mut table = Table::new([
        Column::left("question").clip(12),
        Column::left("keeps").clip(10),
        Column::right("now"),
        Column::right("would be"),
        Column::right("dB"),
    ]);
    for change in changes {
        table.push(row(change));
    }
    doc = doc
        .section("Questions under way keep their model")
        .table(table);
    for change in changes {
        doc = doc.item(command(change, file));
    }
    doc
}

fn row(change: &Change) -> [Line; 5] {
    let then = change.then.as_ref().ok();
    let decibans = change
        .now
        .as_ref()
        .zip(then)
        .and_then(|(now, then)| step(now.p, then.p));
    [
        Line::new().code(change.question.as_str()),
        Line::new().code(&change.model),
        change.now.map_or_else(none, |o| Line::from(tenths(o.p))),
        then.map_or_else(none, |o| Line::new().strong(tenths(o.p))),
        decibans.map_or_else(Line::new, |x| {
            let hundredths = (x * 100.0).round() as i64;
            Span::signed(Precision::Hundredths.show(hundredths)).into()
        }),
    ]
}

fn none() -> Line {
    Line::new().warn("none")
}

/// How to change a question, or why it cannot be.
fn command(change: &Change, file: &str) -> Line {
    match &change.then {
        Ok(_) => Line::new().plain("change it: ").code(line(change, file)),
        Err(why) => Line::new()
            .code(change.question.as_str())
            .warn(format!(" cannot change: {why}")),
    }
}

fn line(change: &Change, file: &str) -> String {
    format!("summit model adopt {file} --for {}", change.question)
}

/// The same as data.
#[must_use]
pub fn data(changes: &[Change], file: &str) -> Value {
    let one = |change: &Change| {
        let then = change.then.as_ref().ok();
        json!({
            "question": change.question.as_str(),
            "model": change.model,
            "now": change.now.as_ref().map(outlook),
            "then": then.map(outlook),
            "decibans": change.now.as_ref().zip(then).and_then(|(now, then)| step(now.p, then.p)),
            "cannot": change.then.as_ref().err(),
            "command": then.map(|_| line(change, file)),
        })
    };
    changes.iter().map(one).collect()
}
