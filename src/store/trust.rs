//! When a ledger's file is taken at its word: never before it was checked whole, or found with the
//! stamp that it had when it was.
//!
//! What is read between [`Ledger::hold`] and [`Ledger::leave`], and in an append, is the moment of
//! the file that was checked. The log is also compared with what was last seen of it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::memory::{Heads, Memory, PATIENCE, Stamp, Standing, Verified};
use super::{Ledger, StoreError, check};
use crate::proof::tree::{Hash, root_at};

/// What is known of the file that a ledger reads.
#[derive(Default)]
pub(super) struct Trust {
    memory: Option<Arc<Memory>>,
    /// Rows are taken as they stand.
    unchecked: bool,
    writes: bool,
    held: Cell<bool>,
    sound: RefCell<Option<Sound>>,
    standing: Cell<Option<Standing>>,
    /// By which of SQLite's numbers the file was not sound, and why.
    unsound: RefCell<Option<(i64, String)>>,
}

/// A file that was found sound.
struct Sound {
    /// SQLite's number for what others have committed.
    version: i64,
    /// Its stamp then, where that can be relied on.
    stamp: Option<Stamp>,
    found: Verified,
    /// Whether the memory knows less than this.
    fresh: bool,
}

impl Trust {
    pub fn of(writes: bool) -> Self {
        Self {
            writes,
            ..Self::default()
        }
    }
}

impl Ledger {
    /// Uses a memory: of files that were found sound, and of heads that were acknowledged.
    #[must_use]
    pub fn remembering(mut self, memory: &Arc<Memory>) -> Self {
        self.trust.memory = Some(Arc::clone(memory));
        self
    }

    /// Takes every row as it stands: for measuring what checks cost, and for looking at ledgers that
    /// are known to be damaged. What is seen is not remembered.
    #[must_use]
    pub fn unchecked(mut self) -> Self {
        self.trust.unchecked = true;
        self
    }

    /// The memory in use.
    #[must_use]
    pub fn memory(&self) -> Option<&Arc<Memory>> {
        self.trust.memory.as_ref()
    }

    /// From here to [`Ledger::leave`], all reading sees one moment of the file, which was checked.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where the file is not sound; when it cannot be read, or such a moment
    /// is held already.
    pub fn hold(&self) -> Result<(), StoreError> {
        // Before the moment: a head that is remembered later may be of a later one.
        let heads = self.heads(None)?.ok().flatten();
        let before = self.stamp();
        self.file.exec("BEGIN")?;
        self.trust.held.set(true);
        let sound = self.verify(before, heads.as_ref());
        if sound.is_err() {
            self.leave()?;
        } else if let Some(heads) = heads {
            self.saw(&heads);
        }
        sound
    }

    /// As [`Ledger::hold`], of the file as it stands, sound or not: for showing single entries, each
    /// of which is held against its own hash.
    ///
    /// # Errors
    /// When the file cannot be read, or a moment is held already.
    pub fn hold_as_it_stands(&self) -> Result<(), StoreError> {
        self.file.exec("BEGIN")?;
        self.trust.held.set(true);
        Ok(())
    }

    /// Ends what [`Ledger::hold`] began.
    ///
    /// # Errors
    /// When no moment is held.
    pub fn leave(&self) -> Result<(), StoreError> {
        self.trust.held.set(false);
        self.file.exec("ROLLBACK")
    }

    /// Leaves the moment that is held, if one is; whether one was.
    pub(super) fn let_go(&self) -> Result<bool, StoreError> {
        let held = self.trust.held.get();
        if held {
            self.leave()?;
        }
        Ok(held)
    }

    /// What is remembered of the log; with a `patience`, held.
    fn heads(
        &self,
        patience: Option<Duration>,
    ) -> Result<std::io::Result<Option<Heads>>, StoreError> {
        let Some(memory) = self.trust.memory.as_ref().filter(|_| !self.trust.unchecked) else {
            return Ok(Ok(None));
        };
        let first = self.leaf(0)?;
        Ok(first.map_or(Ok(None), |first| memory.heads(&first, patience)))
    }

    /// What is remembered of the log, held for an append. Where nothing can be remembered, that is
    /// said.
    pub(super) fn heads_to_move(&self) -> Result<Option<Heads>, StoreError> {
        use std::io::ErrorKind;
        let heads = self.heads(Some(PATIENCE))?;
        heads.or_else(|e| match e.kind() {
            ErrorKind::WouldBlock => Err(StoreError::Busy(self.path())),
            ErrorKind::InvalidData => Err(StoreError::Memory(e.to_string())),
            _ => {
                self.unremembered(&e);
                Ok(None)
            }
        })
    }

    /// Says something that whoever appends should know.
    pub fn note(&self, sentence: String) {
        if let Some(memory) = &self.trust.memory {
            memory.note(sentence);
        }
    }

    /// Says that what was appended is not remembered.
    pub(super) fn unremembered(&self, why: &std::io::Error) {
        self.note(format!(
            "what was last seen of this log is not remembered: {why}; an older copy in its place \
             would not be noticed"
        ));
    }

    /// The stamp of the file before a moment of it is read; none that a change could still have.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        let memory = self
            .trust
            .memory
            .as_ref()
            .filter(|_| !self.trust.unchecked)?;
        // The first time it is waited for: that costs less than a check that is not remembered.
        let first = self.trust.sound.borrow().is_none();
        let settled = |stamp: &Stamp| match first {
            true => memory.settle(stamp),
            false => memory.settled(stamp),
        };
        Stamp::of(&self.file.path).filter(settled)
    }

    /// Makes sure that the moment that is read now is sound, and compares it with what was seen.
    pub(super) fn verify(
        &self,
        before: Option<Stamp>,
        heads: Option<&Heads>,
    ) -> Result<(), StoreError> {
        if self.trust.unchecked {
            return Ok(());
        }
        let version = self.version()?;
        let mut sound = self.trust.sound.borrow_mut();
        if sound.as_ref().is_none_or(|s| s.version != version) {
            *sound = None;
            *sound = Some(self.find_once(version, before)?);
        }
        let size = sound.as_ref().map_or(0, |s| s.found.size);
        let root = |n| root_at(&self.nodes(), n).map_err(|e| self.damaged(e.to_string()));
        let standing = heads.map(|heads| heads.standing(size, root)).transpose()?;
        self.trust.standing.set(standing);
        Ok(())
    }

    /// As `find`; a file that was not sound is not checked again before somebody writes to it.
    fn find_once(&self, version: i64, before: Option<Stamp>) -> Result<Sound, StoreError> {
        let mut unsound = self.trust.unsound.borrow_mut();
        if let Some((_, why)) = unsound.as_ref().filter(|(of, _)| *of == version) {
            return Err(self.damaged(why.clone()));
        }
        let found = self.find(version, before);
        *unsound = match &found {
            Err(StoreError::Damaged { why, .. }) => Some((version, why.clone())),
            _ => None,
        };
        found
    }

    fn find(&self, version: i64, before: Option<Stamp>) -> Result<Sound, StoreError> {
        let path = &self.file.path;
        let memory = self.trust.memory.as_ref();
        let _one_at_a_time = memory.map(|memory| memory.check());
        let stamp = Stamp::of(path).filter(|_| memory.is_some());
        // The same before and after the moment began: it is the stamp of this moment.
        let stamp = stamp.filter(|stamp| before.as_ref() == Some(stamp));
        let known = memory
            .zip(stamp.as_ref())
            .and_then(|(m, s)| m.verified(path, s));
        let fresh = known.is_none();
        let found = match known {
            Some(found) => found,
            None => self.whole()?,
        };
        let mut sound = Sound {
            version,
            stamp,
            found,
            fresh,
        };
        // A reader cannot tell whether a commit is on its way into the log; whoever may write can.
        let writing = !self.trust.held.get();
        let sure = |stamp: &&Stamp| writing || stamp.is_folded();
        let stamp = sound.stamp.as_ref().filter(sure);
        if let (Some(memory), Some(stamp), true) = (memory, stamp, fresh) {
            sound.fresh = !memory.keep(path, stamp, &sound.found);
        }
        Ok(sound)
    }

    fn whole(&self) -> Result<Verified, StoreError> {
        let (size, root) = check::whole(&self.file)?;
        Ok(Verified {
            stamp: String::new(),
            size,
            root,
            derived: BTreeMap::new(),
        })
    }

    /// Remembers the head of a log that was never seen. What others append is not acknowledged here:
    /// whoever hands over a longer copy does not make the own log an older one.
    fn saw(&self, before: &Heads) {
        let sound = self.trust.sound.borrow();
        let head = sound.as_ref().map(|s| (s.found.size, s.found.root));
        let same = self.trust.standing.get() == Some(Standing::Same);
        let Some(head) = head.filter(|_| same && before.last().is_none()) else {
            return;
        };
        // Nobody is told that it was seen: it need not last, and nobody is waited for.
        if let Ok(Ok(Some(mut heads))) = self.heads(Some(Duration::ZERO))
            && heads.last() == before.last()
        {
            let _ = heads.grow(head, false);
        }
    }

    /// The log ends so now, by an append of our own.
    pub(super) fn grew(&self, size: u64, root: Hash) {
        if let Some(sound) = self.trust.sound.borrow_mut().as_mut() {
            (sound.found.size, sound.found.root) = (size, root);
            sound.stamp = None;
            sound.fresh = true;
        }
    }

    /// Whether the last recorded forecast of a question, which stands at `seq`, was derived again
    /// and was equal; always where nothing is checked.
    #[must_use]
    pub fn was_derived(&self, question: &str, seq: u64) -> bool {
        let sound = self.trust.sound.borrow();
        let known = sound.as_ref().and_then(|s| s.found.derived.get(question));
        self.trust.unchecked || known == Some(&seq) || self.told_derived(question, seq)
    }

    /// Whether another reader of this process found so, on the same state of the file.
    fn told_derived(&self, question: &str, seq: u64) -> bool {
        let sound = self.trust.sound.borrow();
        let stamp = sound.as_ref().and_then(|s| s.stamp.as_ref());
        let memory = self.trust.memory.as_ref().zip(stamp);
        let found = memory.and_then(|(m, stamp)| m.verified(&self.file.path, stamp));
        found.is_some_and(|found| found.derived.get(question) == Some(&seq))
    }

    /// Notes that the last recorded forecast of a question was derived again and was equal.
    pub fn derived(&self, question: &str, seq: u64) {
        if let Some(sound) = self.trust.sound.borrow_mut().as_mut() {
            let before = sound.found.derived.insert(question.to_owned(), seq);
            sound.fresh |= before != Some(seq);
            if let (Some(memory), Some(stamp)) = (&self.trust.memory, &sound.stamp) {
                memory.learn(&self.file.path, stamp, question, seq);
            }
        }
    }

    /// How the log stands to what was last seen of it.
    pub(super) fn standing(&self) -> Standing {
        self.trust.standing.get().unwrap_or(Standing::Same)
    }

    /// In what the log is not what was last seen of it; `None` where it is, or grew out of that.
    #[must_use]
    pub fn unlike(&self) -> Option<String> {
        let size = self
            .trust
            .sound
            .borrow()
            .as_ref()
            .map_or(0, |s| s.found.size);
        match self.standing() {
            Standing::Same => None,
            Standing::Older { seen } => Some(format!(
                "is older than what was last seen here: {size} entries, {} remembered (it was \
                 restored from an older copy, its end was cut, its -wal is missing, or a copy of it was \
                 appended to in its place)",
                seen.0
            )),
            Standing::Other { seen, from } => Some(format!(
                "is not what was last seen here: its first {from} entries are others than those \
                 remembered, of {} (it was rewritten, or is a copy that went another way)",
                seen.0
            )),
        }
    }

    /// Refuses a log that is not what was last seen of it.
    ///
    /// # Errors
    /// [`StoreError::Unlike`], where it is not.
    pub fn refuse_unlike(&self) -> Result<(), StoreError> {
        let path = self.path();
        let unlike = self.unlike().map(|why| StoreError::Unlike { path, why });
        unlike.map_or(Ok(()), Err)
    }

    /// An error about what the file holds.
    pub(super) fn damaged(&self, why: String) -> StoreError {
        StoreError::Damaged {
            path: self.path(),
            why,
        }
    }

    /// Remembers in which state the file is left, where that is more than is known.
    fn settle(&mut self) -> Result<(), StoreError> {
        self.let_go()?;
        let Some(memory) = self.trust.memory.clone() else {
            return Ok(());
        };
        let Some(sound) = self.trust.sound.take().filter(|sound| sound.fresh) else {
            return Ok(());
        };
        let path = self.file.path.clone();
        let stamp = match sound.stamp {
            None if self.trust.writes => self
                .stamp_at_the_end(&memory, sound.version)?
                .map(|stamp| (stamp, true)),
            known => known.map(|stamp| (stamp, false)),
        };
        if let Some((stamp, sure)) = stamp
            && (sure || stamp.is_folded())
            && Stamp::of(&path).as_ref() == Some(&stamp)
        {
            memory.keep(&path, &stamp, &sound.found);
        }
        Ok(())
    }

    /// The stamp of the file as this program leaves it; none where another wrote to it meanwhile.
    fn stamp_at_the_end(&self, memory: &Memory, version: i64) -> Result<Option<Stamp>, StoreError> {
        // Nobody waits here for anybody.
        self.file.patience(Duration::ZERO)?;
        // What would be done at closing anyway; a stamp is good with a log beside the file too.
        let _ = self.file.scrub();
        let Some(stamp) = Stamp::of(&self.file.path).filter(|stamp| memory.settle(stamp)) else {
            return Ok(None);
        };
        self.file.exec("BEGIN IMMEDIATE")?;
        let same = self.version().is_ok_and(|now| now == version)
            && Stamp::of(&self.file.path).as_ref() == Some(&stamp);
        self.file.exec("ROLLBACK")?;
        Ok(same.then_some(stamp))
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        // What is not remembered is checked again.
        let _ = self.settle();
    }
}
