//! Tables, as meaning: what the columns hold and which of them may give way.

use super::line::Line;

/// Rows and columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// From left to right.
    pub columns: Vec<Column>,
    /// From top to bottom.
    pub rows: Vec<Row>,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What the column holds.
    pub header: String,
    /// Where a cell's text stands in it.
    pub align: Align,
    /// What happens where the table is too wide.
    pub fit: Fit,
    /// A column that gives way keeps at least this width, in terminal columns; a spare one leaves
    /// others that.
    pub min: usize,
}

/// Where a cell's text stands in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// What happens to a column where the table is too wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It is always shown whole: numbers, dates, identifiers.
    Whole,
    /// It is cut, with an ellipsis.
    Clip,
    /// It goes over several lines.
    Wrap,
    /// It is left out where a column that gives way would have less than this one's least width.
    Spare,
}

/// One row. Cells that are missing are empty, and cells beyond the columns are not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// From left to right.
    pub cells: Vec<Line>,
    /// Whether this row sums up those above.
    pub total: bool,
    /// A name by which a link within the same page finds it: letters, digits, `.`, `_`, `-`.
    pub anchor: Option<String>,
}

impl Column {
    /// A column of words, shown whole.
    pub fn left(header: impl Into<String>) -> Self {
        Self {
            header: header.into(),
            align: Align::Left,
            fit: Fit::Whole,
            min: 0,
        }
    }

    /// A column of numbers, shown whole.
    pub fn right(header: impl Into<String>) -> Self {
        Self {
            align: Align::Right,
            ..Self::left(header)
        }
    }

    /// May be cut, down to `min` terminal columns.
    #[must_use]
    pub fn clip(self, min: usize) -> Self {
        Self {
            fit: Fit::Clip,
            min,
            ..self
        }
    }

    /// May go over several lines, down to `min` terminal columns.
    #[must_use]
    pub fn wrap(self, min: usize) -> Self {
        Self {
            fit: Fit::Wrap,
            min,
            ..self
        }
    }
}

impl Column {
    /// Left out where it would leave less than `wish` terminal columns to one that gives way: what
    /// another column says too.
    #[must_use]
    pub fn spare(self, wish: usize) -> Self {
        Self {
            fit: Fit::Spare,
            min: wish,
            ..self
        }
    }
}

impl Table {
    /// A table with these columns and no rows.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self {
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn push<C: Into<Line>>(&mut self, cells: impl IntoIterator<Item = C>) {
        self.rows.push(Row {
            cells: cells.into_iter().map(Into::into).collect(),
            total: false,
            anchor: None,
        });
    }

    /// Adds a row that links within the page can lead to.
    pub fn push_anchored<C: Into<Line>>(
        &mut self,
        anchor: impl Into<String>,
        cells: impl IntoIterator<Item = C>,
    ) {
        self.push(cells);
        if let Some(row) = self.rows.last_mut() {
            row.anchor = Some(anchor.into());
        }
    }

    /// Adds a row, in a chain of calls.
    #[must_use]
    pub fn row<C: Into<Line>>(mut self, cells: impl IntoIterator<Item = C>) -> Self {
        self.push(cells);
        self
    }

    /// Adds a row that sums up those above.
    #[must_use]
    pub fn total<C: Into<Line>>(mut self, cells: impl IntoIterator<Item = C>) -> Self {
        self.rows.push(Row {
            cells: cells.into_iter().map(Into::into).collect(),
            total: true,
            anchor: None,
        });
        self
    }
}
