//! The card of a model of belief version 2: what each kind says, on which side, and why.

use serde_json::{Value, json};

use super::doc::{Doc, Line};
use super::table::{Column, Table};
use super::words::short;
use crate::belief::two::Model;
use crate::belief::two::model::{Basis, Kind};
use crate::record::Invalid;

/// Reads a built model for its card.
///
/// # Errors
/// The first field that cannot stand.
pub fn read(bytes: &[u8]) -> Result<Model, Invalid> {
    Model::parse(bytes)
}

/// The card.
#[must_use]
pub fn doc(model: &Model) -> Doc {
    let by = |basis: Basis| model.kinds.values().filter(|k| k.basis == basis).count();
    let mut doc = Doc::new().title(format!("What {} says", model.id));
    if let Some(title) = &model.title {
        doc = doc.paragraph(title.as_str());
    }
    doc = doc.paragraph(format!(
        "{} kinds of signal in {} families: {} on counted data, {} judged, {} counted and \
             found to say nothing. A number is what one sure report alone multiplies the odds of \
             a day by, so many days ahead, at the family's middle leak; above 1 speaks for a \
             meeting. More reports of one family never take it beyond its cap, nor below 1 over \
             it.",
        model.kinds.len(),
        model.families.len(),
        by(Basis::Data),
        by(Basis::Judgement),
        by(Basis::MeasuredNull),
    ));
    for name in model.families.keys() {
        doc = family(doc, model, name);
    }
    works(terms(doc, model), model)
}

/// One family: its cap and reason, what its kinds say, and why.
fn family(doc: Doc, model: &Model, name: &str) -> Doc {
    let Some(family) = model.families.get(name) else {
        return doc;
    };
    let cap = (1.0 - family.leak) / family.leak;
    let mut doc = doc
        .section(format!("{}: {name}", family.label))
        .paragraph(format!(
            "Leak {}, cap {}. {}",
            family.leak,
            short(cap),
            family.because
        ));
    let kinds = || model.kinds.iter().filter(|(_, kind)| kind.family == name);
    let mut table = Table::new(columns(model));
    for (name, kind) in kinds() {
        let mut cells = vec![Line::new().code(name), kind.side.as_str().into()];
        cells.extend((0..model.bins()).map(|bin| alone(model, kind, bin)));
        cells.push(rests(kind).into());
        table.push(cells);
    }
    doc = doc.table(table);
    for (name, kind) in kinds() {
        doc = doc.item(
            Line::new()
                .code(name)
                .plain(format!(": {}", why(model, kind))),
        );
    }
    doc
}

fn columns(model: &Model) -> Vec<Column> {
    let mut columns = vec![Column::left("kind").clip(16), Column::left("side")];
    let mut from = 1;
    for edge in &model.lead_edges {
        columns.push(Column::right(format!("{from}-{edge}")));
        from = edge + 1;
    }
    columns.push(Column::left("rests on"));
    columns
}

fn alone(model: &Model, kind: &Kind, bin: usize) -> Line {
    short(model.alone(kind, bin)).into()
}

/// On what a kind rests, in a word.
fn rests(kind: &Kind) -> &'static str {
    match kind.basis {
        Basis::Data => "data",
        Basis::Judgement => "judged",
        Basis::MeasuredNull => "null",
    }
}

/// Why a kind says what it says.
fn why(model: &Model, kind: &Kind) -> String {
    if let Some(nothing) = &kind.says_nothing_because {
        return nothing.clone();
    }
    if let Some(reasons) = &kind.reasons {
        return reasons.clone();
    }
    let (Some(observed), Some(expected)) = (&kind.observed, &kind.expected) else {
        return String::new();
    };
    let mut from = 1;
    let mut counts = Vec::new();
    for (edge, (seen, due)) in model.lead_edges.iter().zip(observed.iter().zip(expected)) {
        counts.push(format!("{seen:.0} and {due:.1} at {from}-{edge}"));
        from = edge + 1;
    }
    let keeps = match kind.keeps {
        Some(keeps) if keeps < 1.0 => {
            let share = short(keeps);
            format!("Keeps {share} of it, since beside the others it adds little")
        }
        _ => "Keeps all of it".to_owned(),
    };
    let counts = counts.join(", ");
    format!("Seen and expected: {counts} days ahead. {keeps}.")
}

/// Plans, silence and the prior of a pair.
fn terms(doc: Doc, model: &Model) -> Doc {
    let plans = &model.plans;
    let mean = |draws: &[f64]| draws.iter().sum::<f64>() / draws.len() as f64;
    let mut doc = doc
        .section("Announced days")
        .paragraph(format!(
            "A day announced is kept with {:.1} % from {} days before it on, and loses {:.2} % \
             with each day before that; {} % of it is for the {} days on either side. A day \
             called off keeps {} of its share, and no more than before it was announced.",
            mean(&plans.kept_draws) * 100.0,
            plans.last_days,
            mean(&plans.loss_draws) * 100.0,
            short(plans.near_share * 100.0),
            plans.slack_days,
            plans.cancelled_keeps
        ))
        .paragraph(plans.because.as_str())
        .section("Silence, where somebody watched")
        .paragraph(model.silence.because.as_str());
    if let Some(pair) = &model.pair_prior {
        doc = doc
            .section("The prior of a pair")
            .paragraph(pair.because.as_str());
    }
    doc
}

fn works(doc: Doc, model: &Model) -> Doc {
    let mut doc = doc.section("Works cited");
    for (key, work) in &model.sources {
        let line = Line::new().code(key).plain(": ");
        doc = doc.item(match work.rsplit_once(", http") {
            Some((title, rest)) => line.link(title, format!("http{rest}")),
            None => line.plain(work),
        });
    }
    doc
}

/// The same as data.
#[must_use]
pub fn data(model: &Model) -> Value {
    let kinds = model.kinds.iter().map(|(name, kind)| {
        let alone = (0..model.bins()).map(|bin| model.alone(kind, bin));
        json!({
            "kind": name,
            "label": kind.label,
            "family": kind.family,
            "side": kind.side.as_str(),
            "alone": alone.collect::<Vec<_>>(),
            "source": kind.basis.as_str(),
            "plan": kind.plan.map(|plan| plan.as_str()),
            "why": why(model, kind),
            "sources": kind.sources,
        })
    });
    let families = model.families.iter().map(|(name, family)| {
        json!({
            "family": name,
            "label": family.label,
            "leak": family.leak,
            "cap": (1.0 - family.leak) / family.leak,
            "because": family.because,
        })
    });
    json!({
        "model": model.id,
        "lead_edges": model.lead_edges,
        "families": families.collect::<Vec<_>>(),
        "kinds": kinds.collect::<Vec<_>>(),
        "sources": model.sources,
    })
}
