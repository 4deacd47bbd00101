//! A history as data, for programs and for spreadsheets.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::Options;
use super::columns::{number, summary};
use crate::record::{Account, Body, Row};
use crate::view::sheet::{Cell, Sheet};
use crate::view::steps::{Step, Steps, decibans};

/// The account as data: one object a row. `decibans` is what the cause did by itself,
/// `time_decibans` what the time did that passed since the row before; over all rows both sum to
/// the change since the opening.
#[must_use]
pub fn data(account: &Account, options: &Options) -> Value {
    let rows = shown(account, options);
    Value::Array(
        rows.iter()
            .map(|(row, step)| object(account, row, *step))
            .collect(),
    )
}

/// The rows that are shown, each with its step.
fn shown<'a>(account: &'a Account, options: &Options) -> Vec<(&'a Row, Step)> {
    let steps = Steps::of(account);
    let places = options.pick.rows(account).into_iter();
    let both = places.filter_map(|i| account.rows.get(i).zip(steps.each().get(i).copied()));
    both.collect()
}

fn object(account: &Account, row: &Row, step: Step) -> Value {
    let f = &row.forecast;
    let kind = match &row.cause.body {
        Body::Signal(s) => Some(s.kind.to_string()),
        _ => None,
    };
    json!({
        "seq": row.seq,
        "question": f.question.as_str(),
        "as_of": f.as_of.to_string(),
        "cause": {
            "seq": row.cause.seq,
            "type": row.cause.body.type_name(),
            "id": row.cause.id,
            "kind": kind,
            "summary": summary(row),
            "number": account.number(row),
            "author": row.cause.author,
            "recorded_at": row.cause.recorded_at.to_string(),
            "corrects": row.correction.as_ref().map(|r| r.signal.as_str()),
            "because": row.because(),
        },
        "p": f.p,
        "lo": f.lo,
        "hi": f.hi,
        "decibans": step.own.map(decibans),
        "time_decibans": step.time.map(decibans),
    })
}

/// The columns of the table for spreadsheets, where none are asked for.
const HEADER: [&str; 21] = [
    "seq",
    "question",
    "as_of",
    "p",
    "lo",
    "hi",
    "decibans",
    "cause_seq",
    "cause_type",
    "cause_id",
    "kind",
    "observed_on",
    "grade",
    "summary",
    "source",
    "time_decibans",
    "author",
    "recorded_at",
    "corrects",
    "because",
    "number",
];

/// The account as a table for spreadsheets: numbers and dates as they are, text that cannot run.
#[must_use]
pub fn sheet(account: &Account, options: &Options) -> Sheet {
    let rows = shown(account, options);
    if !options.columns.is_empty() {
        let header = options.columns.iter().map(|column| column.name());
        let values = |(row, step): &(&Row, Step)| {
            let columns = options.columns.iter();
            columns
                .map(|column| column.value(account, row, *step))
                .collect()
        };
        return Sheet::new(header, rows.iter().map(values));
    }
    Sheet::new(
        HEADER,
        rows.iter().map(|(row, step)| cells(account, row, *step)),
    )
}

fn cells(account: &Account, row: &Row, step: Step) -> Vec<Cell> {
    let f = &row.forecast;
    let text = |text: Option<&str>| text.map_or(Cell::Empty, Cell::text);
    let mut cells = vec![
        int(row.seq),
        Cell::text(f.question.as_str()),
        Cell::Date(f.as_of),
        Cell::Number(f.p),
        Cell::Number(f.lo),
        Cell::Number(f.hi),
        Cell::number(step.own.map(decibans)),
        int(row.cause.seq),
        Cell::text(row.cause.body.type_name()),
        Cell::text(row.cause.id.as_str()),
    ];
    cells.extend(details(&row.cause.body));
    cells.extend([
        Cell::number(step.time.map(decibans)),
        Cell::text(row.cause.author.as_str()),
        Cell::text(row.cause.recorded_at.to_string()),
        text(row.correction.as_ref().map(|r| r.signal.as_str())),
        text(row.because()),
        number(account.number(row)),
    ]);
    cells
}

fn details(body: &Body) -> [Cell; 5] {
    let day = |d: Date| Cell::Date(d);
    match body {
        Body::Signal(s) => [
            Cell::text(s.kind.as_str()),
            day(s.observed_on),
            Cell::text(s.grade.to_string()),
            Cell::text(s.summary.as_str()),
            s.source
                .as_ref()
                .map_or(Cell::Empty, |x| Cell::text(x.name.as_str())),
        ],
        Body::Retraction(r) => [
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::text(r.because.as_str()),
            Cell::Empty,
        ],
        _ => [
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ],
    }
}

fn int(seq: u64) -> Cell {
    Cell::Int(i64::try_from(seq).unwrap_or(i64::MAX))
}
