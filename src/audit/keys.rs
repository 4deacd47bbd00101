//! The keys that vouch for a log: those given, and those that the log's own changes of key lead to.

use super::catalogue::{ROTATION, ROTATION_DIFFERS};
use super::finding::Findings;
use super::log::Log;
use crate::proof::checkpoint::Checkpoint;
use crate::proof::key::{Algorithm, VerifierKey};
use crate::proof::rotation::{Told, verify};
use crate::record::Rotation;

/// The keys that vouch for a log.
pub(super) struct Keys {
    /// All of them: of the log and of witnesses.
    pub known: Vec<VerifierKey>,
    /// Those that sign as a log does.
    pub own: Vec<VerifierKey>,
    /// Keys that the log gave up, each with the last size that it may sign.
    retired: Vec<(VerifierKey, u64)>,
}

/// A change of key that holds.
struct Change<'a> {
    seq: u64,
    old: VerifierKey,
    new: VerifierKey,
    told: &'a Rotation,
}

impl Keys {
    /// The keys given, and those that the changes of key in the log lead to from them; what is to be
    /// said of the changes.
    ///
    /// From the old key to the new one, because the old one signed for it; from the new one back to
    /// the old one, because the new one signed for what the old one had signed until then.
    pub fn of(log: &Log, given: &[VerifierKey], out: &mut Findings) -> Self {
        let changes = changes(log, out);
        let plain = |key: &&VerifierKey| key.algorithm() == Algorithm::Ed25519;
        let mut own: Vec<VerifierKey> = given.iter().filter(plain).cloned().collect();
        let mut known = given.to_vec();
        let forward = changes.iter().map(|c| (&c.old, &c.new));
        let back = changes.iter().rev().map(|c| (&c.new, &c.old));
        for (from, to) in forward.chain(back) {
            if own.contains(from) && !own.contains(to) {
                own.push(to.clone());
                known.push(to.clone());
            }
        }
        for change in &changes {
            tell(change, given, &own, out);
        }
        let retired = changes.into_iter().map(|c| (c.old, c.seq + 1)).collect();
        Self {
            known,
            own,
            retired,
        }
    }

    /// Where all keys that signed at a size were retired before: one of them, and the last size that
    /// it may sign.
    pub fn only_retired(&self, by: &[VerifierKey], size: u64) -> Option<(VerifierKey, u64)> {
        let until = |key: &VerifierKey| self.retired.iter().find(|(k, _)| k == key);
        let mut late = None;
        for key in by {
            match until(key).filter(|(_, last)| *last < size) {
                Some(retired) => late = Some(retired.clone()),
                None => return None,
            }
        }
        late
    }
}

/// The changes of key that hold, in order; those that do not are findings.
fn changes<'a>(log: &'a Log, out: &mut Findings) -> Vec<Change<'a>> {
    let mut held: Vec<Change<'a>> = Vec::new();
    for (seq, told) in &log.history.rotations {
        let (Some(root), Some(origin)) = (log.tree.root_at(*seq), &log.history.origin) else {
            out.leave(format!(
                "The change of key in entry {seq} could not be checked: entries before it are missing."
            ));
            continue;
        };
        match holds(*seq, told, origin, root, &held) {
            Ok((old, new)) => held.push(Change {
                seq: *seq,
                old,
                new,
                told,
            }),
            Err(why) => {
                let expected = "a change that both keys signed at this place";
                out.add(ROTATION_DIFFERS, Some(*seq), expected, why);
            }
        }
    }
    held
}

/// The two keys of a change at its place in the log; else why it does not hold.
fn holds(
    seq: u64,
    told: &Rotation,
    origin: &str,
    root: crate::proof::tree::Hash,
    before: &[Change<'_>],
) -> Result<(VerifierKey, VerifierKey), String> {
    if told.size != seq {
        return Err(format!("it says that it follows {} entries", told.size));
    }
    let head = Checkpoint::new(origin, seq, root).map_err(|e| e.to_string())?;
    let signed = Told {
        old: &told.old,
        new: &told.new,
        by_old: &told.by_old,
        by_new: &told.by_new,
    };
    let (old, new) = verify(&head, &signed).map_err(|e| e.to_string())?;
    if let Some(c) = before.iter().find(|c| c.old == old) {
        return Err(format!("entry {} had retired the old key {old}", c.seq));
    }
    if let Some(c) = before.iter().find(|c| c.new == new || c.old == new) {
        return Err(format!("the new key {new} was one before entry {}", c.seq));
    }
    Ok((old, new))
}

fn tell(change: &Change<'_>, given: &[VerifierKey], own: &[VerifierKey], out: &mut Findings) {
    let Change { old, new, .. } = change;
    let whose = match (given.contains(old), given.contains(new)) {
        (_, true) => "",
        (true, false) => " (not given; it counts because the old key signed for it)",
        (false, false) if own.contains(new) => {
            " (not given; it counts because keys before or after it signed for it)"
        }
        (false, false) => "",
    };
    let from = change.seq + 2;
    let found = format!(
        "{new}{whose} signs from size {from} on, because: {}",
        change.told.because
    );
    out.add(
        ROTATION,
        Some(change.seq),
        format!("{old} until then"),
        found,
    );
}
