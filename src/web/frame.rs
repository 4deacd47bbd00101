//! What stands around every page: its title, the way to the others, the log that it speaks of.

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, Response, header};

use super::assets::{ICON, SCRIPT, STYLE};
use super::overview::Overview;
use super::problem::Problem;
use super::shown::Shown;

/// The frame of a page.
pub(super) struct Frame {
    pub title: Shown,
    /// Which of the main pages it is.
    pub here: &'static str,
    /// Name of the log; empty on pages that speak of none.
    pub log: Shown,
    /// Entries in the log that the page speaks of.
    pub size: u64,
    /// What the reader has to know first.
    pub notices: Vec<Shown>,
    /// Whether signals can be added here.
    pub writes: bool,
    /// Seconds after which the page is to be asked for again, for browsers without the script.
    pub refresh: Option<u32>,
    pub style: &'static str,
    pub script: &'static str,
    pub icon: &'static str,
}

impl Frame {
    /// A frame that speaks of no log.
    pub fn bare(title: &str) -> Self {
        Self {
            title: Shown::new(title),
            here: "",
            log: Shown::new(""),
            size: 0,
            notices: Vec::new(),
            writes: false,
            refresh: None,
            style: &STYLE.path,
            script: &SCRIPT.path,
            icon: &ICON.path,
        }
    }

    /// The frame of a page about the log.
    pub fn of(overview: &Overview, here: &'static str, title: &str) -> Self {
        Self {
            here,
            log: Shown::new(&overview.origin),
            size: overview.size,
            notices: overview.notices(),
            writes: overview.writes,
            ..Self::bare(title)
        }
    }
}

/// A template as a response.
pub(super) fn page(template: &impl Template) -> Result<Response<Body>, Problem> {
    let text = template.render().map_err(|_| Problem::fault())?;
    Ok(html(text))
}

/// A page as a response.
pub(super) fn html(text: String) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    response
}
