//! A form in which what is said can be given.

use serde_json::Value;

use super::style::TextStyle;
use crate::view::doc::Doc;
use crate::view::sheet::Sheet;

/// A form: its file describes it, and [`super::FORMS`] lists it.
#[derive(Debug)]
pub struct Form {
    /// What people type to get it.
    pub name: &'static str,
    /// What it is for, in a line of the help.
    pub help: &'static str,
    /// How it is written.
    pub write: Write,
}

/// What a form is written from.
#[derive(Debug)]
pub enum Write {
    /// The document, for a reader of that style.
    Doc(fn(&Doc, &TextStyle) -> Result<String, String>),
    /// Its data.
    Data(fn(&Value) -> Result<String, String>),
    /// Its table, where it has one.
    Sheet(fn(&Sheet) -> Result<String, String>),
}
