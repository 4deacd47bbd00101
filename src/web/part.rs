//! Parts of a page, drawn from documents.

use crate::draw;
use crate::view::doc::Doc;
use crate::view::report::Section;

/// A part as in the report.
pub(super) struct Part {
    pub id: &'static str,
    pub heading: &'static str,
    pub body: String,
}

impl Part {
    /// A section of the report.
    pub fn of(section: &Section) -> Self {
        Self {
            id: section.id,
            heading: section.heading,
            body: part(&section.doc, section.id),
        }
    }
}

/// A document as a part of the page.
pub(super) fn part(doc: &Doc, id: &str) -> String {
    let options = draw::html::Options {
        title_level: 2,
        links: true,
        both_widths: true,
        id,
    };
    draw::html::render_with(doc, &options)
}
