//! The models that ship with the program, named here and nowhere else.

/// The model that new ledgers run on, of belief version 2: [`SOURCE`], built.
pub const BUILT: &[u8] = include_bytes!("../../ledger/models/kernel-3.json");

/// The readable source of [`BUILT`]: `docs/model-card.md`.
pub const SOURCE: &str = include_str!("../../ledger/models/kernel-3.toml");

/// The name of [`SOURCE`] below `ledger/` and in bundles.
pub const SOURCE_NAME: &str = "models/kernel-3.toml";

/// The model that feeds are tried on, of belief version 1; it was learned:
/// `docs/model-card-kernel-2.md`.
pub const FEED: &[u8] = include_bytes!("../../ledger/models/kernel-2.json");

/// The shipped model of that id.
#[must_use]
pub fn named(id: &str) -> Option<&'static [u8]> {
    match id {
        "kernel-3" => Some(BUILT),
        "kernel-2" => Some(FEED),
        _ => None,
    }
}

/// The vocabulary and judgement that models are learned onto.
pub const VOCABULARY: &str = include_str!("../../ledger/models/kernel-1.toml");

/// The shipped source of that id.
#[must_use]
pub fn source(id: &str) -> Option<&'static str> {
    match id {
        "kernel-3" => Some(SOURCE),
        "kernel-1" => Some(VOCABULARY),
        _ => None,
    }
}

/// The US president's meetings with other leaders: rows of `date,partner`.
pub const MEETINGS: &str = include_str!("../../ledger/calendar/meetings.csv");

/// What the White House announced in 2021-24, and what came of it.
pub const ANNOUNCEMENTS: &str = include_str!("../../ledger/announcements/white-house-2021-24.csv");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::belief::Model;

    #[test]
    fn each_shipped_model_has_the_id_by_which_it_is_named() {
        for id in ["kernel-2", "kernel-3"] {
            let model = Model::parse(named(id).unwrap()).unwrap();
            assert_eq!(model.id, id);
        }
        assert!(named("kernel-4").is_none());
    }
}
