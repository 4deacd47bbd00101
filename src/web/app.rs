//! What all pages share.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use jiff::civil::Date;
use lru::LruCache;
use tokio::sync::{Semaphore, watch};

use super::auditor::Auditor;
use super::banks::Banks;
use super::desks::Desks;
use super::limits::Limits;
use super::origin::Origin;
use super::overview::Overview;
use super::tick::Tick;
use super::work::Workers;
use super::write::Writer;
use crate::audit::Options;

/// Pages that are kept as they were made.
const PAGES: NonZeroUsize = NonZeroUsize::new(24).unwrap();
/// Longest page that is kept, in bytes.
const LONGEST_PAGE: usize = 512 * 1024;

/// What all pages share.
pub(super) struct App {
    pub desks: Arc<Desks>,
    /// For pages that show entries as they stand, each held against its hash.
    pub light: Workers,
    /// For pages that compute a belief, on a ledger that was found sound.
    pub heavy: Workers,
    overview: RwLock<Arc<Overview>>,
    pub ticks: watch::Sender<Tick>,
    pub stop: watch::Sender<bool>,
    /// Places for live streams.
    pub live: Arc<Semaphore>,
    pub auditor: Auditor,
    pub audit: Options,
    pub today: Box<dyn Fn() -> Date + Send + Sync>,
    pub banks: Arc<Banks>,
    /// Sites that may frame the page of a chart.
    pub embed: Vec<Origin>,
    /// Who takes forms, where signals can be added.
    pub writer: Option<Writer>,
    pages: Mutex<LruCache<PageKey, Arc<str>>>,
}

/// What a page that is kept depends on: the file, its size, the day, and what was asked.
pub(super) type PageKey = (u64, u64, Date, String);

impl App {
    pub fn new(
        desks: Desks,
        overview: Overview,
        audit: Options,
        today: Box<dyn Fn() -> Date + Send + Sync>,
        limits: &Limits,
    ) -> Self {
        let desks = Arc::new(desks);
        let tick = Tick {
            size: overview.size,
            ..Tick::default()
        };
        Self {
            light: Workers::new(Arc::clone(&desks), false, limits.light, limits),
            heavy: Workers::new(Arc::clone(&desks), true, limits.heavy, limits),
            desks,
            overview: RwLock::new(Arc::new(overview)),
            ticks: watch::Sender::new(tick),
            stop: watch::Sender::new(false),
            live: Arc::new(Semaphore::new(limits.live)),
            auditor: Auditor::default(),
            audit,
            today,
            banks: Arc::default(),
            embed: Vec::new(),
            writer: None,
            pages: Mutex::new(LruCache::new(PAGES)),
        }
    }

    /// Takes forms from now on.
    pub fn takes_forms(&mut self, writer: Writer) {
        self.writer = Some(writer);
        self.renew((*self.overview()).clone());
    }

    /// The questions as last read.
    pub fn overview(&self) -> Arc<Overview> {
        let overview = self.overview.read();
        Arc::clone(&overview.unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes over what was read, and tells the open pages.
    pub fn renew(&self, overview: Overview) {
        let size = overview.size;
        let overview = Overview {
            writes: self.writer.is_some(),
            ..overview
        };
        let mut place = self
            .overview
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *place = Arc::new(overview);
        drop(place);
        self.ticks.send_modify(|tick| {
            tick.size = size;
            tick.read += 1;
        });
    }

    /// Notes that the file cannot be read now.
    pub fn fault(&self, why: String) {
        let before = self.overview();
        if before.fault.as_ref() != Some(&why) {
            self.renew(Overview {
                fault: Some(why),
                ..(*before).clone()
            });
        }
    }

    /// Tells the open pages that an audit began, went on or ended.
    pub fn nudge(&self) {
        self.ticks.send_modify(|tick| tick.audit += 1);
    }

    /// A page made before for the same question about the same log.
    pub fn kept(&self, key: &PageKey) -> Option<Arc<str>> {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.get(key).map(Arc::clone)
    }

    /// Keeps a page.
    pub fn keep(&self, key: PageKey, page: &str) {
        if page.len() <= LONGEST_PAGE {
            let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
            pages.put(key, page.into());
        }
    }
}
