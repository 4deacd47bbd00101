//! Reading desks for the workers: each one answer at a time, each answer one moment of the file.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::problem::Problem;
use crate::desk::Desk;
use crate::store::{Ledger, Memory, Rest, StoreError};

/// Pages of the file that one desk keeps in memory, in KiB.
const CACHE_KIB: u32 = 4096;
/// Answers after which a desk is opened anew, so that what it remembers stays bounded.
const MAX_USES: u32 = 256;

/// The desks of one ledger file.
pub(super) struct Desks {
    path: PathBuf,
    memory: Option<Arc<Memory>>,
    /// Counts the files that have stood at the path.
    generation: AtomicU64,
    free: Mutex<Vec<Kept>>,
}

struct Kept {
    desk: Desk,
    generation: u64,
    uses: u32,
}

impl Desks {
    pub fn new(path: PathBuf, memory: Option<Arc<Memory>>) -> Self {
        Self {
            path,
            memory,
            generation: AtomicU64::new(0),
            free: Mutex::new(Vec::new()),
        }
    }

    pub fn path(&self) -> &PathBuf {
        &self.path
    }

    /// A reader of the file that stands at the path now.
    pub fn open(&self) -> Result<Ledger, StoreError> {
        let ledger = Ledger::open_reader(&self.path, CACHE_KIB)?;
        Ok(match &self.memory {
            Some(memory) => ledger.remembering(memory),
            None => ledger,
        })
    }

    /// Another file stands at the path: desks on the old one are not used any more.
    pub fn replaced(&self) {
        self.generation.fetch_add(1, Ordering::SeqCst);
        self.lock().clear();
    }

    /// Which file stands at the path, for what is remembered of it.
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::SeqCst)
    }

    /// Answers at a desk, seeing one moment of the file: sound, or as it stands.
    pub fn at_one<T>(
        &self,
        sound: bool,
        answer: impl FnOnce(&mut Desk) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let generation = self.generation();
        let good = |k: &Kept| k.generation == generation && lasted(&k.desk).is_ok();
        let kept = self.lock().pop().filter(good);
        let mut kept = match kept {
            Some(kept) => kept,
            None => Kept {
                desk: Desk::new(self.open()?),
                generation,
                uses: 0,
            },
        };
        let ledger = kept.desk.ledger();
        let held = match sound {
            true => ledger.hold(),
            false => ledger.hold_as_it_stands(),
        };
        let out = match held {
            Ok(()) => {
                let out = answer(&mut kept.desk);
                kept.desk.ledger().leave()?;
                out
            }
            Err(e) => Err(e.into()),
        };
        lasted(&kept.desk)?;
        kept.uses += 1;
        // One that still looks at an earlier day would answer the next with it.
        let looks_at_all = kept.desk.ledger().looks_at().is_none();
        if looks_at_all && kept.uses < MAX_USES && kept.generation == self.generation() {
            self.lock().push(kept);
        }
        out
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Kept>> {
        // The list is whole whenever the lock is free, also after a panic.
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes sure that a file that is read as one at rest was at rest.
fn lasted(desk: &Desk) -> Result<(), StoreError> {
    desk.ledger().rest().map_or(Ok(()), Rest::lasted)
}
