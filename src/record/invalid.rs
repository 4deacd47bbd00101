//! What is wrong with a value that someone handed in, and what to do about it.

use std::fmt;

/// A refused value: where it stands, what it was, what is wrong, what to type instead.
///
/// Every field is plain text that may quote hostile input; whoever shows it neutralises it
/// (`view::safe`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// Path of the field from the record's root, for example `about.first`, or an option as it is
    /// typed, `--about`; empty for the whole.
    pub field: String,
    /// The refused value, shortened; empty where there is none (a missing field).
    pub value: String,
    /// What is wrong.
    pub problem: String,
    /// What would be accepted.
    pub remedy: String,
}

/// Longest quotation of a refused value in an error, in characters.
const SHOWN: usize = 60;

impl Invalid {
    /// A refusal of `value` at `field`.
    pub fn new(
        field: impl Into<String>,
        value: impl AsRef<str>,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            field: shorten(&field.into()),
            value: shorten(value.as_ref()),
            problem: problem.into(),
            remedy: remedy.into(),
        }
    }

    /// The same refusal seen from one level further out.
    #[must_use]
    pub fn under(mut self, parent: &str) -> Self {
        self.field = match (parent.is_empty(), self.field.is_empty()) {
            (true, _) => self.field,
            (false, true) => parent.to_owned(),
            (false, false) => format!("{parent}.{}", self.field),
        };
        self
    }
}

fn shorten(value: &str) -> String {
    let mut chars = value.chars();
    let head: String = chars.by_ref().take(SHOWN).collect();
    if chars.next().is_some() {
        format!("{head}...")
    } else {
        head
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field.as_str() {
            "" => {}
            // An option as typed, which is no field of a record.
            option if option.starts_with("--") => write!(f, "{option}: ")?,
            field => write!(f, "field `{field}`: ")?,
        }
        f.write_str(&self.problem)?;
        if !self.value.is_empty() {
            write!(f, " (found `{}`)", self.value)?;
        }
        Ok(())
    }
}

impl std::error::Error for Invalid {}
