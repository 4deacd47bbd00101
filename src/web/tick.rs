//! What open pages are told of.

/// What there is to tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tick {
    /// Entries in the log.
    pub size: u64,
    /// Counts how often the log was read anew: its growth, its replacement, its health.
    pub read: u64,
    /// Counts the steps of audits.
    pub audit: u64,
}
