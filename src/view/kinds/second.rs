//! The vocabulary of a model of version 2: sides, families with their caps, what one report does.

use serde_json::{Map, Value, json};

use super::role;
use crate::belief::two::Model;
use crate::belief::two::model::{Basis, Call, Family, Kind};
use crate::view::doc::{Doc, Line, Span};
use crate::view::table::{Column, Table};
use crate::view::telling::{self, SAY_MORE};
use crate::view::words::{percent, short};

/// What kinds do by lead time, by family.
pub(super) fn ratios(model: &Model) -> Doc {
    let mut doc = Doc::new()
        .title(format!("Kinds of signal, model {}", model.id))
        .paragraph(
            "By how much one sure report of the kind, alone, multiplies the odds of a day so many \
             days ahead; above 1 speaks for a meeting. The stories of a family are heard through \
             one channel, and together never say more than its cap.",
        );
    for (name, family) in &model.families {
        doc = doc
            .section(format!("{} ({name})", family.label))
            .paragraph(cap(family))
            .table(table(model, name));
        for (kind, of) in of_family(model, name) {
            doc = telling::nothing(kind, of).into_iter().fold(doc, Doc::item);
        }
    }
    doc.hint(
        Line::new()
            .plain("one kind in full: ")
            .code("summit kinds leader-intent"),
    )
}

fn of_family<'m>(model: &'m Model, name: &str) -> impl Iterator<Item = (&'m String, &'m Kind)> {
    model
        .kinds
        .iter()
        .filter(move |(_, kind)| kind.family == name)
}

/// `at most 2.3 for a meeting, 0.43 against`.
fn cap(family: &Family) -> String {
    let most = family.most();
    format!(
        "Its stories together multiply the odds of a day by at most {}, and by no less than {}.",
        short(most),
        short(1.0 / most)
    )
}

fn table(model: &Model, family: &str) -> Table {
    let mut columns = vec![Column::left("kind")];
    columns.extend(leads(model).into_iter().map(Column::right));
    columns.push(Column::left("side"));
    let mut table = Table::new(columns);
    for (name, kind) in of_family(model, family) {
        let mut cells = vec![Line::new().code(name)];
        for bin in 0..model.bins() {
            let alone = model.alone(kind, bin);
            cells.push(Span::new(short(alone), role(alone)).into());
        }
        cells.push(Line::from(kind.side.as_str()));
        table.push(cells);
    }
    table
}

/// `1-7`, `8-14`: the lead bins.
fn leads(model: &Model) -> Vec<String> {
    let mut from = 1;
    let mut bin = |edge: &i32| {
        let shown = format!("{from}-{edge}");
        from = edge + 1;
        shown
    };
    model.lead_edges.iter().map(&mut bin).collect()
}

/// One kind in full.
pub(super) fn one(model: &Model, name: &str, kind: &Kind) -> Doc {
    let mut doc = Doc::new().title(format!("{name}: {}", kind.label));
    if let Some(meaning) = &kind.meaning {
        doc = doc.fact("meaning", meaning.as_str());
    }
    doc = doc.fact("side", telling::side(kind.side));
    if let Some(family) = model.families.get(&kind.family) {
        doc = doc
            .fact("family", format!("{}: {}", kind.family, family.label))
            .fact("", cap(family))
            .fact("", family.because.as_str());
    }
    if let Some(call) = kind.plan {
        doc = doc.fact("plan", plan(kind, call, model));
    }
    doc = super::other_words(doc, name, |kind| model.kinds.contains_key(kind));
    if !kind.cameo.is_empty() {
        doc = doc.fact("CAMEO", kind.cameo.join(", "));
    }
    doc = doc.fact("rests on", basis(kind));
    let because = kind.reasons.as_ref().or(kind.says_nothing_because.as_ref());
    if let Some(because) = because {
        doc = doc.fact("because", because.as_str());
    }
    doc = doc.table(by_lead(model, kind));
    for key in &kind.sources {
        let text = model.sources.get(key).map_or(key.as_str(), String::as_str);
        doc = doc.item(text);
    }
    if kind.basis == Basis::MeasuredNull {
        return doc.hint(SAY_MORE);
    }
    doc
}

fn plan(kind: &Kind, call: Call, model: &Model) -> String {
    let (does, days) = match call {
        Call::Announce => ("announces", "brings the meeting to them"),
        Call::Cancel => ("calls off", "takes the meeting from them"),
        Call::Doubt => {
            return "it takes belief from the days that stand announced; where none do, it is a \
                    report like any other, with the ratios below"
                .to_owned();
        }
    };
    let most = match model.plans.wide {
        Some(_) => String::new(),
        None => format!(" of at most {} days", model.plans.max_days),
    };
    let promise = match kind.promise {
        Some(promise) => format!(
            ", as firmly as an announcement in {} of them",
            percent(promise)
        ),
        None => String::new(),
    };
    format!(
        "with --about{most} it {does} these days and {days}{promise}; without, it is a report \
         like any other, with the ratios below"
    )
}

fn basis(kind: &Kind) -> String {
    let counted = kind.events.map_or_else(String::new, |events| {
        let of = kind.watched.map(|w| format!(" in {w} watched"));
        format!(
            ": {events} days with such an event{}",
            of.unwrap_or_default()
        )
    });
    match kind.basis {
        Basis::Judgement => format!("judgement{counted}"),
        Basis::MeasuredNull => {
            format!("data, a measured null: it moves nothing{counted}")
        }
        Basis::Data => {
            let keeps = kind
                .keeps
                .map(|k| format!("; it keeps {} of what was counted", short(k)));
            format!("data{counted}{}", keeps.unwrap_or_default())
        }
    }
}

fn by_lead(model: &Model, kind: &Kind) -> Table {
    let counted = kind.observed.as_ref().zip(kind.expected.as_ref());
    let mut columns = vec![
        Column::left("days ahead"),
        Column::right("alone"),
        Column::right("into the channel"),
    ];
    if counted.is_some() {
        columns.push(Column::right("observed"));
        columns.push(Column::right("expected"));
    }
    let mut table = Table::new(columns);
    for (bin, lead) in leads(model).into_iter().enumerate() {
        let at = |list: &[f64]| list.get(bin).copied().unwrap_or(0.0);
        let mut cells = vec![
            Line::from(lead),
            Line::new().strong(short(model.alone(kind, bin))),
            Line::from(short(at(&kind.ratio))),
        ];
        if let Some((observed, expected)) = counted {
            cells.push(Line::from(format!("{}", at(observed))));
            cells.push(Line::from(format!("{:.1}", at(expected))));
        }
        table.push(cells);
    }
    table
}

/// What version 2 adds to a kind as data.
pub(super) fn data(model: &Model, name: &str) -> Map<String, Value> {
    let Some(kind) = model.kinds.get(name) else {
        return Map::new();
    };
    let alone: Vec<f64> = (0..model.bins())
        .map(|bin| model.alone(kind, bin))
        .collect();
    let family = model.families.get(&kind.family);
    let fields = [
        ("family", json!(kind.family)),
        ("family_cap", json!(family.map(Family::most))),
        ("side", json!(kind.side.as_str())),
        ("plan", json!(kind.plan.map(Call::as_str))),
        ("alone", json!(alone)),
        ("keeps", json!(kind.keeps)),
        ("says_nothing_because", json!(kind.says_nothing_because)),
    ];
    fields
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect()
}
