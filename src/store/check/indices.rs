//! What finds entries: the list of topics and the index of ids, against what the bytes say.
//!
//! Rows that come out of an index strictly ascending are also found by searching it, so that
//! comparing them all shows that no search can answer wrongly.

use super::rows::id_hash;
use super::{Checked, Derived, each, number, text};
use crate::store::StoreError;
use crate::store::file::File;

/// Every entry must be listed under its topics, and under no other.
pub(super) fn mentions(file: &File, derived: &Derived) -> Checked {
    let topics = derived.topics.iter();
    let mut due = topics
        .flat_map(|(topic, all)| all.iter().map(move |seq| (topic.as_str(), *seq)))
        .peekable();
    let mut wrong = None;
    let sql = "SELECT topic, seq FROM mention NOT INDEXED ORDER BY topic, seq";
    each(file, sql, &mut |row| {
        let (topic, seq) = (text(row, 0)?.unwrap_or_default(), number(row, 1)?);
        let found = (topic, seq.unwrap_or(u64::MAX));
        wrong = match due.peek() {
            Some(next) if *next == found => None,
            Some(next) if *next < found => Some(unlisted(*next)),
            _ => Some(format!(
                "entry {} is listed under `{topic}`, and does not bear on it",
                found.1
            )),
        };
        due.next();
        Ok(wrong.is_none())
    })?;
    Ok(match wrong.or_else(|| due.next().map(unlisted)) {
        Some(why) => Err(why),
        None => Ok(()),
    })
}

fn unlisted((topic, seq): (&str, u64)) -> String {
    format!("entry {seq} is not listed under `{topic}`")
}

/// The index of ids must lead to every entry by its id, and each place must be found.
pub(super) fn entries(file: &File, derived: &Derived) -> Checked {
    let mut wrong = None;
    let mut count = 0;
    let mut before: Option<String> = None;
    let sql = "SELECT id, seq FROM entry INDEXED BY sqlite_autoindex_entry_1 ORDER BY id";
    each(file, sql, &mut |row| {
        let (id, seq) = (text(row, 0)?.unwrap_or_default(), number(row, 1)?);
        let at = seq.and_then(|seq| usize::try_from(seq).ok());
        let known = at.and_then(|at| derived.ids.get(at));
        if before.as_deref().is_some_and(|before| before >= id) {
            wrong = Some(format!(
                "the id `{id}` stands twice, or the index of ids is not in order"
            ));
        } else if known != Some(&id_hash(id)) {
            let seq = seq.unwrap_or(u64::MAX);
            wrong = Some(format!(
                "the index of ids leads from `{id}` to entry {seq}, which has another"
            ));
        }
        before = Some(id.to_owned());
        count += 1;
        Ok(wrong.is_none())
    })?;
    if wrong.is_none() && count != derived.ids.len() {
        let size = derived.ids.len();
        wrong = Some(format!("the index of ids holds {count} of {size} entries"));
    }
    match wrong {
        Some(why) => Ok(Err(why)),
        None => places(
            file,
            "SELECT 1 FROM entry WHERE seq=?1",
            0..derived.frontier.size(),
        ),
    }
}

/// Each place must be found where it is looked for.
pub(super) fn places(file: &File, sql: &str, all: impl Iterator<Item = u64>) -> Checked {
    let error = |e: rusqlite::Error| -> StoreError { file.error(&e) };
    let mut find = file.db.prepare(sql).map_err(error)?;
    for place in all {
        let key = i64::try_from(place).unwrap_or(i64::MAX);
        if !find.exists([key]).map_err(error)? {
            return Ok(Err(format!(
                "entry {place} is not found where it is looked for"
            )));
        }
    }
    Ok(Ok(()))
}
