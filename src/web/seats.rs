//! Connections: so many at once; a new one takes the place of the one that was idle for longest.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

/// The connections of a server.
pub(super) struct Seats {
    most: usize,
    /// Counts what happens, to tell what happened longer ago.
    clock: AtomicU64,
    taken: Mutex<HashMap<u64, Arc<Seat>>>,
}

/// One connection.
pub(super) struct Seat {
    number: u64,
    /// Requests that are being answered on it, and streams that it holds open.
    busy: AtomicUsize,
    last: AtomicU64,
    leave: Notify,
    seats: Arc<Seats>,
}

impl Seats {
    pub fn new(most: usize) -> Arc<Self> {
        Arc::new(Self {
            most: most.max(1),
            clock: AtomicU64::new(0),
            taken: Mutex::new(HashMap::new()),
        })
    }

    /// A place for a new connection; `None` where every other is being served.
    pub fn sit(self: &Arc<Self>) -> Option<Sitting> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.len() >= self.most {
            let idle = taken
                .values()
                .filter(|seat| seat.busy.load(Ordering::SeqCst) == 0)
                .min_by_key(|seat| seat.last.load(Ordering::SeqCst))?;
            idle.leave.notify_one();
            let number = idle.number;
            taken.remove(&number);
        }
        let number = self.tick();
        let seat = Arc::new(Seat {
            number,
            busy: AtomicUsize::new(0),
            last: AtomicU64::new(number),
            leave: Notify::new(),
            seats: Arc::clone(self),
        });
        taken.insert(number, Arc::clone(&seat));
        Some(Sitting(seat))
    }

    fn tick(&self) -> u64 {
        self.clock.fetch_add(1, Ordering::SeqCst)
    }
}

impl Seat {
    /// Marks the connection as being served, until what is returned is dropped.
    pub fn serve(self: &Arc<Self>) -> Serving {
        self.busy.fetch_add(1, Ordering::SeqCst);
        self.last.store(self.seats.tick(), Ordering::SeqCst);
        Serving(Arc::clone(self))
    }

    /// Waits until the place is needed for somebody else.
    pub async fn asked_to_leave(&self) {
        self.leave.notified().await;
    }
}

/// A connection that has a place; dropping it frees the place.
pub(super) struct Sitting(pub Arc<Seat>);

impl Drop for Sitting {
    fn drop(&mut self) {
        let seats = &self.0.seats;
        let mut taken = seats.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.remove(&self.0.number);
    }
}

/// A connection that is being served.
pub(super) struct Serving(Arc<Seat>);

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.last.store(self.0.seats.tick(), Ordering::SeqCst);
        self.0.busy.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_connection_idle_for_longest_makes_room_and_none_that_is_served() {
        let seats = Seats::new(2);
        let a = seats.sit().unwrap();
        let b = seats.sit().unwrap();
        drop(a.0.serve());
        // Now `b` has been idle for longer.
        let c = seats.sit().unwrap();
        assert_eq!(seats.taken.lock().unwrap().len(), 2);
        assert!(!seats.taken.lock().unwrap().contains_key(&b.0.number));
        let serving = (a.0.serve(), c.0.serve());
        assert!(seats.sit().is_none());
        drop(serving);
        assert!(seats.sit().is_some());
        drop((a, b, c));
        assert!(seats.taken.lock().unwrap().is_empty());
    }
}
