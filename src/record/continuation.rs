//! A continuation: the log goes on from an older copy, and what had followed is given up.

use super::entry_type::EntryType;
use super::field::{Need, fields};
use super::forms::{Count, Hash, Text};

/// Says that the log was longer, or another, and goes on from here.
#[derive(Debug, Clone, PartialEq)]
pub struct Continuation {
    /// Why.
    pub because: String,
    /// Entries before this one: where it goes on from.
    pub from_size: u64,
    /// Root over them, in lower-case hex.
    pub from_root: String,
    /// Entries of the log that was given up, as its owner's program remembers it.
    pub lost_size: u64,
    /// Root over those, in lower-case hex.
    pub lost_root: String,
}

fields! { Continuation:
    because "because" => Need(Text(1000));
    from_size "from_size" => Need(Count(1 << 53));
    from_root "from_root" => Need(Hash);
    lost_size "lost_size" => Need(Count(1 << 53));
    lost_root "lost_root" => Need(Hash);
}

impl EntryType for Continuation {
    fn id(&self) -> String {
        format!("continuation:{}", self.from_size)
    }

    fn topic(&self) -> Option<&'static str> {
        Some(":continuation")
    }

    fn headline(&self) -> String {
        format!(
            "the log goes on from a copy of {} entries; one of {} is given up: {}",
            self.from_size, self.lost_size, self.because
        )
    }
}
