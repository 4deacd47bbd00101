//! Days that follow one another, as people write them: a day, two with dots, a month.

use jiff::civil::Date;
use summit_ledger::record::Invalid;

use super::day::{Lean, Sense, begins_with_year, month, of_month, read, words, year};

const REMEDY: &str = "write DATE or FIRST..LAST, for example 15 Nov, 11-17 Nov, Nov 2026, 2025-04, \
                      2023-11-11..2023-11-17";

/// Reads a first and a last day.
///
/// # Errors
/// When the text names no days, or may name others.
pub fn read_days(typed: &str, sense: Sense) -> Result<(Date, Date), Invalid> {
    let refused = |mut e: Invalid| {
        e.remedy = REMEDY.to_owned();
        e
    };
    if let Some(month) = a_month(typed, sense) {
        return Ok(month);
    }
    let Some((first, last)) = two(typed) else {
        let day = read(typed.trim(), sense).map_err(refused)?;
        return Ok((day, day));
    };
    let (first, last) = (first.trim(), last.trim());
    let toward = |near: Date, lean: Lean| Sense {
        near,
        lean,
        ..sense
    };
    if has_year(first) && !has_year(last) {
        let first = read(first, sense).map_err(refused)?;
        let last = read(last, toward(first, Lean::Ahead)).map_err(refused)?;
        return Ok((first, last));
    }
    let last = read(last, sense).map_err(refused)?;
    let first = read(first, toward(last, Lean::Past)).map_err(refused)?;
    Ok((first, last))
}

fn has_year(typed: &str) -> bool {
    begins_with_year(typed) || words(typed).iter().any(|word| year(word).is_some())
}

/// `2025-04`, `Nov 2026` or `November`.
fn a_month(typed: &str, sense: Sense) -> Option<(Date, Date)> {
    if let Some((of, number)) = typed.trim().split_once('-')
        && number.len() == 2
    {
        return of_month(year(of)?, number.parse().ok()?);
    }
    let words = words(typed);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [name, of] => of_month(year(of)?, month(name)?),
        [name] => nearest(month(name)?, sense),
        _ => None,
    }
}

/// The nearest month of that name; one that has begun is not past.
fn nearest(month: i8, sense: Sense) -> Option<(Date, Date)> {
    let around = (sense.near.year() - 1)..=(sense.near.year() + 1);
    let mut months = around.filter_map(|year| of_month(year, month));
    match sense.lean {
        Lean::Past => months.rfind(|(first, _)| *first <= sense.near),
        Lean::Ahead => months.find(|(_, last)| *last >= sense.near),
    }
}

/// The first and the last of two days: `A..B`, `A - B`, `A to B`, `11-17 Nov`, `Nov 11-17`.
fn two(typed: &str) -> Option<(String, String)> {
    let plain = typed.replace(['–', '—'], "-");
    let plain = join_numbers(&plain);
    let words: Vec<&str> = plain.split_whitespace().collect();
    if let Some((first, last)) = words.iter().find_map(|word| numbers(word)) {
        let with = |day: &str| {
            let swapped = words
                .iter()
                .map(|word| if numbers(word).is_some() { day } else { word });
            swapped.collect::<Vec<_>>().join(" ")
        };
        return Some((with(first), with(last)));
    }
    let mut cuts = ["..", " - ", " to "].iter();
    let (first, last) = cuts.find_map(|cut| plain.split_once(cut))?;
    Some((first.to_owned(), last.to_owned()))
}

/// `11 - 17 Nov` as `11-17 Nov`.
fn join_numbers(typed: &str) -> String {
    match typed.split_once(" - ") {
        Some((a, b)) if ends_in_day(a) && b.starts_with(|c: char| c.is_ascii_digit()) => {
            let joined = format!("{}-{}", a.trim_end(), b.trim_start());
            let has_two = joined
                .split_whitespace()
                .any(|word| numbers(word).is_some());
            let named = words(a)
                .iter()
                .chain(&words(b))
                .filter(|w| month(w).is_some())
                .count();
            if has_two && named == 1 {
                joined
            } else {
                typed.to_owned()
            }
        }
        _ => typed.to_owned(),
    }
}

fn ends_in_day(text: &str) -> bool {
    text.trim_end().ends_with(|c: char| c.is_ascii_digit())
}

/// `11-17`: two days of a month.
fn numbers(word: &str) -> Option<(&str, &str)> {
    let day =
        |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    word.trim_end_matches(',')
        .split_once('-')
        .filter(|(a, b)| day(a) && day(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn at(typed: &str) -> String {
        let today = date(2026, 11, 14);
        let sense = Sense {
            today,
            near: today,
            lean: Lean::Ahead,
        };
        read_days(typed, sense).map_or_else(|e| e.problem, |(a, b)| format!("{a}..{b}"))
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for (typed, days) in [
            ("15 Nov", "2026-11-15..2026-11-15"),
            ("13 Nov", "2027-11-13..2027-11-13"),
            ("2dec", "2026-12-02..2026-12-02"),
            ("28dec..3jan", "2026-12-28..2027-01-03"),
            ("2023-11-15", "2023-11-15..2023-11-15"),
            ("2023-11-11..2023-11-17", "2023-11-11..2023-11-17"),
            ("11-17 Nov", "2026-11-11..2026-11-17"),
            ("11 - 17 Nov", "2026-11-11..2026-11-17"),
            ("11–17 November 2023", "2023-11-11..2023-11-17"),
            ("Nov 11-17, 2023", "2023-11-11..2023-11-17"),
            ("November 11 - 17", "2026-11-11..2026-11-17"),
            ("28 Dec - 3 Jan", "2026-12-28..2027-01-03"),
            ("28 Dec to 3 Jan 2024", "2023-12-28..2024-01-03"),
            ("2023-12-28..3 Jan", "2023-12-28..2024-01-03"),
            ("today..tomorrow", "2026-11-14..2026-11-15"),
            ("Nov 2025", "2025-11-01..2025-11-30"),
            ("2025-04", "2025-04-01..2025-04-30"),
            ("November", "2026-11-01..2026-11-30"),
            ("feb", "2027-02-01..2027-02-28"),
        ] {
            assert_eq!(at(typed), days, "{typed}");
        }
    }

    #[test]
    fn what_names_no_days_is_refused() {
        for typed in [
            "",
            "..",
            "2025-13",
            "11-31 Nov",
            "Nov..",
            "soon",
            "3/4/2027",
            "1-2-3 Nov",
        ] {
            let said = at(typed);
            assert!(!said.contains(".."), "{typed}: {said}");
        }
    }
}
