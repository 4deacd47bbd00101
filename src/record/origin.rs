//! Entry 0: the name of the log.

use super::entry_type::EntryType;
use super::field::{Need, fields};
use super::forms::Text;

/// Begins the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// The name that checkpoints carry.
    pub origin: String,
}

fields! { Origin:
    origin "origin" => Need(Text(200));
}

impl EntryType for Origin {
    fn id(&self) -> String {
        "ledger".into()
    }

    fn headline(&self) -> String {
        format!("the log {} begins", self.origin)
    }
}
