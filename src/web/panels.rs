//! Several questions as small multiples: the same axis for all, each from its opening to its deadline.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::Response;
use jiff::civil::Date;

use super::app::App;
use super::frame::{Frame, page};
use super::number::Number;
use super::overview::Row;
use super::problem::Problem;
use super::query::Query;
use super::questions::{find, in_order};
use super::shown::Shown;
use super::spark::panel;

/// Questions on the page.
const MOST: usize = 60;

#[derive(askama::Template)]
#[template(path = "panels.html", config = "src/web/askama.toml")]
struct PanelsPage {
    frame: Frame,
    find: Shown,
    panels: Vec<Panel>,
    found: usize,
}

struct Panel {
    address: String,
    title: Shown,
    now: Option<Number>,
    picture: String,
    opens: Date,
    deadline: Date,
    ended: String,
}

/// `GET /charts`
pub(super) async fn show(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<Response<Body>, Problem> {
    let query = Query::parse(query.as_deref())?;
    query.only(&["find", "token"])?;
    let overview = app.overview();
    let find = find(&query)?;
    let rows = in_order(&overview, find);
    page(&PanelsPage {
        frame: Frame::of(&overview, "charts", "Charts"),
        find: Shown::new(find),
        found: rows.len(),
        panels: rows
            .into_iter()
            .take(MOST)
            .map(|row| Panel::of(row))
            .collect(),
    })
}

impl Panel {
    fn of(row: &Row) -> Self {
        Self {
            address: format!("/q/{}", row.id),
            title: Shown::new(&row.title),
            now: row.last.map(|last| Number::new((last.p, last.lo, last.hi))),
            picture: panel(row.opens, row.deadline, &row.course),
            opens: row.opens,
            deadline: row.deadline,
            ended: row.outcome.map_or_else(String::new, |(outcome, on)| {
                format!("{} on {on}", outcome.as_str())
            }),
        }
    }
}
