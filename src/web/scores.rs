//! How good the recorded forecasts were: the scores of the questions that ended, and calibration.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;

use super::app::App;
use super::frame::{self, Frame};
use super::problem::Problem;
use crate::desk::Desk;
use crate::desk::score::Ask;
use crate::draw::html;
use crate::view;
use crate::view::sheet::Sheet;

/// Days before the end at which single forecasts are looked at, as `summit score` does.
const LEADS: [u32; 6] = [90, 60, 30, 14, 7, 1];

#[derive(Template)]
#[template(path = "scores.html", config = "src/web/askama.toml")]
struct ScoresPage {
    frame: Frame,
    body: String,
    any: bool,
}

/// `GET /scores`
pub(super) async fn show(State(app): State<Arc<App>>) -> Result<Response<Body>, Problem> {
    let overview = app.overview();
    let key = (
        app.desks.generation(),
        overview.size,
        (app.today)(),
        "/scores".to_owned(),
    );
    if let Some(page) = app.kept(&key).filter(|_| overview.fault.is_none()) {
        return Ok(frame::html(page.to_string()));
    }
    let made = app.heavy.run(move |desk| {
        let report = desk.score(&[], &ask())?;
        let options = html::Options {
            both_widths: true,
            id: "scores",
            ..html::Options::default()
        };
        let page = ScoresPage {
            frame: Frame::of(&overview, "scores", "Scores"),
            body: html::render_with(&view::score::doc(&report), &options),
            any: report.overall.is_some(),
        };
        page.render().map_err(|_| Problem::fault())
    });
    let text = made.await?;
    app.keep(key, &text);
    Ok(frame::html(text))
}

/// The scores of all questions that ended, as a table.
pub(super) fn table(desk: &mut Desk) -> Result<Sheet, Problem> {
    Ok(view::score::sheet(&desk.score(&[], &ask())?))
}

fn ask() -> Ask {
    Ask {
        clock: None,
        leads: LEADS.to_vec(),
        rival: None,
    }
}
