//! The prior of a question: how often such meetings come on ordinary days.

use super::field::{May, Need, fields};
use super::forms::{Count, MAX_DRAWS, Numbers, Text, Within};

/// The reference class of ordinary days: `meetings` in `years` give a daily rate drawn from
/// Gamma(meetings + 1/2, years) / 365.25.
#[derive(Debug, Clone, PartialEq)]
pub struct Prior {
    /// Meetings counted in the reference class.
    pub meetings: u64,
    /// Years over which they were counted, above 0.
    pub years: f64,
    /// Where the count comes from and why this class.
    pub source: Option<String>,
    /// Chance of a meeting on an ordinary day, one a draw, each in [0, 1).
    pub daily_rate_draws: Option<Vec<f64>>,
}

fields! { Prior:
    meetings "meetings" => Need(Count(1_000_000));
    years "years" => Need(Within(0.01, 1000.0));
    source "source" => May(Text(4000));
    daily_rate_draws "daily_rate_draws" => May(RATES);
}

/// Chances a day.
pub(super) const RATES: Numbers = Numbers(
    MAX_DRAWS,
    |x| (0.0..1.0).contains(&x),
    "each is a chance a day, at least 0 and below 1",
);
