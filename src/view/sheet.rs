//! A table of typed cells for spreadsheets and notebooks, one row a thing, a name over each column.

use jiff::civil::Date;

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Written with the fewest digits that read back to the same `f64`; empty where not finite.
    Number(f64),
    /// Written as it is.
    Int(i64),
    /// Written as `YYYY-MM-DD`.
    Date(Date),
    /// Raw text, which may be hostile; whoever draws it makes it harmless first.
    Text(String),
    /// Nothing.
    Empty,
}

impl Cell {
    /// A cell of text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A number where there is one.
    #[must_use]
    pub fn number(x: Option<f64>) -> Self {
        x.map_or(Self::Empty, Self::Number)
    }
}

/// Named columns and rows of cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// The columns' names.
    pub header: Vec<String>,
    /// The rows, each as long as the header.
    pub rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// A sheet of those columns and rows.
    pub fn new(
        header: impl IntoIterator<Item = impl Into<String>>,
        rows: impl IntoIterator<Item = Vec<Cell>>,
    ) -> Self {
        Self {
            header: header.into_iter().map(Into::into).collect(),
            rows: rows.into_iter().collect(),
        }
    }
}
