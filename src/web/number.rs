//! A probability as a page shows it.

use crate::view::report::Report;
use crate::view::words::{tenths, word};

/// A percentage and its word.
pub(super) struct Number {
    pub p: String,
    pub word: &'static str,
}

impl Number {
    pub fn new(p: f64) -> Self {
        Self {
            p: tenths(p),
            word: word(p),
        }
    }

    /// The forecast of the day or, once the question is over, the last one before, as the report
    /// has it.
    pub fn of(report: &Report) -> Self {
        let over = report.resolution.is_some() || report.as_of >= report.account.question.deadline;
        let last = report.account.rows.last().map(|row| row.forecast.p);
        Self::new(last.filter(|_| over).unwrap_or(report.forecast.outlook.p))
    }
}
