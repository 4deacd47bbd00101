//! The cases, one a line.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{answer, told::many};
use crate::library::{Case, Held};
use crate::view::doc::{Doc, Line};
use crate::view::sheet::{Cell, Sheet};
use crate::view::table::{Column, Table};

/// A case of the library with what was read from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// As it ships.
    pub held: Held,
    /// As it is scored.
    pub case: Case,
}

/// The list for people; on a narrow screen the questions, whose pairs the names tell, are cut.
#[must_use]
pub fn doc(all: &[Listed]) -> Doc {
    let mut table = Table::new([
        Column::left("case"),
        Column::left("answer"),
        Column::right("signals"),
        Column::left("opens"),
        Column::left("deadline"),
        Column::left("asks").clip(5),
    ]);
    for Listed { held, case } in all {
        let kept = if held.is_kept_back() { " *" } else { "" };
        table.push([
            Line::new().code(held.id),
            Line::new().strong(answer(case.yes())).dim(kept),
            Line::from(case.signals().to_string()),
            Line::from(case.question.opens.to_string()),
            Line::from(case.question.deadline.to_string()),
            Line::from(case.question.title.as_str()),
        ]);
    }
    Doc::new().paragraph(sums(all)).table(table).hint(
        Line::new()
            .plain("how one was made: ")
            .code("summit cases show CASE")
            .plain("; how models do on them: ")
            .code("summit cases score"),
    )
}

/// `37 questions of 24 pairs, from 1985 to 2025; 18 ended yes, 19 no; ...`
fn sums(all: &[Listed]) -> String {
    let yes = all.iter().filter(|l| l.case.yes()).count();
    let pairs: BTreeSet<String> = all.iter().map(|l| l.case.pair()).collect();
    let years = || all.iter().map(|l| l.case.question.deadline.year());
    let signals: usize = all.iter().map(|l| l.case.signals()).sum();
    let kept = all.iter().filter(|l| l.held.is_kept_back()).count();
    let since = years().min().unwrap_or_default();
    let until = years().max().unwrap_or_default();
    format!(
        "{} on {} of leaders, with deadlines from {since} to {until} and {}; {yes} ended yes, {} no; \
         {kept}, marked *, are kept back.",
        many(all.len(), "question", "questions"),
        many(pairs.len(), "pair", "pairs"),
        many(signals, "signal", "signals"),
        all.len() - yes
    )
}

/// The list for programs.
#[must_use]
pub fn data(all: &[Listed]) -> Value {
    let row = |Listed { held, case }: &Listed| {
        json!({
            "id": held.id,
            "title": case.question.title,
            "participants": case.question.participants,
            "opens": case.question.opens.to_string(),
            "deadline": case.question.deadline.to_string(),
            "signals": case.signals(),
            "outcome": answer(case.yes()),
            "ended": case.resolution.on.to_string(),
            "kept_back": held.is_kept_back(),
        })
    };
    Value::Array(all.iter().map(row).collect())
}

/// The list for spreadsheets, one row a case.
#[must_use]
pub fn sheet(all: &[Listed]) -> Sheet {
    Sheet::new(
        [
            "case",
            "question",
            "pair",
            "opens",
            "deadline",
            "signals",
            "outcome",
            "ended",
            "kept_back",
        ],
        all.iter().map(|Listed { held, case }| {
            vec![
                Cell::text(held.id),
                Cell::text(&case.question.title),
                Cell::text(case.pair()),
                Cell::Date(case.question.opens),
                Cell::Date(case.question.deadline),
                Cell::Int(case.signals() as i64),
                Cell::text(answer(case.yes())),
                Cell::Date(case.resolution.on),
                Cell::Int(i64::from(held.is_kept_back())),
            ]
        }),
    )
}
