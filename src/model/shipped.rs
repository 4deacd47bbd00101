//! The models that ship with the program, named here and nowhere else.

/// The model that new ledgers run on: [`SOURCE`], built.
pub const BUILT: &[u8] = include_bytes!("../../ledger/models/kernel-2.json");

/// The readable source of [`BUILT`]; it was learned: `docs/model-card.md`.
pub const SOURCE: &str = include_str!("../../ledger/models/kernel-2.toml");

/// The name of [`SOURCE`] below `ledger/` and in bundles.
pub const SOURCE_NAME: &str = "models/kernel-2.toml";

/// The vocabulary and judgement that models are learned onto.
pub const VOCABULARY: &str = include_str!("../../ledger/models/kernel-1.toml");
