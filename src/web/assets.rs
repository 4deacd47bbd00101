//! Style, script and icon: embedded, named by their content, and so kept by browsers for good.

use std::sync::LazyLock;

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use sha2::{Digest, Sha256};

use crate::draw::page;

/// A file that belongs to every page.
pub(super) struct Asset {
    /// Its path, which holds a part of its hash.
    pub path: String,
    media: &'static str,
    text: String,
}

/// The style of reports, and what the dashboard adds to it.
pub(super) static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let text = format!("{}{}", page::STYLE, include_str!("assets/web.css"));
    Asset::new("css", "text/css; charset=utf-8", text)
});
/// The dashboard's script, which looks at the page first, and that of reports.
pub(super) static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let text = format!("{}{}", include_str!("assets/web.js"), page::SCRIPT);
    Asset::new("js", "text/javascript; charset=utf-8", text)
});
pub(super) static ICON: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "svg",
        "image/svg+xml",
        include_str!("assets/icon.svg").to_owned(),
    )
});

impl Asset {
    fn new(extension: &str, media: &'static str, text: String) -> Self {
        let mut hash = hex::encode(Sha256::digest(&text));
        hash.truncate(16);
        Self {
            path: format!("/assets/{hash}.{extension}"),
            media,
            text,
        }
    }
}

/// The asset of that path.
pub(super) fn find(path: &str) -> Option<Response<Body>> {
    let asset = [&*STYLE, &*SCRIPT, &*ICON]
        .into_iter()
        .find(|asset| asset.path == path)?;
    let mut response = Response::new(Body::from(asset.text.clone()));
    *response.status_mut() = StatusCode::OK;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.media));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    Some(response)
}
