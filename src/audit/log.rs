//! Tier 2: the rows of the log, read in order, each parsed, hashed and compared with its columns.

use super::Progress;
use super::catalogue::{
    COLUMN_DIFFERS, COLUMN_TYPE, ENTRY_MISPLACED, ENTRY_MISSING, ENTRY_UNREADABLE, Kind,
    LEAF_DIFFERS, LOG_EMPTY, TABLE_UNREADABLE,
};
use super::finding::Findings;
use super::history::History;
use super::mentions::Mentions;
use super::tree::{self, Tree};
use crate::proof::canonical;
use crate::proof::tree::{Hash, leaf_hash};
use crate::record::Entry;
use crate::store::inspect::{Cell, Inspector, RawEntry};

/// Rows that are checked at once.
const BATCH: usize = 2048;
/// Bytes that are checked at once.
const BATCH_BYTES: usize = 16 << 20;

/// The log as it was read.
#[derive(Debug)]
pub(super) struct Log {
    /// Entries: one more than the last place.
    pub size: u64,
    /// The tree over the entries up to the first that is missing.
    pub tree: Tree,
    /// Whether no entry is missing.
    pub dense: bool,
    /// What the entries say together.
    pub history: History,
}

impl Log {
    /// The derived root; none where entries are missing.
    pub fn root(&self) -> Option<Hash> {
        self.tree.root_at(self.size).filter(|_| self.dense)
    }
}

/// What is known of one row by itself.
struct Checked {
    seq: i64,
    leaf: Hash,
    entry: Option<Entry>,
    faults: Vec<(Kind, String, String)>,
}

/// Reads the log and compares the tree and the mentions with it.
pub(super) fn check(
    inspector: &Inspector,
    threads: usize,
    out: &mut Findings,
    progress: &mut dyn FnMut(Progress),
) -> Log {
    let total = inspector.about_how_many();
    let mut reading = Reading::default();
    let mut batch: Vec<RawEntry> = Vec::new();
    let mut bytes = 0;
    let mut before = None;
    let read = inspector.entries(&mut |row| {
        if before.is_some_and(|b| b >= row.seq) {
            out.add(
                TABLE_UNREADABLE,
                u64::try_from(row.seq).ok(),
                "entries in order",
                format!("entry {} after {}", row.seq, before.unwrap_or(0)),
            );
            return false;
        }
        before = Some(row.seq);
        bytes += row.bytes.blob().map_or(0, <[u8]>::len);
        batch.push(row);
        if batch.len() >= BATCH || bytes >= BATCH_BYTES {
            reading.take(&std::mem::take(&mut batch), threads, out);
            bytes = 0;
            progress(Progress {
                tier: 2,
                done: reading.rows,
                total,
            });
        }
        true
    });
    reading.take(&batch, threads, out);
    if let Err(e) = read {
        let found = format!("after {} entries: {e}", reading.rows);
        out.add(TABLE_UNREADABLE, Some(reading.next), "the log", found);
    } else if reading.rows == 0 {
        out.add(LOG_EMPTY, Some(0), "entry 0 of type ledger", "no row");
    }
    reading.finish(inspector, out)
}

#[derive(Default)]
struct Reading {
    rows: u64,
    /// The place that the next entry should have.
    next: u64,
    gap: bool,
    leaves: Vec<Hash>,
    mentions: Mentions,
    history: History,
}

impl Reading {
    fn take(&mut self, rows: &[RawEntry], threads: usize, out: &mut Findings) {
        for checked in in_parallel(rows, threads, check_row) {
            self.enter(checked, out);
        }
    }

    fn enter(&mut self, row: Checked, out: &mut Findings) {
        self.rows += 1;
        let Ok(seq) = u64::try_from(row.seq) else {
            let found = format!("an entry at {}", row.seq);
            out.add(ENTRY_MISPLACED, None, "places from 0 on", found);
            return;
        };
        if seq > self.next {
            let found = match seq - self.next {
                1 => "no row".to_owned(),
                n => format!("{n} entries in a row are not there, to entry {}", seq - 1),
            };
            out.add(ENTRY_MISSING, Some(self.next), "an entry", found);
            self.gap = true;
        }
        self.next = seq.saturating_add(1);
        for (kind, expected, found) in row.faults {
            out.add(kind, Some(seq), expected, found);
        }
        if !self.gap {
            self.leaves.push(row.leaf);
        }
        match row.entry {
            Some(entry) => {
                self.mentions.enter(seq, &entry.body);
                self.history.enter(entry);
            }
            None => {
                self.mentions.unreadable(seq);
                self.history.unreadable(seq);
            }
        }
    }

    fn finish(self, inspector: &Inspector, out: &mut Findings) -> Log {
        let tree = Tree::over(self.leaves);
        if self.gap {
            out.leave(
                "Entries are missing: the tree could be derived only up to the first of them.",
            );
        } else {
            tree::check(inspector, &tree, out);
        }
        self.mentions.check(inspector, out);
        Log {
            size: self.next,
            tree,
            dense: !self.gap,
            history: self.history,
        }
    }
}

/// Checks one row by itself.
fn check_row(row: &RawEntry) -> Checked {
    let mut faults = Vec::new();
    let bytes = row.bytes.blob().unwrap_or_default();
    let leaf = leaf_hash(bytes);
    let mut entry = None;
    if row.bytes.blob().is_none() {
        faults.push((COLUMN_TYPE, "bytes: a blob".into(), row.bytes.shown()));
    } else {
        match canonical::decode(bytes) {
            Ok(read) => entry = Some(read),
            Err(e) => faults.push((ENTRY_UNREADABLE, "a canonical entry".into(), e.to_string())),
        }
        if row.leaf.blob() != Some(leaf.as_slice()) {
            faults.push((LEAF_DIFFERS, hex::encode(leaf), row.leaf.shown()));
        }
    }
    if let Some(entry) = entry.take_if(|e| i64::try_from(e.seq) != Ok(row.seq)) {
        let said = format!("the bytes say entry {}", entry.seq);
        faults.push((ENTRY_MISPLACED, format!("entry {}", row.seq), said));
    }
    if let Some(entry) = &entry {
        let recorded_at = entry.recorded_at.to_string();
        let columns: [(&str, &Cell, &str); 3] = [
            ("id", &row.id, &entry.id),
            ("type", &row.type_name, entry.body.type_name()),
            ("recorded_at", &row.recorded_at, &recorded_at),
        ];
        for (name, cell, says) in columns {
            if cell.text() != Some(says) {
                faults.push((COLUMN_DIFFERS, format!("{name}: `{says}`"), cell.shown()));
            }
        }
    }
    Checked {
        seq: row.seq,
        leaf,
        entry,
        faults,
    }
}

/// Applies `f` to all items, on several threads, keeping their order.
fn in_parallel<T: Sync, R: Send>(items: &[T], threads: usize, f: fn(&T) -> R) -> Vec<R> {
    let share = items.len().div_ceil(threads.max(1)).max(64);
    if items.len() <= share {
        return items.iter().map(f).collect();
    }
    std::thread::scope(|scope| {
        let parts: Vec<_> = items
            .chunks(share)
            .map(|part| {
                (
                    part,
                    scope.spawn(move || part.iter().map(f).collect::<Vec<R>>()),
                )
            })
            .collect();
        parts
            .into_iter()
            .flat_map(|(part, handle)| match handle.join() {
                Ok(done) => done,
                Err(_) => part.iter().map(f).collect(),
            })
            .collect()
    })
}
