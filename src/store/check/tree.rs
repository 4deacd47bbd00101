//! The stored tree against the one that follows from the bytes.

use rusqlite::types::ValueRef;

use super::{Checked, Derived, each, number};
use crate::store::file::File;

/// Every stored node must be a derived one, and the other way round.
pub(super) fn check(file: &File, derived: &Derived) -> Checked {
    let levels = derived.levels.iter().zip(0_u64..).skip(1);
    let mut due = levels.flat_map(|(hashes, level)| {
        hashes
            .iter()
            .zip(0_u64..)
            .map(move |(hash, at)| (level, at, hash))
    });
    let mut wrong = None;
    let sql = "SELECT level, idx, hash FROM node NOT INDEXED ORDER BY level, idx";
    each(file, sql, &mut |row| {
        let (level, at) = (number(row, 0)?, number(row, 1)?);
        let hash = match row.get_ref(2)? {
            ValueRef::Blob(hash) => hash,
            _ => &[],
        };
        wrong = match due.next() {
            Some((l, i, _)) if (Some(l), Some(i)) != (level, at) => Some(format!(
                "the tree's node at level {l}, index {i} is missing"
            )),
            Some((l, i, derived)) if hash != derived.as_slice() => Some(format!(
                "the tree's node at level {l}, index {i} should be {}, and is {}",
                hex::encode(derived),
                hex::encode(hash)
            )),
            Some(_) => None,
            None => Some(format!(
                "the tree has a node at level {}, index {} that these entries do not have",
                level.unwrap_or_default(),
                at.unwrap_or_default()
            )),
        };
        Ok(wrong.is_none())
    })?;
    let missing =
        |(level, at, _)| format!("the tree's node at level {level}, index {at} is missing");
    Ok(match wrong.or_else(|| due.next().map(missing)) {
        Some(why) => Err(why),
        None => Ok(()),
    })
}
