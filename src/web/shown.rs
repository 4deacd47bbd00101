//! Text from outside, on its way into a page.

use std::fmt;

use crate::draw::safe::one_line;

/// A text in which nothing can steer the reading order or hide. Templates escape its markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown(String);

impl Shown {
    /// Makes a text harmless.
    pub fn new(text: impl AsRef<str>) -> Self {
        Self(one_line(text.as_ref()))
    }

    /// The same, cut after so many characters.
    pub fn cut(text: impl AsRef<str>, most: usize) -> Self {
        let line = one_line(text.as_ref());
        let mut chars = line.chars();
        let head: String = chars.by_ref().take(most).collect();
        match chars.next() {
            Some(_) => Self(format!("{}…", head.trim_end())),
            None => Self(head),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
