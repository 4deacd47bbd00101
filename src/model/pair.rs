//! The prior of a pair, counted in a list of meetings with many partners.
//!
//! The pair's own meetings of the last six years, and those a year of the mean partner, both over
//! the years that the list knows: a long pause in all meetings is a hole in the list.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::record::{Invalid, date};

/// Years before the opening that are counted.
const YEARS: f64 = 6.0;
/// The same in days.
const SPAN: i32 = 2192;
/// Days without any meeting beyond which the list is taken to have a hole.
const PAUSE: i32 = 240;

/// A meeting of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meeting<'l> {
    /// Its day.
    pub day: Date,
    /// Who was met, in the list's own spelling.
    pub partner: &'l str,
}

/// What a list says of a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counted {
    /// The pair's meetings in the span.
    pub meetings: u64,
    /// Meetings a year of the mean partner.
    pub pooled: f64,
    /// Years of the span, less the holes.
    pub years: f64,
}

impl Counted {
    /// The mean rate, in meetings a year.
    #[must_use]
    pub fn mean(&self) -> f64 {
        (self.meetings as f64 + self.pooled) / (self.years + 1.0)
    }
}

/// Counts what was known before the opening; a partner who is not in the list counts 0.
///
/// # Errors
/// When the list has no meeting in the span.
pub fn count(list: &[Meeting<'_>], partner: &str, opens: Date) -> Result<Counted, Invalid> {
    let end = date::number(opens);
    let start = end - SPAN;
    let known = list.iter().map(|m| (date::number(m.day), m.partner));
    let known: Vec<(i32, &str)> = known.filter(|(day, _)| *day < end).collect();
    let inside = || known.iter().filter(|(day, _)| *day >= start);
    let all = inside().count();
    if all == 0 {
        return Err(Invalid::new(
            "pair",
            partner,
            format!("the list has no meeting in the {YEARS} years before {opens}"),
            "a list that reaches to the opening, or a reference class: `meetings` and `years`",
        ));
    }
    let hidden = f64::from(hidden(known.iter().map(|(day, _)| *day), start, end));
    let years = YEARS - hidden / f64::from(SPAN) * YEARS;
    let partners: BTreeSet<&str> = known.iter().map(|(_, partner)| *partner).collect();
    Ok(Counted {
        meetings: inside().filter(|(_, met)| *met == partner).count() as u64,
        pooled: all as f64 / partners.len() as f64 / years,
        years,
    })
}

/// Days from `start` on that lie in a pause of the whole list; the last ends with the span.
fn hidden(days: impl Iterator<Item = i32>, start: i32, end: i32) -> i32 {
    let days: BTreeSet<i32> = days.collect();
    let next = days.iter().copied().skip(1).chain([end]);
    let pauses = days.iter().zip(next).filter(|(a, b)| b - **a - 1 > PAUSE);
    pauses.map(|(a, b)| (b - (a + 1).max(start)).max(0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(days: &[(&'static str, &'static str)]) -> Vec<Meeting<'static>> {
        let meeting = |(day, partner): &(&str, &'static str)| Meeting {
            day: date::parse(day).unwrap(),
            partner,
        };
        days.iter().map(meeting).collect()
    }

    #[test]
    fn a_list_without_a_meeting_in_the_span_is_refused() {
        let list = list(&[("2010-01-01", "A"), ("2023-01-01", "A")]);
        let opens = date::parse("2023-01-01").unwrap();
        let why = count(&list, "A", opens).unwrap_err();
        assert!(why.problem.contains("no meeting in the 6 years"), "{why}");
    }

    #[test]
    fn the_order_of_the_list_plays_no_part_and_without_a_hole_all_years_count() {
        let days = [
            ("2020-01-01", "A"),
            ("2020-06-01", "B"),
            ("2017-01-01", "A"),
            ("2017-07-01", "A"),
            ("2018-01-01", "B"),
            ("2018-07-01", "C"),
            ("2019-01-01", "A"),
            ("2019-07-01", "B"),
        ];
        let mut sorted = days;
        sorted.sort_unstable();
        let opens = date::parse("2020-07-01").unwrap();
        let counted = count(&list(&days), "A", opens).unwrap();
        assert_eq!(count(&list(&sorted), "A", opens).unwrap(), counted);
        assert_eq!((counted.meetings, counted.years), (4, 6.0));
        let held = count(&list(&sorted), "nobody", opens).unwrap();
        assert_eq!((held.meetings, held.pooled), (0, counted.pooled));
    }
}
