//! Reading the CSV files of a feed: named columns, and errors that say where.

use crate::record::{Invalid, date};

/// Longest file, in bytes.
pub const MAX_FILE: usize = 256 << 20;
/// Longest cell, in bytes.
const MAX_CELL: usize = 4096;

/// One row with its cells in the order in which the columns were asked for.
pub struct Row {
    /// Its line, the header being 1.
    pub line: u64,
    cells: Vec<String>,
}

impl Row {
    /// The text of a column, without blanks around it, of 1 to 200 bytes.
    ///
    /// # Errors
    /// When it is empty or too long.
    pub fn text(&self, at: usize, name: &str) -> Result<&str, Invalid> {
        let text = self.raw(at);
        if text.is_empty() || text.len() > 200 {
            return Err(self.bad(name, text, "empty or too long", "1 to 200 bytes"));
        }
        Ok(text)
    }

    /// The cell as it stands.
    #[must_use]
    pub fn raw(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", String::as_str)
    }

    /// The day number of a date column.
    ///
    /// # Errors
    /// When it is no date.
    pub fn day(&self, at: usize, name: &str) -> Result<i32, Invalid> {
        date::parse(self.raw(at))
            .map(date::number)
            .map_err(|e| self.bad(name, self.raw(at), &e.problem, &e.remedy))
    }

    /// An error about a column of this row.
    #[must_use]
    pub fn bad(&self, name: &str, value: &str, problem: &str, remedy: &str) -> Invalid {
        Invalid::new(
            format!("line {}, {name}", self.line),
            value,
            problem,
            remedy,
        )
    }
}

/// Reads the rows of a CSV text with at least these columns, in any order.
///
/// # Errors
/// A missing column, a line with another number of cells, or a file beyond [`MAX_FILE`].
pub fn rows(text: &str, columns: &[&str]) -> Result<Vec<Row>, Invalid> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() > MAX_FILE {
        let size = format!("{} bytes", text.len());
        return Err(Invalid::new(
            "",
            size,
            "the file is too large",
            "at most 256 MiB",
        ));
    }
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let broken = |e: csv::Error| {
        let line = e.position().map_or(1, csv::Position::line);
        Invalid::new(
            format!("line {line}"),
            "",
            e.to_string(),
            "one record a line, its cells between commas",
        )
    };
    let header = reader.headers().map_err(broken)?.clone();
    let places: Vec<usize> = columns
        .iter()
        .map(|name| {
            header.iter().position(|h| h == *name).ok_or_else(|| {
                let given: Vec<&str> = header.iter().collect();
                let given: String = given.join(",").chars().take(200).collect();
                Invalid::new(
                    "line 1",
                    given,
                    format!("there is no column `{name}`"),
                    format!("a first line `{}`", columns.join(",")),
                )
            })
        })
        .collect::<Result<_, _>>()?;
    let mut out = Vec::new();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells = places
            .iter()
            .map(|at| {
                let cell = record.get(*at).unwrap_or_default();
                if cell.len() > MAX_CELL {
                    let problem = "the cell is too long";
                    return Err(Invalid::new(
                        format!("line {line}"),
                        "",
                        problem,
                        "4096 bytes",
                    ));
                }
                Ok(cell.to_owned())
            })
            .collect::<Result<_, _>>()?;
        out.push(Row { line, cells });
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_in_any_order_and_errors_with_their_line() {
        let got = rows("b,c,a\n1,2,2020-01-02\n", &["a", "b"]).unwrap();
        assert_eq!(got[0].raw(1), "1");
        assert_eq!(got[0].day(0, "a").unwrap(), 18263);
        assert!(
            rows("a\n1\n", &["b"])
                .err()
                .unwrap()
                .to_string()
                .contains("column `b`")
        );
        let bad = rows("a,b\n2020-12-31,1\n31.12.2020,2\n", &["a"]).unwrap();
        assert!(
            bad[1]
                .day(0, "a")
                .unwrap_err()
                .to_string()
                .contains("line 3")
        );
        assert!(rows("a,b\n1\n", &["a"]).is_err());
    }
}
