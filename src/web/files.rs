//! The tables of a page as files, and the chart as a picture.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, Response, header};
use serde_json::{Map, Value, json};

use super::app::App;
use super::asked::Asked;
use super::overview::Overview;
use super::problem::Problem;
use super::query::Query;
use super::question::known;
use super::question_page::{picture, standing_said};
use super::scores;
use super::signals;
use crate::desk::Desk;
use crate::draw::csv;
use crate::record::Name;
use crate::view;
use crate::view::sheet::{Cell, Sheet};

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Csv,
    Json,
}

/// `GET /q/ID/TABLE.csv`, `/q/ID/TABLE.json`, `/q/ID/chart.svg`
pub(super) async fn of_question(
    State(app): State<Arc<App>>,
    Path((id, file)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response<Body>, Problem> {
    let query = Query::parse(query.as_deref())?;
    let (id, asked) = known(&app, &id, &query)?;
    if file == "chart.svg" {
        let (banks, today) = (Arc::clone(&app.banks), (app.today)());
        let work = move |desk: &mut Desk| picture(desk, &banks, &id, &asked, today);
        return Ok(answer(app.heavy.run(work).await?, "image/svg+xml"));
    }
    let (table, form) = parts(&file)?;
    let table = table.to_owned();
    let work = move |desk: &mut Desk| of(desk, &id, &asked, &table);
    written(&app.heavy.run(work).await?, form)
}

/// `GET /questions.csv`, `/scores.csv`, and the same with `.json`
pub(super) async fn of_ledger(
    State(app): State<Arc<App>>,
    Path(file): Path<String>,
) -> Result<Response<Body>, Problem> {
    let (table, form) = parts(&file)?;
    let sheet = match table {
        "questions" => questions(&app.overview()),
        "scores" => app.heavy.run(scores::table).await?,
        _ => return Err(missing()),
    };
    written(&sheet, form)
}

fn parts(file: &str) -> Result<(&str, Form), Problem> {
    match file.rsplit_once('.') {
        Some((table, "csv")) => Ok((table, Form::Csv)),
        Some((table, "json")) => Ok((table, Form::Json)),
        _ => Err(missing()),
    }
}

fn missing() -> Problem {
    Problem::not_found(
        "there is no such table",
        "a question has signals, moved and history, each as .csv and .json, and chart.svg",
    )
}

fn of(desk: &mut Desk, id: &Name, asked: &Asked, table: &str) -> Result<Sheet, Problem> {
    desk.looking_by(asked.recorded_by, std::slice::from_ref(id), |desk| {
        looked(desk, id, asked, table)
    })
}

fn looked(desk: &mut Desk, id: &Name, asked: &Asked, table: &str) -> Result<Sheet, Problem> {
    if table == "history" {
        let options = view::account::Options::default();
        return Ok(view::account::sheet(&desk.told(id, asked.as_of)?, &options));
    }
    let (standing, explanation) = standing_said(desk, id, asked)?;
    match table {
        "signals" => {
            let account = desk.told(id, asked.as_of)?;
            Ok(signals::sheet(&standing, (&explanation, &account), asked))
        }
        "moved" => Ok(signals::moved(&explanation)),
        _ => Err(missing()),
    }
}

fn questions(overview: &Overview) -> Sheet {
    const HEADER: [&str; 11] = [
        "question", "title", "opens", "deadline", "as_of", "p", "lo", "hi", "outcome", "ended_on",
        "seq",
    ];
    let rows = overview.questions.values().map(|row| {
        let last = row.last.as_ref();
        let number = |of: fn(&super::overview::Last) -> f64| Cell::number(last.map(of));
        let (outcome, on) = match row.outcome {
            Some((outcome, on)) => (Cell::text(outcome.as_str()), Cell::Date(on)),
            None => (Cell::Empty, Cell::Empty),
        };
        vec![
            Cell::text(row.id.as_str()),
            Cell::text(row.title.as_str()),
            Cell::Date(row.opens),
            Cell::Date(row.deadline),
            last.map_or(Cell::Empty, |last| Cell::Date(last.as_of)),
            number(|last| last.p),
            number(|last| last.lo),
            number(|last| last.hi),
            outcome,
            on,
            last.map_or(Cell::Empty, |last| signals::int(last.seq)),
        ]
    });
    Sheet::new(HEADER, rows.collect::<Vec<_>>())
}

fn written(sheet: &Sheet, form: Form) -> Result<Response<Body>, Problem> {
    match form {
        Form::Csv => {
            let text = csv::write(sheet).map_err(|_| Problem::fault())?;
            Ok(answer(text, "text/csv; charset=utf-8"))
        }
        Form::Json => {
            let text = serde_json::to_string_pretty(&objects(sheet));
            let text = text.map_err(|_| Problem::fault())?;
            Ok(answer(text + "\n", "application/json"))
        }
    }
}

fn answer(text: String, media: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    response
}

/// A table as JSON: one object a row.
fn objects(sheet: &Sheet) -> Value {
    let rows = sheet.rows.iter().map(|row| {
        let named = sheet.header.iter().zip(row);
        let cells = named.map(|(name, cell)| (name.clone(), value(cell)));
        Value::Object(cells.collect::<Map<_, _>>())
    });
    rows.collect()
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Number(x) => json!(x),
        Cell::Int(n) => json!(n),
        Cell::Date(day) => json!(day.to_string()),
        Cell::Text(text) => json!(text),
        Cell::Empty => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_the_same_in_both_forms() {
        let row = vec![Cell::text("=1+1"), Cell::Number(0.5), Cell::Empty];
        let sheet = Sheet::new(["a", "b", "c"], [row]);
        assert_eq!(objects(&sheet), json!([{"a": "=1+1", "b": 0.5, "c": null}]));
        assert_eq!(csv::write(&sheet).unwrap(), "a,b,c\n'=1+1,0.5,\n");
        assert_eq!(parts("signals.csv").unwrap(), ("signals", Form::Csv));
        assert!(parts("signals.exe").is_err() && parts("signals").is_err());
    }
}
