//! Models and forecasts from a feed of events: who was in the news with whom, how, and on which day.
//!
//! A feed is a CSV of `date,partner,kind,count`; what is to be forecast, a CSV of meetings
//! `partner,date`. From both come counts by lead time, weights that hold on partners not used for
//! them, and backtests that look at nothing that was not known. `docs/backtest.md` says how.
#![expect(
    clippy::indexing_slicing,
    reason = "dense arithmetic over arrays whose lengths this room makes itself"
)]

pub mod announced;
pub mod announcements;
mod arranged;
pub mod at_work;
pub mod background;
pub mod calendar;
pub mod cases;
mod choice;
pub mod compare;
pub mod counts;
pub mod csv;
mod drawn;
pub mod events;
pub mod feed;
pub mod folds;
mod held;
pub mod learn;
pub mod meetings;
pub mod names;
pub mod plan;
pub mod quick;
pub mod recalibrate;
pub mod reference;
pub mod ridge;
pub mod rivals;
pub mod rows;
mod search;
pub mod second;
pub mod trial;
pub mod write;

pub use events::Events;
pub use meetings::Meetings;

/// Runs `work` on every item, on as many threads as the machine has, and keeps the order.
pub(crate) fn parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let next = std::sync::atomic::AtomicUsize::new(0);
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.min(items.len().max(1)))
            .map(|_| {
                scope.spawn(|| {
                    let mut mine = Vec::new();
                    loop {
                        let i = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                        match items.get(i) {
                            Some(item) => mine.push((i, work(item))),
                            None => return mine,
                        }
                    }
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|w| match w.join() {
                Ok(mine) => mine,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    });
    done.sort_by_key(|(i, _)| *i);
    done.into_iter().map(|(_, r)| r).collect()
}
