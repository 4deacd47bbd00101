//! What one fact changed, in three lines: from where to where, the ratio by lead time, the weight
//! and what reduced it.

use serde_json::{Value, json};

use super::decibans::{Ladder, Precision};
use super::doc::{Doc, Line};
use super::steps::{between, decibans};
use super::telling;
use super::words::{short, tenths, word};
use crate::belief::{Model, Move, Outlook, Weight};
use crate::record::{Body, Entry, Signal, date};

/// A fact that was there already.
#[must_use]
pub fn already(doc: Doc, entry: &Entry) -> Doc {
    doc.paragraph(
        Line::new()
            .plain(format!("entry {} says that already: ", entry.seq))
            .code(&entry.id)
            .plain("; nothing was appended"),
    )
}

/// A fact that moves no question.
#[must_use]
pub fn plain(doc: Doc, entry: &Entry) -> Doc {
    let line = match &entry.body {
        Body::Resolution(r) => Line::new()
            .code(r.question.as_str())
            .plain(" resolved ")
            .strong(r.outcome.as_str())
            .plain(format!(" on {} (entry {})", r.on, entry.seq)),
        Body::Reopening(r) => Line::new().code(r.question.as_str()).plain(format!(
            " is open again (entry {}): it takes evidence",
            entry.seq
        )),
        Body::Model(m) => Line::new().plain("model ").code(&m.id).plain(format!(
            " serves the questions opened from now on (entry {})",
            entry.seq
        )),
        Body::Question(q) => Line::new()
            .code(q.id.as_str())
            .plain(format!(" is open (entry {})", entry.seq)),
        Body::Guess(g) => Line::new()
            .plain(format!("{}'s ", g.whose(&entry.author)))
            .plain(format!(
                "{}, from {} on (entry {})",
                entry.body.cause(),
                g.known_on,
                entry.seq
            )),
        other => Line::new().plain(format!("entry {}: {}", entry.seq, other.type_name())),
    };
    doc.paragraph(line)
}

/// How a fact moved one question. `number` is that of the signal there; `late` are the names of
/// stories told of late, the latest first.
#[must_use]
pub fn doc(
    doc: Doc,
    (entry, number): (&Entry, Option<usize>),
    change: &Move,
    model: &Model,
    late: &[String],
) -> Doc {
    let doc = doc.paragraph(headline(entry, number, change));
    details(doc, entry, change, model, late)
}

/// How a correction moved one question, as a whole: `from` is what was believed before the old
/// signal was taken out.
#[must_use]
pub fn correction(
    doc: Doc,
    (entry, number, from): (&Entry, Option<usize>, Option<Outlook>),
    change: &Move,
    model: &Model,
    late: &[String],
) -> Doc {
    let whole = Move {
        from,
        step: None,
        ..change.clone()
    };
    let doc = doc.paragraph(headline(entry, number, &whole));
    details(doc, entry, change, model, late)
}

fn details(mut doc: Doc, entry: &Entry, change: &Move, model: &Model, late: &[String]) -> Doc {
    let Body::Signal(signal) = &entry.body else {
        return doc;
    };
    if let (Some(told), Some(two)) = (&change.telling, model.second()) {
        doc = telling::items(doc, signal, told, &two);
        let another = telling::another_story(signal, told, late);
        return another.into_iter().fold(doc, Doc::hint);
    }
    if let Some(step) = &change.step {
        doc = doc
            .item(ratios(signal, model))
            .item(weight(&step.weight, signal));
    } else if change.from.is_some() {
        doc = doc.item(
            "it became known before other evidence, so the question was replayed with it in its \
             place",
        );
    }
    if let Some(line) = unlikely_days(signal, change, model) {
        doc = doc.hint(line);
    }
    if !change.repeats_of.is_empty() {
        doc = doc.hint(repeat(change, signal, model));
    }
    doc
}

fn headline(entry: &Entry, number: Option<usize>, change: &Move) -> Line {
    let number = number.map_or_else(String::new, |n| format!("#{n}, "));
    let to = &change.to;
    let line = match &change.from {
        Some(from) => Line::new()
            .code(change.question.as_str())
            .plain(": ")
            .plain(tenths(from.p))
            .plain(" -> ")
            .strong(tenths(to.p))
            .plain(format!(" ({})", word(to.p))),
        None => Line::new()
            .code(change.question.as_str())
            .plain(" opens at ")
            .strong(tenths(to.p))
            .plain(format!(" ({})", word(to.p))),
    };
    let line = line
        .plain(format!(
            ", 90 % from {} to {}",
            tenths(to.lo),
            tenths(to.hi)
        ))
        .plain(format!(", as of {}", date::from_number(to.as_of)));
    match path(change) {
        Some((time, signal)) => {
            let mut line = line.plain("; ");
            if let Some(signal) = signal {
                line = line.signed(signal).plain(" dB by ").code(&entry.id);
                if time != "0.00" {
                    line = line.plain(", ").signed(time).plain(" dB by time passing");
                }
            } else {
                line = line.signed(time).plain(" dB by ").plain(entry.body.doing());
            }
            line.plain(format!(" ({number}entry {})", entry.seq))
        }
        None => line
            .plain(format!(" ({number}entry {}, ", entry.seq))
            .code(&entry.id)
            .plain(")"),
    }
}

/// Decibans by time and by the signal, as shown; by the fact as a whole where it is no signal.
fn path(change: &Move) -> Option<(String, Option<String>)> {
    let from = change.from?;
    match &change.step {
        Some(step) => {
            let ladder = Ladder::of(
                &[from.p, step.before.p, step.after.p],
                Precision::Hundredths,
            )?;
            let steps = ladder.steps();
            let shown = |i: usize| steps.get(i).map(|s| ladder.show(*s));
            Some((shown(0)?, Some(shown(1)?)))
        }
        None => {
            let ladder = Ladder::of(&[from.p, change.to.p], Precision::Hundredths)?;
            Some((ladder.show(ladder.total()), None))
        }
    }
}

/// `1.6 to 7 days ahead, 1.5 to 14, ...`: mean ratios of a kind by lead time.
fn ratios(signal: &Signal, model: &Model) -> Line {
    if let Some(l) = &signal.likelihood {
        return Line::new().plain(format!(
            "your own ratio: {} = {} if they meet by the deadline / {} if not",
            short(l.if_meeting / l.if_none),
            l.if_meeting,
            l.if_none
        ));
    }
    let Some(kind) = model.kinds.get(signal.kind.as_str()) else {
        return Line::new();
    };
    let list: Vec<String> = model
        .lead_edges
        .iter()
        .enumerate()
        .map(|(bin, edge)| format!("{} to {edge}", short(kind.mean_ratio(bin, model.draws))))
        .collect();
    let about = signal
        .about
        .map(|(first, last)| format!(", on {first} to {last} only"))
        .unwrap_or_default();
    Line::new()
        .plain(format!("{}: ratio by days ahead ", kind.label))
        .plain(list.join(", "))
        .dim(format!(" ({}){about}", kind.basis.as_str()))
}

fn weight(w: &Weight, signal: &Signal) -> Line {
    let grade = signal.grade.to_string();
    let (source, information) = grade.split_at(1);
    let mut line = Line::new()
        .plain("weight ")
        .strong(short(w.total))
        .plain(format!(
            " = kind {} x source {source} {} x information {information} {}",
            short(w.kind),
            short(w.reliability),
            short(w.credibility)
        ));
    if w.repeats > 0 {
        let plural = if w.repeats == 1 { "repeat" } else { "repeats" };
        line = line.warn(format!(" x discount for {} {plural}", w.repeats));
    }
    line
}

/// Where strong words on a day meet a day that held almost nothing, says so.
fn unlikely_days(signal: &Signal, change: &Move, model: &Model) -> Option<Line> {
    let (first, last) = signal.about?;
    let kind = model.kinds.get(signal.kind.as_str())?;
    let strong = signal.likelihood.is_none() && kind.mean_ratio(0, model.draws) >= 10.0;
    (strong && change.to.p < 0.75).then(|| {
        Line::new().plain(format!(
            "the days {first} to {last} held so little that even this leaves the meeting unlikely \
             there: the question has no occasion on them. If you know better, amend it with your \
             own likelihoods, for example --if-meeting 0.5 --if-none 0.0001 --because ..."
        ))
    })
}

fn repeat(change: &Move, signal: &Signal, model: &Model) -> Line {
    let mut line = Line::new().plain("counted as a repeat of ");
    for (i, id) in change.repeats_of.iter().enumerate() {
        line = line.plain(if i == 0 { "" } else { ", " }).code(id);
    }
    line = line.plain(format!(
        " (same story, or same kind within {} days), at {} of its weight for each. ",
        model.repeat_window_days,
        short(model.repeat_discount)
    ));
    let other_story = if signal.story.is_some() {
        "If the story is another, amend it with --story; another story does not lift the discount \
         for a kind within the window. "
    } else {
        "--story ties it to reports of the same event, whatever their kind. "
    };
    line.plain(other_story).plain(
        "If it is a development of its own, amend it with the --kind that says so, or with your \
         own --if-meeting and --if-none.",
    )
}

/// The same as data.
#[must_use]
pub fn data(entry: &Entry, already: bool, moves: &[Move]) -> Value {
    let moves: Vec<Value> = moves
        .iter()
        .map(|m| {
            let mut value = json!({
                "question": m.question.as_str(),
                "from": m.from.as_ref().map(outlook),
                "to": outlook(&m.to),
                "before_signal": m.step.as_ref().map(|s| outlook(&s.before)),
                "decibans": own(entry, m).map(decibans),
                "weight": m.step.as_ref().map(|s| weight_data(&s.weight)),
                "repeats_of": m.repeats_of,
            });
            if let (Some(told), Value::Object(map)) = (&m.telling, &mut value) {
                map.insert("telling".into(), telling::data(told));
            }
            value
        })
        .collect();
    json!({
        "seq": entry.seq,
        "id": entry.id,
        "type": entry.body.type_name(),
        "already": already,
        "moves": moves,
    })
}

/// What a signal did by itself, in hundredths of a deciban.
fn own(entry: &Entry, change: &Move) -> Option<i64> {
    match (&change.step, &entry.body) {
        (Some(step), _) => between(step.before.p, step.after.p),
        (None, Body::Signal(_)) => between(change.from?.p, change.to.p),
        _ => None,
    }
}

/// An outlook as data.
#[must_use]
pub fn outlook(o: &Outlook) -> Value {
    json!({
        "as_of": date::from_number(o.as_of).to_string(),
        "p": o.p,
        "lo": o.lo,
        "hi": o.hi,
        "effective_draws": o.effective_draws,
    })
}

/// A weight as data.
#[must_use]
pub fn weight_data(w: &Weight) -> Value {
    json!({
        "kind": w.kind,
        "reliability": w.reliability,
        "credibility": w.credibility,
        "repeats": w.repeats,
        "total": w.total,
    })
}
