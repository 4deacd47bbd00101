//! What happened of late: the last signals, and the change over the last days.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::shown::Shown;
use crate::view::chart::{Point, ProbabilityChart};
use crate::view::decibans::{Ladder, Precision, hundredths};
use crate::view::words::tenths;

/// How many of the last signals are shown.
const LAST: usize = 4;

/// Over how many days changes are told.
const OVER: [i32; 3] = [1, 7, 30];

/// What happened of late.
pub(super) struct Lately {
    pub last: Vec<Recent>,
    pub over: Vec<Over>,
}

/// A signal.
pub(super) struct Recent {
    pub id: String,
    pub day: Date,
    pub summary: Shown,
    pub decibans: String,
    pub class: &'static str,
    pub after: String,
}

/// A change over some days.
pub(super) struct Over {
    pub days: i32,
    pub before: String,
    pub decibans: String,
    pub class: &'static str,
}

impl Lately {
    /// Of a chart, as of a day.
    pub fn of(chart: &ProbabilityChart, as_of: Date) -> Self {
        let mut marks: Vec<_> = chart.signals.iter().collect();
        marks.sort_by_key(|mark| mark.day);
        let last = marks.into_iter().rev().take(LAST).map(|mark| Recent {
            id: mark.id.clone(),
            day: mark.day,
            summary: Shown::new(&mark.summary),
            decibans: mark.step.map(hundredths).unwrap_or_default(),
            class: direction((mark.step.unwrap_or_default() * 100.0).round() as i64),
            after: tenths(mark.after),
        });
        let points = chart.daily();
        let over = OVER
            .into_iter()
            .filter_map(|days| Over::of(&points, as_of, days));
        Self {
            last: last.collect(),
            over: over.collect(),
        }
    }
}

impl Over {
    /// `None` where nothing was believed so many days before.
    fn of(points: &[Point], as_of: Date, days: i32) -> Option<Self> {
        let then = as_of.checked_sub(days.days()).ok()?;
        let before = points.iter().rfind(|at| at.day <= then)?.p;
        let now = points.last()?.p;
        let ladder = Ladder::of(&[before, now], Precision::Hundredths)?;
        Some(Self {
            days,
            before: tenths(before),
            decibans: ladder.show(ladder.total()),
            class: direction(ladder.total()),
        })
    }
}

fn direction(step: i64) -> &'static str {
    match step {
        0 => "",
        1.. => "up",
        _ => "down",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_change_is_told_from_what_was_believed_on_the_day_and_not_before_the_opening() {
        let at = |day, p| Point {
            day,
            p,
            lo: p,
            hi: p,
        };
        let opens = date(2023, 3, 1);
        let path = [
            at(opens, 0.5),
            at(date(2023, 3, 20), 0.8),
            at(date(2023, 3, 25), 0.9),
        ];
        let chart = ProbabilityChart::new(opens, date(2023, 12, 31)).points(path);
        let told = Lately::of(&chart, date(2023, 3, 26));
        let told: Vec<_> = told
            .over
            .iter()
            .map(|o| (o.days, &*o.before, &*o.decibans))
            .collect();
        assert_eq!(told, [(1, "90.0 %", "0.00"), (7, "50.0 %", "+9.54")]);
    }
}
