//! What is believed: a probability, its interval and its effective draws.

/// What is believed as of a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outlook {
    /// Day number as of which it speaks.
    pub as_of: i32,
    /// Probability that the meeting comes after that day and by the deadline.
    pub p: f64,
    /// 5 % quantile of the draws' probabilities, each draw weighing what it predicted.
    pub lo: f64,
    /// 95 % quantile.
    pub hi: f64,
    /// Effective number of draws, from 1 to `K`.
    pub effective_draws: f64,
}
