//! What ended questions taught, and what that is worth on others.

mod data;
mod scores;

pub use data::data;

use crate::library::fit::{Fitted, KindRow, LeakRow, MIN_QUESTIONS, Refused, Setting, Tally};
use crate::score::band::Interval;
use crate::view::cases::told::many;
use crate::view::doc::{Doc, Line};
use crate::view::table::{Column, Table};

/// For people.
#[must_use]
pub fn doc(fitted: &Fitted, id: &str) -> Doc {
    let (questions, yes) = fitted.questions;
    let doc = Doc::new()
        .title(format!("Fitted model {id}"))
        .paragraph(format!(
            "{} that ended, {yes} yes and {} no.",
            many(questions, "question", "questions"),
            questions - yes
        ))
        .fact("may move", free(&fitted.setting));
    let doc = plans(doc, fitted);
    let doc = doc
        .section("Kinds")
        .paragraph(KINDS)
        .table(kinds(&fitted.kinds));
    let doc = doc
        .section("Families")
        .paragraph(LEAKS)
        .table(leaks(&fitted.leaks));
    scores::add(doc, fitted.validated.as_ref())
}

const KINDS: &str = "Asked: questions with such a signal, and how many of them ended yes. Base and fitted: what one sure \
     report says alone, in the lead bin where it says most; elsewhere it moves as much less as it says \
     less there. The interval resamples whole questions at the same spread, slopes and counts of plans, \
     so that it is too narrow. Refused: fewer than three questions; the base's number stays. Null: the \
     base counted it and found nothing, which stays so.";

const LEAKS: &str = "How often a family's state is misread or does not matter.";

/// `kinds, with a spread of 0.4`
fn free(setting: &Setting) -> String {
    match setting.spread() {
        0.0 => setting.name.into(),
        spread => format!("{}, with a spread of {spread}", setting.name),
    }
}

fn plans(doc: Doc, fitted: &Fitted) -> Doc {
    let counts = &fitted.counts;
    let mut table = Table::new([
        Column::left("plans"),
        Column::right("questions"),
        Column::right("kept"),
        Column::right("lost"),
        Column::right("open"),
        Column::left("what came of it").wrap(20),
    ]);
    let mut row = |name: &str, tally: &Tally, what: String| {
        table.push([
            Line::from(name),
            tally.questions().to_string().into(),
            tally.kept().to_string().into(),
            tally.lost().to_string().into(),
            tally.unknown.to_string().into(),
            what.into(),
        ]);
    };
    row("announced firmly", &counts.firm, String::new());
    for (kind, tally) in &counts.promised {
        let promise = fitted.promises.get(kind);
        let what = promise.map_or_else(String::new, |(before, after)| match tally.speaks() {
            true => format!("promise {before}, now {after}"),
            false => format!("refused: fewer than {MIN_QUESTIONS} questions"),
        });
        row(kind, tally, what);
    }
    row("doubted in public", &counts.doubted, doubted(fitted));
    row("called off", &counts.called_off, called_off(fitted));
    let doc = doc.section("Plans").paragraph(PLANS).table(table);
    counts.known.iter().fold(doc, |doc, plan| {
        let what = format!("{}, {}", plan.question, plan.when());
        doc.item(format!(
            "called off, and counted by the base already: {what}"
        ))
    })
}

const PLANS: &str = "Announcements of one story, or of days that overlap, are one plan. Kept: the meeting fell on the \
     days named or within the slack. Open: the question ended before one could know.";

fn doubted(fitted: &Fitted) -> String {
    let plans = fitted.source.as_ref().map(|source| &source.plans);
    let doubted = plans.and_then(|plans| plans.doubted);
    doubted.map_or_else(String::new, |d| format!("{} of {} lost", d.lost, d.plans))
}

fn called_off(fitted: &Fitted) -> String {
    let plans = fitted.source.as_ref().map(|source| &source.plans);
    let keeps = plans.map(|plans| (plans.cancelled_keeps, plans.counted));
    keeps.map_or_else(String::new, |(keeps, counted)| {
        let (held, of) = (counted.called_off_held, counted.called_off);
        let both = held.zip(of);
        both.map_or_else(String::new, |(held, of)| {
            format!("{held} of {of} held, keeps {keeps}")
        })
    })
}

fn kinds(rows: &[KindRow]) -> Table {
    let mut table = Table::new([
        Column::left("kind"),
        Column::right("asked"),
        Column::right("yes"),
        Column::right("told"),
        Column::right("base"),
        Column::right("fitted"),
        Column::left("90 %"),
    ]);
    for row in rows {
        table.push([
            Line::new().code(&row.kind),
            row.questions.to_string().into(),
            row.yes.to_string().into(),
            row.signals.to_string().into(),
            format!("{:.2}", row.before).into(),
            format!("{:.2}", row.after).into(),
            claimed(row),
        ]);
    }
    table
}

fn band(band: Interval, digits: usize) -> String {
    format!("{:.digits$} to {:.digits$}", band.lo, band.hi)
}

/// How sure its number is, or why there is none.
fn claimed(row: &KindRow) -> Line {
    match (&row.refused, row.band) {
        (Some(Refused::Null), _) => Line::new().dim("null"),
        (Some(Refused::Few), _) => Line::new().dim("refused"),
        (None, None) => "stays".into(),
        (None, Some(b)) => band(b, 2).into(),
    }
}

fn leaks(rows: &[LeakRow]) -> Table {
    let mut table = Table::new([
        Column::left("family"),
        Column::right("questions"),
        Column::right("base"),
        Column::right("fitted"),
        Column::left("90 %"),
    ]);
    for row in rows {
        table.push([
            Line::new().code(&row.family),
            row.questions.to_string().into(),
            format!("{:.3}", row.before).into(),
            format!("{:.3}", row.after).into(),
            row.band.map_or_else(String::new, |b| band(b, 3)).into(),
        ]);
    }
    table
}
