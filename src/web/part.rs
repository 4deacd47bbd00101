//! Parts of a page, drawn from documents.

use crate::draw;
use crate::view::doc::{Block, Doc};
use crate::view::report::Section;

/// Most bars of what moved it: the largest, and what lies between them.
const LARGEST: usize = 10;

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

/// What moved it: the largest bars, and the whole table folded.
pub(super) fn folded(doc: &Doc, id: &str) -> String {
    let mut out = String::new();
    for (number, block) in doc.blocks.iter().enumerate() {
        let id = format!("{id}-{number}");
        match block {
            Block::Waterfall(fall) => {
                let fall = fall.folded(LARGEST);
                out.push_str(&part(&Doc::new().waterfall(fall), &id));
            }
            Block::Table(table) => {
                let rows = table.rows.len();
                out.push_str(&format!(
                    "<details>\n<summary>All {rows} rows</summary>\n{}</details>\n",
                    part(&Doc::new().table(table.clone()), &id)
                ));
            }
            other => out.push_str(&part(&Doc::new().block(other.clone()), &id)),
        }
    }
    out
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
