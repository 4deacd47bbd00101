//! The typed document that every command builds and every renderer draws.

use super::chart::ProbabilityChart;
use super::reliability::Reliability;
use super::table::Table;
use super::waterfall::Waterfall;

/// What a command says, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Doc {
    /// From top to bottom. How far apart they stand is the renderer's business.
    pub blocks: Vec<Block>,
}

/// One thing a document says.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading; level 1 is the document's title, 2 a section, and so on.
    Heading {
        /// 1 for the title.
        level: u8,
        /// Its text.
        text: String,
    },
    /// Running text.
    Paragraph(Line),
    /// Names and their values: `deadline  2023-11-30`.
    Facts(Vec<(String, Line)>),
    /// Items of equal standing, in order.
    List(Vec<Line>),
    /// Rows and columns.
    Table(Table),
    /// Lines to be copied as they are: a signed note, commands.
    Verbatim(Vec<String>),
    /// A probability over time.
    Chart(ProbabilityChart),
    /// How often what was forecast came.
    Reliability(Reliability),
    /// The way from one probability to another.
    Waterfall(Waterfall),
    /// An aside to the reader.
    Note {
        /// What it is for.
        kind: NoteKind,
        /// What it says.
        text: Line,
    },
}

/// What an aside is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// What to do next, often a command to type.
    Hint,
    /// What the reader might wrongly take for granted.
    Warning,
}

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
    /// is plain http or https, it is one; elsewhere only the text is shown.
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

impl Doc {
    /// An empty document.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds any block.
    #[must_use]
    pub fn block(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// Adds the document's title.
    #[must_use]
    pub fn title(self, text: impl Into<String>) -> Self {
        self.block(Block::Heading {
            level: 1,
            text: text.into(),
        })
    }

    /// Adds the heading of a section.
    #[must_use]
    pub fn section(self, text: impl Into<String>) -> Self {
        self.block(Block::Heading {
            level: 2,
            text: text.into(),
        })
    }

    /// Adds running text.
    #[must_use]
    pub fn paragraph(self, text: impl Into<Line>) -> Self {
        self.block(Block::Paragraph(text.into()))
    }

    /// Adds one fact, to the facts just before where there are some.
    #[must_use]
    pub fn fact(mut self, name: impl Into<String>, value: impl Into<Line>) -> Self {
        let fact = (name.into(), value.into());
        match self.blocks.last_mut() {
            Some(Block::Facts(facts)) => facts.push(fact),
            _ => self.blocks.push(Block::Facts(vec![fact])),
        }
        self
    }

    /// Adds one item, to the list just before where there is one.
    #[must_use]
    pub fn item(mut self, text: impl Into<Line>) -> Self {
        match self.blocks.last_mut() {
            Some(Block::List(items)) => items.push(text.into()),
            _ => self.blocks.push(Block::List(vec![text.into()])),
        }
        self
    }

    /// Adds a table.
    #[must_use]
    pub fn table(self, table: Table) -> Self {
        self.block(Block::Table(table))
    }

    /// Adds lines to be copied as they are.
    #[must_use]
    pub fn verbatim<L: Into<String>>(self, lines: impl IntoIterator<Item = L>) -> Self {
        self.block(Block::Verbatim(lines.into_iter().map(Into::into).collect()))
    }

    /// Adds a chart.
    #[must_use]
    pub fn chart(self, chart: ProbabilityChart) -> Self {
        self.block(Block::Chart(chart))
    }

    /// Adds a reliability diagram.
    #[must_use]
    pub fn reliability(self, diagram: Reliability) -> Self {
        self.block(Block::Reliability(diagram))
    }

    /// Adds the way from one probability to another.
    #[must_use]
    pub fn waterfall(self, fall: Waterfall) -> Self {
        self.block(Block::Waterfall(fall))
    }

    /// Adds a hint: what to do next.
    #[must_use]
    pub fn hint(self, text: impl Into<Line>) -> Self {
        self.block(Block::Note {
            kind: NoteKind::Hint,
            text: text.into(),
        })
    }

    /// Adds a warning.
    #[must_use]
    pub fn warning(self, text: impl Into<Line>) -> Self {
        self.block(Block::Note {
            kind: NoteKind::Warning,
            text: text.into(),
        })
    }
}
