//! A salvage: this log was written anew from what was left of a damaged one.

use super::entry_type::EntryType;
use super::field::{List, May, Need, fields};
use super::forms::{Count, Hash, Hashes, Ids, Text};
use super::{Name, ids};

/// Says that the entries before it were brought over from a damaged file, and which were not.
#[derive(Debug, Clone, PartialEq)]
pub struct Salvage {
    /// SHA-256 of the damaged file, in lower-case hex.
    pub file: String,
    /// Its size, in bytes.
    pub bytes: u64,
    /// SHA-256 of the write-ahead log that lay beside it.
    pub wal: Option<String>,
    /// The name of the damaged log, where it could be read.
    pub origin: Option<String>,
    /// How many entries it had, as far as it tells.
    pub entries: u64,
    /// How many facts of it stand in this log.
    pub brought: u64,
    /// The places of the damaged log whose entries are lost, for example `17, 23-25`.
    pub missing: Option<String>,
    /// Entries that verified and could not stand without what is lost, and why.
    pub left: Option<String>,
    /// Questions of this log that lost something.
    pub questions: Vec<Name>,
    /// The last checkpoint that the damaged file held, as it was.
    pub checkpoint: Option<String>,
    /// Attachments that hold every entry that verified, forecasts too: the bytes that were hashed,
    /// one entry a line.
    pub old_entries: Vec<String>,
}

fields! { Salvage:
    file "file" => Need(Hash);
    bytes "bytes" => Need(Count(1 << 53));
    wal "wal" => May(Hash);
    origin "origin" => May(Text(200));
    entries "entries" => Need(Count(1 << 53));
    brought "brought" => Need(Count(1 << 53));
    missing "missing" => May(Text(4000));
    left "left" => May(Text(4000));
    questions "question" => List(Ids);
    checkpoint "checkpoint" => May(Text(4000));
    old_entries "old_entries" => List(Hashes);
}

impl EntryType for Salvage {
    fn id(&self) -> String {
        ids::salvage(&self.file)
    }

    fn questions(&self) -> &[Name] {
        &self.questions
    }

    fn attachments(&self) -> &[String] {
        &self.old_entries
    }

    fn headline(&self) -> String {
        format!(
            "{} facts brought over from a damaged file; missing there: {}",
            self.brought,
            self.missing.as_deref().unwrap_or("no entry")
        )
    }
}
