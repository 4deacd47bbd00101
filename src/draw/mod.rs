//! How things are drawn: one file or folder for each form that a document can take.
//!
//! What is said is built once, as a typed [`crate::view::doc::Doc`] or
//! [`crate::view::sheet::Sheet`]; here it becomes text for a terminal, Markdown, HTML, a page, CSV,
//! SVG or PNG. A new form is a new file here and touches no document.
//!
//! Text in a document is raw and may be hostile. Each renderer makes it harmless for its own medium
//! ([`safe`]), so that nobody else has to remember to.

mod axis;
pub mod csv;
pub mod html;
pub mod markdown;
pub mod markup;
pub mod page;
pub mod png;
pub mod safe;
pub mod svg;
pub mod text;
