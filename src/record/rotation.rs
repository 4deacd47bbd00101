//! A rotation: the log changes its key.

use super::entry_type::EntryType;
use super::field::{Need, fields};
use super::forms::{Count, Text};
use super::ids;

/// Says which key signs the log from here on. Both keys sign for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rotation {
    /// The verifier key that signed until now.
    pub old: String,
    /// The verifier key that signs from the next entry on.
    pub new: String,
    /// Why.
    pub because: String,
    /// Entries before this one.
    pub size: u64,
    /// The old key's signature, in base64.
    pub by_old: String,
    /// The new key's signature over the same text, in base64.
    pub by_new: String,
}

fields! { Rotation:
    old "old" => Need(Text(400));
    new "new" => Need(Text(400));
    because "because" => Need(Text(1000));
    size "size" => Need(Count(1 << 53));
    by_old "by_old" => Need(Text(100));
    by_new "by_new" => Need(Text(100));
}

impl EntryType for Rotation {
    fn id(&self) -> String {
        ids::rotation(&self.new)
    }

    fn topic(&self) -> Option<&'static str> {
        Some(":rotation")
    }

    fn headline(&self) -> String {
        format!(
            "the log changes its key from {} to {}: {}",
            self.old, self.new, self.because
        )
    }
}
