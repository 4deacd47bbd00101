//! The scale of a chart.

/// What is equally tall on a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal changes of the probability.
    Probability,
    /// Equal evidence: decibans, so that 90 to 99 % is as tall as 50 to 91 %.
    LogOdds,
}
