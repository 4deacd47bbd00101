//! An audit on request, in the background.

use std::path::Path;
use std::sync::Arc;

use super::app::App;
use crate::audit::{self, Options};

/// Begins an audit of the log as it stands, unless one is under way or that very log was audited.
pub(super) fn request(app: &Arc<App>) {
    let of = (app.desks.generation(), app.overview().size);
    if !app.auditor.begin(of) {
        return;
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
        .spawn(move || run(&mine, of, &path, &options));
    if let Err(e) = thread {
        app.auditor.end(of, Err(e.to_string()));
    }
}

fn run(app: &App, of: (u64, u64), path: &Path, options: &Options) {
    let run = || {
        audit::run(path, options, &mut |progress| {
            if app.auditor.progress(progress) {
                app.nudge();
            }
        })
    };
    // A panic would leave the audit under way for ever.
    let outcome = match std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)) {
        Ok(Ok(report)) => Ok(Arc::new(report)),
        Ok(Err(e)) => Err(e.to_string()),
        Err(_) => Err("the audit broke off: a fault of the program".into()),
    };
    app.auditor.end(of, outcome);
    app.nudge();
}
