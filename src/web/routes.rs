//! The pages, by address.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use super::app::App;
use super::problem::Problem;
use super::{
    add, assets, audit_page, embed, entries, entry, files, live, panels, question, questions,
    scores,
};

/// The pages, by address.
pub(super) fn router(app: Arc<App>) -> Router {
    let router = Router::new()
        .route("/", get(questions::list))
        .route("/q/{id}", get(question::show))
        .route("/q/{id}/embed", get(embed::show))
        .route("/q/{id}/{file}", get(files::of_question))
        .route("/tables/{file}", get(files::of_ledger))
        .route("/charts", get(panels::show))
        .route("/scores", get(scores::show))
        .route("/entries", get(entries::list))
        .route("/entries/{seq}", get(entry::show))
        .route("/audit", get(audit_page::show))
        .route("/live", get(live::stream))
        .route("/assets/{name}", get(asset))
        .fallback(nothing);
    match app.writer.is_some() {
        true => router.merge(writing()),
        false => router,
    }
    .with_state(app)
}

/// The pages on which signals are added.
fn writing() -> Router<Arc<App>> {
    Router::new()
        .route("/q/{id}/add", get(add::form).post(add::preview))
        .route("/q/{id}/append", get(add::back).post(add::append))
        .route("/q/{id}/added", get(add::added))
}

async fn asset(uri: axum::http::Uri) -> Result<axum::http::Response<axum::body::Body>, Problem> {
    assets::find(uri.path()).ok_or_else(missing)
}

async fn nothing() -> Problem {
    missing()
}

fn missing() -> Problem {
    Problem::not_found("there is no such page", "begin with the questions")
}
