//! What a salvage brought over, what is missing, and what that does to each question.

use serde_json::{Value, json};

use super::doc::{Doc, Line};
use super::table::{Column, Table};
use crate::desk::salvage::{Checkpoint, Effect, Left, Missing, Salvaged, Verdict};

/// Most items of a list that are shown to people; programs get all.
const SHOWN: usize = 50;

/// The report.
#[must_use]
pub fn doc(s: &Salvaged) -> Doc {
    let mut doc = Doc::new().title("Salvage");
    doc = doc.paragraph(verdict(s));
    doc = doc
        .fact(
            "entries that verify",
            format!("{} of {}", s.verified, s.size),
        )
        .fact("facts brought over", s.brought.to_string())
        .fact("attachments brought over", s.attachments.to_string())
        .fact("the log is called", s.origin.clone())
        .fact("SHA-256 of the damaged file", s.sha256.clone());
    doc = missing(doc, &s.missing);
    doc = left(doc, &s.left);
    let harmed: Vec<&Effect> = s.effects.iter().filter(|e| is_harmed(e)).collect();
    if !harmed.is_empty() {
        doc = doc.section("What that does to the questions");
        for effect in harmed.iter().take(SHOWN) {
            doc = doc.item(effect_line(effect));
        }
        doc = more(doc, harmed.len());
    }
    if !s.attachments_lost.is_empty() {
        doc = doc.section("Attachments that are lost");
        for sha256 in s.attachments_lost.iter().take(SHOWN) {
            doc = doc.item(Line::new().code(sha256.clone()));
        }
        doc = more(doc, s.attachments_lost.len());
    }
    doc = checkpoints(doc, &s.checkpoints, s.same_log);
    for fault in &s.faults {
        doc = doc.paragraph(format!("SQLite on the damaged file: {fault}"));
    }
    doc.hint(next(s))
}

fn verdict(s: &Salvaged) -> Line {
    if s.complete() {
        return Line::new()
            .strong("complete")
            .plain(": nothing that the file tells of is missing; the new file is the same log");
    }
    let line = Line::new().warn("incomplete");
    if s.same_log {
        return line.plain(": every entry is there, and attachments are lost; the same log");
    }
    line.plain(": the new file is another log, whose last entry says what it came from")
}

fn next(s: &Salvaged) -> &'static str {
    match s.same_log {
        true => {
            "`summit audit` the new file, against a checkpoint that others hold: a tail that was \
             cut without a trace shows only there; keep the damaged file"
        }
        false => {
            "keep the damaged file; `summit audit` the new one; a key signs under the new name \
             only when it is made for it (`summit key new`); a backup may hold what is missing"
        }
    }
}

fn missing(doc: Doc, missing: &[Missing]) -> Doc {
    if missing.is_empty() {
        return doc;
    }
    let mut table = Table::new([
        Column::right("entries"),
        Column::left("why").wrap(20),
        Column::left("what").wrap(20),
    ]);
    for m in missing.iter().take(SHOWN) {
        let what = match m.forecasts {
            true => "forecasts: they follow again from the facts",
            false => "",
        };
        table.push([places(m), m.why.to_owned(), what.to_owned()]);
    }
    more(doc.section("Missing").table(table), missing.len())
}

fn left(doc: Doc, left: &[Left]) -> Doc {
    if left.is_empty() {
        return doc;
    }
    let mut doc = doc.section("Left out: they verify, and cannot stand without what is missing");
    for l in left.iter().take(SHOWN) {
        let what = format!("{} {}", l.type_name, l.id);
        doc = doc.item(format!("entry {} {}: {}", l.seq, what.trim(), l.why));
    }
    more(doc, left.len())
}

fn more(doc: Doc, count: usize) -> Doc {
    match count.checked_sub(SHOWN) {
        None | Some(0) => doc,
        Some(n) => doc.paragraph(format!("{n} more; --format json lists all")),
    }
}

/// Whether a question is not what it was.
fn is_harmed(e: &Effect) -> bool {
    !e.opened || !e.lost.is_empty() || e.differ > 0 || e.unfounded > 0
}

fn effect_line(e: &Effect) -> Line {
    let line = Line::new().strong(e.question.clone()).plain(": ");
    if !e.opened {
        return line.plain("its opening is lost, and with it the question");
    }
    let mut said = Vec::new();
    if !e.lost.is_empty() {
        let first = e.lost.iter().take(20).map(u64::to_string);
        let rest = match e.lost.len().checked_sub(20) {
            None | Some(0) => String::new(),
            Some(n) => format!(" and {n} more"),
        };
        let first: Vec<String> = first.collect();
        let entries = match e.lost.len() {
            1 => "1 entry".to_owned(),
            n => format!("{n} entries"),
        };
        said.push(format!("{entries} missing ({}{rest})", first.join(", ")));
    }
    if let Some(from) = e.differs_from {
        said.push(format!(
            "forecasts from entry {from} on differ from what was recorded ({} of {})",
            e.differ,
            e.differ + e.equal
        ));
    } else if e.equal > 0 {
        said.push(format!("{} recorded forecasts came out the same", e.equal));
    }
    if e.unfounded > 0 {
        said.push(format!(
            "{} recorded forecasts rest on what is missing",
            e.unfounded
        ));
    }
    line.plain(said.join("; "))
}

fn checkpoints(doc: Doc, all: &[Checkpoint], same_log: bool) -> Doc {
    let mut doc = doc;
    let bad: Vec<&Checkpoint> = all
        .iter()
        .filter(|c| c.verdict != Verdict::Agrees)
        .collect();
    if !bad.is_empty() {
        doc = doc.section("Checkpoints");
    }
    for c in bad.iter().take(SHOWN) {
        let size = c
            .size
            .map_or_else(String::new, |n| format!(" of {n} entries"));
        let says = match c.verdict {
            Verdict::Differs => {
                "the entries have another root: one was altered and the log hashed again"
            }
            Verdict::Unreached => "entries that it vouches for are missing",
            _ => "it cannot be read",
        };
        doc = doc.item(format!("checkpoint {}{size}: {says}", c.id));
    }
    doc = more(doc, bad.len());
    let agree = all.len() - bad.len();
    if agree > 0 && !same_log {
        return doc.paragraph(format!(
            "{agree} checkpoints agree with the entries that verify"
        ));
    }
    doc
}

fn places(m: &Missing) -> String {
    match m.first == m.last {
        true => m.first.to_string(),
        false => format!("{}-{}", m.first, m.last),
    }
}

/// The report for programs.
#[must_use]
pub fn data(s: &Salvaged) -> Value {
    json!({
        "complete": s.complete(),
        "same_log": s.same_log,
        "file": {"sha256": s.sha256, "bytes": s.length, "origin": s.old_origin},
        "origin": s.origin,
        "entries": s.size,
        "verified": s.verified,
        "brought": s.brought,
        "attachments": s.attachments,
        "attachments_lost": s.attachments_lost,
        "missing": s.missing.iter().map(|m| json!({
            "first": m.first, "last": m.last, "why": m.why, "forecasts": m.forecasts,
        })).collect::<Vec<_>>(),
        "left": s.left.iter().map(|l| json!({
            "entry": l.seq, "id": l.id, "type": l.type_name, "why": l.why,
            "questions": l.questions,
        })).collect::<Vec<_>>(),
        "questions": s.effects.iter().map(|e| json!({
            "question": e.question, "opened": e.opened, "facts": e.facts, "lost": e.lost,
            "forecasts": {
                "equal": e.equal, "differ": e.differ, "differs_from": e.differs_from,
                "unfounded": e.unfounded,
            },
        })).collect::<Vec<_>>(),
        "checkpoints": s.checkpoints.iter().map(|c| json!({
            "id": c.id, "size": c.size, "verdict": word(c.verdict),
        })).collect::<Vec<_>>(),
        "faults": s.faults,
    })
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Agrees => "agrees",
        Verdict::Differs => "differs",
        Verdict::Unreached => "unreached",
        Verdict::Unreadable => "unreadable",
    }
}
