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

/// The vocabulary and judgement that models are learned onto.
pub const VOCABULARY: &str = include_str!("../../ledger/models/kernel-1.toml");

/// The US president's meetings with other leaders: rows of `date,partner`.
pub const MEETINGS: &str = include_str!("../../ledger/calendar/meetings.csv");

/// What the White House announced in 2021-24, and what came of it.
pub const ANNOUNCEMENTS: &str = include_str!("../../ledger/announcements/white-house-2021-24.csv");
