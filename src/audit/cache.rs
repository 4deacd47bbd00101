//! Tier 2: beliefs kept in the file, looked at by their tags alone; what they hold is never used.

use super::catalogue::{CACHE_FOREIGN, TABLE_UNREADABLE};
use super::finding::Findings;
use super::tree::Tree;
use crate::store::Secret;
use crate::store::cache::is_ours;
use crate::store::inspect::Inspector;

/// Checks the tags, where the secret is at hand.
pub(super) fn check(
    inspector: &Inspector,
    tree: &Tree,
    secret: Option<&Secret>,
    out: &mut Findings,
) {
    let Some(secret) = secret else {
        return;
    };
    let read = inspector.beliefs(&mut |row| {
        let (question, upto) = (row.question.text(), row.upto.count());
        let root = upto.and_then(|seq| tree.root_at(seq.checked_add(1)?));
        let ours = match (question, upto, root, row.tag.blob(), row.bytes.blob()) {
            (Some(question), Some(upto), Some(root), Some(tag), Some(bytes)) => {
                is_ours(secret, (question, upto, &root), bytes, tag)
            }
            _ => false,
        };
        if !ours {
            let found = format!("the belief kept of {}", row.question.shown());
            out.add(CACHE_FOREIGN, upto, "a tag of this user's program", found);
        }
        true
    });
    if let Err(e) = read {
        out.add(TABLE_UNREADABLE, None, "the cache", e.to_string());
    }
}
