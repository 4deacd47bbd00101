//! Work off the event loop: so many workers, so many who wait, and "busy" for the rest.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::Semaphore;

use super::desks::Desks;
use super::limits::Limits;
use super::problem::Problem;
use crate::desk::Desk;

/// Workers of one sort.
pub(super) struct Workers {
    desks: Arc<Desks>,
    /// Whether they work on a ledger that was found sound, or on one as it stands.
    sound: bool,
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
    most_waiting: usize,
    wait: Duration,
    answer: Duration,
}

impl Workers {
    pub fn new(desks: Arc<Desks>, sound: bool, places: usize, limits: &Limits) -> Self {
        Self {
            desks,
            sound,
            places: Arc::new(Semaphore::new(places)),
            waiting: AtomicUsize::new(0),
            most_waiting: limits.waiting,
            wait: limits.wait,
            answer: limits.answer,
        }
    }

    /// Does some work on a blocking thread. Its place is free again when the work is done, not
    /// when the client has gone.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Desk) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let place = {
            let _waiting = Waiting::new(&self.waiting, self.most_waiting)
                .ok_or_else(|| Problem::busy("too many pages are being made at once", 2))?;
            let place = Arc::clone(&self.places).acquire_owned();
            match tokio::time::timeout(self.wait, place).await {
                Ok(Ok(place)) => place,
                Ok(Err(_)) => return Err(Problem::fault()),
                Err(_) => return Err(Problem::busy("other pages are being made", 2)),
            }
        };
        let desks = Arc::clone(&self.desks);
        let sound = self.sound;
        let task = tokio::task::spawn_blocking(move || {
            let out = desks.at_one(sound, work);
            drop(place);
            out
        });
        match tokio::time::timeout(self.answer, task).await {
            Ok(Ok(out)) => out,
            // It panicked; the desk went with it.
            Ok(Err(_)) => Err(Problem::fault()),
            Err(_) => Err(Problem::busy("this page takes long to compute", 5)),
        }
    }
}

/// A place among those who wait.
struct Waiting<'w>(&'w AtomicUsize);

impl<'w> Waiting<'w> {
    fn new(count: &'w AtomicUsize, most: usize) -> Option<Self> {
        let mine = Self(count);
        (count.fetch_add(1, Ordering::SeqCst) < most).then_some(mine)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}
