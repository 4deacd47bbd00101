//! One row of the log by itself: its bytes parsed, hashed, and compared with its columns.

use rusqlite::types::Value;
use sha2::{Digest as _, Sha256};

use crate::proof::canonical;
use crate::proof::tree::{Hash, leaf_hash};
use crate::record::{Body, Entry};
use crate::store::append::topics;

/// The beginning of a hash: enough to tell ids apart, whoever chooses them.
pub(super) type IdHash = [u8; 16];

/// Fewest rows for which a thread is worth its while.
const SHARE: usize = 256;

/// A row as it stands.
pub(super) struct Raw {
    pub seq: i64,
    /// `id`, `type`, `recorded_at`, `leaf`, `bytes`.
    columns: [Value; 5],
}

/// What a row says.
pub(super) struct Row {
    pub leaf: Hash,
    pub id: IdHash,
    pub topics: Vec<String>,
    pub named: Vec<String>,
    pub redacts: Option<String>,
    /// The name of the log, in entry 0.
    pub origin: Option<String>,
}

impl Raw {
    pub fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get(0)?,
            columns: [
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
                row.get(5)?,
            ],
        })
    }

    fn check(&self) -> Result<Row, String> {
        let [id, kind, recorded_at, leaf, Value::Blob(bytes)] = &self.columns else {
            return Err("its bytes are of another type".into());
        };
        let derived = leaf_hash(bytes);
        if *leaf != Value::Blob(derived.to_vec()) {
            return Err(differs("leaf", &hex::encode(derived), leaf));
        }
        let entry = canonical::decode(bytes).map_err(|e| e.to_string())?;
        if i64::try_from(entry.seq) != Ok(self.seq) {
            return Err(format!("its bytes say that they are entry {}", entry.seq));
        }
        let recorded = entry.recorded_at.to_string();
        let said = [
            ("id", id, entry.id.as_str()),
            ("type", kind, entry.body.type_name()),
            ("recorded_at", recorded_at, recorded.as_str()),
        ];
        for (name, column, says) in said {
            if !matches!(column, Value::Text(text) if text == says) {
                return Err(differs(name, says, column));
            }
        }
        Ok(Row::new(derived, entry))
    }
}

impl Row {
    fn new(leaf: Hash, entry: Entry) -> Self {
        let (mut named, mut redacts, mut origin) = (Vec::new(), None, None);
        named.extend_from_slice(entry.body.attachments());
        let topics = topics(&entry.body).map(str::to_owned).collect();
        match entry.body {
            Body::Model(adoption) => named.push(adoption.sha256),
            Body::Redaction(redaction) => redacts = Some(redaction.sha256),
            Body::Ledger(ledger) => origin = Some(ledger.origin),
            _ => {}
        }
        Self {
            leaf,
            id: id_hash(&entry.id),
            topics,
            named,
            redacts,
            origin,
        }
    }
}

pub(super) fn id_hash(id: &str) -> IdHash {
    let mut short = IdHash::default();
    for (to, from) in short.iter_mut().zip(Sha256::digest(id)) {
        *to = from;
    }
    short
}

fn differs(column: &str, expected: &str, found: &Value) -> String {
    let found = match found {
        Value::Text(text) => format!("`{}`", text.chars().take(80).collect::<String>()),
        Value::Blob(bytes) if bytes.len() <= 32 => hex::encode(bytes),
        other => format!("a value of type {}", other.data_type()),
    };
    format!("its column {column} should be `{expected}` by its bytes, and is {found}")
}

/// Checks rows on as many threads as the machine has, in their order.
pub(super) fn check(rows: &[Raw]) -> Vec<Result<Row, String>> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = rows.len().div_ceil(threads).max(SHARE);
    if rows.len() <= share {
        return rows.iter().map(Raw::check).collect();
    }
    std::thread::scope(|scope| {
        let work = |part: &'_ [Raw]| part.iter().map(Raw::check).collect::<Vec<_>>();
        let mut parts = rows.chunks(share);
        let first = parts.next().unwrap_or_default();
        let others: Vec<_> = parts
            .map(|part| (part, scope.spawn(move || work(part))))
            .collect();
        let mut out = work(first);
        for (part, handle) in others {
            out.extend(handle.join().unwrap_or_else(|_| work(part)));
        }
        out
    })
}
