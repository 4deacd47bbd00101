//! Forms that are sent: from a page of this server, of a bounded size, in a bounded time.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::request::Parts;
use axum::http::uri::{Authority, Uri};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};

use super::limits::MAX_FORM;
use super::problem::Problem;
use super::query::Query;

/// Whether a request sends a form to a page that takes one.
pub(super) fn is_form(head: &Parts) -> bool {
    let path = head.uri.path();
    head.method == Method::POST
        && path.starts_with("/q/")
        && (path.ends_with("/add") || path.ends_with("/append"))
}

/// Looks at the head of a request that sends a form: where it comes from, and what it brings.
pub(super) fn check(headers: &HeaderMap) -> Result<(), Problem> {
    from_here(headers)?;
    let one = |name| {
        let mut fields = headers.get_all(name).iter();
        let first = fields.next().and_then(|field| field.to_str().ok());
        first.filter(|_| fields.next().is_none())
    };
    let media = one(header::CONTENT_TYPE).unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "this is not a form",
            "send the form of the page",
        ));
    }
    let length = one(header::CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    let fits = length.is_some_and(|length| length <= MAX_FORM);
    match fits && !headers.contains_key(header::TRANSFER_ENCODING) {
        true => Ok(()),
        false => Err(too_large()),
    }
}

/// Browsers say which site a form was sent from; one that does not say it is refused.
fn from_here(headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name: HeaderName| headers.get(name).and_then(|field| field.to_str().ok());
    let site = text(HeaderName::from_static("sec-fetch-site"));
    let authority = |text: &str| text.parse::<Authority>().ok();
    let host = text(header::HOST).and_then(authority);
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let origin = origins.next().filter(|_| origins.next().is_none());
    let origin = origin.and_then(|field| field.to_str().ok()?.parse::<Uri>().ok());
    let origin = origin.and_then(|origin| origin.authority().cloned());
    let same = host.is_some() && host == origin;
    match same && site.is_none_or(|site| site == "same-origin") {
        true => Ok(()),
        false => Err(Problem::new(
            StatusCode::FORBIDDEN,
            "this form was not sent from a page of this server",
            "open the page yourself; nothing was appended",
        )),
    }
}

fn too_large() -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        format!("a form has at most {MAX_FORM} bytes"),
        "say it in fewer words; attachments are added with `summit add --attach`",
    )
}

/// What a form sent.
pub(super) async fn fields(body: Body, patience: Duration) -> Result<Query, Problem> {
    let read = tokio::time::timeout(patience, to_bytes(body, MAX_FORM)).await;
    let Ok(read) = read else {
        return Err(Problem::new(
            StatusCode::REQUEST_TIMEOUT,
            "the form did not come in time",
            "send it again; nothing was appended",
        ));
    };
    let bytes = read.map_err(|_| too_large())?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| Problem::bad("the form is not text in UTF-8", "send the form of the page"))?;
    Query::parse(Some(text))
}
