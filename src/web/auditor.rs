//! What is known of audits: one at a time, remembered for as long as the log stays.

use std::sync::{Arc, Mutex, PoisonError};

use crate::audit::{Progress, Report};

/// What is known of audits.
#[derive(Default)]
pub(super) struct Auditor {
    state: Mutex<State>,
}

/// How things stand.
#[derive(Clone, Default)]
pub(super) struct State {
    /// How far the audit under way is.
    pub running: Option<Progress>,
    /// The last audit that ended.
    pub last: Option<Done>,
}

/// An audit that ended.
#[derive(Clone)]
pub(super) struct Done {
    /// Which file it was, and its size in entries when the audit was asked for.
    pub of: (u64, u64),
    /// What was found, or why it could not be made.
    pub outcome: Result<Arc<Report>, String>,
}

impl Auditor {
    pub fn state(&self) -> State {
        self.lock().clone()
    }

    /// Takes an audit of this log on, unless one is under way or that very log was audited.
    pub fn begin(&self, of: (u64, u64)) -> bool {
        let mut state = self.lock();
        let known = state
            .last
            .as_ref()
            .is_some_and(|done| done.of == of && done.outcome.is_ok());
        if state.running.is_some() || known {
            return false;
        }
        state.running = Some(Progress {
            tier: 1,
            done: 0,
            total: 0,
        });
        true
    }

    /// Notes how far it is; whether that is worth telling.
    pub fn progress(&self, progress: Progress) -> bool {
        let mut state = self.lock();
        let moved = state.running.is_none_or(|before| {
            before.tier != progress.tier || progress.done >= before.done + progress.total / 50
        });
        if moved {
            state.running = Some(progress);
        }
        moved
    }

    /// Notes how it ended.
    pub fn end(&self, of: (u64, u64), outcome: Result<Arc<Report>, String>) {
        let mut state = self.lock();
        state.running = None;
        state.last = Some(Done { of, outcome });
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
