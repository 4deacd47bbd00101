//! The state in which a ledger's file was found sound, so that it need not be checked whole again
//! while its stamp is the same.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use super::folder::{self, Beside};
use super::stamp::{Moment, Side};
use super::{Memory, Stamp, head_line, parse_head, whole};
use crate::proof::tree::Hash;

/// What the tag of such a file is for; another number where the check finds more than before.
const PURPOSE: &str = "a ledger found sound 2";
/// Longer than a tick of the clock that stamps files.
const TICK: Duration = Duration::from_millis(11);
/// The same for a clock that counts whole seconds, or two of them.
const COARSE: Duration = Duration::from_millis(2100);
/// Between two looks whether the tick is over.
const LOOK: Duration = Duration::from_millis(1);

/// A file that was found sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verified {
    /// Text of the file's stamp; empty where it is not known.
    pub stamp: String,
    /// Entries.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
    /// Questions whose last recorded forecast, at that place, was derived again and was equal.
    pub derived: BTreeMap<String, u64>,
}

impl Verified {
    fn text(&self) -> String {
        let head = head_line(&(self.size, self.root));
        let mut text = format!("{}\n{head}\n", self.stamp);
        for (question, seq) in &self.derived {
            text.push_str(&format!("{seq} {question}\n"));
        }
        text
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let stamp = lines.next()?.to_owned();
        let (size, root) = parse_head(lines.next()?)?;
        let derived = lines.map(|line| {
            let (seq, question) = line.split_once(' ')?;
            Some((question.to_owned(), seq.parse().ok()?))
        });
        Some(Self {
            stamp,
            size,
            root,
            derived: derived.collect::<Option<_>>()?,
        })
    }
}

impl Memory {
    /// What was found when the file at a path had this stamp.
    pub(crate) fn verified(&self, path: &Path, stamp: &Stamp) -> Option<Verified> {
        let path = std::fs::canonicalize(path).ok()?;
        let stamp = stamp.text();
        let here = whole(&self.found).get(&path).cloned();
        let there = || self.stored(&path);
        here.filter(|v| v.stamp == stamp)
            .or_else(there)
            .filter(|v| v.stamp == stamp)
    }

    /// Notes for this process that the last recorded forecast of a question was derived again, while
    /// the file had this stamp.
    pub(crate) fn learn(&self, path: &Path, stamp: &Stamp, question: &str, seq: u64) {
        let Ok(path) = std::fs::canonicalize(path) else {
            return;
        };
        if let Some(found) = whole(&self.found).get_mut(&path)
            && found.stamp == stamp.text()
        {
            found.derived.insert(question.to_owned(), seq);
        }
    }

    fn stored(&self, path: &Path) -> Option<Verified> {
        let place = self.place("files", path.as_os_str().as_encoded_bytes())?;
        let bytes = folder::read(&place).ok()??;
        let text = String::from_utf8(bytes).ok()?;
        let (tag, text) = text.split_once('\n')?;
        let tag = hex::decode(tag).ok()?;
        let fits = self.secret.fits(PURPOSE, &self.parts(path, text), &tag);
        Verified::parse(text).filter(|_| fits)
    }

    fn parts<'a>(&self, path: &'a Path, text: &'a str) -> [&'a [u8]; 3] {
        let program = env!("CARGO_PKG_VERSION").as_bytes();
        [
            program,
            path.as_os_str().as_encoded_bytes(),
            text.as_bytes(),
        ]
    }

    /// Keeps what was found of the file at a path, which had this stamp; whether it was kept.
    /// The stamp must have been settled before the file was read: see [`Memory::settled`].
    pub(crate) fn keep(&self, path: &Path, stamp: &Stamp, found: &Verified) -> bool {
        let Ok(path) = std::fs::canonicalize(path) else {
            return false;
        };
        let found = Verified {
            stamp: stamp.text(),
            ..found.clone()
        };
        let text = found.text();
        let tag = self.secret.tag(PURPOSE, &self.parts(&path, &text));
        let bytes = format!("{}\n{text}", hex::encode(tag)).into_bytes();
        whole(&self.found).insert(path.clone(), found);
        let place = self.place("files", path.as_os_str().as_encoded_bytes());
        let beside = place.and_then(|place| Beside::write(&place, &bytes).ok());
        beside.is_some_and(|beside| beside.put(false).is_ok())
    }

    /// Whether the tick of the clock in which the file was last changed is over, so that nobody can
    /// change it any more without giving it another stamp.
    pub(crate) fn settled(&self, stamp: &Stamp) -> bool {
        let (seconds, nanos) = stamp.changed();
        // A clock that counts whole seconds is none to rely on at once.
        let tick = if nanos == 0 { COARSE } else { TICK };
        let now = (self.clock.now)().duration_since(UNIX_EPOCH);
        now.is_ok_and(|now| moment(now) > later((seconds, nanos), tick))
    }

    /// Waits until a stamp is settled; not for long. A file written meanwhile in the folder tells
    /// the time by the clock that stamps files, which shortens the wait.
    pub(crate) fn settle(&self, stamp: &Stamp) -> bool {
        let place = self.folder.as_ref().map(|folder| folder.join("clock"));
        let mut probe = place.and_then(|place| Beside::write(&place, b"0").ok());
        let mut left = TICK + LOOK;
        loop {
            if self.settled(stamp) || probe.as_ref().is_some_and(|p| is_later(p, stamp)) {
                return true;
            }
            if left.is_zero() {
                return false;
            }
            (self.clock.wait)(LOOK);
            left = left.saturating_sub(LOOK);
            if let Some(probe) = &mut probe {
                let _ = probe.again(b"0");
            }
        }
    }
}

/// Whether a file was written in a later tick than the ledger, on the same device.
fn is_later(probe: &Beside, stamp: &Stamp) -> bool {
    let (changed, probe) = (stamp.changed(), Side::of(probe.path()));
    let fine = changed.1 != 0;
    probe.is_some_and(|p| fine && p.device == stamp.device() && p.changed > changed)
}

fn moment(since: Duration) -> Moment {
    let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    (seconds, i64::from(since.subsec_nanos()))
}

fn later((seconds, nanos): Moment, by: Duration) -> Moment {
    let nanos = nanos.saturating_add(i64::try_from(by.as_nanos()).unwrap_or(i64::MAX));
    (
        seconds.saturating_add(nanos / 1_000_000_000),
        nanos % 1_000_000_000,
    )
}
