//! The desk of a ledger: open, add, retract, amend, pass, resolve, import, and look.
//!
//! The desk decides whether a fact can stand, appends it with the forecasts that follow from it in
//! one transaction, and answers questions about what stands. It never reads a clock.

mod adopt;
mod ahead;
mod asked;
mod attach;
mod changes;
mod copy;
mod correct;
mod course;
mod decide;
mod derive;
mod find;
mod forecast;
mod guesses;
mod history;
pub mod import;
mod live;
mod lives;
mod looking;
mod mind;
mod models;
mod numbers;
mod opening;
mod plans;
mod record;
mod recorded;
mod reference;
mod resolve;
mod rotate;
pub mod said;
pub mod salvage;
pub mod score;
mod standing;
mod told;
mod undo;

use std::path::Path;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

pub use attach::MAX_ATTACHMENT;
pub use changes::Change;
pub use numbers::{Numbered, Numbers, Version};
pub use plans::{BESIDE, Days, Meant, Word};
pub use recorded::{Fact, Hand, Recorded, What};
pub use reference::{Reference, Wanted};
pub use undo::Undo;

use super::DeskError;
use crate::proof::checkpoint::SignedCheckpoint;
use crate::proof::signing::SigningKey;
use crate::record::{Body, Origin};
use crate::store::{Draft, Ledger};
use mind::Mind;

/// The name of this program in the entries that it makes.
pub const PROGRAM: &str = concat!("summit ", env!("CARGO_PKG_VERSION"));

/// A ledger, and what is remembered of it.
pub struct Desk {
    ledger: Ledger,
    mind: Mind,
}

impl Desk {
    /// A desk on a ledger.
    #[must_use]
    pub fn new(ledger: Ledger) -> Self {
        Self {
            ledger,
            mind: Mind::new(),
        }
    }

    /// Makes a new ledger file whose log is named `origin`.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn create(path: &Path, origin: &str, hand: &Hand) -> Result<Self, DeskError> {
        let body = Body::Ledger(Origin {
            origin: origin.to_owned(),
        });
        // The checks of reading: an origin that could not be read back is refused now.
        let body = Body::from_value("ledger", &body.to_value())?;
        let mut ledger = Ledger::create(path)?;
        let mut append = ledger.begin()?;
        let draft = Draft {
            id: "ledger".into(),
            author: hand.author.clone(),
            body,
        };
        append.append(draft, hand.now)?;
        append.commit()?;
        Ok(Self::new(ledger))
    }

    /// Ends every append with a checkpoint signed by that key.
    pub fn sign_with(&mut self, key: SigningKey) {
        self.mind.sign_with(key);
    }

    /// Refuses from now on what a fact says of days after this one. Without it any day is taken.
    pub fn today_is(&mut self, today: Date) {
        self.mind.today = Some(today);
    }

    /// Signs the log as it stands, appending nothing else.
    ///
    /// # Errors
    /// When the stored log does not hash to its tree, or the file cannot be written.
    pub fn seal(&mut self, key: &SigningKey) -> Result<SignedCheckpoint, DeskError> {
        let mut append = self.ledger.begin()?;
        let signed = append.seal(key)?;
        append.commit()?;
        Ok(signed)
    }

    /// Keeps a checkpoint that a witness cosigned.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep_checkpoint(&mut self, signed: &SignedCheckpoint) -> Result<(), DeskError> {
        let mut append = self.ledger.begin()?;
        append.checkpoint(signed.checkpoint().size(), &signed.to_string())?;
        append.commit()?;
        Ok(())
    }

    /// The ledger.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Appends facts and their forecasts in one transaction: all, or none.
    ///
    /// # Errors
    /// When any of them cannot stand; then nothing was written.
    pub fn append(&mut self, hand: &Hand, facts: Vec<Fact>) -> Result<Vec<Recorded>, DeskError> {
        self.append_watched(hand, facts, &mut |_| {})
    }

    /// Tries to append facts as [`Desk::append`] does, and writes nothing: what cannot stand is refused
    /// now, in the same words.
    ///
    /// # Errors
    /// As [`Desk::append`].
    pub fn rehearse(&mut self, hand: &Hand, facts: Vec<Fact>) -> Result<Vec<Recorded>, DeskError> {
        self.mind.rehearse(&mut self.ledger, hand, facts)
    }

    /// As [`Desk::append`], telling after each fact how many are done.
    ///
    /// # Errors
    /// As [`Desk::append`].
    pub fn append_watched(
        &mut self,
        hand: &Hand,
        facts: Vec<Fact>,
        watch: &mut dyn FnMut(usize),
    ) -> Result<Vec<Recorded>, DeskError> {
        self.mind.append(&mut self.ledger, hand, facts, watch)
    }
}

/// SHA-256 in lower-case hex.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
