//! Where a probability comes from, in decibans that sum exactly as shown.

pub mod rows;
pub mod words;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::belief::{Cause, Explanation, Part, RestsOn};
use crate::view::caveat;
use crate::view::decibans::{Ladder, Precision};
use crate::view::doc::{Doc, Line, Span};
use crate::view::moved::{outlook, weight_data};
use crate::view::steps::{Steps, decibans};
use crate::view::table::{Column, Table};
use crate::view::waterfall::Waterfall;
use crate::view::words::short;
use crate::view::words::{tenths, word};

/// The explanation for people; `own` knows what each signal did by itself when it was entered.
#[must_use]
pub fn doc(e: &Explanation, own: &Steps) -> Doc {
    if let Some(levels) = &e.levels {
        return rows::doc(e, levels, own);
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
    doc = caveat::told(doc, caveat::of_explanation(e));
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
    if let Some(hint) = otherwise(e, &steps, own) {
        doc = doc.hint(hint);
    }
    if let Some(fall) = Waterfall::of(e) {
        doc = doc.waterfall(fall);
    }
    basis(doc.section("What it rests on"), e)
}

/// Most numbers of signals that are shown of a row.
const NUMBERS: usize = 2;

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

/// That signals did otherwise when they were entered, where they came late, or after a correction.
fn otherwise(e: &Explanation, steps: &[i64], own: &Steps) -> Option<String> {
    let other = |(part, step): &(&Part, &i64)| match &part.what {
        Cause::Signal(moved) => {
            let own = own.signal(moved.signal.id.as_str());
            own.is_some_and(|own| own != **step)
        }
        _ => false,
    };
    let signals = match e.parts.iter().zip(steps).filter(other).count() {
        0 => return None,
        1 => "1 signal".to_owned(),
        n => format!("{n} signals"),
    };
    Some(format!(
        "{signals} did otherwise when entered: after others that were known later, or before a \
         correction. `summit history` shows that; here they are taken in the order of their days."
    ))
}

/// What each part adds now, in hundredths of a deciban; empty where a probability is 0 or 1.
#[must_use]
pub fn part_steps(e: &Explanation) -> Vec<i64> {
    let ladder = match &e.levels {
        Some(levels) => Some(Ladder::at(levels.clone())),
        None => Ladder::of(&path(e), Precision::Hundredths),
    };
    ladder.as_ref().map(Ladder::steps).unwrap_or_default()
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

/// The same as data. `decibans` are differences along one path, in whole hundredths, so they sum
/// to the total.
#[must_use]
pub fn data(e: &Explanation, own: &Steps) -> Value {
    if let Some(levels) = &e.levels {
        return rows::data(e, levels, own);
    }
    let ladder = Ladder::of(&path(e), Precision::Hundredths);
    let known = ladder.as_ref().map(Ladder::steps).unwrap_or_default();
    let steps = known.iter().map(|step| Some(*step));
    let mut time = ladder.as_ref().map(|_| 0);
    let mut bases: BTreeMap<&str, i64> = BTreeMap::new();
    let mut parts = Vec::with_capacity(e.parts.len());
    for (part, step) in e.parts.iter().zip(steps.chain(std::iter::repeat(None))) {
        let shown = step.map(decibans);
        let row = match &part.what {
            Cause::Passage(days) => {
                time = time.zip(step).map(|(t, s)| t + s);
                json!({
                    "type": "passage",
                    "day": part.day.to_string(),
                    "days": days,
                    "decibans": shown,
                    "p": part.after.p,
                })
            }
            Cause::Signal(m) => {
                *bases.entry(m.rests_on.as_str()).or_default() += step.unwrap_or(0);
                json!({
                    "type": "signal",
                    "day": part.day.to_string(),
                    "id": m.signal.id.as_str(),
                    "kind": m.signal.kind.as_str(),
                    "summary": m.signal.summary,
                    "grade": m.signal.grade.to_string(),
                    "rests_on": m.rests_on.as_str(),
                    "weight": weight_data(&m.weight),
                    "decibans": shown,
                    "own_decibans": own.signal(m.signal.id.as_str()).map(decibans),
                    "p": part.after.p,
                })
            }
            Cause::Story(_) | Cause::Channel(_) | Cause::Silence(_) | Cause::Plan(_) => continue,
        };
        parts.push(row);
    }
    let bases: BTreeMap<&str, f64> = bases.into_iter().map(|(b, s)| (b, decibans(s))).collect();
    json!({
        "question": e.question.id.as_str(),
        "from": e.from.to_string(),
        "to": e.to.to_string(),
        "start": outlook(&e.start),
        "end": outlook(&e.end),
        "caveat": caveat::of_explanation(e),
        "parts": parts,
        "passage_decibans": time.map(decibans),
        "signal_decibans_by_basis": bases,
        "total_decibans": ladder.map(|l| decibans(l.total())),
        "draws": e.draws,
    })
}
