//! How things are drawn: one file or folder for each form that a document can take.
//!
//! What is said is built once, as a typed [`crate::view::doc::Doc`] or
//! [`crate::view::sheet::Sheet`]; here it becomes text for a terminal, Markdown, HTML, a page, CSV,
//! SVG or PNG. A new form is a new file here, named below and in [`FORMS`]; it touches no document.
//!
//! Text in a document is raw and may be hostile. Each renderer makes it harmless for its own medium
//! ([`safe`]), so that nobody else has to remember to.

mod axis;
pub mod csv;
pub mod form;
pub mod html;
pub mod json;
pub mod markdown;
pub mod markup;
pub mod page;
pub mod png;
pub mod safe;
mod style;
pub mod svg;
pub mod text;

/// The forms that commands offer, in the order in which their help lists them.
pub const FORMS: &[form::Form] = &[
    text::FORM,
    json::FORM,
    csv::FORM,
    markdown::FORM,
    page::FORM,
];
