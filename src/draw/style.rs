//! What a reader's terminal can show.

use super::safe::Charset;

/// What the terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextStyle {
    /// Columns; no line is wider. Made for 40 and more.
    pub width: usize,
    /// Whether to write ANSI colours and weights. Nothing is said by colour alone.
    pub colour: bool,
    /// Whether our own drawing may go beyond ASCII. Text from outside stays as it is.
    pub unicode: bool,
}

impl Default for TextStyle {
    fn default() -> Self {
        Self {
            width: 80,
            colour: false,
            unicode: true,
        }
    }
}

impl TextStyle {
    pub(super) fn charset(self) -> Charset {
        if self.unicode {
            Charset::Unicode
        } else {
            Charset::Ascii
        }
    }
}
