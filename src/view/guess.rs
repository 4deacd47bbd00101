//! What people believe beside the model.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::doc::{Doc, Line, Span};
use super::score::people as scores;
use super::sheet::{Cell, Sheet};
use super::steps::{self, between, decibans};
use super::table::{Column, Table};
use super::words::tenths;
use crate::record::{Account, Guessed};
use crate::score::people::Now;

/// What a question is whose numbers are hidden from who asks.
pub const BLIND: &str = "blind until you give your own number";

/// The numbers that stand, for people.
#[must_use]
pub fn doc(now: &Now) -> Doc {
    let doc = Doc::new()
        .title(&now.account.question.title)
        .table(table(now));
    let nobody = now.account.guesses.standing().is_empty();
    let doc = match nobody {
        true => doc,
        false => doc.paragraph(scores::told(&now.weights)),
    };
    match (&now.account.resolution, nobody) {
        (None, true) => doc.hint(
            Line::new()
                .plain("nobody gave a number of their own: ")
                .code("summit guess 0.7 --because TEXT"),
        ),
        (None, false) => doc,
        (Some(r), _) => doc.hint(format!(
            "it was resolved {} on {}; `summit score` says who came closest",
            r.outcome.as_str(),
            r.on
        )),
    }
}

/// One number a row, the model's first.
fn table(now: &Now) -> Table {
    let mut table = Table::new([
        Column::left("whose").clip(10),
        Column::right("number"),
        Column::right("dB from it"),
        Column::left("since"),
        Column::left("because").wrap(16),
    ]);
    for row in rows(now) {
        let apart = row
            .apart
            .map(|units| Line::from(Span::signed(steps::show(units))));
        table.push([
            Line::from(row.whose),
            Line::new().strong(tenths(row.p)),
            apart.unwrap_or_default(),
            Line::from(row.since.unwrap_or_default()),
            Line::new().dim(row.because.unwrap_or_default()),
        ]);
    }
    table
}

/// A number with whose it is.
struct Row {
    whose: String,
    kind: &'static str,
    p: f64,
    /// From the model's, in hundredths of decibans.
    apart: Option<i64>,
    since: Option<String>,
    because: Option<String>,
    id: Option<String>,
}

fn rows(now: &Now) -> Vec<Row> {
    let from = |p: f64| now.model.and_then(|(_, model)| between(model, p));
    let row = |whose: &str, kind, p| Row {
        whose: whose.to_owned(),
        kind,
        p,
        apart: from(p),
        since: None,
        because: None,
        id: None,
    };
    let model = now.model.map(|(day, p)| Row {
        since: Some(day.to_string()),
        apart: None,
        ..row("the model", "model", p)
    });
    let person = |g: &Guessed| Row {
        since: Some(g.guess.known_on.to_string()),
        because: Some(g.guess.because.clone()),
        id: Some(g.guess.id.to_string()),
        ..row(&g.who, "person", g.guess.p)
    };
    let mut rows: Vec<Row> = model.into_iter().collect();
    rows.extend(now.account.guesses.standing().into_iter().map(person));
    rows.extend(now.crowd.map(|p| row("the crowd", "crowd", p)));
    rows.extend(now.pool.map(|p| row("the pool", "pool", p)));
    rows
}

/// What a question that is blind to the reader shows: who guessed, and nothing of what.
#[must_use]
pub fn hidden(account: &Account) -> Doc {
    let q = &account.question;
    let standing = account.guesses.standing();
    let names: Vec<&str> = standing.iter().map(|g| g.who.as_str()).collect();
    let who = match names.is_empty() {
        true => "Nobody guessed so far.".to_owned(),
        false => format!("So far guessed: {}.", names.join(", ")),
    };
    Doc::new()
        .title(&q.title)
        .paragraph(format!(
            "{}: opened {}, deadline {}",
            q.id, q.opens, q.deadline
        ))
        .paragraph(q.criteria.as_str())
        .paragraph(format!("It is {BLIND}. {who}"))
        .hint(
            Line::new()
                .plain("to give yours and see the others': ")
                .code(format!("summit guess 0.7 --because TEXT -q {}", q.id)),
        )
}

/// The same as data.
#[must_use]
pub fn hidden_data(account: &Account) -> Value {
    let standing = account.guesses.standing();
    json!({
        "question": account.question.id.as_str(),
        "blind": true,
        "guessed": standing.iter().map(|g| g.who.as_str()).collect::<Vec<_>>(),
    })
}

/// The same for spreadsheets.
#[must_use]
pub fn hidden_sheet(account: &Account) -> Sheet {
    let standing = account.guesses.standing();
    Sheet::new(
        ["who"],
        standing.iter().map(|g| vec![Cell::text(g.who.as_str())]),
    )
}

/// The numbers that stand, for programs.
#[must_use]
pub fn data(now: &Now) -> Value {
    let rows = rows(now).into_iter().map(|row| {
        json!({
            "who": row.whose,
            "kind": row.kind,
            "p": row.p,
            "decibans_from_model": row.apart.map(decibans),
            "since": row.since,
            "because": row.because,
            "id": row.id,
        })
    });
    json!({
        "question": now.account.question.id.as_str(),
        "blind": false,
        "numbers": rows.collect::<Vec<_>>(),
        "people": people(&now.account),
        "weights": scores::weights(&now.weights),
    })
}

/// How each person's number went, who was first first: from each day on what stood, null where nothing
/// did.
fn people(account: &Account) -> Vec<Value> {
    let guesses = &account.guesses;
    let step = |(day, p): (Date, Option<f64>)| json!({"day": day.to_string(), "p": p});
    let steps = |who| -> Vec<Value> { guesses.known_course(who).into_iter().map(step).collect() };
    let one = |who| json!({"who": who, "steps": steps(who)});
    guesses.by_first().into_iter().map(one).collect()
}

/// The numbers that stand, for spreadsheets.
#[must_use]
pub fn sheet(now: &Now) -> Sheet {
    let text = |text: Option<String>| text.map_or(Cell::Empty, Cell::text);
    let header = [
        "who",
        "kind",
        "p",
        "decibans_from_model",
        "since",
        "because",
        "id",
    ];
    let row = |row: Row| {
        vec![
            Cell::text(row.whose),
            Cell::text(row.kind),
            Cell::Number(row.p),
            Cell::number(row.apart.map(decibans)),
            text(row.since),
            text(row.because),
            text(row.id),
        ]
    };
    Sheet::new(header, rows(now).into_iter().map(row))
}
