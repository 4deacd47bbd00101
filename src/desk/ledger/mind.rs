//! What a desk remembers of its ledger, and the transaction in which that moves on.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::course::Course;
use super::live::Live;
use super::{DeskError, Fact, Hand, PROGRAM, Recorded, What, attach};
use crate::belief::Model;
use crate::proof::signing::SigningKey;
use crate::record::Name;
use crate::store::{Append, Ledger};

/// What a desk remembers of its ledger.
pub(super) struct Mind {
    pub program: String,
    /// Models by SHA-256.
    pub models: HashMap<String, Arc<Model>>,
    pub lives: HashMap<Name, Live>,
    /// What was derived of histories.
    pub courses: HashMap<Name, Course>,
    /// Size of the log that `lives` speak of.
    size: u64,
    /// Signs the log after every append.
    signer: Option<SigningKey>,
    /// The last day that has come, where facts are held to it.
    pub today: Option<Date>,
    /// Whether the fact comes from a case file, which may be told again.
    pub retold: bool,
    /// Whether moves are told step by step; an import of many facts is not.
    pub narrate: bool,
}

impl Mind {
    pub fn new() -> Self {
        Self {
            program: PROGRAM.to_owned(),
            models: HashMap::new(),
            lives: HashMap::new(),
            courses: HashMap::new(),
            size: 0,
            signer: None,
            today: None,
            retold: false,
            narrate: true,
        }
    }

    pub fn sign_with(&mut self, key: SigningKey) {
        self.signer = Some(key);
    }

    /// Appends facts and their forecasts in one transaction; where one cannot stand, nothing is
    /// written, and nothing remembered.
    pub fn append(
        &mut self,
        ledger: &mut Ledger,
        hand: &Hand,
        facts: Vec<Fact>,
        watch: &mut dyn FnMut(usize),
    ) -> Result<Vec<Recorded>, DeskError> {
        let done = self.transaction(ledger, hand, facts, watch);
        if done.is_err() {
            self.lives.clear();
            self.models.clear();
        }
        done
    }

    /// Goes through an append whose transaction is left: nothing is written, and nothing remembered.
    pub fn rehearse(
        &mut self,
        ledger: &mut Ledger,
        hand: &Hand,
        facts: Vec<Fact>,
    ) -> Result<Vec<Recorded>, DeskError> {
        self.lives.clear();
        let mut append = ledger.begin()?;
        let each = facts.into_iter();
        let out = each.map(|fact| self.one(&mut append, hand, fact.what));
        let out = out.collect();
        drop(append);
        self.lives.clear();
        self.models.clear();
        out
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
            redacted |= matches!(fact.what, What::Redaction { .. });
            self.retold = fact.place.is_some();
            let recorded = self.one(&mut append, hand, fact.what);
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
            match append.may_not_sign() {
                Some(why) => append
                    .ledger()
                    .note(format!("no checkpoint was signed: the log {why}")),
                None => drop(append.seal(key)?),
            }
        }
        self.size = append.commit()?.size();
        if redacted {
            ledger.scrub()?;
        }
        Ok(out)
    }

    fn one(
        &mut self,
        append: &mut Append<'_>,
        hand: &Hand,
        what: What,
    ) -> Result<Recorded, DeskError> {
        match what {
            What::Body(body) => self.record(append, hand, body),
            What::Model { bytes, questions } => self.adopt_file(append, hand, &bytes, questions),
            What::Attached { body, files } => {
                attach::keep(append, &body, &files)?;
                self.record(append, hand, body)
            }
            What::Redaction { sha256, because } => attach::redact(append, hand, &sha256, because),
        }
    }
}
