//! The account of a question: a table of what was believed when, and a chart.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::chart::{Point, ProbabilityChart, SignalMark};
use super::decibans::{Ladder, Precision, step};
use super::doc::{Doc, Line, Span};
use super::scale::Scale;
use super::sheet::{Cell, Sheet};
use super::table::{Column, Table};
use super::taken_back;
use super::words::{tenths, word};
use crate::record::{Account, Body, Row};

/// What of an account is shown.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Ids in place of summaries.
    pub ids: bool,
    /// With the chart.
    pub chart: bool,
    /// The chart's scale; `None` for the one that fits.
    pub scale: Option<Scale>,
}

/// The account for people.
#[must_use]
pub fn doc(account: &Account, options: Options) -> Doc {
    let q = &account.question;
    let mut doc = Doc::new().title(&q.title).paragraph(format!(
        "{}: opened {}, deadline {}",
        q.id, q.opens, q.deadline
    ));
    if account.rows.is_empty() {
        return doc.hint("nothing was known by that day");
    }
    doc = doc.table(table(account, options));
    if let Some(last) = account.rows.last() {
        doc = doc.paragraph(summary(account, last));
    }
    for (ended, reopened) in &account.reopened {
        doc = doc.paragraph(format!(
            "Resolved {} on {}, and reopened on {}: {}",
            ended.outcome.as_str(),
            ended.on,
            reopened.on,
            reopened.because
        ));
    }
    if options.chart {
        doc = doc.chart(chart(account).scale(options.scale));
    }
    doc
}

fn summary(account: &Account, last: &Row) -> Line {
    let f = &last.forecast;
    let mut line = Line::new()
        .plain(format!("As of {}: ", f.as_of))
        .strong(word(f.p))
        .plain(", ")
        .strong(tenths(f.p))
        .plain(format!(" (90 %: {} to {}).", tenths(f.lo), tenths(f.hi)));
    if let Some(r) = &account.resolution {
        line = line
            .plain(" Resolved ")
            .strong(r.outcome.as_str())
            .plain(format!(" on {}.", r.on));
    }
    line
}

/// Decibans by which each row moved the log-odds of the row before, as shown, in tenths; their
/// sum is the last entry. `None` where a probability of 0 or 1 has no log-odds.
fn steps(rows: &[Row]) -> (Vec<Option<String>>, Option<String>) {
    let path: Vec<f64> = rows.iter().map(|r| r.forecast.p).collect();
    if let Some(ladder) = Ladder::of(&path, Precision::Tenths) {
        let mut out = vec![None];
        out.extend(ladder.steps().iter().map(|s| Some(ladder.show(*s))));
        return (out, Some(ladder.show(ladder.total())));
    }
    let shown = |pair: &[f64]| Ladder::of(pair, Precision::Tenths).map(|l| l.show(l.total()));
    let mut out = vec![None];
    out.extend(path.windows(2).map(shown));
    (out, None)
}

fn table(account: &Account, options: Options) -> Table {
    let rows = &account.rows;
    let years: Vec<i16> = rows.iter().map(|r| r.day().year()).collect();
    let one_year = years.first().filter(|y| years.iter().all(|x| x == *y));
    let day_header = one_year.map_or_else(|| "day".to_owned(), ToString::to_string);
    let mut table = Table::new([
        Column::left(day_header),
        Column::left(if options.ids { "id" } else { "signal" }).clip(16),
        Column::left("gr"),
        Column::right("dB"),
        Column::right("%"),
        Column::right("90 %"),
        Column::left("in words").clip(8),
    ]);
    let (steps, total) = steps(rows);
    for (row, step) in rows.iter().zip(steps) {
        let f = &row.forecast;
        let day = if one_year.is_some() {
            row.day().strftime("%m-%d").to_string()
        } else {
            row.day().to_string()
        };
        let grade = match &row.cause.body {
            Body::Signal(s) => s.grade.to_string(),
            _ => String::new(),
        };
        table.push([
            Line::from(day),
            cause(account, row, options.ids),
            Line::from(grade),
            step.map_or_else(Line::new, |s| Span::signed(s).into()),
            Span::new(bare(f.p), super::doc::Role::Strong).into(),
            Line::new().dim(format!("{}-{}", whole(f.lo), whole(f.hi))),
            Line::from(word(f.p)),
        ]);
    }
    if let (Some(total), Some(last)) = (total, rows.last()) {
        table = table.total([
            Line::new(),
            Line::from("since the opening"),
            Line::new(),
            Span::signed(total).into(),
            Span::new(bare(last.forecast.p), super::doc::Role::Strong).into(),
            Line::new(),
            Line::new(),
        ]);
    }
    table
}

/// A percentage to a tenth without its sign, so that a column lines up.
fn bare(p: f64) -> String {
    tenths(p).trim_end_matches('%').trim_end().to_owned()
}

/// Whole percents for an interval.
fn whole(p: f64) -> String {
    format!("{:.0}", p * 100.0)
}

fn cause(account: &Account, row: &Row, ids: bool) -> Line {
    let summary_of = |id: &str| {
        let rows = account.rows.iter();
        let mut all = rows.filter_map(|r| match &r.cause.body {
            Body::Signal(s) if s.id.as_str() == id => Some(s.summary.clone()),
            _ => None,
        });
        all.next().unwrap_or_else(|| id.to_owned())
    };
    match &row.cause.body {
        Body::Signal(s) => {
            let text = if ids {
                s.id.to_string()
            } else {
                s.summary.clone()
            };
            if account.retracted.iter().any(|id| id == s.id.as_str()) {
                Line::new().dim(format!("(retracted) {text}"))
            } else {
                Line::from(text)
            }
        }
        Body::Retraction(r) => Line::new().plain(if ids {
            format!("retracts {}", r.signal)
        } else {
            format!("retracts: {}", summary_of(r.signal.as_str()))
        }),
        change @ Body::Model(_) => Line::new().plain(change.cause()),
        other => Line::new().dim(other.cause()),
    }
}

/// The recorded forecasts as a chart. A signal's step is that of its row: from the forecast before
/// it, with the days that passed in between.
#[must_use]
pub fn chart(account: &Account) -> ProbabilityChart {
    let points = account.course().into_iter().map(|(day, r)| Point {
        day,
        p: r.forecast.p,
        lo: r.forecast.lo,
        hi: r.forecast.hi,
    });
    let mut chart = ProbabilityChart::of(&account.question, account.resolution.as_ref())
        .points(points)
        .signals(signals(account));
    taken_back::mark(&mut chart, account);
    chart
}

fn signals(account: &Account) -> Vec<SignalMark> {
    let course = account.course();
    let pairs = course.iter().zip(course.iter().skip(1));
    let mark = |((_, before), (day, row)): (&(Date, &Row), &(Date, &Row))| match &row.cause.body {
        Body::Signal(s) => {
            let (before, after) = (before.forecast.p, row.forecast.p);
            Some(SignalMark::of(s, *day, before, after))
        }
        _ => None,
    };
    pairs.filter_map(mark).collect()
}

/// The account as data: one object a forecast.
#[must_use]
pub fn data(account: &Account) -> Value {
    let mut before: Option<f64> = None;
    let rows = account.rows.iter().map(|row| {
        let f = &row.forecast;
        let decibans = before.and_then(|p| step(p, f.p));
        before = Some(f.p);
        let (kind, summary) = match &row.cause.body {
            Body::Signal(s) => (Some(s.kind.to_string()), Some(s.summary.clone())),
            Body::Retraction(r) => (None, Some(r.because.clone())),
            Body::Question(q) => (None, Some(q.title.clone())),
            _ => (None, None),
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
                "summary": summary,
            },
            "p": f.p,
            "lo": f.lo,
            "hi": f.hi,
            "decibans": decibans,
        })
    });
    Value::Array(rows.collect())
}

/// The account as a table for spreadsheets: numbers and dates as they are, text that cannot run.
#[must_use]
pub fn sheet(account: &Account) -> Sheet {
    const HEADER: [&str; 15] = [
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
    ];
    let mut before: Option<f64> = None;
    let rows: Vec<Vec<Cell>> = account
        .rows
        .iter()
        .map(|row| {
            let f = &row.forecast;
            let decibans = before.and_then(|p| step(p, f.p));
            before = Some(f.p);
            let mut cells = vec![
                int(row.seq),
                Cell::text(f.question.as_str()),
                Cell::Date(f.as_of),
                Cell::Number(f.p),
                Cell::Number(f.lo),
                Cell::Number(f.hi),
                decibans.map_or(Cell::Empty, Cell::Number),
                int(row.cause.seq),
                Cell::text(row.cause.body.type_name()),
                Cell::text(row.cause.id.as_str()),
            ];
            cells.extend(details(&row.cause.body));
            cells
        })
        .collect();
    Sheet::new(HEADER, rows)
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
