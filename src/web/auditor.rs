//! Audits on request: one at a time, in the background, remembered for as long as the log stays.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::app::App;
use crate::audit::{self, Options, Progress, Report};

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

    /// Begins an audit of the log as it stands, unless one is under way or that very log was
    /// audited.
    pub fn request(app: &Arc<App>) {
        let of = (app.desks.generation(), app.overview().size);
        {
            let mut state = app.auditor.lock();
            let known = state
                .last
                .as_ref()
                .is_some_and(|done| done.of == of && done.outcome.is_ok());
            if state.running.is_some() || known {
                return;
            }
            state.running = Some(Progress {
                tier: 1,
                done: 0,
                total: 0,
            });
        }
        app.nudge();
        let path = app.desks.path().clone();
        let options = Options {
            as_of: Some((app.today)()),
            ..app.audit.clone()
        };
        let mine = Arc::clone(app);
        // A thread of its own: it may take minutes, and must not hold a worker or the way out.
        let thread = std::thread::Builder::new()
            .name("audit".into())
            .spawn(move || mine.audited(of, &path, &options));
        if let Err(e) = thread {
            app.auditor.end(of, Err(e.to_string()));
        }
    }

    fn progress(&self, progress: Progress) -> bool {
        let mut state = self.lock();
        let moved = state.running.is_none_or(|before| {
            before.tier != progress.tier || progress.done >= before.done + progress.total / 50
        });
        if moved {
            state.running = Some(progress);
        }
        moved
    }

    fn end(&self, of: (u64, u64), outcome: Result<Arc<Report>, String>) {
        let mut state = self.lock();
        state.running = None;
        state.last = Some(Done { of, outcome });
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    fn audited(&self, of: (u64, u64), path: &Path, options: &Options) {
        let run = || {
            audit::run(path, options, &mut |progress| {
                if self.auditor.progress(progress) {
                    self.nudge();
                }
            })
        };
        // A panic would leave the audit under way for ever.
        let outcome = match std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)) {
            Ok(Ok(report)) => Ok(Arc::new(report)),
            Ok(Err(e)) => Err(e.to_string()),
            Err(_) => Err("the audit broke off: a fault of the program".into()),
        };
        self.auditor.end(of, outcome);
        self.nudge();
    }
}
