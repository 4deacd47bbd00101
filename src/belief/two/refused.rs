//! Why version 2 has no forecast.

use crate::belief::Degenerate;

/// Why there is no forecast.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A plan has no mass to move.
    #[error("plan `{plan}`: {why}")]
    Plan {
        /// Id of the plan's first report.
        plan: String,
        /// Which draw, and how.
        why: Degenerate,
    },
    /// The bank as of the forecast's day has no mass left.
    #[error("the forecast: {why}")]
    Forecast {
        /// Which draw, and how.
        why: Degenerate,
    },
}

impl From<Degenerate> for Refused {
    fn from(why: Degenerate) -> Self {
        Self::Forecast { why }
    }
}
