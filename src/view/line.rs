//! A line of text, and what its parts mean beside their words.

/// What a piece of text means beside its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Nothing beyond the words.
    #[default]
    Plain,
    /// The point of the line.
    Strong,
    /// Context that may be skipped.
    Dim,
    /// Toward a meeting. The words or their sign say so too.
    Up,
    /// Away from a meeting. The words or their sign say so too.
    Down,
    /// Something to type, or an identifier.
    Code,
    /// Something is wrong.
    Warn,
}

/// A piece of raw text with one role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// As it came; renderers make it harmless.
    pub text: String,
    /// What it means.
    pub role: Role,
    /// The address that it leads to, as it came. Where a reader can follow links and the address
    /// is plain http or https, or `#` and the anchor of a row, it is one; elsewhere only the text is
    /// shown.
    pub href: Option<String>,
}

impl Span {
    /// A span of this text and role.
    pub fn new(text: impl Into<String>, role: Role) -> Self {
        Self {
            text: text.into(),
            role,
            href: None,
        }
    }

    /// A signed quantity such as `+1.3`: toward a meeting, away from it, or neither, by its sign.
    pub fn signed(text: impl Into<String>) -> Self {
        let text = text.into();
        let role = match text.chars().next() {
            Some('+') => Role::Up,
            Some('-') => Role::Down,
            _ => Role::Plain,
        };
        Self::new(text, role)
    }
}

/// Spans that read as one text: a sentence, a table's cell. Spaces between them are the writer's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line(pub Vec<Span>);

impl Line {
    /// An empty line, to add spans to.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a span.
    #[must_use]
    pub fn span(mut self, text: impl Into<String>, role: Role) -> Self {
        self.0.push(Span::new(text, role));
        self
    }

    /// Adds plain text.
    #[must_use]
    pub fn plain(self, text: impl Into<String>) -> Self {
        self.span(text, Role::Plain)
    }

    /// Adds the point of the line.
    #[must_use]
    pub fn strong(self, text: impl Into<String>) -> Self {
        self.span(text, Role::Strong)
    }

    /// Adds context that may be skipped.
    #[must_use]
    pub fn dim(self, text: impl Into<String>) -> Self {
        self.span(text, Role::Dim)
    }

    /// Adds something to type, or an identifier.
    #[must_use]
    pub fn code(self, text: impl Into<String>) -> Self {
        self.span(text, Role::Code)
    }

    /// Adds something that is wrong.
    #[must_use]
    pub fn warn(self, text: impl Into<String>) -> Self {
        self.span(text, Role::Warn)
    }

    /// Adds text that leads to an address from outside, see [`Span::href`].
    #[must_use]
    pub fn link(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.0.push(Span {
            href: Some(href.into()),
            ..Span::new(text, Role::Plain)
        });
        self
    }

    /// Adds a signed quantity, see [`Span::signed`].
    #[must_use]
    pub fn signed(mut self, text: impl Into<String>) -> Self {
        self.0.push(Span::signed(text));
        self
    }
}

impl From<&str> for Line {
    fn from(text: &str) -> Self {
        Self::new().plain(text)
    }
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self::new().plain(text)
    }
}

impl From<Span> for Line {
    fn from(span: Span) -> Self {
        Self(vec![span])
    }
}
