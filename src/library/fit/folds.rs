//! Folds of whole questions, alike in how many ended yes.

use crate::desk::sha256_hex;
use crate::library::Case;

/// The fold of each of some cases, below `folds`: those that ended yes and those that ended no are
/// each dealt out in order of the SHA-256 of `fold|` and their id, the second going on where the
/// first ended. It depends on no forecast and not on the order of the cases.
#[must_use]
pub fn deal(cases: &[&Case], folds: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..cases.len()).collect();
    let key = |i: &usize| {
        let case = cases[*i];
        let hash = sha256_hex(format!("fold|{}", case.id()).as_bytes());
        (!case.yes(), hash)
    };
    order.sort_by_cached_key(key);
    let mut out = vec![0; cases.len()];
    for (turn, place) in order.into_iter().enumerate() {
        out[place] = turn % folds.max(1);
    }
    out
}
