//! Whether the ledger is sound: the last audit, and one begun on request.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};

use super::app::App;
use super::audit_run;
use super::auditor::Done;
use super::frame::{Frame, page};
use super::problem::Problem;
use super::query::Query;
use super::shown::Shown;
use crate::audit::Report;
use crate::{draw, view};

const TIERS: [(&str, &str); 6] = [
    ("file", "SQLite's structures, tables and triggers"),
    ("log", "every row, the tree and the lists derived again"),
    ("checkpoints", "signatures and roots"),
    (
        "history",
        "references, clocks, a forecast after each fact, sources",
    ),
    ("belief", "every forecast derived again, equal bit for bit"),
    ("practice", "warnings: what is sound but weak"),
];

#[derive(askama::Template)]
#[template(path = "audit.html", config = "src/web/askama.toml")]
struct AuditPage {
    frame: Frame,
    running: Option<Running>,
    last: Option<Last>,
}

struct Running {
    tier: u8,
    name: &'static str,
    percent: u64,
}

struct Last {
    /// Whether the log has grown since.
    old: bool,
    size: u64,
    failed: Option<Shown>,
    sound: bool,
    root: Shown,
    findings: String,
    unchecked: Vec<Shown>,
    tiers: Vec<Tier>,
}

struct Tier {
    number: usize,
    name: &'static str,
    what: &'static str,
    ran: bool,
    faults: u64,
    warnings: u64,
}

/// `GET /audit`; with `?run=now` an audit begins.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    method: axum::http::Method,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response<Body>, Problem> {
    let query = Query::parse(query.as_deref())?;
    query.only(&["run"])?;
    if query.one("run")?.is_some() {
        // Another site may open this page in a tab, but not have the machine work by it.
        let elsewhere = headers
            .get("sec-fetch-site")
            .is_some_and(|site| site != "same-origin" && site != "none");
        if method == axum::http::Method::GET && !elsewhere {
            audit_run::request(&app);
        }
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SEE_OTHER;
        let headers = response.headers_mut();
        headers.insert(header::LOCATION, HeaderValue::from_static("/audit"));
        return Ok(response);
    }
    let state = app.auditor.state();
    let overview = app.overview();
    let now = (app.desks.generation(), overview.size);
    let running = state.running.map(|p| Running {
        tier: p.tier,
        name: usize::from(p.tier)
            .checked_sub(1)
            .and_then(|i| TIERS.get(i))
            .map_or("", |t| t.0),
        percent: (p.done * 100).checked_div(p.total).unwrap_or(0).min(100),
    });
    let mut frame = Frame::of(&overview, "audit", "Audit");
    frame.refresh = running.is_some().then_some(2);
    page(&AuditPage {
        frame,
        running,
        last: state.last.map(|done| Last::new(&done, now)),
    })
}

impl Last {
    fn new(done: &Done, now: (u64, u64)) -> Self {
        let blank = Self {
            old: done.of != now,
            size: done.of.1,
            failed: None,
            sound: false,
            root: Shown::new(""),
            findings: String::new(),
            unchecked: Vec::new(),
            tiers: Vec::new(),
        };
        match &done.outcome {
            Err(why) => Self {
                failed: Some(Shown::new(why)),
                ..blank
            },
            Ok(report) => Self {
                old: blank.old && report.size != now.1,
                size: report.size,
                sound: report.sound(),
                root: Shown::new(report.root.map_or_else(String::new, hex::encode)),
                // Without findings, the warnings are the first heading below the page's.
                findings: draw::html::render_at(
                    &view::audit::doc(report),
                    if report.sound() { 1 } else { 2 },
                ),
                unchecked: report.unchecked.iter().map(Shown::new).collect(),
                tiers: tiers(report),
                ..blank
            },
        }
    }
}

fn tiers(report: &Report) -> Vec<Tier> {
    let named = TIERS.iter().zip(report.counts).zip(1..);
    named
        .map(|(((name, what), count), number)| Tier {
            number,
            name,
            what,
            ran: count.ran,
            faults: count.faults,
            warnings: count.warnings,
        })
        .collect()
}
