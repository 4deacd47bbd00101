//! Other people's forecasts, from a CSV file: `day,probability` and, where it speaks of several
//! questions, `question`.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;

use super::rule::probability;
use super::time::Track;
use crate::record::{Invalid, Name, date, fields};

/// Longest file, in bytes.
pub const MAX_FILE: usize = 64 << 20;

/// A line that cannot stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1; the header is line 1.
    pub line: u64,
    /// What is wrong.
    pub why: Invalid,
}

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}

impl std::error::Error for BadLine {}

/// Reads forecasts by question. Each holds from its day until the next; other columns are left
/// alone.
///
/// `known` are the ledger's questions; a file without a `question` column speaks of `only`.
///
/// # Errors
/// The first line that cannot stand, with its number, the value and the remedy.
pub fn parse(
    text: &str,
    known: &[Name],
    only: Option<&Name>,
) -> Result<BTreeMap<Name, Track>, BadLine> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() > MAX_FILE {
        let size = format!("{} bytes", text.len());
        return Err(bad(1, "", size, "the file is too large", "at most 64 MiB"));
    }
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(|e| broken(&e))?.clone();
    let columns = Columns::find(&header, only)?;
    let mut seen: BTreeMap<(Name, Date), u64> = BTreeMap::new();
    let mut rows: BTreeMap<Name, Vec<(i32, f64)>> = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|e| broken(&e))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |at: usize| record.get(at).unwrap_or_default();
        let question = match columns.question {
            Some(at) => question(line, cell(at), known)?,
            None => match only {
                Some(id) => id.clone(),
                None => continue,
            },
        };
        let typed = cell(columns.day);
        let day = date::parse(typed).map_err(|e| BadLine {
            line,
            why: e.under("day"),
        })?;
        let p = number(line, cell(columns.probability))?;
        if let Some(first) = seen.insert((question.clone(), day), line) {
            let why = format!("a second forecast of that day; the first is on line {first}");
            return Err(bad(line, "day", typed, why, "keep the day's last"));
        }
        rows.entry(question)
            .or_default()
            .push((date::number(day), p));
    }
    rows.into_iter()
        .map(|(id, rows)| {
            let track = Track::new(rows).map_err(|why| BadLine { line: 1, why })?;
            Ok((id, track))
        })
        .collect()
}

struct Columns {
    day: usize,
    probability: usize,
    question: Option<usize>,
}

impl Columns {
    fn find(header: &csv::StringRecord, only: Option<&Name>) -> Result<Self, BadLine> {
        let at = |name: &str| header.iter().position(|h| h.eq_ignore_ascii_case(name));
        let need = |name: &str| {
            at(name).ok_or_else(|| {
                let given: Vec<&str> = header.iter().collect();
                let why = format!("there is no column `{name}`");
                let remedy = "a first line `day,probability`, or `question,day,probability`, \
                              with commas";
                bad(1, "", given.join(","), why, remedy)
            })
        };
        let found = Self {
            day: need("day")?,
            probability: need("probability")?,
            question: at("question"),
        };
        if found.question.is_none() && only.is_none() {
            let why = "it does not say which question each forecast is for";
            let remedy = "name one question on the command line, or add a column `question`";
            return Err(bad(1, "", "", why, remedy));
        }
        Ok(found)
    }
}

fn question(line: u64, text: &str, known: &[Name]) -> Result<Name, BadLine> {
    let found = known.iter().find(|id| id.as_str() == text);
    found.cloned().ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(Name::as_str).collect();
        let remedy = match fields::nearest(text, &names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`summit questions` lists them".to_owned(),
        };
        let why = "the ledger has no such question";
        bad(line, "question", text, why, remedy)
    })
}

fn number(line: u64, text: &str) -> Result<f64, BadLine> {
    let p = text.parse::<f64>().ok();
    let p = p.and_then(|p| probability(p).ok());
    p.ok_or_else(|| {
        let remedy = "a number from 0 to 1 with a point, for example 0.85 for 85 %";
        bad(line, "probability", text, "not a probability", remedy)
    })
}

fn broken(e: &csv::Error) -> BadLine {
    let line = e.position().map_or(1, csv::Position::line);
    let why = match e.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => {
            format!("{len} cells where the first line has {expected_len}")
        }
        _ => "not CSV".to_owned(),
    };
    bad(
        line,
        "",
        "",
        why,
        "comma-separated values (RFC 4180) in UTF-8",
    )
}

fn bad(
    line: u64,
    field: &str,
    value: impl AsRef<str>,
    why: impl Into<String>,
    remedy: impl Into<String>,
) -> BadLine {
    BadLine {
        line,
        why: Invalid::new(field, value, why, remedy),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        Name::parse(text).unwrap()
    }

    fn read(text: &str) -> Result<BTreeMap<Name, Track>, BadLine> {
        parse(text, &[name("q"), name("quite-another")], Some(&name("q")))
    }

    #[test]
    fn days_in_any_order_with_other_columns_and_a_mark_of_byte_order() {
        let text = "\u{feff}Who, Day ,probability\nx,2023-02-03,0.5\n\"a, b\",2023-02-01,1e-1\n";
        let tracks = read(text).unwrap();
        let day = |d: &str| date::number(date::parse(d).unwrap());
        let track = &tracks[&name("q")];
        assert_eq!(track.on(day("2023-02-02")), Some(0.1));
        assert_eq!(track.on(day("2023-02-03")), Some(0.5));
        assert_eq!(track.on(day("2023-01-31")), None);
    }

    #[test]
    fn errors_name_the_line_and_the_value() {
        let cases = [
            ("day,p\n2023-01-01,0.5\n", 1, "`probability`"),
            (
                "day,probability\n2023-01-01,0.5\n2023-01-02,85%\n",
                3,
                "`85%`",
            ),
            ("day,probability\n2023-01-02,1.5\n", 2, "`1.5`"),
            ("day,probability\n2023-01-02,NaN\n", 2, "`NaN`"),
            ("day,probability\n2023-01-02,\n", 2, "not a probability"),
            ("day,probability\n01/02/2023,0.5\n", 2, "`01/02/2023`"),
            ("day,probability\n2023-01-02\n", 2, "1 cells"),
            (
                "day,probability,question\n2023-01-02,0.5,quit\n",
                2,
                "`quit`",
            ),
            (
                "day,probability\n2023-01-02,0.5\n2023-01-02,0.6\n",
                3,
                "line 2",
            ),
        ];
        for (text, line, says) in cases {
            let e = read(text).unwrap_err();
            assert_eq!(e.line, line, "{text}: {e}");
            assert!(e.to_string().contains(says), "{text}: {e}");
            assert!(!e.why.remedy.is_empty());
        }
        let e = parse("day,probability\n", &[name("q")], None).unwrap_err();
        assert!(e.to_string().contains("which question"), "{e}");
    }
}
