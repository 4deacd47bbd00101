//! Tier 3: the stored checkpoints and those kept outside, against the derived tree.

use std::collections::{BTreeSet, HashMap};

use super::catalogue::{
    CHECKPOINT_AHEAD, CHECKPOINT_FORK, CHECKPOINT_FORM, CHECKPOINT_MISSING, CHECKPOINT_ORIGIN,
    CHECKPOINT_ROOT, CHECKPOINT_SIGNATURE, CHECKPOINT_SIZE, CHECKPOINTS_UNREADABLE, CONTINUATION,
    CONTINUATION_DIFFERS, Kind, OUTSIDE_AHEAD, OUTSIDE_ORIGIN, OUTSIDE_ROOT, OUTSIDE_SIGNATURE,
    RETIRED_KEY,
};
use super::finding::Findings;
use super::keys::Keys;
use super::log::Log;
use crate::proof::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::proof::key::VerifierKey;
use crate::proof::note::NoteError;
use crate::proof::tree::Hash;
use crate::store::inspect::{Cell, Inspector};

/// Most unknown signers that are named.
const STRANGERS: usize = 5;

/// The kinds of finding for a stored checkpoint, or for one kept outside.
#[derive(Clone, Copy)]
struct Kinds {
    origin: Kind,
    ahead: Kind,
    root: Kind,
    signature: Kind,
}

const STORED: Kinds = Kinds {
    origin: CHECKPOINT_ORIGIN,
    ahead: CHECKPOINT_AHEAD,
    root: CHECKPOINT_ROOT,
    signature: CHECKPOINT_SIGNATURE,
};

const OUTSIDE: Kinds = Kinds {
    origin: OUTSIDE_ORIGIN,
    ahead: OUTSIDE_AHEAD,
    root: OUTSIDE_ROOT,
    signature: OUTSIDE_SIGNATURE,
};

/// What all checkpoints are held against.
struct Judge<'a> {
    log: &'a Log,
    keys: Keys,
    /// The first checkpoint seen of each size: its root and its name.
    seen: HashMap<u64, (Hash, String)>,
    /// The last size that a good signature vouches for.
    vouched: Option<u64>,
    /// Checkpoints that bear no signature of the witnesses given.
    unsigned: u64,
    /// Signers whose keys were not given.
    strangers: BTreeSet<String>,
}

/// Checks all checkpoints.
pub(super) fn check(
    inspector: &Inspector,
    log: &Log,
    against: &[(&str, SignedCheckpoint)],
    keys: &[VerifierKey],
    out: &mut Findings,
) {
    let mut judge = Judge {
        log,
        keys: Keys::of(log, keys, out),
        seen: HashMap::new(),
        vouched: None,
        unsigned: 0,
        strangers: BTreeSet::new(),
    };
    continuations(log, out);
    let mut outside = None;
    for (name, signed) in against {
        outside = outside.max(Some(signed.checkpoint().size()));
        judge.one(signed, OUTSIDE, name, out);
    }
    let mut stored = 0_u64;
    let mut next = 1;
    let read = inspector.checkpoints(&mut |row| {
        stored += 1;
        if row.id != next {
            let found = format!("checkpoint {} where {next} was due", row.id);
            out.add(CHECKPOINT_MISSING, None, "numbers without a gap", found);
        }
        next = row.id.saturating_add(1);
        let name = format!("checkpoint {}", row.id);
        let parsed = match &row.note {
            Cell::Text(bytes) => SignedCheckpoint::parse(bytes).map_err(|e| e.to_string()),
            other => Err(other.shown()),
        };
        match parsed {
            Err(why) => {
                let entry = row.size.count().and_then(|n| n.checked_sub(1));
                out.add(CHECKPOINT_FORM, entry, name, why);
            }
            Ok(signed) => {
                let size = signed.checkpoint().size();
                if row.size.count() != Some(size) {
                    let expected = format!("{name}: size {size}");
                    out.add(
                        CHECKPOINT_SIZE,
                        size.checked_sub(1),
                        expected,
                        row.size.shown(),
                    );
                }
                judge.one(&signed, STORED, &name, out);
            }
        }
        true
    });
    if let Err(e) = read {
        out.add(
            CHECKPOINTS_UNREADABLE,
            None,
            "all checkpoints",
            e.to_string(),
        );
    }
    judge.unchecked(stored, outside, against.len(), out);
}

/// What the log says of itself: that it goes on from an older copy.
fn continuations(log: &Log, out: &mut Findings) {
    for (seq, c) in &log.history.continuations {
        let found = format!("{} entries, root {}", c.from_size, c.from_root);
        let root = log.tree.root_at(*seq).map(hex::encode);
        if c.from_size != *seq || root.as_ref().is_some_and(|root| *root != c.from_root) {
            let expected = format!("{seq} entries, root {}", root.unwrap_or_default());
            out.add(CONTINUATION_DIFFERS, Some(*seq), expected, found);
            continue;
        }
        let lost = format!("{} entries, root {}", c.lost_size, c.lost_root);
        let why = format!("it goes on from {found}, because: {}", c.because);
        out.add(CONTINUATION, Some(*seq), lost, why);
    }
}

impl Judge<'_> {
    fn one(&mut self, signed: &SignedCheckpoint, kinds: Kinds, name: &str, out: &mut Findings) {
        let checkpoint = signed.checkpoint();
        let size = checkpoint.size();
        let entry = size.checked_sub(1);
        if let Some(origin) = &self.log.history.origin
            && origin != checkpoint.origin()
        {
            let found = format!("{name}: {}", checkpoint.origin());
            out.add(kinds.origin, Some(0), origin.as_str(), found);
        }
        self.root(checkpoint, kinds, name, out);
        if !self.keys.known.is_empty() {
            self.signature(signed, kinds, name, out);
        }
        let root = *checkpoint.root();
        match self.seen.get(&size) {
            Some((other, whose)) if *other != root => {
                let expected = format!("{whose}: {}", hex::encode(other));
                let found = format!("{name}: {}", hex::encode(root));
                out.add(CHECKPOINT_FORK, entry, expected, found);
            }
            Some(_) => {}
            None => {
                self.seen.insert(size, (root, name.to_owned()));
            }
        }
    }

    fn root(&self, checkpoint: &Checkpoint, kinds: Kinds, name: &str, out: &mut Findings) {
        let size = checkpoint.size();
        if size > self.log.size {
            let expected = format!("{name}: {size} entries");
            let found = format!("{} entries{}", self.log.size, self.given_up(checkpoint));
            out.add(kinds.ahead, Some(self.log.size), expected, found);
            return;
        }
        match self.log.tree.root_at(size) {
            Some(root) if root == *checkpoint.root() => {}
            Some(root) => {
                let expected = format!("{name}, size {size}: {}", hex::encode(checkpoint.root()));
                let found = format!("{}{}", hex::encode(root), self.given_up(checkpoint));
                out.add(kinds.root, size.checked_sub(1), expected, found);
            }
            None => out.leave(format!(
                "{name} could not be compared: entries before its size {size} are missing."
            )),
        }
    }

    /// What the log itself says of a branch that a checkpoint may be of.
    fn given_up(&self, checkpoint: &Checkpoint) -> String {
        let size = checkpoint.size();
        let all = self.log.history.continuations.iter().rev();
        let mut stated = all.filter(|(_, c)| c.from_size < size && size <= c.lost_size);
        let Some((seq, c)) = stated.next() else {
            return String::new();
        };
        let this = match c.lost_root == hex::encode(checkpoint.root()) {
            true => "it is the end of the branch",
            false => "it may be of the branch",
        };
        format!(
            "; {this} of {} entries that was given up: entry {seq} says that the log goes on from {} \
             entries, because: {}",
            c.lost_size, c.from_size, c.because
        )
    }

    fn signature(
        &mut self,
        signed: &SignedCheckpoint,
        kinds: Kinds,
        name: &str,
        out: &mut Findings,
    ) {
        let size = signed.checkpoint().size();
        for line in signed.note().signatures() {
            let known = |k: &VerifierKey| k.name() == line.name && k.id() == line.key_id;
            if self.strangers.len() < STRANGERS && !self.keys.known.iter().any(known) {
                self.strangers
                    .insert(format!("{} {:08x}", line.name, line.key_id));
            }
        }
        let own = &self.keys.own;
        let verdict = signed.verify(&self.keys.known).and_then(|signers| {
            // A witness alone does not speak for the log where the log's own key is given.
            if own.is_empty() {
                return Ok(None);
            }
            let by = signers.into_iter().map(|s| s.key);
            let by: Vec<VerifierKey> = by.filter(|key| own.contains(key)).collect();
            if by.is_empty() {
                signed.verify(own)?;
            }
            Ok(self.keys.only_retired(&by, size))
        });
        match verdict {
            Ok(None) => self.vouched = self.vouched.max(Some(size)),
            Ok(Some((key, last))) => {
                let expected = format!("{name}: signed by {key} up to size {last}");
                let found = format!("it signed {size} entries");
                out.add(RETIRED_KEY, size.checked_sub(1), expected, found);
            }
            Err(NoteError::Unsigned { .. }) if self.keys.own.is_empty() => self.unsigned += 1,
            Err(e) => {
                let expected = format!("{name}: a good signature");
                out.add(
                    kinds.signature,
                    size.checked_sub(1),
                    expected,
                    e.to_string(),
                );
            }
        }
    }

    fn unchecked(&self, stored: u64, outside: Option<u64>, against: usize, out: &mut Findings) {
        let size = self.log.size;
        match outside {
            None => out.leave(
                "No outside checkpoint was given (--against): a cut tail, an older copy or a \
                 rewrite of the whole log could not be seen.",
            ),
            Some(to) if to < size => out.leave(format!(
                "No outside checkpoint vouches for entries {to} to {}: a rewrite or a cut after \
                 them could not be seen.",
                size - 1
            )),
            Some(_) => {}
        }
        if self.keys.known.is_empty() {
            out.leave(
                "No key was given (--key): who vouches for this log was not checked, and no \
                 signature was.",
            );
            return;
        }
        if !self.strangers.is_empty() {
            let names: Vec<&str> = self.strangers.iter().map(String::as_str).collect();
            out.leave(format!(
                "Signatures by keys that were not given were not checked: {}.",
                names.join(", ")
            ));
        }
        if self.unsigned > 0 {
            out.leave(format!(
                "{} checkpoints bear no signature of the witnesses given, and no key of the log \
                 was given.",
                self.unsigned
            ));
        }
        match self.vouched {
            None if stored == 0 && against == 0 => {
                out.leave("There is no checkpoint: the keys given had nothing to vouch for.");
            }
            Some(to) if to < size => out.leave(format!(
                "No signature of the keys given vouches for entries {to} to {}.",
                size - 1
            )),
            _ => {}
        }
    }
}
