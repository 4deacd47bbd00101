//! The models that ship with the program, named here and nowhere else.

/// A model that ships with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shipped {
    /// Its id, by which it is named.
    pub id: &'static str,
    /// The model file.
    pub built: &'static [u8],
    /// The name of its readable source below `ledger/` and in bundles.
    pub source_name: &'static str,
    /// That source.
    pub source: &'static str,
}

/// Takes a model and its source from `ledger/models`.
macro_rules! shipped {
    ($id:literal) => {
        Shipped {
            id: $id,
            built: include_bytes!(concat!("../../ledger/models/", $id, ".json")),
            source_name: concat!("models/", $id, ".toml"),
            source: include_str!(concat!("../../ledger/models/", $id, ".toml")),
        }
    };
}

/// The model that new ledgers run on, of belief version 2: `docs/model-card.md`.
pub const DEFAULT: Shipped = shipped!("kernel-5");

/// The model that feeds are tried on, of belief version 1; it was learned:
/// `docs/model-card-kernel-2.md`.
pub const FEED: Shipped = shipped!("kernel-2");

/// All of them, the default one first; the others are for ledgers that run on them.
pub const ALL: [Shipped; 4] = [DEFAULT, shipped!("kernel-4"), shipped!("kernel-3"), FEED];

/// The shipped model of that id.
#[must_use]
pub fn named(id: &str) -> Option<&'static [u8]> {
    ALL.iter()
        .find(|model| model.id == id)
        .map(|model| model.built)
}

/// The vocabulary and judgement that models are learned onto.
pub const VOCABULARY: &str = include_str!("../../ledger/models/kernel-1.toml");

/// The shipped source of that id.
#[must_use]
pub fn source(id: &str) -> Option<&'static str> {
    if id == "kernel-1" {
        return Some(VOCABULARY);
    }
    ALL.iter()
        .find(|model| model.id == id)
        .map(|model| model.source)
}

/// The US president's meetings with other leaders: rows of `date,partner`.
pub const MEETINGS: &str = include_str!("../../ledger/calendar/meetings.csv");

/// Forums to which leaders come: rows of `name,place,first,last`.
pub const FORUMS: &str = include_str!("../../ledger/calendar/forums.csv");

/// What the White House announced in 2021-24, and what came of it.
pub const ANNOUNCEMENTS: &str = include_str!("../../ledger/announcements/white-house-2021-24.csv");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::belief::Model;

    #[test]
    fn each_shipped_model_has_the_id_by_which_it_is_named() {
        for shipped in ALL {
            let model = Model::parse(named(shipped.id).unwrap()).unwrap();
            assert_eq!(model.id, shipped.id);
        }
        assert!(named("kernel-6").is_none());
    }
}
