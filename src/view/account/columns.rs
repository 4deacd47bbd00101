//! The columns of a history: which there are, and what each says of a row.

use super::told::Told;
use crate::record::{Account, Body, Invalid, Row};
use crate::view::doc::{Line, Role, Span};
use crate::view::sheet::Cell;
use crate::view::steps::{self, Step};
use crate::view::table;
use crate::view::words::{tenths, word};

/// A column that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The day on which it could first be believed.
    Day,
    /// The number of the signal in the question.
    Number,
    /// What happened.
    Signal,
    /// The id of the cause.
    Id,
    /// The kind of a signal; of another entry its type.
    Kind,
    /// The grade of a signal.
    Grade,
    /// Who says so.
    Source,
    /// Who appended it.
    Author,
    /// When it was appended, in UTC to the minute.
    Recorded,
    /// Why it was corrected or taken back.
    Because,
    /// Decibans by the time that passed since the row before.
    Time,
    /// Decibans by the cause itself.
    Decibans,
    /// The probability in percent.
    P,
    /// Its 90 % interval in percent.
    Interval,
    /// The word for it.
    Words,
}

/// The columns by the names that are typed.
const NAMES: [(&str, Column); 15] = [
    ("day", Column::Day),
    ("number", Column::Number),
    ("signal", Column::Signal),
    ("id", Column::Id),
    ("kind", Column::Kind),
    ("grade", Column::Grade),
    ("source", Column::Source),
    ("author", Column::Author),
    ("recorded", Column::Recorded),
    ("because", Column::Because),
    ("time", Column::Time),
    ("db", Column::Decibans),
    ("p", Column::P),
    ("interval", Column::Interval),
    ("words", Column::Words),
];

impl Column {
    /// Reads names with commas between them.
    ///
    /// # Errors
    /// The first that is none, with all that there are.
    pub fn parse(list: &str) -> Result<Vec<Self>, Invalid> {
        let of = |name: &str| {
            let name = name.trim().to_ascii_lowercase();
            let found = NAMES.iter().find(|(known, _)| *known == name);
            found
                .map(|(_, column)| *column)
                .ok_or_else(|| unknown(&name))
        };
        list.split(',').map(of).collect()
    }

    /// Those that are shown where none are asked for.
    pub(in crate::view) fn usual(ids: bool) -> Vec<Self> {
        let what = if ids { Self::Id } else { Self::Signal };
        vec![
            Self::Day,
            Self::Number,
            what,
            Self::Grade,
            Self::Time,
            Self::Decibans,
            Self::P,
            Self::Interval,
            Self::Words,
        ]
    }

    /// Its name as typed.
    pub(super) fn name(self) -> &'static str {
        let mut named = NAMES.iter().filter(|(_, column)| *column == self);
        named.next().map_or("", |(name, _)| name)
    }

    /// It as a column of a table.
    pub(super) fn column(self, told: &Told<'_>) -> table::Column {
        let (left, right) = (table::Column::left, table::Column::right);
        match self {
            Self::Day => left(told.year.as_deref().unwrap_or("day")),
            Self::Number => right("#"),
            Self::Signal => left("signal").clip(16),
            Self::Id => left("id").clip(16),
            Self::Kind => left("kind").clip(12),
            Self::Grade => left("gr"),
            Self::Source => left("source").clip(10),
            Self::Author => left("author").clip(8),
            Self::Recorded => left("recorded (UTC)"),
            Self::Because => left("because").wrap(16),
            Self::Time => right("time"),
            Self::Decibans => right("dB"),
            Self::P => right("%"),
            Self::Interval => right("90 %"),
            Self::Words => left("in words").spare(30),
        }
    }

    /// What it says of a row.
    pub(super) fn cell(self, told: &Told<'_>, row: &Row, step: Step) -> Line {
        let f = &row.forecast;
        match self {
            Self::Day => Line::from(told.day(row)),
            Self::Number => told
                .number(row)
                .map_or_else(Line::new, |n| Line::new().dim(n.to_string())),
            Self::Signal => told.cause(row, false),
            Self::Id => told.cause(row, true),
            Self::Kind => Line::from(kind(row)),
            Self::Grade => Line::from(grade(row)),
            Self::Source => Line::from(source(row)),
            Self::Author => Line::from(row.cause.author.as_str()),
            Self::Recorded => Line::from(minute(row)),
            Self::Because => Line::from(row.because().unwrap_or_default()),
            Self::Time => signed(step.time),
            Self::Decibans => signed(step.own),
            Self::P => Span::new(bare(f.p), Role::Strong).into(),
            Self::Interval => Line::new().dim(format!("{}-{}", whole(f.lo), whole(f.hi))),
            Self::Words => Line::from(word(f.p)),
        }
    }

    /// The same for a spreadsheet.
    pub(super) fn value(self, account: &Account, row: &Row, step: Step) -> Cell {
        let f = &row.forecast;
        let text = |text: &str| match text {
            "" => Cell::Empty,
            text => Cell::text(text),
        };
        match self {
            Self::Day => Cell::Date(row.day()),
            Self::Number => number(account.number(row)),
            Self::Signal => text(&summary(row).unwrap_or_default()),
            Self::Id => text(&row.cause.id),
            Self::Kind => text(kind(row)),
            Self::Grade => text(&grade(row)),
            Self::Source => text(source(row)),
            Self::Author => text(&row.cause.author),
            Self::Recorded => text(&row.cause.recorded_at.to_string()),
            Self::Because => text(row.because().unwrap_or_default()),
            Self::Time => Cell::number(step.time.map(steps::decibans)),
            Self::Decibans => Cell::number(step.own.map(steps::decibans)),
            Self::P => Cell::Number(f.p),
            Self::Interval => text(&format!("{} to {}", f.lo, f.hi)),
            Self::Words => text(word(f.p)),
        }
    }
}

/// The number of a signal, where there is one.
pub(super) fn number(number: Option<usize>) -> Cell {
    let number = number.and_then(|n| i64::try_from(n).ok());
    number.map_or(Cell::Empty, Cell::Int)
}

fn unknown(name: &str) -> Invalid {
    let names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
    let remedy = format!(
        "names with commas between them, of these: {}",
        names.join(", ")
    );
    Invalid::new("--columns", name, "there is no such column", remedy)
}

/// The kind of a signal; of another entry its type.
pub(super) fn kind(row: &Row) -> &str {
    match &row.cause.body {
        Body::Signal(s) => s.kind.as_str(),
        other => other.type_name(),
    }
}

/// What a row says in words of its own, where it has any.
pub(super) fn summary(row: &Row) -> Option<String> {
    match &row.cause.body {
        Body::Signal(s) => Some(s.summary.clone()),
        Body::Retraction(r) => Some(r.because.clone()),
        Body::Question(q) => Some(q.title.clone()),
        _ => None,
    }
}

fn grade(row: &Row) -> String {
    match &row.cause.body {
        Body::Signal(s) => s.grade.to_string(),
        _ => String::new(),
    }
}

fn source(row: &Row) -> &str {
    match &row.cause.body {
        Body::Signal(s) => s.source.as_ref().map_or("", |x| x.name.as_str()),
        _ => "",
    }
}

/// When it was recorded, in UTC to the minute.
fn minute(row: &Row) -> String {
    let at = row.cause.recorded_at.to_string();
    at.get(..16).unwrap_or(&at).replace('T', " ")
}

/// Hundredths of a deciban, where there are any.
pub(super) fn signed(units: Option<i64>) -> Line {
    units.map_or_else(Line::new, |units| Span::signed(steps::show(units)).into())
}

/// A percentage to a tenth without its sign, so that a column lines up.
pub(super) fn bare(p: f64) -> String {
    tenths(p).trim_end_matches('%').trim_end().to_owned()
}

/// Whole percents for an interval.
fn whole(p: f64) -> String {
    format!("{:.0}", p * 100.0)
}
