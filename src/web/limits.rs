//! What one server gives at most, so that no client can take all of it.

use std::time::Duration;

/// Limits of a server. The defaults are for one desk and a handful of readers.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections at once. One more takes the place of the one that was idle for longest.
    pub connections: usize,
    /// Pages that are told of changes as they happen, at once.
    pub live: usize,
    /// Time to send the head of a request, the wait before it included.
    pub head: Duration,
    /// Time in which a client must take some bytes of an answer.
    pub stall: Duration,
    /// Time to wait for a worker before the answer is "busy".
    pub wait: Duration,
    /// Time to work on one answer before it is "busy"; the work goes on and is kept.
    pub answer: Duration,
    /// Requests that may wait for a worker at once.
    pub waiting: usize,
    /// Workers for pages that only read.
    pub light: usize,
    /// Workers for pages that compute a belief.
    pub heavy: usize,
    /// How often the file is asked whether it has changed.
    pub poll: Duration,
    /// Time that open requests have to end when the server stops.
    pub farewell: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 128,
            live: 24,
            head: Duration::from_secs(10),
            stall: Duration::from_secs(20),
            wait: Duration::from_secs(3),
            answer: Duration::from_secs(20),
            waiting: 32,
            light: 2,
            heavy: 2,
            poll: Duration::from_millis(200),
            farewell: Duration::from_secs(2),
        }
    }
}

/// Longest request head, in bytes.
pub(super) const MAX_HEAD: usize = 24 * 1024;
/// Longest path with its query, in bytes.
pub(super) const MAX_TARGET: usize = 12 * 1024;
/// Longest form, in bytes.
pub(super) const MAX_FORM: usize = 32 * 1024;
/// Most header fields of a request.
pub(super) const MAX_FIELDS: usize = 64;
/// Most name-value pairs of a query.
pub(super) const MAX_PAIRS: usize = 128;
