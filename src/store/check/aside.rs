//! What lies beside the log: attachments, which entries name, and checkpoints, which vouch for it.

use std::collections::BTreeMap;
use std::convert::Infallible;

use rusqlite::types::ValueRef;
use sha2::{Digest as _, Sha256};

use super::{Checked, Derived, each, number, text};
use crate::proof::checkpoint::SignedCheckpoint;
use crate::proof::tree::{Hash, Nodes, root_at};
use crate::store::file::File;
use crate::store::media_type;

/// Attachments must be the bytes that their names say, and those that entries name must be there
/// unless an entry says that they were taken away.
pub(super) fn attachments(file: &File, derived: &Derived) -> Checked {
    let mut there: BTreeMap<String, i64> = BTreeMap::new();
    let mut wrong = None;
    let sql = "SELECT sha256, media, size, bytes, rowid FROM attachment NOT INDEXED";
    each(file, sql, &mut |row| {
        let sha256 = text(row, 0)?.unwrap_or_default();
        let redacted = derived.redacted.contains(sha256);
        let fault = match row.get_ref(3)? {
            ValueRef::Null if redacted => None,
            ValueRef::Null => Some("is empty, and no entry says why"),
            ValueRef::Blob(_) if redacted => Some("is there, though an entry says that it is not"),
            ValueRef::Blob(bytes) => {
                let named = hex::encode(Sha256::digest(bytes)) == sha256;
                let size = number(row, 2)? == u64::try_from(bytes.len()).ok();
                let media = text(row, 1)? == Some(media_type(bytes));
                match (named, size, media) {
                    (true, true, true) => None,
                    (false, ..) => Some("is not the bytes that its name says"),
                    (_, false, _) => Some("has another size than its column says"),
                    _ => Some("is another kind of document than its column says"),
                }
            }
            _ => Some("is no bytes"),
        };
        wrong = fault.map(|fault| format!("attachment {sha256} {fault}"));
        there.insert(sha256.to_owned(), row.get(4)?);
        Ok(wrong.is_none())
    })?;
    let missing = derived
        .named
        .iter()
        .find(|(name, _)| !there.contains_key(*name));
    let missing = missing.map(|(name, seq)| format!("attachment {name} of entry {seq} is missing"));
    match wrong.or(missing) {
        Some(why) => Ok(Err(why)),
        None => found(file, &there),
    }
}

/// The index of attachments must lead to each by its name.
fn found(file: &File, there: &BTreeMap<String, i64>) -> Checked {
    let mut due = there.iter();
    let mut same = true;
    let sql = "SELECT sha256, rowid FROM attachment INDEXED BY sqlite_autoindex_attachment_1
               ORDER BY sha256";
    each(file, sql, &mut |row| {
        let (sha256, id): (_, i64) = (text(row, 0)?, row.get(1)?);
        same = due
            .next()
            .is_some_and(|(s, i)| Some(s.as_str()) == sha256 && *i == id);
        Ok(same)
    })?;
    if !same || due.next().is_some() {
        return Ok(Err("the index of attachments does not lead to each".into()));
    }
    let places = there.values().filter_map(|id| u64::try_from(*id).ok());
    super::indices::places(file, "SELECT 1 FROM attachment WHERE rowid=?1", places)
}

/// Checkpoints must be of this log, without a gap, and vouch for what stands in it.
pub(super) fn checkpoints(file: &File, derived: &Derived) -> Checked {
    let mut wrong = None;
    let mut due = 1;
    let sql = "SELECT id, size, note FROM checkpoint NOT INDEXED ORDER BY id";
    each(file, sql, &mut |row| {
        let id: i64 = row.get(0)?;
        let note = text(row, 2)?.unwrap_or_default();
        let fault = if id == due {
            checkpoint(derived, number(row, 1)?, note)
        } else {
            Err("one before it is missing".to_owned())
        };
        wrong = fault.err().map(|why| format!("checkpoint {id}: {why}"));
        due += 1;
        Ok(wrong.is_none())
    })?;
    Ok(match wrong {
        Some(why) => Err(why),
        None => Ok(()),
    })
}

fn checkpoint(derived: &Derived, size: Option<u64>, note: &str) -> Result<(), String> {
    let signed = SignedCheckpoint::parse(note.as_bytes()).map_err(|e| e.to_string())?;
    let said = signed.checkpoint();
    if said.origin() != derived.origin {
        return Err(format!("it is of another log, `{}`", said.origin()));
    }
    if size != Some(said.size()) {
        return Err(format!(
            "it says {} entries, and its column another number",
            said.size()
        ));
    }
    if said.size() > derived.frontier.size() {
        let (of, size) = (said.size(), derived.frontier.size());
        return Err(format!(
            "it vouches for {of} entries, and the log has {size}: its end was cut"
        ));
    }
    let root = root_at(&Levels(derived), said.size()).map_err(|e| e.to_string())?;
    if root == *said.root() {
        return Ok(());
    }
    Err(format!(
        "the root over {} entries should be {}, and is {}",
        said.size(),
        hex::encode(said.root()),
        hex::encode(root)
    ))
}

/// The derived tree.
struct Levels<'d>(&'d Derived);

impl Nodes for Levels<'_> {
    type Error = Infallible;

    fn node(&self, level: u8, index: u64) -> Result<Option<Hash>, Infallible> {
        let at = usize::try_from(index).ok();
        let level = self.0.levels.get(usize::from(level));
        Ok(level.zip(at).and_then(|(l, at)| l.get(at)).copied())
    }
}
