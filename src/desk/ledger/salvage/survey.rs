//! What a damaged file still tells: its entries, judged; its checkpoints; its attachments.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use super::super::sha256_hex;
use super::verify::{Leaf, Standing, judge};
use crate::model::shipped;
use crate::proof::canonical;
use crate::proof::checkpoint::SignedCheckpoint;
use crate::proof::tree::{Frontier, Hash, leaf_hash};
use crate::record::{Body, Entry};
use crate::store::StoreError;
use crate::store::inspect::{RawCheckpoint, RawEntry};
use crate::store::wreck::{Attached, Wreck};

/// What one place of the damaged log holds.
pub struct Old {
    /// The bytes that were hashed.
    pub bytes: Vec<u8>,
    /// What they say, where this program can read it.
    pub entry: Option<Entry>,
    leaf: Leaf,
    /// How good a row it is: of its own place, and with its own leaf.
    rank: (bool, bool, bool),
}

/// A checkpoint of the damaged file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Its number in the file.
    pub id: i64,
    /// How many entries it vouches for, where it can be read.
    pub size: Option<u64>,
    /// What the entries that verify say of it.
    pub verdict: Verdict,
    pub(super) note: String,
}

/// What the entries that verify say of a checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// They have its root.
    Agrees,
    /// They are all there and have another root: one of them was altered and the log hashed again.
    Differs,
    /// One of those that it vouches for is lost.
    Unreached,
    /// It is no signed checkpoint any more.
    Unreadable,
}

/// A damaged file, surveyed.
pub struct Survey {
    /// SHA-256 of the file.
    pub sha256: String,
    /// Its size in bytes.
    pub length: u64,
    /// SHA-256 of the write-ahead log beside it.
    pub wal: Option<String>,
    /// How many entries the log had, as far as the file tells.
    pub size: u64,
    /// The places that a file of this size can hold, at most `size`.
    pub places: Vec<Option<Old>>,
    /// What is known of each.
    pub standings: Vec<Standing>,
    /// The questions that a place bears on, as the file lists them.
    pub mentions: BTreeMap<u64, Vec<String>>,
    /// Its attachments.
    pub attached: Attached,
    /// Its checkpoints.
    pub checkpoints: Vec<Checkpoint>,
    /// What SQLite said where it could not go on.
    pub faults: Vec<String>,
}

impl Survey {
    /// Reads a damaged file.
    ///
    /// # Errors
    /// When it cannot be read at all, holds no entry, or somebody wrote to it meanwhile.
    pub fn of(path: &Path) -> Result<Self, StoreError> {
        let wreck = Wreck::open(path)?;
        let (length, sha256) = wreck.fingerprint();
        let (nodes, mentions) = (wreck.nodes(), wreck.mentions());
        let checkpoints: Vec<_> = wreck.checkpoints().iter().map(parsed).collect();
        let last_of = |(level, index): &(u8, u64)| (index + 1).checked_shl(u32::from(*level));
        let known = (mentions.iter().map(|(_, seq)| seq.saturating_add(1)))
            .chain(nodes.keys().filter_map(last_of))
            .chain(checkpoints.iter().filter_map(|(c, _)| c.size))
            .max();
        let rows = wreck.entries(known.unwrap_or(0));
        let found = places(rows.entries);
        let end = found
            .keys()
            .next_back()
            .map_or(0, |seq| seq.saturating_add(1));
        if found.values().all(|old| old.entry.is_none()) {
            return Err(StoreError::NotALedger {
                path: path.to_owned(),
                why: "no entry of a ledger is left in it".into(),
            });
        }
        let size = end.max(known.unwrap_or(0));
        // A place that no file of this size can reach was planted.
        let most = wreck.most();
        let found = found.into_iter().filter(|(seq, _)| *seq < most).collect();
        let places = laid_out(found, size.min(most));
        let leaves: Vec<_> = places.iter().map(|p| p.as_ref().map(|p| p.leaf)).collect();
        let standings = judge(&leaves, &nodes);
        let roots = roots(&places, &standings);
        let mut attached = wreck.attachments();
        for sha256 in adopted(&places) {
            restore(&mut attached, sha256);
        }
        let survey = Self {
            sha256,
            length,
            wal: wreck.log_beside(),
            size,
            places,
            standings,
            mentions: by_place(mentions),
            attached,
            checkpoints: checkpoints
                .into_iter()
                .map(|(c, root)| judged(c, root, &roots))
                .collect(),
            faults: rows.faults,
        };
        wreck.settle()?;
        Ok(survey)
    }

    /// The entries that verify and can be read, in order, with their bytes.
    pub fn standing(&self) -> impl Iterator<Item = (&Entry, &[u8])> {
        let judged = self.places.iter().zip(&self.standings);
        judged.filter_map(|(place, standing)| {
            let old = place.as_ref().filter(|_| standing.stands())?;
            Some((old.entry.as_ref()?, old.bytes.as_slice()))
        })
    }

    /// The name of the damaged log: from entry 0, else from a checkpoint.
    pub fn origin(&self) -> Option<String> {
        let named = self.standing().find_map(|(e, _)| match &e.body {
            Body::Ledger(named) => Some(named.origin.clone()),
            _ => None,
        });
        named.or_else(|| {
            let signed = |c: &Checkpoint| SignedCheckpoint::parse(c.note.as_bytes()).ok();
            let last = self.checkpoints.iter().rev().find_map(signed)?;
            Some(last.checkpoint().origin().to_owned())
        })
    }

    /// Whether every entry is there and fits, so that the log can go on as it is.
    pub fn whole(&self) -> bool {
        let all = self.size == u64::try_from(self.standing().count()).unwrap_or(0);
        let begins = |(i, e): (usize, &Entry)| (i == 0) == matches!(e.body, Body::Ledger(_));
        let entries = || self.standing().map(|(e, _)| e);
        let ids: HashSet<&str> = entries().map(|e| e.id.as_str()).collect();
        all && entries().enumerate().all(begins)
            && ids.len() == self.places.len()
            && entries().map(|e| e.recorded_at).is_sorted()
            && self
                .checkpoints
                .iter()
                .all(|c| c.verdict != Verdict::Differs)
    }

    /// The last checkpoint that can be read.
    pub fn last_checkpoint(&self) -> Option<&str> {
        let readable = |c: &&Checkpoint| c.verdict != Verdict::Unreadable;
        let last = self.checkpoints.iter().rev().find(readable)?;
        Some(last.note.as_str())
    }
}

/// The models that entries take into use, by SHA-256.
fn adopted(places: &[Option<Old>]) -> impl Iterator<Item = &str> {
    let entries = places.iter().flatten().filter_map(|p| p.entry.as_ref());
    entries.filter_map(|e| match &e.body {
        Body::Model(m) => Some(m.sha256.as_str()),
        _ => None,
    })
}

/// A model that ships with the program need not come from the file.
fn restore(attached: &mut Attached, sha256: &str) {
    if matches!(attached.get(sha256), Some(Some(_))) {
        return;
    }
    let shipped = shipped::ALL.iter().map(|shipped| shipped.built);
    if let Some(model) = shipped.into_iter().find(|m| sha256_hex(m) == sha256) {
        attached.insert(sha256.to_owned(), Some(model.to_vec()));
    }
}

/// The best row for each place. Bytes belong where they say, wherever their row stood.
fn places(rows: Vec<RawEntry>) -> BTreeMap<u64, Old> {
    let mut found: BTreeMap<u64, Old> = BTreeMap::new();
    for row in rows {
        let Some(bytes) = row.bytes.blob() else {
            continue;
        };
        let entry = canonical::decode(bytes).ok();
        let key = u64::try_from(row.seq).ok();
        let Some(seq) = entry.as_ref().map(|e| e.seq).or(key) else {
            continue;
        };
        let leaf = Leaf {
            derived: leaf_hash(bytes),
            stored: row.leaf.blob().and_then(|l| Hash::try_from(l).ok()),
        };
        let rank = (
            entry.is_some(),
            leaf.stored == Some(leaf.derived),
            key == Some(seq),
        );
        if found.get(&seq).is_none_or(|there| there.rank < rank) {
            let bytes = bytes.to_vec();
            found.insert(
                seq,
                Old {
                    bytes,
                    entry,
                    leaf,
                    rank,
                },
            );
        }
    }
    found
}

fn laid_out(mut found: BTreeMap<u64, Old>, count: u64) -> Vec<Option<Old>> {
    (0..count).map(|seq| found.remove(&seq)).collect()
}

fn by_place(mentions: Vec<(String, u64)>) -> BTreeMap<u64, Vec<String>> {
    let mut out: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    for (topic, seq) in mentions {
        if !topic.contains(':') {
            out.entry(seq).or_default().push(topic);
        }
    }
    out
}

fn parsed(row: &RawCheckpoint) -> (Checkpoint, Option<Hash>) {
    let note = row.note.text().unwrap_or_default().to_owned();
    let signed = SignedCheckpoint::parse(note.as_bytes()).ok();
    let head = signed.as_ref().map(SignedCheckpoint::checkpoint);
    let checkpoint = Checkpoint {
        id: row.id,
        size: head.map(crate::proof::checkpoint::Checkpoint::size),
        verdict: Verdict::Unreadable,
        note,
    };
    (checkpoint, head.map(|h| *h.root()))
}

/// The root at every size up to the first place that does not stand.
fn roots(places: &[Option<Old>], standings: &[Standing]) -> Vec<Hash> {
    let mut frontier = Frontier::new();
    let mut roots = vec![frontier.root()];
    for (place, standing) in places.iter().zip(standings) {
        let Some(old) = place.as_ref().filter(|_| standing.stands()) else {
            break;
        };
        if frontier.push(old.leaf.derived).is_err() {
            break;
        }
        roots.push(frontier.root());
    }
    roots
}

fn judged(mut checkpoint: Checkpoint, root: Option<Hash>, roots: &[Hash]) -> Checkpoint {
    if let (Some(size), Some(root)) = (checkpoint.size, root) {
        let ours = usize::try_from(size).ok().and_then(|n| roots.get(n));
        checkpoint.verdict = match ours {
            None => Verdict::Unreached,
            Some(ours) if *ours == root => Verdict::Agrees,
            Some(_) => Verdict::Differs,
        };
    }
    checkpoint
}
