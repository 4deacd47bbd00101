//! Salvage: a new log from what is left of a damaged one, which is never written to.
//!
//! Where every entry is there, the new file is the same log, byte for byte, with its tree and its
//! lists made anew. Else it is another log under another name: facts are recorded anew, forecasts
//! follow from them, and its last entry says what it came from and what is missing (decision 0056).

mod bring;
mod effects;
mod survey;
mod told;
mod verify;

use std::path::Path;

pub use survey::{Checkpoint, Verdict};
pub use told::{Effect, Left, Missing, Salvaged};

use super::{DeskError, Hand, sha256_hex};
use crate::record::{Body, Name, Origin, Salvage};
use crate::store::{Draft, Ledger, StoreError};
use bring::{Again, Brought};
use survey::Survey;

/// Bytes of old entries that one attachment holds.
const BUNDLE: usize = 16 << 20;
/// Most attachments of old entries.
const BUNDLES: usize = 20;
/// Most characters of a list in the entry that tells of the salvage.
const LISTED: usize = 4000;

/// Brings over into a new file every entry of a damaged one that still verifies.
///
/// # Errors
/// When the damaged file holds no entry, the new one exists, or cannot be written.
pub fn salvage(damaged: &Path, new: &Path, hand: &Hand) -> Result<Salvaged, DeskError> {
    if new.symlink_metadata().is_ok() {
        return Err(StoreError::Exists(new.to_owned()).into());
    }
    let survey = Survey::of(damaged)?;
    let mut ledger = Ledger::create(new)?;
    let done = match survey.whole() {
        true => copy(&survey, &mut ledger),
        false => anew(&survey, &mut ledger, hand),
    };
    if done.is_err() {
        // What was made here and now, and holds nothing.
        ledger.discard();
    }
    done
}

/// The same log again.
fn copy(survey: &Survey, ledger: &mut Ledger) -> Result<Salvaged, DeskError> {
    let mut append = ledger.begin()?;
    let mut out = told(survey, survey.origin().unwrap_or_default());
    out.same_log = true;
    for (entry, _) in survey.standing() {
        let draft = Draft {
            id: entry.id.clone(),
            author: entry.author.clone(),
            body: entry.body.clone(),
        };
        let same = append.push(draft, entry.clock.unwrap_or(entry.recorded_at))? == *entry;
        if !same {
            return Err(DeskError::refuse(
                "seq",
                entry.seq.to_string(),
                "the entry would not be the same again",
                "keep the damaged file, and report this",
            ));
        }
        if !matches!(entry.body, Body::Ledger(_) | Body::Forecast(_)) {
            out.brought += 1;
        }
    }
    for (sha256, bytes) in &survey.attached {
        match bytes {
            Some(bytes) => append.attach(sha256, bytes)?,
            None => append.attach_gone(sha256)?,
        }
        out.attachments += u64::from(bytes.is_some());
    }
    out.attachments_lost = unnamed(survey);
    for kept in &survey.checkpoints {
        if let (Verdict::Agrees, Some(size)) = (kept.verdict, kept.size) {
            append.checkpoint(size, &kept.note)?;
        }
    }
    append.commit()?;
    Ok(out)
}

/// Attachments that the entries name, whose bytes are lost and that no redaction took away.
fn unnamed(survey: &Survey) -> Vec<String> {
    let mut lost: Vec<String> = Vec::new();
    for (entry, _) in survey.standing() {
        for sha256 in entry.body.attachments() {
            let there = matches!(survey.attached.get(sha256), Some(Some(_)));
            let redacted = |body: &Body| matches!(body, Body::Redaction(r) if r.sha256 == *sha256);
            let said = || survey.standing().any(|(e, _)| redacted(&e.body));
            if !there && !lost.contains(sha256) && !said() {
                lost.push(sha256.clone());
            }
        }
    }
    lost
}

/// Another log, of all that can stand.
fn anew(survey: &Survey, ledger: &mut Ledger, hand: &Hand) -> Result<Salvaged, DeskError> {
    let mut without = effects::unread(survey);
    loop {
        let mut append = ledger.begin()?;
        let origin = renamed(survey);
        let named = Body::Ledger(Origin {
            origin: origin.clone(),
        });
        append.append(hand.draft(named), hand.now)?;
        let brought = match bring::pass(&mut append, survey, hand, &without)? {
            Ok(brought) => brought,
            Err(Again(left)) => {
                without.push(left);
                continue;
            }
        };
        bring::say_lost(&mut append, survey, hand, &brought.lost)?;
        let mut out = told(survey, origin);
        out.brought = u64::try_from(brought.facts.len()).unwrap_or(u64::MAX);
        out.effects = effects::effects(survey, &brought, &out.missing);
        out.attachments_lost = unnamed(survey);
        let mut old_entries = Vec::new();
        for bundle in bundles(survey) {
            let sha256 = sha256_hex(&bundle);
            append.attach(&sha256, &bundle)?;
            old_entries.push(sha256);
        }
        let entry = entry(survey, &out, &brought, old_entries);
        out.left = brought.left;
        append.append(hand.draft(entry), hand.now)?;
        let kept = append.ledger().attachments()?;
        let there = kept.iter().filter(|a| a.present).count();
        out.attachments = u64::try_from(there).unwrap_or(u64::MAX);
        append.commit()?;
        return Ok(out);
    }
}

fn told(survey: &Survey, origin: String) -> Salvaged {
    let verified = survey.standings.iter().filter(|s| s.stands()).count();
    Salvaged {
        sha256: survey.sha256.clone(),
        length: survey.length,
        old_origin: survey.origin(),
        origin,
        same_log: false,
        size: survey.size,
        verified: u64::try_from(verified).unwrap_or(u64::MAX),
        brought: 0,
        missing: effects::missing(survey),
        left: Vec::new(),
        effects: Vec::new(),
        attachments_lost: Vec::new(),
        attachments: 0,
        checkpoints: survey.checkpoints.clone(),
        faults: survey.faults.clone(),
    }
}

/// The name of the new log: no checkpoint of the old one speaks of it.
fn renamed(survey: &Survey) -> String {
    let old = survey.origin().unwrap_or_else(|| "unknown".into());
    let old: String = old.chars().take(180).collect();
    let digits: String = survey.sha256.chars().take(8).collect();
    format!("{old}/salvaged-{digits}")
}

/// Every entry that verifies, one a line, in as few pieces as may be.
fn bundles(survey: &Survey) -> Vec<Vec<u8>> {
    let total: usize = survey.standing().map(|(_, bytes)| bytes.len() + 1).sum();
    let most = BUNDLE.max(total.div_ceil(BUNDLES - 1));
    let mut out: Vec<Vec<u8>> = Vec::new();
    for (_, bytes) in survey.standing() {
        let full = |last: &&mut Vec<u8>| last.len() + bytes.len() < most;
        if let Some(last) = out.last_mut().filter(full) {
            last.extend_from_slice(bytes);
            last.push(b'\n');
        } else {
            out.push([bytes, b"\n"].concat());
        }
    }
    out
}

fn entry(survey: &Survey, out: &Salvaged, brought: &Brought, old_entries: Vec<String>) -> Body {
    let harmed = out
        .effects
        .iter()
        .filter(|e| e.opened && !e.lost.is_empty());
    let questions = harmed.filter_map(|e| Name::parse(&e.question).ok());
    let places = out.missing.iter().map(|m| match m.first == m.last {
        true => m.first.to_string(),
        false => format!("{}-{}", m.first, m.last),
    });
    let left = brought.left.iter().map(|l| format!("{}: {}", l.seq, l.why));
    let note = survey.last_checkpoint();
    Body::Salvage(Box::new(Salvage {
        file: survey.sha256.clone(),
        bytes: survey.length.min(1 << 53),
        wal: survey.wal.clone(),
        origin: survey.origin(),
        entries: survey.size.min(1 << 53),
        brought: out.brought,
        missing: listed(places, ", "),
        left: listed(left, "; "),
        questions: questions.take(100).collect(),
        checkpoint: note
            .filter(|n| n.chars().count() <= LISTED)
            .map(str::to_owned),
        old_entries,
    }))
}

/// As much of a list as an entry holds; none where it is empty.
fn listed(items: impl Iterator<Item = String>, between: &str) -> Option<String> {
    let mut out = String::new();
    let mut more = 0_u64;
    for item in items {
        let item: String = item.replace('\0', " ").chars().take(400).collect();
        if more > 0 || out.chars().count() + item.chars().count() > LISTED - 40 {
            more += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(between);
        }
        out.push_str(&item);
    }
    if more > 0 {
        out.push_str(&format!("{between}and {more} more"));
    }
    (!out.is_empty()).then_some(out)
}
