//! Changing the key of a log.

use super::{Desk, DeskError, Hand, Recorded};
use crate::proof::checkpoint::Checkpoint;
use crate::proof::key::VerifierKey;
use crate::proof::rotation::{self, Told};
use crate::proof::signing::SigningKey;
use crate::proof::tree::root_at;
use crate::record::{Body, Rotation, ids};
use crate::store::StoreError;

impl Desk {
    /// Appends an entry in which both keys sign for the change from one to the other, and signs the
    /// log with the old one for the last time.
    ///
    /// # Errors
    /// When the keys are not of this log, the old one may not sign it, or the file cannot be written.
    pub fn rotate(
        &mut self,
        hand: &Hand,
        old: &SigningKey,
        new: &SigningKey,
        because: &str,
    ) -> Result<Recorded, DeskError> {
        let origin = self.ledger.origin()?;
        let mut append = self.ledger.begin()?;
        let (size, root) = (append.tip().size(), append.tip().root());
        let head = Checkpoint::new(&origin, size, root).map_err(|e| not_of(&e))?;
        let (by_old, by_new) = rotation::sign(&head, old, new).map_err(|e| not_of(&e))?;
        let body = Body::Rotation(Box::new(Rotation {
            old: old.verifier().to_string(),
            new: new.verifier().to_string(),
            because: because.to_owned(),
            size,
            by_old,
            by_new,
        }));
        // The checks of reading: one that could not be read back is refused now.
        let body = Body::from_value("rotation", &body.to_value())?;
        let recorded = Recorded::plain(append.append(hand.draft(body), hand.now)?);
        drop(append.seal(old)?);
        append.commit()?;
        Ok(recorded)
    }

    /// The change to that key, where the log holds one that both keys signed.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn rotated_to(&self, new: &VerifierKey) -> Result<Option<Rotation>, DeskError> {
        let new = new.to_string();
        let Some(entry) = self.ledger.entry_by_id(&ids::rotation(&new))? else {
            return Ok(None);
        };
        let Body::Rotation(told) = entry.body else {
            return Ok(None);
        };
        let root = root_at(&self.ledger.nodes(), entry.seq).map_err(|e| StoreError::Damaged {
            path: self.ledger.path(),
            why: e.to_string(),
        })?;
        let head = Checkpoint::new(&self.ledger.origin()?, entry.seq, root);
        let signed = Told {
            old: &told.old,
            new: &told.new,
            by_old: &told.by_old,
            by_new: &told.by_new,
        };
        let holds = head.is_ok_and(|head| rotation::verify(&head, &signed).is_ok());
        Ok((holds && told.new == new).then_some(*told))
    }
}

fn not_of(why: &dyn std::fmt::Display) -> DeskError {
    DeskError::refuse("", "", why.to_string(), "`summit key list` lists the keys")
}
