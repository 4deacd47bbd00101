//! Where a probability comes from, by the rows of version 2: the prior, time, each story, each
//! family's channel, silence and each plan. All sum exactly to the log-odds.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::words::line;
use super::{basis_name, draws_line, numbers};
use crate::belief::{Cause, Explanation, Moved, Part, RestsOn};
use crate::view::caveat;
use crate::view::decibans::{Ladder, Precision};
use crate::view::doc::{Doc, Line, Span};
use crate::view::moved::{outlook, weight_data};
use crate::view::steps::{Steps, decibans as decibans_of};
use crate::view::table::{Column, Table};
use crate::view::waterfall::Waterfall;
use crate::view::words::{tenths, word};

/// How to read the rows.
const READ: &str = "A story counts once, however often it is told; then each family of kinds is \
                    held to what it can show. dB is what the row adds now; the rows sum exactly, \
                    and +10 is ten times the odds. `at entry` is what its signals did when they \
                    were entered, as the history has it.";

/// A row with its step in hundredths of a deciban.
type Step<'e> = (&'e Part, i64);

fn steps<'e>(e: &'e Explanation, ladder: &Ladder) -> Vec<Step<'e>> {
    e.parts.iter().zip(ladder.steps()).collect()
}

/// The log-odds at the end: what all rows sum to.
fn total(levels: &[i64]) -> i64 {
    levels.last().copied().unwrap_or(0)
}

fn show(hundredths: i64) -> String {
    Precision::Hundredths.show(hundredths)
}

/// The explanation for people.
pub(super) fn doc(e: &Explanation, levels: &[i64], own: &Steps) -> Doc {
    let mut doc = Doc::new().title(&e.question.title).paragraph(
        Line::new()
            .strong(tenths(e.end.p))
            .plain(format!(
                " ({}) on {}: where it comes from, in decibans. ",
                word(e.end.p),
                e.to
            ))
            .plain(READ),
    );
    doc = caveat::told(doc, caveat::of_explanation(e)).table(table(e, levels, own));
    if let Some(fall) = Waterfall::of(e) {
        doc = doc.waterfall(fall);
    }
    super::basis(doc.section("What it rests on"), e)
}

/// The rows as a table, each to be linked to by its first signal: see [`anchor`]. Beside what a row
/// adds now stands what its signals did by themselves when they were entered.
#[must_use]
pub fn table(e: &Explanation, levels: &[i64], own: &Steps) -> Table {
    let ladder = Ladder::at(levels.to_vec());
    let mut table = Table::new([
        Column::left("known on"),
        Column::right("#"),
        Column::left("what").wrap(18),
        Column::left("rests on"),
        Column::right("dB"),
        Column::right("after"),
        Column::right("at entry"),
    ]);
    let prior = levels.first().copied().unwrap_or(0);
    table.push([
        Line::from(e.from.to_string()),
        Line::new(),
        Line::from("the prior, when the question opens"),
        Line::new(),
        Span::signed(show(prior)).into(),
        Line::from(tenths(e.start.p)),
        Line::new(),
    ]);
    for (part, step) in steps(e, &ladder) {
        let cells = row(e, part, step, at_entry(&part.what, own));
        match part.what.signals().first() {
            Some(moved) => table.push_anchored(anchor(moved), cells),
            None => table.push(cells),
        }
    }
    table.total([
        Line::new(),
        Line::new(),
        Line::from("in all"),
        Line::new(),
        Span::signed(show(total(levels))).into(),
        Line::from(tenths(e.end.p)),
        Line::new(),
    ])
}

/// What the signals of a row did by themselves when they were entered.
fn at_entry(what: &Cause, own: &Steps) -> Option<i64> {
    let signals = what.signals().iter();
    let known = signals.filter_map(|moved| own.signal(moved.signal.id.as_str()));
    known.reduce(|sum, step| sum + step)
}

fn row(e: &Explanation, part: &Part, step: i64, at_entry: Option<i64>) -> [Line; 7] {
    let first = part.what.signals().first();
    [
        first.map_or_else(Line::new, |m| Line::from(m.signal.known_on.to_string())),
        numbers(e, part),
        line(&part.what, step != 0),
        match &part.what {
            Cause::Story(story) => Line::from(story.rests_on().as_str()),
            _ => Line::new(),
        },
        Span::signed(show(step)).into(),
        Line::from(tenths(part.after.p)),
        at_entry.map_or_else(Line::new, |units| Span::signed(show(units)).into()),
    ]
}

/// The anchor of the row whose first signal this is.
#[must_use]
pub fn anchor(first: &Moved) -> String {
    format!("row-{}", first.signal.id)
}

/// Sums of hundredths, and of how many rows.
type Sum = (i64, usize);

/// The steps by what they rest on.
#[derive(Default)]
struct Sums {
    time: Sum,
    days: i32,
    stories: BTreeMap<RestsOn, Sum>,
    channels: Sum,
    silence: Sum,
    plans: Sum,
}

impl Sums {
    fn of(steps: &[Step<'_>]) -> Self {
        let mut out = Self::default();
        for (part, step) in steps {
            let sum = match &part.what {
                Cause::Story(story) => out.stories.entry(story.rests_on()).or_default(),
                Cause::Channel(_) => &mut out.channels,
                Cause::Silence(_) => &mut out.silence,
                Cause::Plan(_) => &mut out.plans,
                Cause::Passage(days) => {
                    out.days += days;
                    &mut out.time
                }
                Cause::Signal(_) => continue,
            };
            sum.0 += step;
            sum.1 += 1;
        }
        out
    }
}

/// What the probability rests on, in decibans that sum to its log-odds.
pub(super) fn basis(doc: Doc, e: &Explanation, levels: &[i64]) -> Doc {
    let ladder = Ladder::at(levels.to_vec());
    let sums = Sums::of(&steps(e, &ladder));
    let prior = levels.first().copied().unwrap_or(0);
    let mut doc = doc.fact("the prior", decibans(prior, ""));
    doc = doc.fact(
        "passage of time",
        decibans(sums.time.0, &format!(" in {} days", sums.days)),
    );
    for (rests, sum) in &sums.stories {
        doc = doc.fact(basis_name(*rests), by(*sum, "story", "stories"));
    }
    for (name, sum, (one, many)) in [
        (
            "held back in families",
            sums.channels,
            ("family", "families"),
        ),
        ("nothing seen", sums.silence, ("watch", "watches")),
        ("announced days", sums.plans, ("plan", "plans")),
    ] {
        if sum.1 > 0 {
            doc = doc.fact(name, by(sum, one, many));
        }
    }
    doc.fact("in all", decibans(total(levels), "")).fact(
        "effective draws",
        draws_line(e.end.effective_draws, e.draws),
    )
}

fn decibans(hundredths: i64, more: &str) -> Line {
    let line = Line::new().signed(show(hundredths));
    line.plain(format!(" dB{more}"))
}

fn by((hundredths, n): Sum, one: &str, many: &str) -> Line {
    let plural = if n == 1 { one } else { many };
    decibans(hundredths, &format!(" by {n} {plural}"))
}

/// The rows as data, as `docs/file-format.md` lists them.
pub(super) fn data(e: &Explanation, levels: &[i64], own: &Steps) -> Value {
    let ladder = Ladder::at(levels.to_vec());
    let steps = steps(e, &ladder);
    let prior = levels.first().copied().unwrap_or(0);
    let mut rows = vec![json!({
        "type": "prior",
        "day": e.from.to_string(),
        "hundredths": prior,
        "decibans": prior as f64 / 100.0,
        "p": e.start.p,
    })];
    rows.extend(steps.iter().map(|(part, step)| row_data(part, *step, own)));
    let over: Vec<Value> = e.over.iter().map(|m| signal_data(m, own)).collect();
    json!({
        "question": e.question.id.as_str(),
        "belief": 2,
        "from": e.from.to_string(),
        "to": e.to.to_string(),
        "start": outlook(&e.start),
        "end": outlook(&e.end),
        "caveat": caveat::of_explanation(e),
        "parts": rows,
        "total_hundredths": total(levels),
        "total_decibans": total(levels) as f64 / 100.0,
        "over": over,
        "draws": e.draws,
    })
}

fn row_data(part: &Part, step: i64, own: &Steps) -> Value {
    let mut row = of_kind(&part.what);
    row.insert("hundredths".into(), step.into());
    row.insert("decibans".into(), (step as f64 / 100.0).into());
    row.insert("p".into(), part.after.p.into());
    let signals = part.what.signals();
    if let Some(first) = signals.first() {
        row.insert("day".into(), first.signal.known_on.to_string().into());
        row.insert("told".into(), signals.len().into());
        row.insert(
            "signals".into(),
            signals
                .iter()
                .map(|m| signal_data(m, own))
                .collect::<Vec<_>>()
                .into(),
        );
    }
    Value::Object(row)
}

/// What only rows of this type have.
fn of_kind(what: &Cause) -> Map<String, Value> {
    let value = match what {
        Cause::Passage(days) => json!({"type": "passage", "days": days}),
        Cause::Signal(_) => json!({"type": "signal"}),
        Cause::Story(story) => json!({
            "type": "story",
            "name": story.name,
            "family": story.family,
            "family_label": story.label,
            "rests_on": story.rests_on().as_str(),
        }),
        Cause::Channel(channel) => json!({
            "type": "channel",
            "family": channel.family,
            "family_label": channel.label,
            "at_most": channel.most,
        }),
        Cause::Silence(through) => json!({"type": "silence", "through": through.to_string()}),
        Cause::Plan(plan) => json!({
            "type": "plan",
            "id": plan.signals.first().map(|m| m.signal.id.as_str()),
            "call": plan.call.as_str(),
            "first": plan.about.0.to_string(),
            "last": plan.about.1.to_string(),
            "acts": plan.acts,
        }),
    };
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn signal_data(m: &Moved, own: &Steps) -> Value {
    json!({
        "id": m.signal.id.as_str(),
        "known_on": m.signal.known_on.to_string(),
        "kind": m.signal.kind.as_str(),
        "summary": m.signal.summary,
        "grade": m.signal.grade.to_string(),
        "rests_on": m.rests_on.as_str(),
        "weight": weight_data(&m.weight),
        "own_decibans": own.signal(m.signal.id.as_str()).map(decibans_of),
    })
}
