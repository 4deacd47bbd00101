//! The answer to a request that is refused or failed.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;

use super::frame::{Frame, page};
use super::problem::Problem;
use super::shown::Shown;

#[derive(askama::Template)]
#[template(path = "problem.html", config = "src/web/askama.toml")]
struct ProblemPage<'p> {
    frame: Frame,
    status: u16,
    what: Shown,
    hint: Shown,
    asks_token: &'p bool,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response<Body> {
        let status = self.status;
        let title = status.canonical_reason().unwrap_or("Not answered");
        let mut response = page(&ProblemPage {
            frame: Frame::bare(title),
            status: status.as_u16(),
            what: Shown::new(&self.what),
            hint: Shown::new(&self.hint),
            asks_token: &self.asks_token,
        })
        .unwrap_or_else(|_| Response::new(Body::from("not answered")));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        if let Some(seconds) = self.retry {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::METHOD_NOT_ALLOWED {
            headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        }
        response
    }
}
