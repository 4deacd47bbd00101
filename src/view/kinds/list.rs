//! The vocabulary at a glance: by side, each kind with its meaning.

use super::role;
use crate::belief::two::model::{self as two, Basis};
use crate::belief::{Kind, Model};
use crate::model::words;
use crate::view::doc::{Doc, Line, Span};
use crate::view::table::{Column, Table};
use crate::view::words::short;

/// Under which heading a kind stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heading {
    Toward,
    Against,
    Either,
    Plan,
}

const HEADINGS: [(Heading, &str); 4] = [
    (Heading::Toward, "For a meeting"),
    (Heading::Against, "Against a meeting"),
    (Heading::Either, "Either way"),
    (
        Heading::Plan,
        "Plans: days announced, doubted or called off",
    ),
];

/// So many kinds are few.
const FEW: usize = 8;

/// A kind as the list shows it, in either version.
struct Row<'m> {
    name: &'m str,
    kind: &'m Kind,
    heading: Heading,
    /// What one sure report does where it does most.
    most: f64,
    basis: &'static str,
}

/// All kinds by side, or those named.
#[must_use]
pub fn all(model: &Model) -> Doc {
    let rows: Vec<Row<'_>> = rows(model).collect();
    let doc = Doc::new()
        .title(format!("Kinds of signal, model {}", model.id))
        .paragraph(
            "The factor is by how much one sure report multiplies the odds of a day where it moves \
             them most; below 1 it speaks against a meeting. What rests on \"null\" was counted, and \
             moves nothing.",
        );
    headed(doc, &rows, |row| row.kind.label.clone())
        .hint(search())
        .hint(
            Line::new()
                .plain("the odds by days ahead: ")
                .code("summit kinds --ratios"),
        )
}

/// The kinds found by a word; few of them each with its whole meaning.
#[must_use]
pub fn found(model: &Model, word: &str, names: &[&str]) -> Doc {
    let all = rows(model).filter(|row| names.contains(&row.name));
    let rows: Vec<Row<'_>> = all.collect();
    let count = match rows.len() {
        1 => "one kind".to_owned(),
        n => format!("{n} kinds"),
    };
    let doc = Doc::new().title(format!("{count} for \"{word}\", model {}", model.id));
    let few = rows.len() <= FEW;
    headed(doc, &rows, |row| {
        let meaning = row.kind.meaning.as_ref().filter(|_| few);
        meaning.map_or_else(|| row.kind.label.clone(), String::clone)
    })
    .hint(search())
}

/// The kinds whose names, other words or meanings hold every word of a text: first those found by
/// name, then by label or another word, then by meaning.
#[must_use]
pub fn find<'m>(model: &'m Model, typed: &str) -> Vec<&'m str> {
    let asked = words::written(typed);
    let asked: Vec<&str> = asked.split('-').collect();
    let holds = |text: &str| {
        let text = text.to_lowercase();
        asked.iter().all(|word| text.contains(word))
    };
    let rank = |(name, kind): (&'m String, &'m Kind)| {
        let meaning = kind.meaning.as_deref().unwrap_or_default();
        let called = format!("{name} {} {}", kind.label, words::of(name).join(" "));
        let found = [name.clone(), called.clone(), format!("{called} {meaning}")];
        let rank = found.iter().position(|text| holds(text))?;
        Some((rank, name.as_str()))
    };
    let mut found: Vec<(usize, &str)> = model.kinds.iter().filter_map(rank).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, name)| name).collect()
}

fn search() -> Line {
    Line::new()
        .plain("one kind in full: ")
        .code("summit kinds leader-intent")
        .plain("; to search: ")
        .code("summit kinds visit")
}

/// Headings, each with its kinds by name.
pub type BySide<'m> = Vec<(&'static str, Vec<(&'m str, &'m Kind)>)>;

/// The kinds under the headings of the list.
#[must_use]
pub fn by_side(model: &Model) -> BySide<'_> {
    let rows: Vec<Row<'_>> = rows(model).collect();
    let under = |heading| {
        let here = rows.iter().filter(move |row| row.heading == heading);
        here.map(|row| (row.name, row.kind)).collect::<Vec<_>>()
    };
    let all = HEADINGS.map(|(heading, title)| (title, under(heading)));
    all.into_iter()
        .filter(|(_, kinds)| !kinds.is_empty())
        .collect()
}

fn headed(doc: Doc, rows: &[Row<'_>], meaning: impl Fn(&Row<'_>) -> String) -> Doc {
    let mut doc = doc;
    for (heading, title) in HEADINGS {
        let here: Vec<&Row<'_>> = rows.iter().filter(|row| row.heading == heading).collect();
        if !here.is_empty() {
            doc = doc.section(title).table(table(&here, &meaning));
        }
    }
    doc
}

fn table(rows: &[&Row<'_>], meaning: impl Fn(&Row<'_>) -> String) -> Table {
    let mut table = Table::new([
        Column::left("kind"),
        Column::left("meaning").wrap(20),
        Column::right("factor"),
        Column::left("rests on"),
    ]);
    for row in rows {
        table.push([
            Line::new().code(row.name),
            Line::from(meaning(row)),
            Span::new(short(row.most), role(row.most)).into(),
            Line::from(row.basis),
        ]);
    }
    table
}

fn rows(model: &Model) -> impl Iterator<Item = Row<'_>> {
    let second = model.second();
    model.kinds.iter().map(move |(name, kind)| {
        let two = second.as_ref();
        let two = two.and_then(|two| Some((two, two.kinds.get(name)?)));
        Row {
            name,
            kind,
            heading: two.map_or_else(|| first_heading(kind), |(_, kind)| heading(kind)),
            most: (0..model.bins())
                .map(|bin| match two {
                    Some((two, kind)) => two.alone(kind, bin),
                    None => kind.mean_ratio(bin, model.draws),
                })
                .max_by(|a, b| a.max(1.0 / a).total_cmp(&b.max(1.0 / b)))
                .unwrap_or(1.0),
            basis: match two.map(|(_, kind)| kind.basis) {
                None => kind.basis.as_str(),
                Some(Basis::Data) => "data",
                Some(Basis::Judgement) => "judged",
                Some(Basis::MeasuredNull) => "null",
            },
        }
    })
}

fn heading(kind: &two::Kind) -> Heading {
    match (kind.plan, kind.side) {
        (Some(_), _) => Heading::Plan,
        (None, two::Side::Toward) => Heading::Toward,
        (None, two::Side::Against) => Heading::Against,
        (None, two::Side::Either) => Heading::Either,
    }
}

fn first_heading(kind: &Kind) -> Heading {
    match kind.direction.as_deref() {
        Some("toward") => Heading::Toward,
        Some("away") => Heading::Against,
        _ => Heading::Either,
    }
}
