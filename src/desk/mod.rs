//! What an analyst does, at two desks: that of a ledger, where facts are entered, and that of
//! suppositions, where nothing is written.

mod error;
mod ledger;
mod supposition;

pub use crate::record::ids::signal as signal_id;
pub use error::DeskError;
pub use ledger::{
    BESIDE, Change, Days, Desk, Fact, Hand, MAX_ATTACHMENT, Meant, Numbered, Numbers, PROGRAM,
    Recorded, Reference, Undo, Version, Wanted, What, Word, import, said, salvage, score,
    sha256_hex,
};
pub use supposition::{Foreseen, Standing, worth};
