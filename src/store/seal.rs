//! Signing the end of an append: only what can be reproduced from what is stored, what grew out of
//! what the key signed before, and never two roots at one size.

use super::append::Append;
use super::memory::Signed;
use super::read::Tree;
use super::{Ledger, StoreError};
use crate::proof::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::proof::consistency::{prove_consistency, verify_consistency};
use crate::proof::key::VerifierKey;
use crate::proof::signing::SigningKey;
use crate::proof::tree::{Hash, frontier_at, leaf_hash};
use crate::record::Body;

impl Append<'_> {
    /// Signs the tree as it stands at the end of this append, and keeps the checkpoint.
    ///
    /// The stored bytes of every entry since the last checkpoint are read and hashed again first,
    /// on top of the tree that the last checkpoint signed: what is signed can be reproduced from
    /// what is stored. What the key signed last, by what is remembered of it, must be proven to be
    /// the beginning of this log, and no entry may have retired the key. The log's name is the origin
    /// of entry 0.
    ///
    /// # Errors
    /// When the stored log does not hash to its tree, the key signed something else, or the file
    /// cannot be written.
    pub fn seal(&mut self, key: &SigningKey) -> Result<SignedCheckpoint, StoreError> {
        if let Some(why) = self.may_not_sign() {
            return Err(self.unlike(why));
        }
        self.may_sign(key.verifier())?;
        self.read_again()?;
        let (size, root) = (self.tip().size(), self.tip().root());
        let damaged = |e: &dyn std::fmt::Display| self.ledger().damaged(e.to_string());
        let signed = self.remembered(key.verifier())?;
        if let Some(last) = signed.as_ref().and_then(Signed::last) {
            self.extends(last)?;
        }
        let checkpoint = Checkpoint::new(&self.ledger().origin()?, size, root)
            .and_then(|c| c.sign(key))
            .map_err(|e| damaged(&e))?;
        self.signed = signed.map(|signed| (key.verifier().to_string(), signed));
        self.checkpoint(size, &checkpoint.to_string())?;
        Ok(checkpoint)
    }

    /// Refuses a key that an entry of the log retired. The entry itself is the last that it signs.
    fn may_sign(&self, key: &VerifierKey) -> Result<(), StoreError> {
        let key = key.to_string();
        for entry in self.ledger().rotations()? {
            if let Body::Rotation(r) = &entry.body
                && r.old == key
                && entry.seq + 1 < self.tip().size()
            {
                return Err(StoreError::Retired {
                    path: self.file().path.clone(),
                    seq: entry.seq,
                    old: key,
                });
            }
        }
        Ok(())
    }

    /// Why nothing is signed at this size: a branch of the log that was given up reached it, and may
    /// have been signed there.
    #[must_use]
    pub fn may_not_sign(&self) -> Option<String> {
        let size = self.tip().size();
        if self.ledger().memory().is_some() && self.heads.is_none() {
            return Some(
                "cannot be signed here: what its key signed before is not remembered, so that an older \
                 copy could be signed too"
                    .into(),
            );
        }
        let earlier = self.heads.as_ref().and_then(super::memory::Heads::lost);
        let said = self.ledger().continuations().unwrap_or_default();
        let said = said.iter().filter_map(|entry| match &entry.body {
            Body::Continuation(c) => Some(c.lost_size),
            _ => None,
        });
        let known = self.lost.into_iter().chain(earlier).map(|(lost, _)| lost);
        let lost = known.chain(said).max()?;
        (size <= lost).then(|| {
            format!(
                "goes on from an older copy: checkpoints are signed again from {} entries on, so \
                 that no key signs two roots at one size; it has {size}",
                lost.saturating_add(1)
            )
        })
    }

    /// What a key signed last, where that is not the beginning of this log.
    pub(super) fn signed_elsewhere(
        &self,
        key: &VerifierKey,
    ) -> Result<Option<(u64, Hash)>, StoreError> {
        let last = self.remembered(key)?.as_ref().and_then(Signed::last);
        let Some((size, root)) = last else {
            return Ok(None);
        };
        let here = size <= self.tip().size() && self.root_at(size)? == root;
        Ok((!here).then_some((size, root)))
    }

    fn remembered(&self, key: &VerifierKey) -> Result<Option<Signed>, StoreError> {
        let Some(memory) = self.ledger().memory() else {
            return Ok(None);
        };
        match memory.signed(&key.to_string()) {
            Ok(signed) => Ok(signed),
            Err(e) if e.kind() == std::io::ErrorKind::InvalidData => {
                Err(StoreError::Memory(e.to_string()))
            }
            Err(e) if e.kind() == std::io::ErrorKind::WouldBlock => {
                Err(StoreError::Busy(self.file().path.clone()))
            }
            Err(e) => {
                self.ledger().unremembered(&e);
                Ok(None)
            }
        }
    }

    /// Proves that what the key signed last is the beginning of this log.
    fn extends(&self, (old, old_root): (u64, Hash)) -> Result<(), StoreError> {
        let (size, root) = (self.tip().size(), self.tip().root());
        let given_up = self.heads.as_ref().and_then(super::memory::Heads::lost);
        if given_up.is_some_and(|(lost, _)| old <= lost) || old == 0 {
            // It was signed on a branch that the log says was given up, all of it below this size.
            return Ok(());
        }
        let ledger = self.ledger();
        let proven = old <= size && {
            let proof = prove_consistency(&ledger.nodes(), old, size)
                .map_err(|e| ledger.damaged(e.to_string()))?;
            verify_consistency((old, &old_root), (size, &root), &proof).is_ok()
        };
        if proven {
            return Ok(());
        }
        Err(self.unlike(format!(
            "does not grow out of the log of {old} entries that its key signed: signing its {size} \
             entries would tell two stories (--no-checkpoint appends without signing)"
        )))
    }

    /// Reads and hashes again what was stored since the last checkpoint.
    fn read_again(&self) -> Result<(), StoreError> {
        let (ledger, file) = (self.ledger(), self.file());
        let signed = last_checkpoint(ledger)?;
        let from = signed.as_ref().map_or(0, |s| s.checkpoint().size());
        let mut frontier =
            frontier_at(&Tree(file), from).map_err(|e| ledger.damaged(format!("the tree: {e}")))?;
        if signed.is_some_and(|signed| *signed.checkpoint().root() != frontier.root()) {
            let why = format!("the log is not the one that was signed at size {from}");
            return Err(ledger.damaged(why));
        }
        while frontier.size() < self.tip().size() {
            let rows = file.rows(frontier.size(), 4096)?;
            if rows.is_empty() {
                return Err(ledger.damaged("entries are missing".into()));
            }
            for row in rows {
                let pushed = frontier.push(leaf_hash(&row.bytes));
                pushed.map_err(|e| ledger.damaged(e.to_string()))?;
            }
        }
        if frontier.root() == self.tip().root() {
            return Ok(());
        }
        Err(ledger.damaged("the stored entries do not hash to the stored tree".into()))
    }
}

/// The checkpoint that came last.
fn last_checkpoint(ledger: &Ledger) -> Result<Option<SignedCheckpoint>, StoreError> {
    let mut last = None;
    ledger.covering(0, &mut |_, note| {
        last = Some(note);
        false
    })?;
    let parsed = last.map(|note| SignedCheckpoint::parse(note.as_bytes()));
    parsed
        .transpose()
        .map_err(|e| ledger.damaged(format!("the last checkpoint: {e}")))
}
