//! Who is let in: every request passes here before anything is read or computed for it.

use std::net::IpAddr;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};

use super::limits::MAX_TARGET;
use super::origin::{self, Framed};
use super::post;
use super::problem::Problem;
use super::query::Query;
use super::token::Token;

/// Scripts, styles and pictures are the server's own files; nothing is loaded from elsewhere,
/// nothing is framed, and no script may turn text into markup.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'; require-trusted-types-for 'script'; \
                      trusted-types 'none'";

/// What the server demands of a request.
pub(super) struct Gate {
    /// Whether only this machine can reach the server.
    loopback: bool,
    /// Whether other sites may frame the page of a chart.
    framed: bool,
    /// Whether forms are taken.
    writes: bool,
    /// Further names of the server.
    names: Vec<String>,
    token: Option<Token>,
    cookie: String,
}

/// What becomes of a request that may come in.
#[derive(Debug)]
pub(super) enum Pass {
    /// It is answered.
    In,
    /// It showed the token, gets a cookie, and is sent on.
    Welcome {
        /// The cookie to set.
        cookie: String,
        /// Where to.
        to: String,
    },
}

impl Gate {
    pub fn new(address: std::net::SocketAddr, names: Vec<String>, token: Option<Token>) -> Self {
        Self {
            loopback: address.ip().is_loopback(),
            framed: false,
            writes: false,
            names: names.iter().map(|n| n.to_ascii_lowercase()).collect(),
            token,
            // Cookies know no ports: two servers of one machine must not overwrite each other's.
            cookie: format!("summit-{}", address.port()),
        }
    }

    /// The same, where other sites may frame the page of a chart.
    pub fn framed(self, framed: bool) -> Self {
        Self { framed, ..self }
    }

    /// The same, where forms are taken.
    pub fn writing(self, writes: bool) -> Self {
        Self { writes, ..self }
    }

    /// Looks at the head of a request.
    pub fn check(&self, head: &Parts) -> Result<Pass, Problem> {
        let form = self.writes && post::is_form(head);
        if !form && !matches!(head.method, Method::GET | Method::HEAD) {
            return Err(Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "the dashboard only answers GET and HEAD",
                "it is read-only: append with `summit add`",
            ));
        }
        let target = head.uri.path_and_query().map_or("", |p| p.as_str());
        if target.len() > MAX_TARGET {
            return Err(Problem::new(
                StatusCode::URI_TOO_LONG,
                "the address is too long",
                "suppose fewer signals at once",
            ));
        }
        match form {
            true => post::check(&head.headers)?,
            false => no_body(&head.headers)?,
        }
        self.host(head)?;
        let in_a_frame = self.framed && origin::is_page(head.uri.path());
        fetched_from_here(&head.headers, in_a_frame)?;
        self.token(head)
    }

    /// A page of another site may point a name of its own at this machine: names that the server
    /// does not have are refused. Addresses cannot be pointed elsewhere.
    fn host(&self, head: &Parts) -> Result<(), Problem> {
        let refuse = || {
            Problem::new(
                StatusCode::MISDIRECTED_REQUEST,
                "this server is not known under the name that was asked for",
                "use the address that `summit serve` printed, or allow the name with --host",
            )
        };
        let mut hosts = head.headers.get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return Err(refuse());
        };
        let host: Authority = host
            .to_str()
            .ok()
            .and_then(|h| h.parse().ok())
            .ok_or_else(refuse)?;
        let asked = head.uri.authority().into_iter().chain([&host]);
        for authority in asked {
            if authority.as_str().contains('@') || !self.is_mine(authority.host()) {
                return Err(refuse());
            }
        }
        Ok(())
    }

    fn is_mine(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let bare = host
            .strip_prefix('[')
            .and_then(|h| h.strip_suffix(']'))
            .unwrap_or(&host);
        match bare.parse::<IpAddr>() {
            Ok(ip) => !self.loopback || ip.is_loopback(),
            Err(_) => host == "localhost" || self.names.contains(&host),
        }
    }

    fn token(&self, head: &Parts) -> Result<Pass, Problem> {
        let Some(token) = &self.token else {
            return Ok(Pass::In);
        };
        // The page that asks for the token has the same style; these files hold nothing else.
        if head.uri.path().starts_with("/assets/") {
            return Ok(Pass::In);
        }
        let cookies = head.headers.get_all(header::COOKIE);
        let shown = cookies.iter().filter_map(|c| c.to_str().ok()).any(|c| {
            let mut pairs = c.split(';').filter_map(|pair| pair.trim().split_once('='));
            pairs.any(|(name, value)| name == self.cookie && token.is(value))
        });
        let bearer = head
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "));
        let query = Query::parse(head.uri.query())?;
        if let Some(given) = query.one("token")?
            && token.is(given)
        {
            // Two slashes at the start would lead to another server.
            let path = format!("/{}", head.uri.path().trim_start_matches(['/', '\\']));
            return Ok(Pass::Welcome {
                cookie: format!(
                    "{}={}; Path=/; HttpOnly; SameSite=Strict",
                    self.cookie,
                    token.reveal()
                ),
                to: query.without("token").address(&path),
            });
        }
        if shown || bearer.is_some_and(|given| token.is(given)) {
            return Ok(Pass::In);
        }
        Err(Problem {
            asks_token: true,
            ..Problem::new(
                StatusCode::UNAUTHORIZED,
                "this dashboard asks for its token",
                "`summit serve` printed it when it started",
            )
        })
    }
}

/// A request that brings something along is refused, whatever it is.
fn no_body(headers: &HeaderMap) -> Result<(), Problem> {
    let empty = headers
        .get_all(header::CONTENT_LENGTH)
        .iter()
        .all(|length| length == "0");
    if empty && !headers.contains_key(header::TRANSFER_ENCODING) {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "the dashboard takes no data",
        "ask with GET and without a body",
    ))
}

/// Browsers say from where a request comes. Another site may open a page here in a tab of its
/// own, where it cannot see it; it may not load anything into itself, nor keep the server busy,
/// but for the page of a chart that was made to be framed.
fn fetched_from_here(headers: &HeaderMap, in_a_frame: bool) -> Result<(), Problem> {
    let field = |name: &'static str| headers.get(HeaderName::from_static(name));
    let Some(site) = field("sec-fetch-site") else {
        return Ok(());
    };
    let opened = field("sec-fetch-mode").is_some_and(|mode| mode == "navigate")
        && field("sec-fetch-dest")
            .is_some_and(|dest| dest == "document" || (in_a_frame && dest == "iframe"));
    if site == "same-origin" || site == "none" || opened {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::FORBIDDEN,
        "another site asked for this",
        "open the address yourself",
    ))
}

/// Gives a response the fields that all have.
pub(super) fn protect(response: &mut Response<Body>) {
    let status = response.status();
    let framed = response.extensions_mut().remove::<Framed>();
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(Framed(sites)) = framed {
        let policy = POLICY.replace(
            "frame-ancestors 'none'",
            &format!("frame-ancestors {sites}"),
        );
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
            headers.remove(header::X_FRAME_OPTIONS);
        }
    }
    // A page with a form tells this server, and no other, where it is sent from.
    if !headers.contains_key(header::REFERRER_POLICY) {
        let none = HeaderValue::from_static("no-referrer");
        headers.insert(header::REFERRER_POLICY, none);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    // Whoever is refused at the door may have sent more than was read.
    if matches!(
        status,
        StatusCode::METHOD_NOT_ALLOWED | StatusCode::PAYLOAD_TOO_LARGE | StatusCode::URI_TOO_LONG
    ) {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
}
