//! The chart on a page of its own, for other sites to frame where the one who serves allows it.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::Response;

use super::app::App;
use super::assets::{ICON, STYLE};
use super::frame::html;
use super::number::Number;
use super::origin::{Framed, Origin};
use super::problem::Problem;
use super::query::Query;
use super::question::known;
use super::question_page::standing_chart;
use super::shown::Shown;

#[derive(Template)]
#[template(path = "embed.html", config = "src/web/askama.toml")]
struct EmbedPage {
    style: &'static str,
    icon: &'static str,
    title: Shown,
    address: String,
    now: Number,
    chart: String,
}

/// `GET /q/ID/embed`
pub(super) async fn show(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response<Body>, Problem> {
    if app.embed.is_empty() {
        return Err(Problem::not_found(
            "charts may not be framed by other sites here",
            "`summit serve --embed https://site.example` allows it to one",
        ));
    }
    let query = Query::parse(query.as_deref())?;
    let (id, asked) = known(&app, &id, &query)?;
    let today = (app.today)();
    let banks = Arc::clone(&app.banks);
    let text = app
        .heavy
        .run(move |desk| {
            let (report, chart) = standing_chart(desk, &banks, &id, &asked, today)?;
            let page = EmbedPage {
                style: &STYLE.path,
                icon: &ICON.path,
                title: Shown::new(&report.account.question.title),
                address: asked.address(&id),
                now: Number::of(&report),
                chart,
            };
            page.render().map_err(|_| Problem::fault())
        })
        .await?;
    let mut response = html(text);
    let sites: Vec<&str> = app.embed.iter().map(Origin::as_str).collect();
    response.extensions_mut().insert(Framed(sites.join(" ")));
    Ok(response)
}
