//! The typed document that every command builds and every renderer draws.

pub use super::line::{Line, Role, Span};

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
