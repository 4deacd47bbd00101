//! Watching the file: one reader asks whether somebody wrote, for all pages.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::app::App;
use super::overview::Overview;
use crate::store::{Ledger, StoreError};

/// Looks after which it is made sure that the same file still stands at the path.
const EVERY: u32 = 5;

/// The watch over one file.
pub(super) struct Follower {
    ledger: Ledger,
    version: i64,
    file: Option<Identity>,
    looks: u32,
}

impl Follower {
    /// Begins to watch the file that the ledger was opened from, with what is in it.
    pub fn begin(ledger: Ledger) -> Result<(Self, Overview), StoreError> {
        // In this order, so that what is written meanwhile is noticed at the first look.
        let version = ledger.version()?;
        let file = Identity::of(&ledger.path());
        let overview = sound(&ledger, Overview::read);
        let overview = match overview {
            // Pages say so, and single entries and audits can be looked at.
            Err(e @ StoreError::Damaged { .. }) => Overview::of_damaged(&ledger, e.to_string())?,
            read => read?,
        };
        let follower = Self {
            ledger,
            version,
            file,
            looks: 0,
        };
        Ok((follower, overview))
    }

    /// Looks again and again until told to stop.
    pub fn run(mut self, app: &Arc<App>, stop: &Receiver<()>, every: Duration) {
        while stop.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
            if let Err(e) = self.look(app) {
                app.fault(e.to_string());
            }
        }
    }

    fn look(&mut self, app: &App) -> Result<(), StoreError> {
        self.looks += 1;
        if self.looks.is_multiple_of(EVERY) || app.overview().fault.is_some() {
            self.same_file(app)?;
        }
        let version = self.ledger.version()?;
        let before = app.overview();
        if version == self.version && before.fault.is_none() {
            return Ok(());
        }
        let after = sound(&self.ledger, |ledger| {
            let same = ledger.size()? == before.size && before.fault.is_none();
            (!same).then(|| before.moved_on(ledger)).transpose()
        })?;
        if let Some(after) = after {
            app.renew(after);
        }
        self.version = version;
        Ok(())
    }

    /// Where another file stands at the path, goes over to that one.
    fn same_file(&mut self, app: &App) -> Result<(), StoreError> {
        let path = self.ledger.path();
        // A file that was read as one at rest is another one after somebody wrote to it.
        let lasted = self.ledger.rest().is_none_or(|rest| rest.lasted().is_ok());
        if lasted && Identity::of(&path) == self.file {
            return Ok(());
        }
        let (follower, overview) = Self::begin(app.desks.open()?)?;
        *self = follower;
        app.desks.replaced();
        app.renew(overview);
        Ok(())
    }
}

/// Reads one moment of the file, which must be sound.
fn sound<T>(
    ledger: &Ledger,
    read: impl FnOnce(&Ledger) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    ledger.hold()?;
    let out = read(ledger);
    ledger.leave()?;
    out
}

/// What tells one file from another at the same path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Identity(u64, u64);

impl Identity {
    #[cfg(unix)]
    fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        let meta = std::fs::metadata(path).ok()?;
        Some(Self(meta.dev(), meta.ino()))
    }

    #[cfg(not(unix))]
    fn of(path: &Path) -> Option<Self> {
        // A file in use cannot be replaced there.
        std::fs::metadata(path).ok().map(|_| Self(0, 0))
    }
}
