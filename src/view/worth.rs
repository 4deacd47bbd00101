//! What to watch for: each kind's effect if it came, and how likely it is to come.

use serde_json::{Value, json};

use super::decibans::{Precision, step};
use super::doc::{Doc, Line, Span};
use super::moved::{outlook, weight_data};
use super::sheet::{Cell, Sheet};
use super::table::{Column, Table};
use super::words::{percent, tenths, word};
use crate::belief::Outlook;
use crate::desk::worth::{Chance, Supposed, Worth};
use crate::record::{Question, date};

/// Kinds shown where not all are.
const SHOWN: usize = 12;

/// The kinds in order, with what was supposed.
pub struct Watch<'a> {
    /// The question.
    pub question: &'a Question,
    /// What is believed now.
    pub now: &'a Outlook,
    /// What is supposed of the signals.
    pub supposed: &'a Supposed,
    /// The kinds, the most worth watching first.
    pub kinds: &'a [Worth],
}

/// The kinds for people: all, or those most worth watching.
#[must_use]
pub fn doc(w: &Watch<'_>, all: bool) -> Doc {
    let about = w.supposed.about.map_or_else(String::new, |(first, last)| {
        let (first, last) = (date::from_number(first), date::from_number(last));
        format!(" about {first} to {last}")
    });
    let within = w.supposed.within;
    let mut doc = Doc::new()
        .title(format!("What to watch for: {}", w.question.title))
        .paragraph(
            Line::new()
                .plain(format!("As of {}: ", date::from_number(w.now.as_of)))
                .strong(word(w.now.p))
                .plain(", ")
                .strong(tenths(w.now.p))
                .plain(format!(
                    ". Each kind: what a report{about} of grade {} on that day would make of it, \
                     how likely one is to come within {within} days, and the product, the \
                     expected change in percentage points.",
                    w.supposed.grade
                )),
        );
    let shown = if all { usize::MAX } else { SHOWN };
    doc = doc.table(table(w, shown));
    if let Some(more) = w.kinds.len().checked_sub(shown).filter(|more| *more > 0) {
        doc = doc.hint(format!("{more} more kinds; --all shows them"));
    }
    if let Some(sentence) = first(w) {
        doc = doc.paragraph(sentence);
    }
    for line in sources(w) {
        doc = doc.item(line);
    }
    doc
}

fn table(w: &Watch<'_>, shown: usize) -> Table {
    let mut table = Table::new([
        Column::left("kind").clip(16),
        Column::right("then"),
        Column::right("dB"),
        Column::right("chance"),
        Column::left("from"),
        Column::right("expected"),
    ]);
    for one in w.kinds.iter().take(shown) {
        let change = one.after.as_ref().and_then(|after| step(w.now.p, after.p));
        let change = change.map(|x| Precision::Tenths.show((x * 10.0).round() as i64));
        let from = match one.chance {
            Chance::Counted { .. } => "counts",
            Chance::Recorded { .. } => "record",
            Chance::Unknown => "",
        };
        let expected = one.expected.map(|x| format!("{:.2}", x * 100.0));
        table.push([
            Line::new().code(&one.kind),
            one.after
                .map_or_else(|| Line::new().warn("none"), |o| Line::from(tenths(o.p))),
            change.map_or_else(Line::new, |text| Span::signed(text).into()),
            one.chance
                .p()
                .map_or_else(Line::new, |p| Line::from(percent(p))),
            Line::new().dim(from),
            expected.map_or_else(Line::new, |text| Line::new().strong(text)),
        ]);
    }
    table
}

fn first(w: &Watch<'_>) -> Option<Line> {
    let one = w.kinds.first()?;
    let (after, p) = one.after.zip(one.chance.p())?;
    Some(
        Line::new()
            .plain("Watch first for ")
            .code(&one.kind)
            .plain(format!(
                " ({}): it comes within {} days with {}, and would take the forecast from {} to \
                 {}.",
                one.label,
                w.supposed.within,
                percent(p),
                tenths(w.now.p),
                tenths(after.p)
            )),
    )
}

/// Where the chances come from, as far as they are used.
fn sources(w: &Watch<'_>) -> Vec<String> {
    let mut out = Vec::new();
    let watched = w.kinds.iter().filter_map(|k| match k.chance {
        Chance::Counted { watched, .. } => Some(watched),
        _ => None,
    });
    if let Some(watched) = watched.max() {
        out.push(format!(
            "chance from counts: days with such an event in up to {watched} days watched of many \
             pairs of leaders, times the ratios of the lead times believed now; your pair may be \
             busier or quieter"
        ));
    }
    if let Some(of) = w.kinds.iter().find_map(|k| match k.chance {
        Chance::Recorded { of, .. } => Some(of),
        _ => None,
    }) {
        out.push(format!(
            "chance from record: the days with such a signal in the {of} days of this question \
             (Gamma-Poisson, Jeffreys' prior); a kind that nobody looked for seems rare, and one \
             without a record is given half an event"
        ));
    }
    if w.supposed.about.is_none() && w.kinds.iter().any(|k| k.plan) {
        let plans = w.kinds.iter().filter(|k| k.plan).map(|k| k.kind.as_str());
        out.push(format!(
            "{}: shown as news without a day; one that names days announces them or calls them \
             off, and moves far more: --about FIRST..LAST",
            plans.collect::<Vec<_>>().join(", ")
        ));
    }
    if w.kinds.iter().any(|k| k.chance == Chance::Unknown) {
        out.push("no chance is known on the opening day: nothing is recorded yet".into());
    }
    out
}

/// The same as data.
#[must_use]
pub fn data(w: &Watch<'_>) -> Value {
    let kinds: Vec<Value> = w
        .kinds
        .iter()
        .map(|one| {
            let (from, events, days) = counts(one.chance);
            json!({
                "kind": one.kind,
                "label": one.label,
                "basis": one.basis.as_str(),
                "weight": weight_data(&one.weight),
                "then": one.after.as_ref().map(outlook),
                "change": one.after.map(|o| o.p - w.now.p),
                "decibans": one.after.as_ref().and_then(|o| step(w.now.p, o.p)),
                "chance": one.chance.p(),
                "chance_from": from,
                "days_with_one": events,
                "days_watched": days,
                "expected_change": one.expected,
            })
        })
        .collect();
    let day = |d: i32| date::from_number(d).to_string();
    json!({
        "question": w.question.id.as_str(),
        "now": outlook(w.now),
        "grade": w.supposed.grade.to_string(),
        "about": w.supposed.about.map(|(a, b)| json!({"first": day(a), "last": day(b)})),
        "within": w.supposed.within,
        "kinds": kinds,
    })
}

fn counts(chance: Chance) -> (Option<&'static str>, Option<u64>, Option<u64>) {
    match chance {
        Chance::Counted {
            events, watched, ..
        } => (Some("counts"), Some(events), Some(watched)),
        Chance::Recorded { days, of, .. } => (Some("record"), Some(days), Some(of)),
        Chance::Unknown => (None, None, None),
    }
}

/// The same for spreadsheets: one row a kind, the most worth watching first.
#[must_use]
pub fn sheet(w: &Watch<'_>) -> Sheet {
    const HEADER: [&str; 11] = [
        "question",
        "as_of",
        "kind",
        "basis",
        "p_now",
        "p_then",
        "change",
        "decibans",
        "chance",
        "chance_from",
        "expected_change",
    ];
    let number = Cell::number;
    let rows = w.kinds.iter().map(|one| {
        vec![
            Cell::text(w.question.id.as_str()),
            Cell::Date(date::from_number(w.now.as_of)),
            Cell::text(one.kind.as_str()),
            Cell::text(one.basis.as_str()),
            Cell::Number(w.now.p),
            number(one.after.map(|o| o.p)),
            number(one.after.map(|o| o.p - w.now.p)),
            number(one.after.as_ref().and_then(|o| step(w.now.p, o.p))),
            number(one.chance.p()),
            counts(one.chance).0.map_or(Cell::Empty, Cell::text),
            number(one.expected),
        ]
    });
    Sheet::new(HEADER, rows)
}
