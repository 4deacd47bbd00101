//! Signals as a report names them: where they stand, what they say and who says so.

use crate::record::Signal;
use crate::view::address::web_address;
use crate::view::doc::Line;

/// Where a signal stands on the page.
pub(super) fn anchor(signal: &Signal) -> String {
    format!("signal-{}", signal.id)
}

/// A signal's summary and who says so.
pub(super) fn sourced(signal: &Signal) -> Line {
    let line = Line::from(signal.summary.as_str());
    match &signal.source {
        Some(source) => named(line.dim(" – "), &source.name, source.url.as_deref()),
        None => line,
    }
}

/// Who says so, as a link where there is an address that a page may link to.
pub(super) fn named(line: Line, name: &str, url: Option<&str>) -> Line {
    match url {
        Some(url) if web_address(url).is_some() => line.link(name, url),
        Some(url) => line.plain(format!("{name}, {url}")),
        None => line.plain(name),
    }
}
