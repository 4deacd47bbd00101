//! Tables for spreadsheets and notebooks, as CSV (RFC 4180, UTF-8, line feeds).

use std::io;

use jiff::civil::Date;

use super::safe;

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Written with the fewest digits that read back to the same `f64`; empty where not finite.
    Number(f64),
    /// Written as it is.
    Int(i64),
    /// Written as `YYYY-MM-DD`.
    Date(Date),
    /// Made harmless first, see [`safe::spreadsheet_cell`].
    Text(String),
    /// Nothing.
    Empty,
}

impl Cell {
    /// A cell of text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    fn written(&self) -> String {
        match self {
            Self::Number(x) if x.is_finite() => format!("{x:?}"),
            Self::Int(n) => n.to_string(),
            Self::Date(day) => day.to_string(),
            Self::Text(text) => safe::spreadsheet_cell(text),
            Self::Number(_) | Self::Empty => String::new(),
        }
    }
}

/// A header and rows as one CSV text. A row whose length is not the header's is an error.
pub fn write(
    header: &[&str],
    rows: impl IntoIterator<Item = impl AsRef<[Cell]>>,
) -> io::Result<String> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(header)?;
    for row in rows {
        out.write_record(row.as_ref().iter().map(Cell::written))?;
    }
    let bytes = out.into_inner().map_err(csv::IntoInnerError::into_error)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_typed() {
        let rows = [
            [
                Cell::Int(7),
                Cell::Date(Date::constant(2023, 11, 15)),
                Cell::Number(0.1 + 0.2),
                Cell::text("=1+1"),
            ],
            [
                Cell::Empty,
                Cell::Date(Date::constant(2023, 2, 1)),
                Cell::Number(-1e-7),
                Cell::text("a, \"b\"\n\x1b[0m"),
            ],
            [
                Cell::Int(-1),
                Cell::Empty,
                Cell::Number(f64::NAN),
                Cell::text(""),
            ],
        ];
        assert_eq!(
            write(&["seq", "on", "p", "cause"], &rows).unwrap(),
            "seq,on,p,cause\n\
             7,2023-11-15,0.30000000000000004,'=1+1\n\
             ,2023-02-01,-1e-7,\"a, \"\"b\"\" \\u{1b}[0m\"\n\
             -1,,,\n"
        );
    }

    #[test]
    fn a_row_of_another_length_is_an_error() {
        assert!(write(&["a", "b"], [[Cell::Int(1)]]).is_err());
    }
}
