//! The log as a folder of static files (c2sp.org/tlog-tiles), with its attachments.
//!
//! ```text
//! checkpoint               the signed note over all entries; written last
//! checkpoint.unsigned      in its place where nobody signed: three lines without a signature
//! checkpoints/164          every signed note that the ledger keeps, by size
//! checkpoints/164.2        the second that came of that size: the same, cosigned by a witness
//! tile/entries/000.p/164   entries, each as its length in two bytes and its canonical bytes
//! tile/0/000.p/164         their leaf hashes; tile/1/... the roots over full tiles
//! attachments/2a97...      models and saved sources, named by SHA-256
//! ```
//!
//! A second run writes what is new. Full tiles never change; partial tiles that a wider one
//! replaces are kept, so that a reader with an older checkpoint still finds its own.

use std::collections::HashMap;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::PublishError;
use super::files::Folder;
use crate::proof::canonical;
use crate::proof::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::proof::tiles::{Kind, Tile, WIDTH, entry_bundle, hash_tile, new_tiles};
use crate::proof::tree::{Frontier, Hash, Nodes as _, leaf_hash, root_at};
use crate::record::{Body, Entry, Origin};
use crate::store::Ledger;

/// Name of the signed head.
pub const HEAD: &str = "checkpoint";
/// Name of a head without a signature.
pub const UNSIGNED_HEAD: &str = "checkpoint.unsigned";

/// What an export wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Name of the log.
    pub origin: String,
    /// Entries in the log.
    pub size: u64,
    /// Root over them.
    pub root: Hash,
    /// Entries that the folder held before.
    pub before: u64,
    /// Whether the head is signed.
    pub signed: bool,
    /// Tiles written, entry bundles included.
    pub tiles: u64,
    /// Attachments written.
    pub attachments: u64,
    /// Attachments taken away because they were redacted since.
    pub redacted: u64,
    /// Checkpoints written, the head not counted.
    pub checkpoints: u64,
}

/// Writes the log to a folder, which is empty or holds an earlier export of this log. Without a
/// signed checkpoint over all entries it refuses, unless `unsigned` allows it.
///
/// # Errors
/// When nobody signed, the folder holds something else, what is stored does not hash to what it
/// should, or a file cannot be read or written.
pub fn export(ledger: &Ledger, dir: &Path, unsigned: bool) -> Result<Exported, PublishError> {
    let tip = ledger.tip()?;
    let (size, root) = (tip.size(), tip.root());
    let origin = origin(ledger)?;
    let notes = ledger.checkpoints()?;
    let head = Checkpoint::new(&origin, size, root).map_err(damaged)?;
    let signed = match notes.iter().rev().find(|(of, _)| *of == size) {
        Some((_, note)) => Some(checked(note, &head)?),
        None if unsigned => None,
        None => {
            let last = notes.iter().map(|(of, _)| *of).max().unwrap_or(0);
            return Err(PublishError::Unsigned { size, last });
        }
    };
    let before = before(ledger, dir, &head)?;
    let folder = Folder::new(dir, &ledger.path());
    folder.clear_leftovers()?;
    let bundles = reread(ledger, (dir, &folder), (before, size), &root)?;
    let mut out = Exported {
        origin,
        size,
        root,
        before,
        signed: signed.is_some(),
        tiles: bundles,
        attachments: 0,
        redacted: 0,
        checkpoints: 0,
    };
    let nodes = ledger.nodes();
    for tile in wanted(dir, before, size, |kind| kind != Kind::Entries) {
        let bytes = hash_tile(&nodes, &tile).map_err(damaged)?;
        out.tiles += u64::from(folder.write(&tile.to_string(), &bytes)?);
    }
    attachments(ledger, &folder, &mut out)?;
    checkpoints(&notes, size, &folder, &mut out)?;
    let (name, other, text) = match signed {
        Some(note) => (HEAD, UNSIGNED_HEAD, note),
        None => (UNSIGNED_HEAD, HEAD, head.to_string()),
    };
    folder.write(name, text.as_bytes())?;
    folder.remove(other)?;
    Ok(out)
}

fn damaged(why: impl std::fmt::Display) -> PublishError {
    PublishError::Damaged(why.to_string())
}

/// The log's name, from entry 0.
fn origin(ledger: &Ledger) -> Result<String, PublishError> {
    match ledger.entry(0)? {
        Some(Entry {
            body: Body::Ledger(Origin { origin }),
            ..
        }) => Ok(origin),
        _ => Err(damaged("entry 0 does not name the log")),
    }
}

/// A stored note, if it is over this very head.
fn checked(note: &str, head: &Checkpoint) -> Result<String, PublishError> {
    let signed = SignedCheckpoint::parse(note.as_bytes()).map_err(damaged)?;
    let said = signed.checkpoint();
    if (said.origin(), said.size(), said.root()) == (head.origin(), head.size(), head.root()) {
        return Ok(note.to_owned());
    }
    Err(damaged(format!(
        "the signed checkpoint of {} entries is of another tree: signed is\n{said}here is\n{head}",
        head.size()
    )))
}

/// How many entries the folder holds already, as a beginning of this log.
fn before(ledger: &Ledger, dir: &Path, head: &Checkpoint) -> Result<u64, PublishError> {
    let refuse = |why: String| PublishError::Folder {
        dir: dir.to_owned(),
        why,
    };
    for name in [HEAD, UNSIGNED_HEAD] {
        let path = dir.join(name);
        if !path.is_file() {
            continue;
        }
        let bytes = fs_err::read(&path)?;
        let old = match SignedCheckpoint::parse(&bytes) {
            Ok(signed) => signed.checkpoint().clone(),
            Err(_) => Checkpoint::parse(&String::from_utf8_lossy(&bytes))
                .map_err(|e| refuse(format!("its {name} cannot be read: {e}")))?,
        };
        if old.origin() != head.origin() {
            return Err(refuse(format!("it holds another log, {}", old.origin())));
        }
        if old.size() > head.size() {
            return Err(refuse(format!(
                "it holds {} entries of this log, the ledger only {}: is it an older copy?",
                old.size(),
                head.size()
            )));
        }
        if root_at(&ledger.nodes(), old.size()).map_err(damaged)? != *old.root() {
            return Err(refuse(format!(
                "its first {} entries are not this ledger's: one of the two was rewritten",
                old.size()
            )));
        }
        return Ok(old.size());
    }
    let empty = !dir.exists() || fs_err::read_dir(dir)?.next().is_none();
    // A first export that was broken off left tiles and no head.
    if empty || dir.join("tile").is_dir() {
        return Ok(0);
    }
    Err(refuse("it is not empty and holds no export".into()))
}

/// The tiles to write: the new ones, and old ones that are not there.
fn wanted(
    dir: &Path,
    before: u64,
    size: u64,
    which: impl Fn(Kind) -> bool,
) -> impl Iterator<Item = Tile> {
    let fresh: std::collections::HashSet<Tile> = new_tiles(before, size).collect();
    new_tiles(0, size)
        .filter(move |tile| which(tile.kind()))
        .filter(move |tile| fresh.contains(tile) || !dir.join(tile.to_string()).is_file())
}

/// Reads and hashes every entry again, and writes the bundles that are wanted; returns how many.
fn reread(
    ledger: &Ledger,
    (dir, folder): (&Path, &Folder<'_>),
    (before, size): (u64, u64),
    root: &Hash,
) -> Result<u64, PublishError> {
    let wanted: HashMap<u64, Tile> = wanted(dir, before, size, |kind| kind == Kind::Entries)
        .map(|tile| (tile.index(), tile))
        .collect();
    let nodes = ledger.nodes();
    let (mut frontier, mut written) = (Frontier::new(), 0);
    for index in 0..size.div_ceil(WIDTH.into()) {
        let first = index * u64::from(WIDTH);
        let count = usize::try_from(size - first).unwrap_or(usize::MAX);
        let rows = ledger.rows(first, count.min(WIDTH.into()))?;
        for row in &rows {
            let at = |why: &str| damaged(format!("entry {}: {why}", row.seq));
            let leaf = leaf_hash(&row.bytes);
            if row.seq != frontier.size() {
                return Err(damaged(format!("entry {} is missing", frontier.size())));
            }
            if row.leaf != leaf {
                return Err(at("its bytes do not hash to its leaf"));
            }
            let entry = canonical::decode(&row.bytes).map_err(|e| at(&e.to_string()))?;
            if entry.seq != row.seq {
                return Err(at("its bytes are of another entry"));
            }
            for node in frontier.push(leaf).map_err(damaged)? {
                let stored = nodes.node(node.level, node.index)?;
                if stored != Some(node.hash) {
                    return Err(at(
                        "a stored node of the tree above it is not what it hashes to",
                    ));
                }
            }
        }
        if let Some(tile) = wanted.get(&index) {
            let bytes: Vec<&[u8]> = rows.iter().map(|row| row.bytes.as_slice()).collect();
            let bundle = entry_bundle(&bytes).map_err(damaged)?;
            written += u64::from(folder.write(&tile.to_string(), &bundle)?);
        }
    }
    if frontier.size() == size && frontier.root() == *root {
        return Ok(written);
    }
    Err(damaged("the entries do not give the stored root"))
}

fn attachments(
    ledger: &Ledger,
    folder: &Folder<'_>,
    out: &mut Exported,
) -> Result<(), PublishError> {
    for attachment in ledger.attachments()? {
        // The name becomes a path: nothing but a hash may stand there.
        if !attachment.sha256.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(damaged("an attachment's name is not a SHA-256"));
        }
        let name = format!("attachments/{}", attachment.sha256);
        let Some(bytes) = ledger.attachment(&attachment.sha256)? else {
            out.redacted += u64::from(folder.remove(&name)?);
            continue;
        };
        if hex::encode(Sha256::digest(&bytes)) != attachment.sha256 {
            return Err(damaged(format!(
                "the attachment {} was altered",
                attachment.sha256
            )));
        }
        out.attachments += u64::from(folder.write(&name, &bytes)?);
    }
    Ok(())
}

/// All stored notes to this size, by size and, where one size has several, in order of arrival.
fn checkpoints(
    notes: &[(u64, String)],
    upto: u64,
    folder: &Folder<'_>,
    out: &mut Exported,
) -> Result<(), PublishError> {
    let mut seen: HashMap<u64, u64> = HashMap::new();
    for (size, note) in notes.iter().filter(|(size, _)| *size <= upto) {
        let count = seen.entry(*size).or_default();
        *count += 1;
        let name = match *count {
            1 => format!("checkpoints/{size}"),
            n => format!("checkpoints/{size}.{n}"),
        };
        out.checkpoints += u64::from(folder.write(&name, note.as_bytes())?);
    }
    Ok(())
}
