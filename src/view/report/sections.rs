//! What a report says, part by part.

use super::sourced::{anchor, named, own_step, sourced};
use super::{Report, Section, told};
use crate::belief::{Cause, Moved};
use crate::desk::worth::Supposed;
use crate::record::{Body, OccasionBasis, PriorBasis, Question};
use crate::view::chart::{Point, ProbabilityChart};
use crate::view::decibans::{Ladder, Precision};
use crate::view::doc::{Doc, Line, Span};
use crate::view::steps::Steps;
use crate::view::table::{Column, Table};
use crate::view::waterfall::Waterfall;
use crate::view::words::short;
use crate::view::words::{long_day, percent, tenths};
use crate::view::{account, audit, explanation, forecast, sensitivity};

/// Rows of each table of what the answer rests on.
const SHOWN: usize = 6;

pub(super) fn all(report: &Report) -> Vec<Section> {
    let part = |id, heading, doc| Section { id, heading, doc };
    let mut parts = vec![
        part("path", "How it got there", path(report)),
        part("question", "What is asked", question(report)),
        part("moved", "What moved it", moved(report)),
    ];
    let open = report.resolution.is_none() && report.as_of < report.account.question.deadline;
    if open {
        parts.push(part("when", "When and where", when(report)));
    }
    parts.push(part("signals", "The signals", signals(report)));
    parts.push(part("rests", "What it rests on", rests(report)));
    if report.watch.is_some() {
        parts.push(part("watch", "What would change it most", watch(report)));
    }
    parts.push(part("proof", "How to check it", proof(report)));
    parts
}

fn path(report: &Report) -> Doc {
    Doc::new().chart(chart(report))
}

/// The recorded forecasts, on to the day of the report; each signal with its own step.
pub(super) fn chart(report: &Report) -> ProbabilityChart {
    let mut chart = account::chart(&report.account).scale(report.scale);
    let q = &report.account.question;
    let open = report.resolution.is_none() && report.as_of < q.deadline;
    if open && chart.latest().is_some_and(|last| last.day < report.as_of) {
        let o = &report.forecast.outlook;
        chart.points.push(Point {
            day: report.as_of,
            p: o.p,
            lo: o.lo,
            hi: o.hi,
        });
    }
    chart
}

fn question(report: &Report) -> Doc {
    let q = &report.account.question;
    let mut doc = Doc::new();
    for paragraph in q
        .criteria
        .split('\n')
        .filter(|text| !text.trim().is_empty())
    {
        doc = doc.paragraph(paragraph);
    }
    doc = doc
        .fact("leaders", q.participants.join(", "))
        .fact(
            "runs",
            format!("from {} to {}", long_day(q.opens), long_day(q.deadline)),
        )
        .fact("ordinary days", prior_sourced(report));
    if let Some(r) = &report.resolution {
        let mut line = Line::new().strong(r.outcome.as_str());
        line = line.plain(format!(" on {}", long_day(r.on)));
        if let Some(source) = &r.source {
            line = named(line.plain(", says "), &source.name, source.url.as_deref());
        }
        doc = doc.fact("ended", line);
    }
    if q.occasions.is_empty() {
        return doc;
    }
    let mut table = Table::new([
        Column::left("occasion").wrap(16),
        Column::left("days"),
        Column::left("chance at the opening").wrap(16),
        Column::left("from").wrap(16),
    ]);
    for o in &q.occasions {
        let chance = match o.basis {
            OccasionBasis::Counted { held, of } => format!("{held} of {of} past ones"),
            OccasionBasis::Judged { chance, strength } => {
                format!("{} judged, worth {strength} cases", percent(chance))
            }
            OccasionBasis::DrawsOnly => "as given".to_owned(),
        };
        table.push([
            Line::from(o.name.as_str()),
            Line::from(format!("{} to {}", o.first, o.last)),
            Line::from(chance),
            Line::new().dim(o.source.clone().unwrap_or_default()),
        ]);
    }
    doc.table(table)
}

fn prior_sourced(report: &Report) -> Line {
    let question = &report.account.question;
    let line = Line::from(prior(question));
    match &question.prior.source {
        Some(source) => line.dim(format!(": {source}")),
        None => line,
    }
}

/// What the rate of ordinary days was counted from.
pub(in crate::view) fn prior(question: &Question) -> String {
    match &question.prior.basis {
        PriorBasis::Class { meetings, years } => format!("{meetings} meetings in {years} years"),
        PriorBasis::Pair(pair) => format!(
            "{}: {} meetings in {} years; {} a year with the mean partner",
            pair.pair,
            pair.meetings,
            short(pair.years),
            short(pair.pooled)
        ),
    }
}

fn moved(report: &Report) -> Doc {
    let e = &report.explanation;
    match (Waterfall::of(e), &e.levels) {
        (Some(fall), None) => Doc::new().waterfall(fall),
        (Some(fall), Some(levels)) => Doc::new().waterfall(fall).table(explanation::rows::table(
            e,
            levels,
            &Steps::of(&report.account),
        )),
        (None, _) => Doc::new().warning(
            "A probability of exactly 0 or 1 has no log-odds, so the change cannot be split: the \
             deadline has passed, or a day is certain.",
        ),
    }
}

fn when(report: &Report) -> Doc {
    let question = &report.account.question;
    let median = match report.forecast.median {
        Some(day) => format!("{}: as likely as not to have met by then", long_day(day)),
        None => format!("after {}, or never", long_day(report.forecast.horizon)),
    };
    Doc::new()
        .table(forecast::table(question, &report.forecast))
        .fact("median day", median)
}

fn signals(report: &Report) -> Doc {
    let (doc, table) = match report.explanation.levels {
        None => by_signal(report),
        Some(_) => told::signals(report),
    };
    let doc = if table.rows.is_empty() {
        doc.paragraph("No signal stands; the forecast is the prior, time having passed.")
    } else {
        doc.table(table)
    };
    let back = taken_back(report);
    if back.rows.is_empty() {
        return doc;
    }
    doc.section("Taken back").table(back)
}

/// The signals with what each did when it was entered.
fn by_signal(report: &Report) -> (Doc, Table) {
    let mut doc = Doc::new();
    let own = Steps::of(&report.account);
    let mut table = Table::new([
        Column::left("known on"),
        Column::left("signal").wrap(24),
        Column::left("kind").wrap(12),
        Column::left("grade"),
        Column::right("weight"),
        Column::left("rests on"),
        Column::right("dB"),
        Column::right("after"),
    ]);
    for part in &report.explanation.parts {
        if let Cause::Signal(moved) = &part.what {
            let step = own_step(&own, moved);
            table.push_anchored(
                anchor(&moved.signal),
                row(report, moved, step, part.after.p),
            );
        }
    }
    if !table.rows.is_empty() {
        doc = doc.paragraph(
            "Each is graded for its source (A to F) and for the information itself (1 to 6). The \
             weight is the share of its evidence that counts, after grade, overlap and repeats; dB is \
             what it did by itself when it was entered.",
        );
    }
    (doc, table)
}

fn row(report: &Report, moved: &Moved, step: Line, after: f64) -> [Line; 8] {
    let s = &moved.signal;
    let kind = report.model.kinds.get(s.kind.as_str());
    [
        Line::from(s.known_on.to_string()),
        sourced(s),
        Line::from(kind.map_or(s.kind.as_str(), |kind| kind.label.as_str())),
        Line::from(s.grade.to_string()),
        Line::from(short(moved.weight.total)),
        Line::from(moved.rests_on.as_str()),
        step,
        Line::from(tenths(after)),
    ]
}

/// Signals that were recorded and stand no more.
pub(super) fn taken_back(report: &Report) -> Table {
    let signals = report.explanation.signals();
    let stand: Vec<&str> = signals.map(|moved| moved.signal.id.as_str()).collect();
    let mut table = Table::new([
        Column::left("known on"),
        Column::left("signal").wrap(24),
        Column::left("taken back on"),
        Column::left("because").wrap(20),
    ]);
    for row in &report.account.rows {
        let Body::Signal(s) = &row.cause.body else {
            continue;
        };
        if stand.contains(&s.id.as_str()) {
            continue;
        }
        let back = report.retractions.iter().find(|r| r.signal == s.id);
        table.push_anchored(
            anchor(s),
            [
                Line::from(s.known_on.to_string()),
                sourced(s),
                Line::from(back.map_or_else(String::new, |r| r.known_on.to_string())),
                Line::from(back.map_or("", |r| r.because.as_str())),
            ],
        );
    }
    table
}

fn rests(report: &Report) -> Doc {
    let mut doc = explanation::basis(Doc::new(), &report.explanation);
    let Some(all) = &report.sensitivity else {
        return doc;
    };
    let mut shown = all.clone();
    shown.signals.truncate(SHOWN);
    shown.settings.truncate(SHOWN);
    let signal = |id: &str| {
        let mut signals = report.explanation.signals().map(|moved| &moved.signal);
        signals.find(|signal| signal.id.as_str() == id)
    };
    let assumptions = sensitivity::Assumptions {
        question: &report.account.question,
        model: &report.model,
        sensitivity: &shown,
        signal: &signal,
    };
    if !shown.signals.is_empty() {
        doc = doc
            .section("Without one signal")
            .table(sensitivity::signals(&assumptions, SHOWN));
    }
    if !shown.settings.is_empty() {
        doc = doc
            .section("With other settings")
            .table(sensitivity::settings(&assumptions));
    }
    match sensitivity::most(&assumptions) {
        Some(sentence) => doc.paragraph(sentence),
        None => doc,
    }
}

fn watch(report: &Report) -> Doc {
    let Some(watching) = &report.watch else {
        return Doc::new();
    };
    let now = report.forecast.outlook.p;
    let Supposed { grade, within, .. } = watching.supposed;
    let mut table = Table::new([
        Column::left("if this happens").wrap(16),
        Column::right("then"),
        Column::right("dB"),
        Column::right(format!("chance in {within} days")),
        Column::right("expected change"),
    ]);
    for one in watching.kinds.iter().take(SHOWN + 2) {
        let Some(after) = one.after else { continue };
        let step = Ladder::of(&[now, after.p], Precision::Tenths);
        let change = one.expected.map(|x| format!("{:.1} points", x * 100.0));
        table.push([
            Line::from(one.label.as_str()),
            Line::new().strong(tenths(after.p)),
            step.map_or_else(Line::new, |l| Span::signed(l.show(l.total())).into()),
            Line::from(one.chance.p().map_or_else(String::new, percent)),
            Line::from(change.unwrap_or_default()),
        ]);
    }
    Doc::new()
        .paragraph(format!(
            "For each kind of signal: what a report of grade {grade} on that day would make of the \
             {}, how likely one is to come, and the product of that chance and the change.",
            percent(now)
        ))
        .table(table)
}

fn proof(report: &Report) -> Doc {
    let log = &report.log;
    let mut doc = Doc::new()
        .fact("log", Line::new().code(&log.origin))
        .fact("entries", log.size.to_string())
        .fact("root", Line::new().code(&log.root));
    doc = match &report.audit {
        Some(found) => audit::verdict(doc, found),
        None => doc.warning("No audit was made for this report."),
    };
    doc = match &log.checkpoint {
        Some((size, note)) => doc
            .paragraph(format!("The last signed checkpoint, of {size} entries:"))
            .verbatim(note.lines()),
        None => doc.warning(
            Line::new()
                .plain("No checkpoint is signed: nothing in the ledger shows who vouches for it. ")
                .code("summit key new")
                .plain(" makes a key; a checkpoint kept elsewhere shows later changes."),
        ),
    };
    doc.paragraph(
        "Whoever has the ledger can compute all of this again, and compare it with a checkpoint \
         that was kept elsewhere; the second tool shares no code with the first:",
    )
    .verbatim([
        "summit audit --against kept.note --key VKEY".to_owned(),
        "summit export public && python3 verify.py public --key VKEY --against kept.note"
            .to_owned(),
        format!(
            "summit report {} --as-of {}",
            report.account.question.id, report.as_of
        ),
    ])
}
