//! A day as people write one, and what it is in the calendar.

use jiff::civil::{Date, Weekday, date};
use jiff::{Span, ToSpan as _};
use summit_ledger::record::{Invalid, date as iso};

const REMEDY: &str = "write YYYY-MM-DD, or for example today, yesterday, 3 days ago, last monday, \
                      21 Nov, 21 November 2026";
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEK: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];
/// Years in which a day without one is looked for; the 29th of February is at most eight away.
const YEARS: i16 = 8;

/// In which direction a day lies that names no year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lean {
    /// The nearest that is not later.
    Past,
    /// The nearest that is not earlier.
    Ahead,
}

/// From where a day is counted that is not written in full.
#[derive(Debug, Clone, Copy)]
pub struct Sense {
    /// What `today` means.
    pub today: Date,
    /// The day to which one without a year is near.
    pub near: Date,
    /// On which side of it.
    pub lean: Lean,
}

/// Reads a day.
///
/// # Errors
/// When the text names no day of the calendar, or may name two; the error names both.
pub fn read(typed: &str, sense: Sense) -> Result<Date, Invalid> {
    if begins_with_year(typed) {
        return iso::parse(typed);
    }
    let words = words(typed);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let found = match words.as_slice() {
        ["today"] => Ok(sense.today),
        ["yesterday"] => Ok(sense.today.saturating_sub(1.day())),
        ["tomorrow"] => Ok(sense.today.saturating_add(1.day())),
        [count, unit, "ago"] => counted(count, unit).map(|s| sense.today.saturating_sub(s)),
        ["in", count, unit] => counted(count, unit).map(|s| sense.today.saturating_add(s)),
        ["last", day] => weekday(day).map(|day| next(sense.today, day, -1)),
        ["next", day] => weekday(day).map(|day| next(sense.today, day, 1)),
        [one] if one.contains('/') => slashed(one, sense),
        [day] => match run_together(day) {
            Some((d, m)) => near(d, m, sense),
            None => weekday(day).and_then(|day| bare(day, sense)),
        },
        [a, b] => day_and_month(a, b).and_then(|(d, m)| near(d, m, sense)),
        [a, b, year] => day_and_month(a, b).and_then(|(d, m)| whole(year, m, d)),
        _ => Err(String::new()),
    };
    let found = found.and_then(|day| iso::parse(&day.to_string()).map_err(|e| e.problem));
    found.map_err(|why| {
        let why = Some(why).filter(|why| !why.is_empty());
        Invalid::new("", typed, why.as_deref().unwrap_or("not a day"), REMEDY)
    })
}

/// Whether a text is written as the record holds days, or was meant to be.
pub fn begins_with_year(typed: &str) -> bool {
    let year = typed.bytes().take_while(u8::is_ascii_digit).count();
    year == 4 && typed.as_bytes().get(4) == Some(&b'-')
}

/// A day with its day of the week: `2026-11-27, a Friday`.
pub fn spoken(day: Date) -> String {
    let of_week = WEEK.iter().find(|(_, of_week)| *of_week == day.weekday());
    let name = of_week.map_or("", |(name, _)| *name);
    let (initial, rest) = name.split_at(name.len().min(1));
    format!("{day}, a {}{rest}", initial.to_uppercase())
}

/// The words of a text in lower case, without commas.
pub fn words(typed: &str) -> Vec<String> {
    let parts = typed.split(|c: char| c.is_whitespace() || c == ',');
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The number of a month by its name or at least three letters of it.
pub fn month(word: &str) -> Option<i8> {
    let word = word.strip_suffix('.').unwrap_or(word);
    let at = MONTHS
        .iter()
        .position(|name| word.len() >= 3 && name.starts_with(word))?;
    i8::try_from(at + 1).ok()
}

/// A year of four digits.
pub fn year(word: &str) -> Option<i16> {
    let digits = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    word.parse().ok().filter(|_| digits)
}

fn counted(count: &str, unit: &str) -> Result<Span, String> {
    let count: i32 = match count {
        "a" | "an" | "one" => 1,
        digits => digits
            .parse()
            .ok()
            .filter(|n| (0..=40_000).contains(n))
            .ok_or("")?,
    };
    match unit.trim_end_matches('s') {
        "day" => Ok(count.days()),
        "week" => Ok((7 * count).days()),
        "month" if count <= 1200 => Ok(count.months()),
        _ => Err(String::new()),
    }
}

fn weekday(word: &str) -> Result<Weekday, String> {
    let found = WEEK
        .iter()
        .find(|(name, _)| word.len() >= 3 && name.starts_with(word));
    found.map(|(_, day)| *day).ok_or_else(String::new)
}

/// The next such day of the week after a day, or the one before it.
fn next(from: Date, day: Weekday, step: i32) -> Date {
    from.nth_weekday(step, day).unwrap_or(from)
}

/// A day of the week by its name alone: the nearest, unless it is that day today.
fn bare(day: Weekday, sense: Sense) -> Result<Date, String> {
    let step = if sense.lean == Lean::Past { -1 } else { 1 };
    let other = next(sense.today, day, step);
    if sense.today.weekday() == day {
        return Err(either(sense.today, other));
    }
    Ok(other)
}

fn either(one: Date, other: Date) -> String {
    format!("it may mean {one} or {other}: write which")
}

/// `21` and `nov`, in either order.
fn day_and_month(a: &str, b: &str) -> Result<(i8, i8), String> {
    let both = |day: &str, name: &str| number(day).zip(month(name));
    both(a, b).or_else(|| both(b, a)).ok_or_else(String::new)
}

/// `21nov`, `21-nov`, `nov21` or `nov-21`: what a shell takes without quotes.
fn run_together(word: &str) -> Option<(i8, i8)> {
    let digit = |c: char| c.is_ascii_digit();
    let cut = match word.starts_with(digit) {
        true => word.find(|c| !digit(c)),
        false => word.find(digit),
    };
    let (a, b) = word.split_at_checked(cut?)?;
    day_and_month(a.trim_end_matches('-'), b.trim_start_matches('-')).ok()
}

/// A day of the month: `1`, `21`, `21st`.
fn number(word: &str) -> Option<i8> {
    let ends = ["st", "nd", "rd", "th"];
    let bare = ends.iter().find_map(|end| word.strip_suffix(end));
    let digits = bare.unwrap_or(word);
    let short = digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit());
    digits
        .parse()
        .ok()
        .filter(|day| short && (1..=31).contains(day))
}

fn whole(typed: &str, month: i8, day: i8) -> Result<Date, String> {
    let year = year(typed).ok_or("the year has not four digits")?;
    Date::new(year, month, day).map_err(|_| none())
}

fn none() -> String {
    "no such day in the calendar".to_owned()
}

/// The nearest such day on its side.
fn near(day: i8, month: i8, sense: Sense) -> Result<Date, String> {
    let around = (sense.near.year() - YEARS)..=(sense.near.year() + YEARS);
    let mut days = around.filter_map(|year| Date::new(year, month, day).ok());
    let found = match sense.lean {
        Lean::Past => days.rfind(|found| *found <= sense.near),
        Lean::Ahead => days.find(|found| *found >= sense.near),
    };
    found.ok_or_else(none)
}

/// `21/11/2026` or `11/21/2026`, where only one of them is a day.
fn slashed(typed: &str, sense: Sense) -> Result<Date, String> {
    let parts: Vec<&str> = typed.split('/').collect();
    let (a, b, typed_year) = match parts.as_slice() {
        [a, b] => (number(a), number(b), None),
        [a, b, y] => (number(a), number(b), Some(*y)),
        _ => return Err(String::new()),
    };
    let (a, b) = a.zip(b).ok_or("")?;
    let read = |day: i8, month: i8| match typed_year {
        Some(typed) => whole(typed, month, day),
        None => near(day, month, sense),
    };
    match (read(a, b), read(b, a)) {
        (Ok(one), Ok(other)) if one != other => Err(either(one, other)),
        (Ok(one), _) => Ok(one),
        (_, other) => other,
    }
}

/// The first and the last day of a month.
pub fn of_month(year: i16, month: i8) -> Option<(Date, Date)> {
    let first = Date::new(year, month, 1).ok()?;
    Some((first, date(year, month, first.days_in_month())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Friday.
    const TODAY: Date = date(2026, 11, 27);

    fn at(typed: &str, lean: Lean) -> String {
        let sense = Sense {
            today: TODAY,
            near: TODAY,
            lean,
        };
        read(typed, sense).map_or_else(|e| e.problem, |day| day.to_string())
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for (typed, day) in [
            ("today", "2026-11-27"),
            ("Yesterday", "2026-11-26"),
            ("3 days ago", "2026-11-24"),
            ("a week ago", "2026-11-20"),
            ("2 months ago", "2026-09-27"),
            ("last monday", "2026-11-23"),
            ("last friday", "2026-11-20"),
            ("thu", "2026-11-26"),
            ("21 Nov", "2026-11-21"),
            ("Nov 21", "2026-11-21"),
            ("21st november", "2026-11-21"),
            ("21nov", "2026-11-21"),
            ("Nov-21", "2026-11-21"),
            ("28 Nov", "2025-11-28"),
            ("29 Feb", "2024-02-29"),
            ("21 November 2025", "2025-11-21"),
            ("November 21, 2025", "2025-11-21"),
            ("2026-11-21", "2026-11-21"),
            ("21/11/2026", "2026-11-21"),
            ("11/21/2026", "2026-11-21"),
        ] {
            assert_eq!(at(typed, Lean::Past), day, "{typed}");
        }
    }

    #[test]
    fn a_day_without_a_year_lies_on_the_side_that_is_meant() {
        for (typed, day) in [
            ("26 Nov", "2027-11-26"),
            ("27 Nov", "2026-11-27"),
            ("28 Nov", "2026-11-28"),
            ("mon", "2026-11-30"),
            ("tomorrow", "2026-11-28"),
            ("in 2 weeks", "2026-12-11"),
            ("next friday", "2026-12-04"),
            ("29 Feb", "2028-02-29"),
        ] {
            assert_eq!(at(typed, Lean::Ahead), day, "{typed}");
        }
    }

    #[test]
    fn where_two_days_may_be_meant_both_are_named() {
        let two = at("3/4/2026", Lean::Past);
        assert!(two.contains("2026-04-03 or 2026-03-04"), "{two}");
        let two = at("friday", Lean::Past);
        assert!(two.contains("2026-11-27 or 2026-11-20"), "{two}");
        let two = at("friday", Lean::Ahead);
        assert!(two.contains("2026-11-27 or 2026-12-04"), "{two}");
    }

    #[test]
    fn what_names_no_day_is_refused() {
        for typed in [
            "",
            "soon",
            "31 Nov",
            "21 Nov 26",
            "32 Nov",
            "ma 5",
            "32nov",
            "21-11",
            "nov2026",
            "2dec26",
            "Nov 2026",
            "2026-2-1",
            "1/2/3/4",
            "99999999 days ago",
            "-3 days ago",
            "13/13/2026",
            "99999 months ago",
            "２１ Nov",
        ] {
            let said = at(typed, Lean::Past);
            assert!(!said.starts_with("20"), "{typed}: {said}");
        }
    }
}
