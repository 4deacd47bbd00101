//! The parts of a trial in words.

use crate::library::{Part, Phase, Table};

/// A part as a row's or section's name.
pub fn part(part: Part) -> String {
    match part {
        Part::Whole => "all days".into(),
        Part::In(Phase::Before) => "before an announcement".into(),
        Part::In(Phase::Announced) => "announced".into(),
        Part::In(Phase::Off) => "after a calling-off".into(),
        Part::Before(1) => "1 day before".into(),
        Part::Before(days) => format!("{days} days before"),
    }
}

/// A part as data: `all`, `before`, `announced`, `off`, or the days before the end.
pub fn key(part: Part) -> String {
    match part {
        Part::Whole => "all".into(),
        Part::In(phase) => phase.as_str().into(),
        Part::Before(days) => days.to_string(),
    }
}

/// `12 questions had such days, 9 of them ended yes; 301 days in all.`
pub fn counted(table: &Table) -> String {
    let days = many(table.days, "day", "days");
    format!(
        "{} had such days, {} of them ended yes; {days} in all.",
        many(table.questions, "question", "questions"),
        table.yes
    )
}

/// `At 60 days 20 questions were open (8 ended yes), at 30 days ...`
pub fn open_then(tables: &[&Table]) -> String {
    let each = tables.iter().map(|table| {
        let open = match table.questions {
            1 => "1 question was open".into(),
            n => format!("{n} questions were open"),
        };
        let at = match table.part {
            Part::Before(days) => many(days as usize, "day", "days"),
            other => part(other),
        };
        format!("at {at} {open}, of which {} ended yes", table.yes)
    });
    each.collect::<Vec<_>>().join("; ")
}

pub fn many(n: usize, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}
