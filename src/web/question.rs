//! One question: what was known on any day, and what would be believed if something else were.

use std::sync::Arc;

use askama::Template as _;
use axum::body::Body as Answer;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, Response, StatusCode, header};

use super::app::App;
use super::asked::Asked;
use super::frame::html;
use super::problem::Problem;
use super::query::Query;
use super::question_page::make;
use crate::record::Name;

/// `GET /q/ID`
pub(super) async fn show(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response<Answer>, Problem> {
    let query = Query::parse(query.as_deref())?;
    let (id, asked) = known(&app, &id, &query)?;
    let address = asked.address(&id);
    if asked.more {
        return Ok(elsewhere(&address));
    }
    let overview = app.overview();
    let today = (app.today)();
    let key = (app.desks.generation(), overview.size, today, address);
    if let Some(page) = app.kept(&key).filter(|_| overview.fault.is_none()) {
        return Ok(html(page.to_string()));
    }
    let banks = Arc::clone(&app.banks);
    let embed = !app.embed.is_empty();
    let made = app.heavy.run(move |desk| {
        let page = make(desk, &banks, &overview, &id, &asked, (today, embed))?;
        page.render().map_err(|_| Problem::fault())
    });
    let text = made.await?;
    app.keep(key, &text);
    Ok(html(text))
}

/// The question of that name, and what is asked about it.
pub(super) fn known(app: &App, id: &str, query: &Query) -> Result<(Name, Asked), Problem> {
    let id = Name::parse(id).map_err(|_| unknown())?;
    let asked = Asked::read(query, &id)?;
    let overview = app.overview();
    match (overview.questions.contains_key(&id), &overview.fault) {
        (true, _) => Ok((id, asked)),
        (false, None) => Err(unknown()),
        (false, Some(fault)) => Err(Problem::unsound(fault)),
    }
}

fn unknown() -> Problem {
    Problem::not_found(
        "the ledger has no such question",
        "begin with the questions",
    )
}

/// The way to another page.
pub(super) fn elsewhere(address: &str) -> Response<Answer> {
    let mut response = Response::new(Answer::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    if let Ok(value) = HeaderValue::from_str(address) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
}
