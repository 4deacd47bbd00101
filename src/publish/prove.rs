//! The proof that one entry is in the log, for whoever has the log's key and not the ledger.

use super::PublishError;
use crate::proof::canonical;
use crate::proof::checkpoint::SignedCheckpoint;
use crate::proof::inclusion::prove_inclusion;
use crate::proof::tlog_proof::TlogProof;
use crate::record::Entry;
use crate::store::Ledger;

/// How many checkpoints that cannot be read are passed over before the search is given up.
const PATIENCE: usize = 64;

/// The proof of an entry, which it carries, by the last signed checkpoint that covers it.
///
/// # Errors
/// [`PublishError::Uncovered`] where no signed checkpoint covers it; when the tree is damaged or
/// the file cannot be read.
pub fn prove(ledger: &Ledger, entry: &Entry) -> Result<TlogProof, PublishError> {
    let mut signed = None;
    let mut left = PATIENCE;
    ledger.covering(entry.seq, &mut |size, note| {
        signed = SignedCheckpoint::parse(note.as_bytes())
            .ok()
            .filter(|s| s.checkpoint().size() == size);
        left -= 1;
        signed.is_none() && left > 0
    })?;
    let signed = signed.ok_or(PublishError::Uncovered { seq: entry.seq })?;
    let size = signed.checkpoint().size();
    let damaged = |e: String| PublishError::Damaged(e);
    let hashes =
        prove_inclusion(&ledger.nodes(), entry.seq, size).map_err(|e| damaged(e.to_string()))?;
    let bytes = canonical::encode(entry)?;
    TlogProof::new(entry.seq, hashes, signed)
        .and_then(|p| p.with_extra(bytes))
        .map_err(|e| damaged(e.to_string()))
}
