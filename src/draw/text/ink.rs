//! What is drawn how: the one place that writes escape sequences.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::flow::Piece;
use crate::view::doc::Role;

/// How a piece of a line looks where there is colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Plain,
    Strong,
    Heading,
    /// Our own lines and labels, and what may be skipped.
    Faint,
    /// Cyan and magenta, not green and red: a meeting is neither good nor bad, and these two are
    /// told apart by the colour-blind.
    Up,
    Down,
    Code,
    Hint,
    Warn,
    Curve,
    Mark,
}

impl From<Role> for Ink {
    fn from(role: Role) -> Self {
        match role {
            Role::Plain => Self::Plain,
            Role::Strong => Self::Strong,
            Role::Dim => Self::Faint,
            Role::Up => Self::Up,
            Role::Down => Self::Down,
            Role::Code => Self::Code,
            Role::Warn => Self::Warn,
        }
    }
}

impl Ink {
    fn style(self) -> Style {
        let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
        match self {
            Self::Plain => Style::new(),
            Self::Strong | Self::Heading => Style::new().bold(),
            Self::Faint => Style::new().dimmed(),
            Self::Up | Self::Hint => colour(AnsiColor::Cyan),
            Self::Down => colour(AnsiColor::Magenta),
            Self::Code => colour(AnsiColor::Blue),
            Self::Curve => colour(AnsiColor::Cyan).bold(),
            Self::Warn | Self::Mark => colour(AnsiColor::Yellow).bold(),
        }
    }
}

/// Writes a line without the spaces at its end.
pub(super) fn paint(out: &mut String, line: &[Piece], colour: bool) {
    let last = line
        .iter()
        .rposition(|piece| !piece.text().trim_end().is_empty());
    for (at, piece) in line
        .iter()
        .enumerate()
        .take(last.map_or(0, |last| last + 1))
    {
        let text = if Some(at) == last {
            piece.text().trim_end()
        } else {
            piece.text()
        };
        let style = piece.ink().style();
        let drawn = if colour && style != Style::new() && !text.trim().is_empty() {
            write!(out, "{style}{text}{style:#}")
        } else {
            write!(out, "{text}")
        };
        debug_assert!(drawn.is_ok(), "writing to a string cannot fail");
    }
}
