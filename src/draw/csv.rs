//! Tables for spreadsheets and notebooks, as CSV (RFC 4180, UTF-8, line feeds).

use std::io;

use super::form::{Form, Write};
use super::safe;
use crate::view::sheet::{Cell, Sheet};

/// The form.
pub const FORM: Form = Form {
    name: "csv",
    help: "For spreadsheets; text cannot run as a formula",
    write: Write::Sheet(|sheet| write(sheet).map_err(|e| format!("no table: {e}"))),
};

/// A sheet as one CSV text. A row whose length is not the header's is an error.
///
/// # Errors
/// When a row has another length.
pub fn write(sheet: &Sheet) -> io::Result<String> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&sheet.header)?;
    for row in &sheet.rows {
        out.write_record(row.iter().map(written))?;
    }
    let bytes = out.into_inner().map_err(csv::IntoInnerError::into_error)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Number(x) if x.is_finite() => format!("{x:?}"),
        Cell::Int(n) => n.to_string(),
        Cell::Date(day) => day.to_string(),
        Cell::Text(text) => safe::spreadsheet_cell(text),
        Cell::Number(_) | Cell::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::Date;

    #[test]
    fn cells_are_typed() {
        let rows = [
            vec![
                Cell::Int(7),
                Cell::Date(Date::constant(2023, 11, 15)),
                Cell::Number(0.1 + 0.2),
                Cell::text("=1+1"),
            ],
            vec![
                Cell::Empty,
                Cell::Date(Date::constant(2023, 2, 1)),
                Cell::Number(-1e-7),
                Cell::text("a, \"b\"\n\x1b[0m"),
            ],
            vec![
                Cell::Int(-1),
                Cell::Empty,
                Cell::Number(f64::NAN),
                Cell::text(""),
            ],
        ];
        assert_eq!(
            write(&Sheet::new(["seq", "on", "p", "cause"], rows)).unwrap(),
            "seq,on,p,cause\n\
             7,2023-11-15,0.30000000000000004,'=1+1\n\
             ,2023-02-01,-1e-7,\"a, \"\"b\"\" \\u{1b}[0m\"\n\
             -1,,,\n"
        );
    }

    #[test]
    fn a_row_of_another_length_is_an_error() {
        assert!(write(&Sheet::new(["a", "b"], [vec![Cell::Int(1)]])).is_err());
    }
}
