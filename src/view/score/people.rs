//! People's own numbers beside the model's: the scores of each, of the crowd and of the pool.

use serde_json::{Value, json};

use super::{loss, spared};
use crate::score::people::{Beside, LEAST, Weights, Who};
use crate::score::question::{Against, Losses};
use crate::score::report::Report;
use crate::score::skill;
use crate::view::doc::{Doc, Line};
use crate::view::sheet::Cell;
use crate::view::table::{Column, Table};

/// The section, where anybody guessed.
pub fn section(doc: Doc, report: &Report) -> Doc {
    let Some(overall) = report.overall.as_ref().filter(|o| !o.beside.is_empty()) else {
        return doc;
    };
    let one = report.scored.len() == 1;
    let mut table = Table::new([
        Column::left("whose").wrap(9),
        Column::right(if one { "days" } else { "questions" }),
        Column::right("Brier"),
        Column::right("model"),
        Column::right("spared"),
        Column::right("log"),
        Column::right("model"),
        Column::right("spared"),
    ]);
    for (who, questions, row) in &overall.beside {
        let covered = if one { row.days } else { *questions };
        table.push(cells(who, covered, row));
    }
    doc.section("People beside the model")
        .paragraph(
            "On the days on which there is such a number, and the model's on the same days. What \
             was spared is of the model's loss. The crowd is the mean of the people; the pool is \
             the weighted mean of the log-odds of people and model.",
        )
        .table(table)
        .paragraph(weighed(report))
}

fn cells(who: &Who, covered: usize, row: &Against) -> [Line; 8] {
    let Against { ours, theirs, .. } = row;
    [
        Line::from(who.as_str()),
        Line::from(covered.to_string()),
        Line::new().strong(loss(theirs.brier)),
        Line::from(loss(ours.brier)),
        spared(theirs.brier, ours.brier),
        Line::new().strong(loss(theirs.log)),
        Line::from(loss(ours.log)),
        spared(theirs.log, ours.log),
    ]
}

/// How the pool weighs, in a sentence.
fn weighed(report: &Report) -> String {
    let mut all = report.people.values();
    match (all.next(), all.next()) {
        (Some(one), None) => told(&one.weights),
        _ => format!(
            "In each pool all weigh alike until each person in it has {LEAST} questions that ended \
             before it opened; from then on they weigh by their scores on those."
        ),
    }
}

/// How a pool weighs.
pub(in crate::view) fn told(weights: &Weights) -> String {
    if !weights.by_scores {
        return format!(
            "In the pool all weigh alike: not each person in it has {LEAST} questions that ended \
             before this one opened."
        );
    }
    let people = weights.people.iter().map(|(who, w)| (who.as_str(), *w));
    let all = people.chain([("the model", weights.model)]);
    let all: Vec<String> = all.map(|(who, w)| format!("{who} {w:.2}")).collect();
    format!(
        "The pool weighs by the scores on questions that ended before this one opened: {}.",
        all.join(", ")
    )
}

/// What people said of one question, for programs.
pub fn data(beside: &Beside) -> Value {
    let rows = beside.rows.iter().map(|(who, row)| object(who, None, row));
    json!({
        "rows": rows.collect::<Vec<_>>(),
        "weights": weights(&beside.weights),
    })
}

/// The weights in a pool, for programs.
pub(in crate::view) fn weights(weights: &Weights) -> Value {
    json!({
        "by_scores": weights.by_scores,
        "model": weights.model,
        "people": weights.people,
    })
}

/// One row; of several questions with their number.
pub fn object(who: &Who, questions: Option<usize>, row: &Against) -> Value {
    let (theirs, model) = (&row.theirs, &row.ours);
    let losses = |l: &Losses| json!({"brier": l.brier, "log": l.log});
    json!({
        "who": who.as_str(),
        "kind": who.kind(),
        "questions": questions.unwrap_or(1),
        "days": row.days,
        "scores": losses(theirs),
        "model": losses(model),
        "skill": {
            "brier": skill(theirs.brier, model.brier),
            "log": skill(theirs.log, model.log),
        },
    })
}

/// The columns that crowd and pool have in a table of questions.
pub const COLUMNS: [&str; 5] = [
    "people_days",
    "crowd_brier",
    "crowd_log",
    "pool_brier",
    "pool_log",
];

/// The cells under them.
pub fn columns(beside: Option<&Beside>) -> [Cell; 5] {
    let rows = || beside.iter().flat_map(|b| &b.rows);
    let of = |who: Who| rows().find(|(there, _)| *there == who).map(|(_, row)| row);
    let (crowd, pool) = (of(Who::Crowd), of(Who::Pool));
    let number = |row: Option<&Against>, brier: bool| {
        Cell::number(row.map(|r| if brier { r.theirs.brier } else { r.theirs.log }))
    };
    [
        crowd.map_or(Cell::Empty, |r| {
            Cell::Int(i64::try_from(r.days).unwrap_or(i64::MAX))
        }),
        number(crowd, true),
        number(crowd, false),
        number(pool, true),
        number(pool, false),
    ]
}
