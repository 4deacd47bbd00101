//! A signal added by hand: a form, a preview that writes nothing, and the entry.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, Response, header};

use super::add_page::{AddPage, AddedPage, PreviewPage};
use super::app::App;
use super::foresee::{Foreseen, foresee};
use super::frame::page;
use super::post;
use super::problem::Problem;
use super::query::Query;
use super::question::{elsewhere, known};
use super::typed::{FIELDS, Typed};
use super::write::Writer;
use crate::desk::{Desk, Fact, Hand};
use crate::record::{Body as Record, Name, Signal};

/// `GET /q/ID/add`
pub(super) async fn form(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response<Body>, Problem> {
    let query = Query::parse(query.as_deref())?;
    query.only(&FIELDS)?;
    let (id, _) = known(&app, &id, &Query::default())?;
    show(&app, id, Typed::read(&query)?, None).await
}

/// `POST /q/ID/add`: the preview or, with `again`, the form with what was typed.
pub(super) async fn preview(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    body: Body,
) -> Result<Response<Body>, Problem> {
    let (id, sent, typed) = sent(&app, &id, body).await?;
    if sent.one("again")?.is_some() {
        return show(&app, id, typed, None).await;
    }
    previewed(&app, id, typed, "").await
}

/// `POST /q/ID/append`: what was previewed.
pub(super) async fn append(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    body: Body,
) -> Result<Response<Body>, Problem> {
    let (id, sent, typed) = sent(&app, &id, body).await?;
    let number = sent.one("preview")?.unwrap_or_default().to_owned();
    let writer = writer(&app)?;
    let previews = Arc::clone(&writer.previews);
    let (question, what) = (id.clone(), typed.clone());
    let work = move |desk: &mut Desk, hand: &Hand| {
        let Some(preview) = previews.find(&number, &question, &what) else {
            return Ok(None);
        };
        let entries = match preview.done {
            Some(entries) => entries,
            None if what.signals(desk, &question)? != preview.signals => return Ok(None),
            None => enter(desk, hand, preview.signals)?,
        };
        previews.done(&number, entries.clone());
        Ok(Some((preview.seen, entries)))
    };
    match writer.at_desk(typed.get("name"), work).await {
        Ok(Some((seen, entries))) => Ok(elsewhere(&address(&id, seen, &entries))),
        Ok(None) => {
            let why = "this was not what was previewed, or it was long ago: look at it again";
            previewed(&app, id, typed, why).await
        }
        Err(problem) => show(&app, id, typed, Some(problem)).await,
    }
}

/// `GET /q/ID/append`: where somebody asks for the address of the form that was sent.
pub(super) async fn back(Path(id): Path<String>) -> Result<Response<Body>, Problem> {
    let id = Name::parse(&id).map_err(|_| Problem::fault())?;
    Ok(elsewhere(&format!("/q/{id}/add")))
}

/// `GET /q/ID/added`: what became of it.
pub(super) async fn added(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response<Body>, Problem> {
    let query = Query::parse(query.as_deref())?;
    query.only(&["seen", "entry"])?;
    let (id, _) = known(&app, &id, &Query::default())?;
    let overview = app.overview();
    let made = app.heavy.run(move |desk| {
        let seen = number(query.one("seen")?)?;
        let entries = query.all("entry").map(|text| number(Some(text)));
        let entries = entries.collect::<Result<Vec<u64>, Problem>>()?;
        AddedPage::make(desk, &overview, &id, (seen, &entries))
    });
    private(page(&made.await?)?)
}

fn number(text: Option<&str>) -> Result<u64, Problem> {
    let read = text.and_then(|text| text.parse().ok());
    read.ok_or_else(|| Problem::bad("there is no such entry", "begin with the question"))
}

/// What was sent to the page of a question, in a form of this server.
async fn sent(app: &App, id: &str, body: Body) -> Result<(Name, Query, Typed), Problem> {
    let writer = writer(app)?;
    let sent = post::fields(body, writer.patience).await?;
    writer.is_mine(sent.one("form")?.unwrap_or_default())?;
    let (id, _) = known(app, id, &Query::default())?;
    let typed = Typed::read(&sent)?;
    Ok((id, sent, typed))
}

fn writer(app: &App) -> Result<&Writer, Problem> {
    app.writer.as_ref().ok_or_else(Problem::fault)
}

/// Appends what was previewed, as `summit add` does; the entries that say it.
fn enter(desk: &mut Desk, hand: &Hand, signals: Vec<Signal>) -> Result<Vec<u64>, Problem> {
    let facts = signals
        .into_iter()
        .map(|signal| Fact::from(Record::Signal(Box::new(signal))));
    let done = desk.append(hand, facts.collect())?;
    Ok(done.iter().map(|recorded| recorded.entry.seq).collect())
}

fn address(id: &Name, seen: u64, entries: &[u64]) -> String {
    let query = Query::default().with("seen", seen.to_string());
    let each = entries.iter();
    let query = each.fold(query, |query, seq| query.with("entry", seq.to_string()));
    query.address(&format!("/q/{id}/added"))
}

async fn previewed(
    app: &App,
    id: Name,
    typed: Typed,
    why: &str,
) -> Result<Response<Body>, Problem> {
    let writer = writer(app)?;
    let (question, what) = (id.clone(), typed.clone());
    let work = move |desk: &mut Desk, hand: &Hand| {
        let signals = what.signals(desk, &question)?;
        Ok((foresee(desk, hand, &question, &what)?, signals))
    };
    let (foreseen, signals): (Foreseen, _) = match writer.at_desk(typed.get("name"), work).await {
        Ok(both) => both,
        Err(problem) => return show(app, id, typed, Some(problem)).await,
    };
    let number = writer
        .previews
        .keep(&id, (typed.clone(), signals), foreseen.size)?;
    let mut made = PreviewPage::new(&app.overview(), &id, typed, foreseen);
    made.form = writer.secret();
    made.preview = number;
    made.why = why.to_owned();
    private(page(&made)?)
}

/// The form with what was typed, and why it was refused.
async fn show(
    app: &App,
    id: Name,
    typed: Typed,
    refused: Option<Problem>,
) -> Result<Response<Body>, Problem> {
    let status = refused.as_ref().map(|problem| problem.status);
    let (overview, today) = (app.overview(), (app.today)());
    let form = writer(app)?.secret();
    let typed = typed.or("on", today.to_string());
    let made = app.heavy.run(move |desk| {
        let mut page = AddPage::make(desk, &overview, &id, (typed, today))?;
        page.form = form;
        Ok(page.refused(refused))
    });
    let mut response = private(page(&made.await?)?)?;
    if let Some(status) = status {
        *response.status_mut() = status;
    }
    Ok(response)
}

/// Where a form is sent from is told to this server, and to no other.
fn private(mut response: Response<Body>) -> Result<Response<Body>, Problem> {
    let policy = HeaderValue::from_static("same-origin");
    response
        .headers_mut()
        .insert(header::REFERRER_POLICY, policy);
    Ok(response)
}
