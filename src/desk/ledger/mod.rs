//! The desk of a ledger: open, add, retract, amend, pass, resolve, import, and look.
//!
//! The desk decides whether a fact can stand, appends it with the forecasts that follow from it in
//! one transaction, and answers questions about what stands. It never reads a clock.

mod adopt;
mod attach;
mod cache;
mod decide;
mod find;
mod forecast;
mod history;
pub mod import;
mod live;
mod models;
mod opening;
mod record;
mod recorded;
mod resolve;
pub mod score;
mod standing;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

pub use attach::MAX_ATTACHMENT;
pub use recorded::{Fact, Hand, Recorded, What};

use super::DeskError;
use crate::belief::Model;
use crate::proof::checkpoint::SignedCheckpoint;
use crate::proof::signing::SigningKey;
use crate::record::{Body, Name};
use crate::store::{Draft, Ledger};
use live::Live;

/// The name of this program in the entries that it makes.
pub const PROGRAM: &str = concat!("summit ", env!("CARGO_PKG_VERSION"));

/// A ledger with what the desk remembers of it.
pub struct Desk {
    ledger: Option<Ledger>,
    program: String,
    models: HashMap<String, Arc<Model>>,
    lives: HashMap<Name, Live>,
    /// Size of the log that `lives` speak of.
    size: u64,
    /// Signs the log after every append.
    signer: Option<SigningKey>,
    /// Whether moves are told step by step; an import of many facts is not.
    narrate: bool,
}

impl Desk {
    /// A desk on a ledger.
    #[must_use]
    pub fn new(ledger: Ledger) -> Self {
        Self {
            ledger: Some(ledger),
            program: PROGRAM.to_owned(),
            models: HashMap::new(),
            lives: HashMap::new(),
            size: 0,
            signer: None,
            narrate: true,
        }
    }

    /// Makes a new ledger file whose log is named `origin`.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn create(path: &Path, origin: &str, hand: &Hand) -> Result<Self, DeskError> {
        let body = Body::Ledger {
            origin: origin.to_owned(),
        };
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
        self.signer = Some(key);
    }

    /// Signs the log as it stands, appending nothing else.
    ///
    /// # Errors
    /// When the stored log does not hash to its tree, or the file cannot be written.
    pub fn seal(&mut self, key: &SigningKey) -> Result<SignedCheckpoint, DeskError> {
        let ledger = self
            .ledger
            .as_mut()
            .ok_or_else(|| DeskError::refuse("", "", "the ledger is in use", "try again"))?;
        let mut append = ledger.begin()?;
        let signed = append.seal(key)?;
        append.commit()?;
        Ok(signed)
    }

    /// Keeps a checkpoint that a witness cosigned.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep_checkpoint(&mut self, signed: &SignedCheckpoint) -> Result<(), DeskError> {
        let ledger = self
            .ledger
            .as_mut()
            .ok_or_else(|| DeskError::refuse("", "", "the ledger is in use", "try again"))?;
        let mut append = ledger.begin()?;
        append.checkpoint(signed.checkpoint().size(), &signed.to_string())?;
        append.commit()?;
        Ok(())
    }

    /// The ledger.
    ///
    /// # Errors
    /// Only while an append is under way.
    pub fn ledger(&self) -> Result<&Ledger, DeskError> {
        self.ledger
            .as_ref()
            .ok_or_else(|| DeskError::refuse("", "", "the ledger is in use", "try again"))
    }

    /// Appends facts and their forecasts in one transaction: all, or none.
    ///
    /// # Errors
    /// When any of them cannot stand; then nothing was written.
    pub fn append(&mut self, hand: &Hand, facts: Vec<Fact>) -> Result<Vec<Recorded>, DeskError> {
        self.append_watched(hand, facts, &mut |_| {})
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
        let mut ledger = self
            .ledger
            .take()
            .ok_or_else(|| DeskError::refuse("", "", "the ledger is in use", "try again"))?;
        let done = self.transaction(&mut ledger, hand, facts, watch);
        self.ledger = Some(ledger);
        if done.is_err() {
            self.lives.clear();
            self.models.clear();
        }
        done
    }

    fn transaction(
        &mut self,
        ledger: &mut Ledger,
        hand: &Hand,
        facts: Vec<Fact>,
        watch: &mut dyn FnMut(usize),
    ) -> Result<Vec<Recorded>, DeskError> {
        let mut append = ledger.begin()?;
        if append.tip().size() != self.size {
            self.lives.clear();
        }
        self.narrate = facts.len() < 16;
        let mut redacted = false;
        let mut out = Vec::with_capacity(facts.len());
        for (i, fact) in facts.into_iter().enumerate() {
            let recorded = match fact.what {
                What::Body(body) => self.record(&mut append, hand, body),
                What::Model { bytes, questions } => {
                    self.adopt_file(&mut append, hand, &bytes, questions)
                }
                What::Attached { body, files } => attach::keep(&mut append, &body, &files)
                    .and_then(|()| self.record(&mut append, hand, body)),
                What::Redaction { sha256, because } => {
                    redacted = true;
                    attach::redact(&mut append, hand, &sha256, because)
                }
            };
            out.push(match &fact.place {
                Some(place) => recorded.map_err(|e| e.at(place))?,
                None => recorded?,
            });
            watch(i + 1);
        }
        self.keep_all(&mut append)?;
        if let Some(key) = &self.signer
            && append.grew()
        {
            append.seal(key)?;
        }
        self.size = append.commit()?.size();
        if redacted {
            ledger.scrub()?;
        }
        Ok(out)
    }
}

/// SHA-256 in lower-case hex.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
