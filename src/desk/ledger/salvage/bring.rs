//! Bringing over: every entry that verifies is recorded anew, in order, by the rules of the desk.

use std::collections::BTreeMap;

use super::super::attach;
use super::super::mind::Mind;
use super::super::{DeskError, Hand};
use super::survey::Survey;
use super::told::Left;
use crate::belief::Outlook;
use crate::record::{Body, Entry, ids};
use crate::store::{Append, Ledger};

/// What came of one pass through the entries.
#[derive(Default)]
pub struct Brought {
    /// Facts that stand, by their old place.
    pub facts: Vec<u64>,
    /// Entries that cannot stand.
    pub left: Vec<Left>,
    /// What was believed after a fact: by its old place and the question, with the model.
    pub beliefs: BTreeMap<(u64, String), (Outlook, String)>,
    /// Attachments whose bytes are lost.
    pub lost: Vec<String>,
}

/// Why a pass must begin again without that entry.
pub struct Again(pub Left);

/// One pass: the entries that verify, but those at `without`.
pub fn pass(
    append: &mut Append<'_>,
    survey: &Survey,
    hand: &Hand,
    without: &[Left],
) -> Result<Result<Brought, Again>, DeskError> {
    let mut mind = Mind::new();
    mind.narrate = false;
    let mut out = Brought {
        left: without.to_vec(),
        ..Brought::default()
    };
    for (entry, _) in survey.standing() {
        let skipped = matches!(entry.body, Body::Ledger(_) | Body::Forecast(_));
        if skipped || without.iter().any(|l| l.seq == entry.seq) {
            continue;
        }
        let before = append.tip().size();
        let hand = Hand {
            author: entry.author.clone(),
            ..hand.clone()
        };
        keep(append, survey, &entry.body, &mut out.lost)?;
        match one(&mut mind, append, &hand, entry, &mut out) {
            Ok(()) => out.facts.push(entry.seq),
            Err(e) if e.store().is_some() => return Err(e),
            // It took part already: nothing of it may stay.
            Err(e) if append.tip().size() > before => return Ok(Err(Again(left(entry, &e)))),
            Err(e) => out.left.push(left(entry, &e)),
        }
    }
    out.left.sort_by_key(|l| l.seq);
    Ok(Ok(out))
}

/// Keeps the attachments of an entry, and the names of those that are lost.
fn keep(
    append: &mut Append<'_>,
    survey: &Survey,
    body: &Body,
    lost: &mut Vec<String>,
) -> Result<(), DeskError> {
    let redacted = match body {
        Body::Redaction(r) => std::slice::from_ref(&r.sha256),
        _ => &[],
    };
    for sha256 in body.attachments().iter().chain(redacted) {
        match survey.attached.get(sha256) {
            Some(Some(bytes)) => append.attach(sha256, bytes)?,
            _ => {
                if !matches!(body, Body::Model(_)) {
                    append.attach_gone(sha256)?;
                }
                if !lost.contains(sha256) {
                    lost.push(sha256.clone());
                }
            }
        }
    }
    Ok(())
}

fn one(
    mind: &mut Mind,
    append: &mut Append<'_>,
    hand: &Hand,
    entry: &Entry,
    out: &mut Brought,
) -> Result<(), DeskError> {
    let recorded = match &entry.body {
        Body::Redaction(r) => attach::redact(append, hand, &r.sha256, r.because.clone())?,
        // What an earlier salvage said stays as it was said.
        Body::Salvage(_) => {
            append.append(hand.draft(entry.body.clone()), hand.now)?;
            return Ok(());
        }
        body => mind.record(append, hand, body.clone())?,
    };
    for moved in recorded.moves {
        let model = mind.lives.get(&moved.question);
        let model = model.map(|live| live.model_sha256.clone());
        out.beliefs.insert(
            (entry.seq, moved.question.to_string()),
            (moved.to, model.unwrap_or_default()),
        );
    }
    Ok(())
}

fn left(entry: &Entry, why: &DeskError) -> Left {
    let questions = entry.body.questions().iter();
    Left {
        seq: entry.seq,
        id: entry.id.clone(),
        type_name: entry.body.type_name().to_owned(),
        why: why.to_string(),
        questions: questions.map(ToString::to_string).collect(),
    }
}

/// Says of every attachment that is lost that it is; no model is among them.
pub fn say_lost(
    append: &mut Append<'_>,
    survey: &Survey,
    hand: &Hand,
    lost: &[String],
) -> Result<(), DeskError> {
    let because = format!("lost in the damaged file {}", survey.sha256);
    for sha256 in lost {
        let ledger: &Ledger = append.ledger();
        let said = ledger.entry_by_id(&ids::redaction(sha256))?.is_some();
        if !said && ledger.attachment_info(sha256)?.is_some() {
            attach::redact(append, hand, sha256, because.clone())?;
        }
    }
    Ok(())
}
