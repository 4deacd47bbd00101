//! A probability as a page shows it.

use crate::view::report::Report;
use crate::view::words::{range, tenths, word};

/// A percentage, its word and its 90 % interval.
pub(super) struct Number {
    pub p: String,
    pub word: &'static str,
    pub interval: String,
}

impl Number {
    /// Of a probability and the ends of its interval.
    pub fn new((p, lo, hi): (f64, f64, f64)) -> Self {
        Self {
            p: tenths(p),
            word: word(p),
            interval: format!("90 %: {}", range(lo, hi)),
        }
    }

    /// The forecast of the day or, once the question is over, the last one before, as the report
    /// has it.
    pub fn of(report: &Report) -> Self {
        let last = report.account.rows.last().map(|row| &row.forecast);
        let now = &report.forecast.outlook;
        Self::new(match last.filter(|_| is_over(report)) {
            Some(last) => (last.p, last.lo, last.hi),
            None => (now.p, now.lo, now.hi),
        })
    }
}

fn is_over(report: &Report) -> bool {
    report.resolution.is_some() || report.as_of >= report.account.question.deadline
}
