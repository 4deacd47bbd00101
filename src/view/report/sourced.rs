//! Signals as a report names them: where they stand, what they say, who says so, and what they did.

use crate::belief::Moved;
use crate::record::Signal;
use crate::view::address::web_address;
use crate::view::doc::{Line, Span};
use crate::view::steps::{self, Steps};

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

/// A signal's own decibans.
pub(super) fn own_step(own: &Steps, moved: &Moved) -> Line {
    let step = own.signal(moved.signal.id.as_str());
    step.map_or_else(Line::new, |units| Span::signed(steps::show(units)).into())
}
