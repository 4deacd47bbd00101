//! What is drawn how.

use anstyle::{AnsiColor, Style};

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
    /// A person's own number.
    Person,
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
    /// What a terminal is told.
    pub fn style(self) -> Style {
        let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
        match self {
            Self::Plain => Style::new(),
            Self::Strong | Self::Heading => Style::new().bold(),
            Self::Faint => Style::new().dimmed(),
            Self::Up | Self::Hint => colour(AnsiColor::Cyan),
            Self::Down => colour(AnsiColor::Magenta),
            Self::Code => colour(AnsiColor::Blue),
            Self::Person => colour(AnsiColor::Green),
            Self::Curve => colour(AnsiColor::Cyan).bold(),
            Self::Warn | Self::Mark => colour(AnsiColor::Yellow).bold(),
        }
    }
}
