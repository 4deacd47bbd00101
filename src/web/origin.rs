//! Other sites, and the one page that they may frame.

use axum::http::uri::Uri;

/// A site that may frame charts: a scheme, a host and, where it is not the usual one, a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

/// The sites that may frame a response.
#[derive(Debug, Clone)]
pub(super) struct Framed(pub String);

impl Origin {
    /// Reads `https://site.example` or `http://localhost:8000`: nothing behind the host and port.
    ///
    /// # Errors
    /// When it is anything else, with what it should be.
    pub fn parse(text: &str) -> Result<Self, String> {
        let should = || {
            format!("{text} is no origin: give scheme and host alone, such as https://site.example")
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || "-.:/[]".contains(c);
        if !text.chars().all(plain) {
            return Err(should());
        }
        let uri: Uri = text.parse().map_err(|_| should())?;
        let host = uri
            .authority()
            .map(|host| host.as_str().to_ascii_lowercase());
        let bare = text.matches('/').count() == 2;
        match (uri.scheme_str(), host) {
            (Some(scheme @ ("http" | "https")), Some(host)) if bare => {
                Ok(Self(format!("{scheme}://{host}")))
            }
            _ => Err(should()),
        }
    }

    /// The origin as it stands in a header.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a path is that of a page to be framed.
pub(super) fn is_page(path: &str) -> bool {
    let id = path
        .strip_prefix("/q/")
        .and_then(|rest| rest.strip_suffix("/embed"));
    id.is_some_and(|id| !id.is_empty() && !id.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_and_a_host_and_nothing_else() {
        for (text, read) in [
            ("https://site.example", "https://site.example"),
            ("http://LOCALHOST:8000", "http://localhost:8000"),
            ("http://[::1]:8000", "http://[::1]:8000"),
        ] {
            assert_eq!(Origin::parse(text).unwrap().as_str(), read);
        }
        for text in [
            "*",
            "https://*",
            "https:",
            "site.example",
            "https://site.example/",
            "https://site.example/a",
            "https://a.example; script-src *",
            "https://a.example https://b.example",
            "https://user@site.example",
            "ftp://site.example",
            "https://",
            "",
        ] {
            assert!(Origin::parse(text).is_err(), "{text}");
        }
        assert!(is_page("/q/biden-xi-2023/embed"));
        for other in [
            "/q/embed",
            "/q//embed",
            "/q/a/b/embed",
            "/embed",
            "/q/a/embed/",
        ] {
            assert!(!is_page(other), "{other}");
        }
    }
}
