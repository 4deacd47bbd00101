//! Watching the file: one reader asks whether somebody wrote, for all pages.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::app::App;
use super::overview::Overview;
use crate::store::{Ledger, StoreError, Watch};

/// Looks after which it is made sure that the same file still stands at the path.
const EVERY: u32 = 5;

/// The watch over one file.
pub(super) struct Follower {
    ledger: Ledger,
    watch: Watch,
    looks: u32,
}

impl Follower {
    /// Begins to watch the file that the ledger was opened from, with what is in it.
    pub fn begin(ledger: Ledger) -> Result<(Self, Overview), StoreError> {
        // In this order, so that what is written meanwhile is noticed at the first look.
        let watch = Watch::begin(&ledger)?;
        let overview = sound(&ledger, Overview::read);
        let overview = match overview {
            // Pages say so, and single entries and audits can be looked at.
            Err(e @ StoreError::Damaged { .. }) => Overview::of_damaged(&ledger, e.to_string())?,
            read => read?,
        };
        let follower = Self {
            ledger,
            watch,
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
        let grew = self.watch.grew(&self.ledger)?;
        let before = app.overview();
        if !grew && before.fault.is_none() {
            return Ok(());
        }
        let after = sound(&self.ledger, |ledger| {
            let same = ledger.size()? == before.size && before.fault.is_none();
            (!same).then(|| before.moved_on(ledger)).transpose()
        })?;
        if let Some(after) = after {
            app.renew(after);
        }
        Ok(())
    }

    /// Where another file stands at the path, goes over to that one.
    fn same_file(&mut self, app: &App) -> Result<(), StoreError> {
        if !self.watch.is_replaced(&self.ledger) {
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
