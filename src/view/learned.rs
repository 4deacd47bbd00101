//! What was learned, and how sure it is.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::doc::{Doc, Line};
use super::table::{Column, Table};
use crate::backtest::cases::Case;
use crate::backtest::learn::{Learned, LearnedKind, MIN_EVENTS, MIN_PARTNERS};
use crate::model::shape::Toward;
use crate::model::source::Source;

/// What was learned, for people.
#[must_use]
pub fn doc(learned: &Learned, id: &str) -> Doc {
    section(Doc::new().title(format!("Learned model {id}")), learned)
}

/// The same under a heading that stands already.
#[must_use]
pub fn section(doc: Doc, l: &Learned) -> Doc {
    let mut doc = doc
        .paragraph(
            "Loss is the log score a question. Left out: on partners that were not learned from, \
             fold by fold; that is what to expect. Fitted: on the same ones; it flatters.",
        )
        .fact(
            "questions",
            format!("{} as-of days and partners", l.questions),
        )
        .fact("loss, left out", spared(l.held_out))
        .fact("loss, fitted", spared(l.fitted))
        .fact(
            "repeats",
            format!(
                "within {} days keep {} of the weight, of {} settings tried",
                l.repeats.window,
                l.repeats.discount,
                l.tried.len()
            ),
        )
        .fact("silence", format!("strength {}", l.settings.silence));
    doc = doc.table(kinds(&l.kinds)).paragraph(format!(
        "Ratios by lead time, before weights. Weight 0: adds nothing beyond the others on the \
         counts. Refused: fewer than {MIN_EVENTS} days or {MIN_PARTNERS} partners with it; the base \
         source's numbers stay."
    ));
    doc
}

/// A loss, and what that spares against the prior alone.
pub(super) fn spared((prior, got): (f64, f64)) -> String {
    format!(
        "{got:.4} nats; the prior alone {prior:.4} ({:+.1} %)",
        100.0 * (got / prior - 1.0)
    )
}

/// Every kind with its weight and some of its ratios.
pub(super) fn kinds(all: &BTreeMap<String, LearnedKind>) -> Table {
    let bins = [0, 2, 4];
    let mut kinds = Table::new([
        Column::left("kind"),
        Column::right("weight"),
        Column::right("days"),
        Column::right("partners"),
        Column::right("1st bin"),
        Column::right("3rd bin"),
        Column::right("5th bin"),
    ]);
    for (name, k) in all {
        let weight = if k.refused.is_some() {
            Line::new().dim("refused")
        } else {
            Line::from(k.weight.to_string())
        };
        let ratio = |b: &usize| {
            k.ratios
                .get(*b)
                .map_or(String::new(), |r| format!("{r:.2}"))
        };
        let mut cells: Vec<Line> = vec![
            Line::new().code(name),
            weight,
            k.counts.events.to_string().into(),
            k.counts.partners.to_string().into(),
        ];
        cells.extend(bins.iter().map(|b| Line::from(ratio(b))));
        kinds = kinds.row(cells);
    }
    kinds
}

/// What was learned, for programs.
#[must_use]
pub fn data(l: &Learned, id: &str) -> Value {
    json!({
        "id": id,
        "questions": l.questions,
        "repeats": {"window_days": l.repeats.window, "discount": l.repeats.discount},
        "tried": l.tried.iter().map(|t| json!({
            "window_days": t.repeats.window, "discount": t.repeats.discount,
            "log_loss": t.loss, "folds": t.folds,
        })).collect::<Vec<_>>(),
        "log_loss": {
            "fitted": {"prior": l.fitted.0, "with_evidence": l.fitted.1},
            "held_out": {"prior": l.held_out.0, "with_evidence": l.held_out.1},
        },
        "feed": l.settings,
        "kinds": kinds_data(&l.kinds),
    })
}

/// Every kind with all that was counted, for programs.
pub(super) fn kinds_data(all: &BTreeMap<String, LearnedKind>) -> Value {
    let kinds = all.iter().map(|(name, k)| {
        (
            name.clone(),
            json!({
                "observed": k.counts.observed,
                "expected": k.counts.expected,
                "events": k.counts.events,
                "partners": k.counts.partners,
                "days_watched": k.counts.watched,
                "direction": if k.toward == Toward::Meeting { "toward" } else { "away" },
                "ratios": k.ratios,
                "weight": if k.refused.is_some() { None } else { Some(k.weight) },
                "refused": k.refused,
            }),
        )
    });
    Value::Object(kinds.collect())
}

/// Counts of a ledger's cases, for people.
#[must_use]
pub fn cases_doc(cases: &BTreeMap<String, Case>, base: &Source) -> Doc {
    let mut table = Table::new([
        Column::left("kind"),
        Column::right("signals"),
        Column::right("questions"),
        Column::left("what came of it").wrap(20),
    ]);
    for (name, case) in cases {
        let what = match &case.refused {
            Some(why) => format!("refused: {why}"),
            None if !base.kinds.contains_key(name) => "the base source has no such kind".into(),
            None => format!("counts joined: observed {:?}", case.counts.observed),
        };
        table = table.row([
            Line::new().code(name),
            case.counts.events.to_string().into(),
            case.counts.partners.to_string().into(),
            what.into(),
        ]);
    }
    Doc::new()
        .title("Signals of ended questions")
        .paragraph(
            "Counted by how long before the meeting they came, against each question's own \
             background. Weights and silence are not learned from a ledger kept by hand.",
        )
        .table(table)
}

/// Counts of a ledger's cases, for programs.
#[must_use]
pub fn cases_data(cases: &BTreeMap<String, Case>) -> Value {
    let each = cases.iter().map(|(name, c)| {
        let value = json!({
            "observed": c.counts.observed,
            "expected": c.counts.expected,
            "signals": c.counts.events,
            "questions": c.counts.partners,
            "refused": c.refused,
        });
        (name.clone(), value)
    });
    Value::Object(each.collect())
}
