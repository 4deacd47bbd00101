//! What a plan does with a day.

/// What a plan does with a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// It names the day.
    Named,
    /// It covers the day: slack, or the rest of an occasion.
    Near,
    /// It speaks of another day.
    Other,
    /// The day stands announced for an earlier meeting, of which it says nothing.
    Left,
}
