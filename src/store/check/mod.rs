//! The whole log, checked before anything is computed with it, on the moment of the file that is
//! read afterwards.
//!
//! The bytes are the truth: they are read past every index, parsed and hashed; columns, tree, lists,
//! indices, attachments and checkpoints must be what follows from them. Unlike an audit this stops
//! at the first difference.

mod aside;
mod indices;
mod rows;
mod tree;

use std::collections::{BTreeMap, HashMap, HashSet};

use rusqlite::types::ValueRef;

use super::StoreError;
use super::file::File;
use super::inspect::{built_in_schema, objects};
use crate::proof::tree::{Frontier, Hash};
use rows::Row;

/// Rows that are checked at once.
const BATCH: usize = 2048;

/// What follows from the bytes of the log.
#[derive(Default)]
struct Derived {
    /// The right edge of the tree.
    frontier: Frontier,
    /// The tree: leaves, and what is above them.
    levels: Vec<Vec<Hash>>,
    /// A short hash of each entry's id.
    ids: Vec<rows::IdHash>,
    /// Where each topic is mentioned.
    topics: BTreeMap<String, Vec<u64>>,
    /// Attachments that entries name, with the first that does.
    named: HashMap<String, u64>,
    /// Attachments whose bytes were taken away.
    redacted: HashSet<String>,
    /// The log's name.
    origin: String,
}

/// Checks the whole file; its size and root.
pub(super) fn whole(file: &File) -> Result<(u64, Hash), StoreError> {
    let damaged = |why: String| StoreError::Damaged {
        path: file.path.clone(),
        why,
    };
    let checked = || -> Result<Result<Derived, String>, StoreError> {
        if let Err(why) = schema(file)? {
            return Ok(Err(why));
        }
        let derived = match entries(file)? {
            Ok(derived) => derived,
            Err(why) => return Ok(Err(why)),
        };
        let rest = [
            tree::check,
            indices::mentions,
            indices::entries,
            aside::attachments,
            aside::checkpoints,
        ];
        for check in rest {
            if let Err(why) = check(file, &derived)? {
                return Ok(Err(why));
            }
        }
        Ok(Ok(derived))
    };
    let derived = checked()?.map_err(damaged)?;
    Ok((derived.frontier.size(), derived.frontier.root()))
}

/// What a part of the check says: nothing, what is wrong, or that the file cannot be read.
type Checked<T = ()> = Result<Result<T, String>, StoreError>;

/// The tables, indices and triggers must be the built-in ones.
fn schema(file: &File) -> Checked {
    let found = objects(&file.db).map_err(|e| file.error(&e))?;
    let expected = built_in_schema()?;
    let missing = expected.iter().find(|o| !found.contains(o));
    let extra = found.iter().find(|o| !expected.contains(o));
    Ok(match (missing, extra) {
        (None, None) => Ok(()),
        (Some(o), _) => Err(format!(
            "the {} `{}` is not as this program makes it",
            o.kind, o.name
        )),
        (None, Some(o)) => Err(format!("it holds a foreign {} `{}`", o.kind, o.name)),
    })
}

/// Reads all entries in order, past every index.
fn entries(file: &File) -> Checked<Derived> {
    let mut derived = Derived::default();
    let mut wrong = None;
    let mut batch: Vec<rows::Raw> = Vec::with_capacity(BATCH);
    let sql = "SELECT seq, id, type, recorded_at, leaf, bytes FROM entry NOT INDEXED ORDER BY seq";
    each(file, sql, &mut |row| {
        batch.push(rows::Raw::read(row)?);
        if batch.len() == BATCH {
            wrong = derived.take(&batch).err();
            batch.clear();
        }
        Ok(wrong.is_none())
    })?;
    Ok(match wrong {
        Some(why) => Err(why),
        None => derived.take(&batch).map(|()| derived),
    })
}

impl Derived {
    fn take(&mut self, batch: &[rows::Raw]) -> Result<(), String> {
        for (raw, row) in batch.iter().zip(rows::check(batch)) {
            let due = self.frontier.size();
            if raw.seq != i64::try_from(due).unwrap_or(i64::MAX) {
                return Err(format!("entry {due} is missing: found entry {}", raw.seq));
            }
            self.enter(due, row.map_err(|why| format!("entry {due}: {why}"))?)?;
        }
        Ok(())
    }

    fn enter(&mut self, seq: u64, row: Row) -> Result<(), String> {
        if seq == 0 {
            self.origin = row.origin.unwrap_or_default();
        }
        self.node(0, row.leaf);
        let completed = self.frontier.push(row.leaf).map_err(|e| e.to_string())?;
        for node in completed {
            self.node(usize::from(node.level), node.hash);
        }
        self.ids.push(row.id);
        for topic in row.topics {
            self.topics.entry(topic).or_default().push(seq);
        }
        for sha256 in row.named {
            self.named.entry(sha256).or_insert(seq);
        }
        self.redacted.extend(row.redacts);
        Ok(())
    }

    fn node(&mut self, level: usize, hash: Hash) {
        if self.levels.len() <= level {
            self.levels.resize_with(level + 1, Vec::new);
        }
        if let Some(level) = self.levels.get_mut(level) {
            level.push(hash);
        }
    }
}

/// Visits the rows of a query until `visit` says false.
fn each(
    file: &File,
    sql: &str,
    visit: &mut dyn FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<bool>,
) -> Result<(), StoreError> {
    let mut run = || {
        let mut statement = file.db.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if !visit(row)? {
                break;
            }
        }
        Ok(())
    };
    run().map_err(|e| file.error(&e))
}

/// A text of a row; none where it is something else.
fn text<'r>(row: &'r rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Option<&'r str>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok(),
        _ => None,
    })
}

/// A number of a row; none where it is something else.
fn number(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Option<u64>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Integer(n) => u64::try_from(n).ok(),
        _ => None,
    })
}
