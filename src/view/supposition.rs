//! What would be believed if something happened.

use serde_json::{Value, json};

use super::chart::{Point, ProbabilityChart, SignalMark};
use super::decibans::{Ladder, Precision};
use super::doc::{Doc, Line, Span};
use super::explanation;
use super::moved::outlook;
use super::steps::Steps;
use super::table::{Column, Table};
use super::telling;
use super::words::short;
use super::words::{tenths, word};
use crate::belief::two::Telling;
use crate::belief::{Cause, Explanation, Model, Outlook};
use crate::record::{Resolution, Signal, date};

/// A supposition and its answer.
pub struct Supposition {
    /// What is believed now.
    pub now: Outlook,
    /// What would be believed on the same day if nothing happened until then.
    pub quiet: Outlook,
    /// What would be believed.
    pub then: Outlook,
    /// The path from now to then.
    pub parts: Explanation,
    /// Signals that are supposed away.
    pub without: Vec<String>,
    /// What version 2 says of each signal supposed; empty in version 1.
    pub told: Vec<(Signal, Telling)>,
}

/// The supposition for people.
#[must_use]
pub fn doc(s: &Supposition, model: &Model) -> Doc {
    let mut rows = vec![(
        format!("as it stands, {}", date::from_number(s.now.as_of)),
        s.now,
    )];
    let day = date::from_number(s.then.as_of);
    if s.then.as_of > s.now.as_of {
        rows.push((format!("nothing happens by {day}"), s.quiet));
    }
    rows.push((format!("supposed, {day}"), s.then));
    let mut doc = compare("Supposed; nothing was appended", "", &rows);
    for id in &s.without {
        doc = doc.item(Line::new().plain("without ").code(id));
    }
    if let Some(two) = model.second() {
        return s.told.iter().fold(doc, |doc, (signal, told)| {
            let head = Line::new().code(signal.id.as_str());
            let doc = doc.paragraph(head.plain(format!(", {}", signal.known_on)));
            telling::items(doc, signal, told, &two)
        });
    }
    for part in &s.parts.parts {
        if let Cause::Signal(m) = &part.what {
            let label = model
                .kinds
                .get(m.signal.kind.as_str())
                .map_or(m.signal.kind.as_str(), |k| k.label.as_str());
            let mut line = Line::new().plain(format!(
                "{}: {label}, weight {}",
                part.day,
                short(m.weight.total)
            ));
            if m.weight.repeats > 0 {
                line = line.warn(format!(", discounted for {} repeats", m.weight.repeats));
            }
            doc = doc.item(line.plain(format!(", then {}", tenths(part.after.p))));
        }
    }
    doc
}

/// The whole path under what is supposed, from the opening on.
#[must_use]
pub fn chart(explanation: &Explanation, resolution: Option<&Resolution>) -> ProbabilityChart {
    let steps = explanation.parts.iter().map(|part| &part.after);
    let points = std::iter::once(&explanation.start).chain(steps);
    ProbabilityChart::of(&explanation.question, resolution)
        .title("As supposed: computed again from the opening")
        .points(points.map(|o| Point {
            day: date::from_number(o.as_of),
            p: o.p,
            lo: o.lo,
            hi: o.hi,
        }))
        .signals(marks(explanation))
}

fn marks(explanation: &Explanation) -> Vec<SignalMark> {
    let mut before = explanation.start.p;
    let mut out = Vec::new();
    for part in &explanation.parts {
        let after = part.after.p;
        if let Cause::Signal(moved) = &part.what {
            out.push(SignalMark::of(&moved.signal, part.day, before, after));
        }
        before = after;
    }
    out
}

/// Several outlooks side by side; decibans are from the first.
#[must_use]
pub fn compare(title: &str, intro: &str, rows: &[(String, Outlook)]) -> Doc {
    let mut doc = Doc::new().section(title);
    if !intro.is_empty() {
        doc = doc.paragraph(intro);
    }
    let mut table = Table::new([
        Column::left("").clip(24),
        Column::right("dB"),
        Column::right("probability"),
        Column::right("90 %"),
        Column::left("in words"),
    ]);
    let first = rows.first().map(|r| r.1.p);
    for (i, (what, o)) in rows.iter().enumerate() {
        let step = first
            .filter(|_| i > 0)
            .and_then(|p| Ladder::of(&[p, o.p], Precision::Tenths))
            .map(|l| l.show(l.total()));
        table.push([
            Line::from(what.as_str()),
            step.map_or_else(Line::new, |s| Span::signed(s).into()),
            Line::new().strong(tenths(o.p)),
            Line::new().dim(format!("{:.0}-{:.0}", o.lo * 100.0, o.hi * 100.0)),
            Line::from(word(o.p)),
        ]);
    }
    doc.table(table)
}

/// The same as data.
#[must_use]
pub fn data(s: &Supposition) -> Value {
    let mut out = json!({
        "now": outlook(&s.now),
        "if_nothing_happens": outlook(&s.quiet),
        "supposed": outlook(&s.then),
        "without": s.without,
        "path": explanation::data(&s.parts, &Steps::default()),
    });
    if let (false, Value::Object(map)) = (s.told.is_empty(), &mut out) {
        let one = |(signal, told): &(Signal, Telling)| json!({"id": signal.id.as_str(), "telling": telling::data(told)});
        map.insert("told".into(), s.told.iter().map(one).collect());
    }
    out
}
