//! An older copy, a log that was cut, or one that was rewritten: what was last seen of a log against
//! what is appended to it, and going on from it for good.

use super::append::Append;
use super::memory::Standing;
use super::{Ledger, StoreError};
use crate::proof::key::VerifierKey;
use crate::proof::tree::{Hash, root_at};

impl Ledger {
    /// Begins an append that says that the log goes on from here, and that what was last seen of it,
    /// or was signed by this key, is given up.
    ///
    /// # Errors
    /// As [`Ledger::begin`], but for the log being another than what was seen.
    pub fn begin_on_copy(&mut self, key: Option<&VerifierKey>) -> Result<Append<'_>, StoreError> {
        let mut append = Append::begin_anyhow(self)?;
        let seen = match append.ledger().standing() {
            Standing::Same => None,
            Standing::Older { seen } | Standing::Other { seen, .. } => Some(seen),
        };
        let signed = key.map(|key| append.signed_elsewhere(key)).transpose()?;
        let given_up = append.heads.as_ref().and_then(super::memory::Heads::lost);
        let fresh = |signed: &(u64, Hash)| given_up.is_none_or(|(lost, _)| lost < signed.0);
        append.lost = seen.max(signed.flatten().filter(fresh));
        Ok(append)
    }
}

impl Append<'_> {
    /// The end of the branch that is given up by this append.
    #[must_use]
    pub fn lost(&self) -> Option<(u64, Hash)> {
        self.lost
    }

    pub(super) fn unlike(&self, why: String) -> StoreError {
        StoreError::Unlike {
            path: self.file().path.clone(),
            why,
        }
    }

    /// The root that the log has at a size.
    pub(super) fn root_at(&self, size: u64) -> Result<Hash, StoreError> {
        let ledger = self.ledger();
        root_at(&ledger.nodes(), size).map_err(|e| ledger.damaged(e.to_string()))
    }

    /// Remembers, after the commit, what is acknowledged next.
    pub(super) fn remember(&mut self) {
        let head = (self.tip().size(), self.tip().root());
        let lost = self.lost;
        let heads = self.heads.as_mut().map(|heads| match lost {
            Some(lost) => heads.give_up(lost, head),
            None => heads.grow(head, true),
        });
        let signed = self.signed.as_ref();
        let signed = signed.map(|(key, signed)| signed.remember(head, key));
        for kept in heads.into_iter().chain(signed) {
            if let Err(e) = kept {
                self.ledger().unremembered(&e);
            }
        }
    }
}
