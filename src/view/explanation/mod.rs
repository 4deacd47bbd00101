//! Where a probability comes from, in decibans that sum exactly as shown.

pub mod rows;
pub mod words;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::belief::{Cause, Explanation, Part, RestsOn};
use crate::view::decibans::{Ladder, Precision, log_odds_decibans};
use crate::view::doc::{Doc, Line, Span};
use crate::view::moved::{outlook, weight_data};
use crate::view::table::{Column, Table};
use crate::view::waterfall::Waterfall;
use crate::view::words::short;
use crate::view::words::{tenths, word};

/// The explanation for people.
#[must_use]
pub fn doc(e: &Explanation) -> Doc {
    if let Some(levels) = &e.levels {
        return rows::doc(e, levels);
    }
    let mut doc = Doc::new().title(&e.question.title).paragraph(
        Line::new()
            .plain(format!("From {} on {} to ", tenths(e.start.p), e.from))
            .strong(tenths(e.end.p))
            .plain(format!(
                " ({}) on {}: what moved it, in decibans.",
                word(e.end.p),
                e.to
            )),
    );
    let Some(ladder) = Ladder::of(&path(e), Precision::Hundredths) else {
        return doc.warning(
            "A probability of exactly 0 or 1 has no log-odds, so the change cannot be split: the \
             deadline has passed, or a day is certain. `summit history` shows the path.",
        );
    };
    let steps = ladder.steps();
    let Sums { time, days, bases } = Sums::of(e, &steps);
    let mut table = Table::new([
        Column::left("known on"),
        Column::right("#"),
        Column::left("signal").clip(20),
        Column::right("weight"),
        Column::left("rests on"),
        Column::right("dB"),
        Column::right("after"),
    ]);
    for (part, step) in e.parts.iter().zip(&steps) {
        if let Cause::Signal(moved) = &part.what {
            table.push([
                Line::from(part.day.to_string()),
                numbers(e, part),
                Line::from(moved.signal.summary.as_str()),
                Line::from(short(moved.weight.total)),
                Line::from(moved.rests_on.as_str()),
                Span::signed(ladder.show(*step)).into(),
                Line::from(tenths(part.after.p)),
            ]);
        }
    }
    let count: usize = bases.values().map(|b| b.1).sum();
    let signals: i64 = bases.values().map(|b| b.0).sum();
    let mut total = |what: String, units: i64, p: String| {
        let row = [
            Line::new(),
            Line::new(),
            Line::from(what),
            Line::new(),
            Line::new(),
            Span::signed(ladder.show(units)).into(),
            Line::from(p),
        ];
        let mut next = Table::new([]);
        std::mem::swap(&mut next, &mut table);
        table = next.total(row);
    };
    total(format!("{count} signals"), signals, String::new());
    total(format!("{days} days passing"), time, String::new());
    total("in all".into(), ladder.total(), tenths(e.end.p));
    doc = doc.table(table);
    if let Some(fall) = Waterfall::of(e) {
        doc = doc.waterfall(fall);
    }
    basis(doc.section("What it rests on"), e)
}

/// Most numbers of signals that are shown of a row.
const NUMBERS: usize = 3;

/// The numbers of a part's signals.
fn numbers(e: &Explanation, part: &Part) -> Line {
    let signals = part.what.signals().iter();
    let mut all: Vec<usize> = signals
        .filter_map(|moved| e.numbers.get(moved.signal.id.as_str()).copied())
        .collect();
    all.dedup();
    let mut shown: Vec<String> = all.iter().take(NUMBERS).map(ToString::to_string).collect();
    if all.len() > NUMBERS {
        shown.push(format!("+{}", all.len() - NUMBERS));
    }
    Line::new().dim(shown.join(" "))
}

/// What the change rests on, in decibans that sum to it, and how many draws are left.
#[must_use]
pub fn basis(mut doc: Doc, e: &Explanation) -> Doc {
    if let Some(levels) = &e.levels {
        return rows::basis(doc, e, levels);
    }
    if let Some(ladder) = Ladder::of(&path(e), Precision::Hundredths) {
        let sums = Sums::of(e, &ladder.steps());
        for (basis, (units, n)) in &sums.bases {
            doc = doc.fact(basis_name(*basis), basis_line(*n, ladder.show(*units)));
        }
        doc = doc.fact(
            "passage of time",
            Line::new()
                .signed(ladder.show(sums.time))
                .plain(format!(" dB in {} days", sums.days)),
        );
    }
    doc.fact(
        "effective draws",
        draws_line(e.end.effective_draws, e.draws),
    )
}

/// Steps in units of a ladder, by what they rest on.
#[derive(Default)]
struct Sums {
    time: i64,
    days: i32,
    /// The sum and the number of signals.
    bases: BTreeMap<RestsOn, (i64, usize)>,
}

impl Sums {
    fn of(e: &Explanation, steps: &[i64]) -> Self {
        let mut out = Self::default();
        for (part, step) in e.parts.iter().zip(steps) {
            match &part.what {
                Cause::Passage(days) => {
                    out.time += step;
                    out.days += days;
                }
                Cause::Signal(moved) => {
                    let sum = out.bases.entry(moved.rests_on).or_default();
                    sum.0 += step;
                    sum.1 += 1;
                }
                Cause::Story(_) | Cause::Channel(_) | Cause::Silence(_) | Cause::Plan(_) => {}
            }
        }
        out
    }
}

fn basis_name(basis: RestsOn) -> &'static str {
    match basis {
        RestsOn::Data => "counted data",
        RestsOn::Judgement => "the model's judgement",
        RestsOn::Analyst => "your own likelihoods",
    }
}

fn basis_line(n: usize, decibans: String) -> Line {
    let plural = if n == 1 { "signal" } else { "signals" };
    Line::new()
        .signed(decibans)
        .plain(format!(" dB by {n} {plural}"))
}

/// The effective draws, with a warning where few are left.
#[must_use]
pub fn draws_line(effective: f64, draws: usize) -> Line {
    let line = Line::new().plain(format!("{effective:.1} of {draws}"));
    if effective < draws as f64 / 10.0 {
        line.warn(" - fewer than a tenth: the interval rests on a handful of parameter sets")
    } else {
        line
    }
}

fn path(e: &Explanation) -> Vec<f64> {
    let after = e.parts.iter().map(|p| p.after.p);
    std::iter::once(e.start.p).chain(after).collect()
}

/// The same as data. `decibans` are differences of log-odds along one path, so they sum to the
/// total up to rounding in the last bits.
#[must_use]
pub fn data(e: &Explanation) -> Value {
    if let Some(levels) = &e.levels {
        return rows::data(e, levels);
    }
    let mut before = log_odds_decibans(e.start.p);
    let first = before;
    let mut time = Some(0.0);
    let mut bases: BTreeMap<&str, f64> = BTreeMap::new();
    let mut parts = Vec::with_capacity(e.parts.len());
    for part in &e.parts {
        let now = log_odds_decibans(part.after.p);
        let step = now.zip(before).map(|(now, before)| now - before);
        before = now;
        let row = match &part.what {
            Cause::Passage(days) => {
                time = time.zip(step).map(|(t, s)| t + s);
                json!({
                    "type": "passage",
                    "day": part.day.to_string(),
                    "days": days,
                    "decibans": step,
                    "p": part.after.p,
                })
            }
            Cause::Signal(m) => {
                *bases.entry(m.rests_on.as_str()).or_default() += step.unwrap_or(0.0);
                json!({
                    "type": "signal",
                    "day": part.day.to_string(),
                    "id": m.signal.id.as_str(),
                    "kind": m.signal.kind.as_str(),
                    "summary": m.signal.summary,
                    "grade": m.signal.grade.to_string(),
                    "rests_on": m.rests_on.as_str(),
                    "weight": weight_data(&m.weight),
                    "decibans": step,
                    "p": part.after.p,
                })
            }
            Cause::Story(_) | Cause::Channel(_) | Cause::Silence(_) | Cause::Plan(_) => continue,
        };
        parts.push(row);
    }
    json!({
        "question": e.question.id.as_str(),
        "from": e.from.to_string(),
        "to": e.to.to_string(),
        "start": outlook(&e.start),
        "end": outlook(&e.end),
        "parts": parts,
        "passage_decibans": time,
        "signal_decibans_by_basis": bases,
        "total_decibans": before.zip(first).map(|(b, a)| b - a),
        "draws": e.draws,
    })
}
