//! The signals of a report whose probability is explained by rows: each with the row it is in.

use super::Report;
use super::sourced::{anchor, own_step, sourced};
use crate::belief::{Cause, Moved};
use crate::view::doc::{Doc, Line};
use crate::view::explanation::{rows, words};
use crate::view::steps::Steps;
use crate::view::table::{Column, Table};
use crate::view::words::short;

/// The signals in the order of evidence, and how to read them.
pub(super) fn signals(report: &Report) -> (Doc, Table) {
    let mut table = Table::new([
        Column::left("known on"),
        Column::left("signal").wrap(24),
        Column::left("kind").wrap(12),
        Column::left("grade"),
        Column::right("weight"),
        Column::left("rests on"),
        Column::right("dB"),
        Column::left("counts in").wrap(12),
    ]);
    let own = Steps::of(&report.account);
    let e = &report.explanation;
    for (moved, place) in e.told() {
        let what = place.and_then(|i| e.parts.get(i)).map(|part| &part.what);
        table.push_anchored(anchor(&moved.signal), row(report, moved, (&own, what)));
    }
    if table.rows.is_empty() {
        return (Doc::new(), table);
    }
    let doc = Doc::new().paragraph(
        "Each is graded for its source (A to F) and for the information itself (1 to 6), which \
         together make its weight. dB is what it did by itself when it was entered; what it adds \
         now stands in its row above, with all that tell the same.",
    );
    (doc, table)
}

fn row(report: &Report, moved: &Moved, (own, what): (&Steps, Option<&Cause>)) -> [Line; 8] {
    let s = &moved.signal;
    let kind = report.model.kinds.get(s.kind.as_str());
    [
        Line::from(s.known_on.to_string()),
        sourced(s),
        Line::from(kind.map_or(s.kind.as_str(), |kind| kind.label.as_str())),
        Line::from(s.grade.to_string()),
        Line::from(short(moved.weight.total)),
        Line::from(moved.rests_on.as_str()),
        own_step(own, moved),
        counts_in(what),
    ]
}

fn counts_in(what: Option<&Cause>) -> Line {
    let first = what.and_then(|what| what.signals().first());
    match (what, first) {
        (Some(what), Some(first)) => {
            Line::new().link(words::place(what), format!("#{}", rows::anchor(first)))
        }
        _ => Line::from(words::OVER),
    }
}
