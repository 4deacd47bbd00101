//! Tier 4: attachments against their names, and against the entries that name them.

use std::collections::HashSet;

use super::catalogue::{
    ATTACHMENT_ALTERED, ATTACHMENT_MEDIA, ATTACHMENT_MISSING, ATTACHMENT_SIZE, ATTACHMENT_UNNAMED,
    ATTACHMENTS_UNREADABLE, REDACTED, REDACTION_UNDONE, REFERENCE_UNKNOWN,
};
use super::finding::Findings;
use super::history::History;
use crate::store::inspect::{Held, Inspector, RawAttachment};

/// Checks every attachment, and that those which entries name are there.
pub(super) fn check(inspector: &Inspector, history: &History, out: &mut Findings) {
    let mut seen: HashSet<String> = HashSet::new();
    let read = inspector.attachments(&mut |row| {
        if let Some(name) = row.sha256.text() {
            one(&row, name, history, out);
            seen.insert(name.to_owned());
        } else {
            let found = row.sha256.shown();
            out.add(ATTACHMENT_ALTERED, None, "a name: SHA-256 in hex", found);
        }
        true
    });
    if let Err(e) = read {
        out.add(
            ATTACHMENTS_UNREADABLE,
            None,
            "all attachments",
            e.to_string(),
        );
        return;
    }
    let mut absent: Vec<_> = history
        .named
        .iter()
        .filter(|(s, _)| !seen.contains(*s))
        .collect();
    absent.sort_by_key(|(sha256, seq)| (**seq, sha256.as_str()));
    for (sha256, seq) in absent {
        out.add(ATTACHMENT_MISSING, Some(*seq), sha256.as_str(), "no row");
    }
    let mut lost: Vec<_> = history
        .redacted
        .iter()
        .filter(|(s, _)| !seen.contains(*s))
        .collect();
    lost.sort_by_key(|(_, seq)| **seq);
    for (sha256, seq) in lost {
        let expected = "an attachment that was kept";
        out.add(REFERENCE_UNKNOWN, Some(*seq), expected, sha256.as_str());
    }
}

fn one(row: &RawAttachment, name: &str, history: &History, out: &mut Findings) {
    let entry = history.named.get(name).copied();
    let redaction = history.redacted.get(name).copied();
    if entry.is_none() && redaction.is_none() {
        out.add(ATTACHMENT_UNNAMED, None, "an entry that names it", name);
    }
    match (&row.held, redaction) {
        (Held::Nothing, Some(seq)) => out.add(REDACTED, Some(seq), "", name),
        (Held::Nothing, None) => out.add(ATTACHMENT_MISSING, entry, name, "no bytes"),
        (Held::Other(what), _) => out.add(ATTACHMENT_ALTERED, entry, name, what.as_str()),
        (
            Held::Bytes {
                sha256,
                length,
                media,
            },
            redaction,
        ) => {
            if sha256 != name {
                out.add(ATTACHMENT_ALTERED, entry, name, sha256.as_str());
            }
            if row.size.count() != Some(*length) {
                let found = format!("the column says {}", row.size.shown());
                out.add(ATTACHMENT_SIZE, entry, format!("{length} bytes"), found);
            }
            if row.media.text() != Some(*media) {
                let found = format!("the column says {}", row.media.shown());
                out.add(ATTACHMENT_MEDIA, entry, *media, found);
            }
            if redaction.is_some() {
                out.add(
                    REDACTION_UNDONE,
                    redaction,
                    "no bytes",
                    format!("{length} bytes"),
                );
            }
        }
    }
}
