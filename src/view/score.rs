//! How good the forecasts were.

pub(in crate::view) mod calibration;
mod data;
pub(in crate::view) mod people;

pub(in crate::view) use data::calibration as calibration_data;
pub use data::{data, sheet};

use super::doc::{Doc, Line, Span};
use super::table::{Column, Table};
use super::words::tenths;
use crate::record::{Name, date};
use crate::score::question::{Against, Clock, Losses, Scored, Spot};
use crate::score::report::{MadeBy, Overall, Report, SpotMean};
use crate::score::skill;

/// The scores for people.
#[must_use]
pub fn doc(report: &Report) -> Doc {
    let mut doc = match report.scored.as_slice() {
        [one] => Doc::new().title(format!("Scores: {}", one.title)),
        [] => Doc::new().title("No scores yet"),
        many => Doc::new().title(format!("Scores of {} questions", many.len())),
    };
    let Some(overall) = &report.overall else {
        return left_out(doc, report).hint(
            Line::new()
                .plain("nothing to score: a question has scores once it ended, see ")
                .code("summit resolve --help"),
        );
    };
    doc = doc.paragraph(
        "Brier score (0 to 1) and log score (nats), averaged over each question's days; lower is \
         better. Skill is the share of the prior's loss that was spared: the prior alone hears no \
         signal, only time passes.",
    );
    doc = match report.scored.as_slice() {
        [one] => facts(doc, one),
        many => doc.table(questions(many, overall)),
    };
    doc = doc.table(summary(overall));
    if let (Some(rival), Some((n, against))) = (&report.rival, &overall.against) {
        doc = doc
            .section(format!("Against {rival}"))
            .table(versus(*n, against));
    }
    doc = people::section(doc, report);
    if !overall.spots.is_empty() {
        doc = doc
            .section("Days before the end")
            .paragraph("Counted back from the day that decided it, which nobody knew then.");
        doc = match report.scored.as_slice() {
            [one] => doc.table(spots(one)),
            _ => doc.table(spot_means(&overall.spots)),
        };
    }
    doc = calibration::section(doc.section("Calibration"), &overall.calibration);
    doc = made_by(doc.section("Made by"), &report.made_by);
    left_out(doc, report)
}

fn facts(doc: Doc, q: &Scored) -> Doc {
    let ended = if q.yes { "yes" } else { "no" };
    doc.fact("question", Line::new().code(q.question.as_str()))
        .fact(
            "ended",
            Line::new()
                .strong(ended)
                .plain(format!(" on {}; that day is not scored", day(q.life.end()))),
        )
        .fact("scored", coverage(q))
        .fact("forecasts", counted(q))
        .fact(
            "baseline",
            format!(
                "{:.1} of 100 (Metaculus; 0 is a coin's forecast)",
                q.baseline
            ),
        )
}

fn coverage(q: &Scored) -> String {
    format!(
        "{} of {} days from {} to {}",
        q.days,
        q.life.len(),
        day(q.life.opens()),
        day(q.life.end() - 1)
    )
}

fn counted(q: &Scored) -> String {
    match q.too_late {
        0 => format!("{} recorded", q.forecasts),
        n => format!(
            "{} recorded in time; {n} came too late to count",
            q.forecasts
        ),
    }
}

fn day(number: i32) -> String {
    date::from_number(number).to_string()
}

fn loss(x: f64) -> String {
    format!("{x:.4}")
}

/// The share spared, in whole percents with its sign.
fn spared(loss: f64, reference: f64) -> Line {
    let percent = skill(loss, reference).map(|s| (s * 100.0).round());
    match percent {
        None => Line::new(),
        Some(0.0) => Line::from("0 %"),
        Some(p) if p < -999.0 => Span::signed("-999 %").into(),
        Some(p) => Span::signed(format!("{p:+.0} %")).into(),
    }
}

fn questions(all: &[Scored], overall: &Overall) -> Table {
    let mut table = Table::new([
        Column::left("question").clip(10),
        Column::left("ended"),
        Column::right("days"),
        Column::right("cover"),
        Column::right("Brier"),
        Column::right("skill"),
        Column::right("log"),
        Column::right("skill"),
    ]);
    let cover = |share: f64| format!("{:.0} %", share * 100.0);
    for q in all {
        let ended = if q.yes { "yes" } else { "no" };
        table.push([
            Line::new().code(q.question.as_str()),
            Line::from(format!("{ended} {}", day(q.life.end()))),
            Line::from(q.life.len().to_string()),
            Line::from(cover(q.days as f64 / q.life.len() as f64)),
            Line::new().strong(loss(q.ours.brier)),
            spared(q.ours.brier, q.alone.brier),
            Line::new().strong(loss(q.ours.log)),
            spared(q.ours.log, q.alone.log),
        ]);
    }
    table.total([
        Line::from("mean"),
        Line::from(format!("{} of {} yes", overall.yes, overall.questions)),
        Line::new(),
        Line::from(cover(overall.coverage)),
        Line::new().strong(loss(overall.ours.brier)),
        spared(overall.ours.brier, overall.alone.brier),
        Line::new().strong(loss(overall.ours.log)),
        spared(overall.ours.log, overall.alone.log),
    ])
}

/// Mean losses by name, and below the shares spared against some of them.
fn losses(rows: &[(&str, &Losses)], skills: &[(&str, &Losses, &Losses)]) -> Table {
    let mut table = Table::new([
        Column::left("mean loss").wrap(20),
        Column::right("Brier"),
        Column::right("log"),
    ]);
    for (name, at) in rows {
        table.push([
            Line::from(*name),
            Line::new().strong(loss(at.brier)),
            Line::new().strong(loss(at.log)),
        ]);
    }
    for (i, (name, ours, reference)) in skills.iter().enumerate() {
        table.push([
            Line::from(*name),
            spared(ours.brier, reference.brier),
            spared(ours.log, reference.log),
        ]);
        if let Some(row) = table.rows.last_mut() {
            row.total = i == 0;
        }
    }
    table
}

fn summary(overall: &Overall) -> Table {
    let Overall {
        ours, alone, held, ..
    } = overall;
    losses(
        &[
            ("the recorded forecasts, each until the next", ours),
            ("the prior alone, day by day", alone),
            ("the prior alone, read when they were recorded", held),
        ],
        &[
            ("skill against the prior day by day", ours, alone),
            ("skill against the prior read as rarely", ours, held),
        ],
    )
}

fn versus(questions: usize, against: &Against) -> Table {
    let Against { days, ours, theirs } = against;
    let over = match questions {
        1 => format!("ours, on the {days} days that both cover"),
        n => format!("ours, on {days} shared days of {n} questions"),
    };
    let mut table = losses(
        &[(&over, ours), ("theirs", theirs)],
        &[("skill against theirs", ours, theirs)],
    );
    let relative = |ours: f64, theirs: f64| format!("{:+.4}", ours - theirs);
    table.push([
        Line::from("relative score, ours less theirs"),
        Line::from(relative(ours.brier, theirs.brier)),
        Line::from(relative(ours.log, theirs.log)),
    ]);
    table
}

fn spots(q: &Scored) -> Table {
    let mut table = Table::new([
        Column::right("before"),
        Column::left("day"),
        Column::right("forecast"),
        Column::right("Brier"),
        Column::right("log"),
        Column::right("prior alone"),
        Column::right("Brier"),
        Column::right("log"),
    ]);
    for Spot {
        lead,
        day: on,
        p,
        prior,
    } in &q.spots
    {
        let mut row = vec![Line::from(lead.to_string()), Line::from(day(*on))];
        for said in [p, prior] {
            let losses = said.map(|p| Losses::of(p, q.yes));
            row.push(said.map_or_else(Line::new, |p| Line::new().strong(tenths(p))));
            row.push(losses.map_or_else(Line::new, |l| Line::from(loss(l.brier))));
            row.push(losses.map_or_else(Line::new, |l| Line::from(loss(l.log))));
        }
        table.push(row);
    }
    table
}

fn spot_means(spots: &[SpotMean]) -> Table {
    let mut table = Table::new([
        Column::right("before"),
        Column::right("questions"),
        Column::right("Brier"),
        Column::right("prior"),
        Column::right("skill"),
        Column::right("log"),
        Column::right("prior"),
        Column::right("skill"),
    ]);
    for s in spots {
        let mut row = vec![
            Line::from(s.lead.to_string()),
            Line::from(s.questions.to_string()),
        ];
        if let Some((ours, alone)) = s.ours.zip(s.alone) {
            for (a, b) in [(ours.brier, alone.brier), (ours.log, alone.log)] {
                row.push(Line::new().strong(loss(a)));
                row.push(Line::from(loss(b)));
                row.push(spared(a, b));
            }
        }
        table.push(row);
    }
    table
}

fn made_by(mut doc: Doc, by: &MadeBy) -> Doc {
    doc = doc
        .fact("engine", by.programs.join(", "))
        .fact("scored by", by.scored_by.as_str());
    for (id, sha256) in &by.models {
        let short: String = sha256.chars().take(12).collect();
        let line = Line::new().plain(format!("{id}, SHA-256 {short}..."));
        doc = doc.fact("model", line);
    }
    doc
}

fn left_out(mut doc: Doc, report: &Report) -> Doc {
    let told = report.scored.iter().filter(|q| q.clock == Clock::Known);
    let told: Vec<&Name> = told.map(|q| &q.question).collect();
    if !told.is_empty() {
        doc = doc.warning(format!(
            "{}: dated by the days that the entries speak of, not by when they were recorded. \
             Nothing in the log shows that they were not written with the outcome in sight.",
            some(&told)
        ));
    }
    let missed = report.scored.iter().filter(|q| q.against.is_none());
    let missed: Vec<&Name> = match report.rival {
        Some(_) => missed.map(|q| &q.question).collect(),
        None => Vec::new(),
    };
    let rival = report.rival.as_deref().unwrap_or_default();
    let lists = [
        (report.silent.iter().collect(), "no forecast on any day"),
        (report.void.iter().collect(), "void, counts as nothing"),
        (report.open.iter().collect(), "not ended"),
        (missed, &*format!("no day in common with {rival}")),
    ];
    if lists.iter().any(|(ids, _)| !ids.is_empty()) {
        doc = doc.section("Left out");
    }
    for (ids, why) in lists {
        if !ids.is_empty() {
            doc = doc.item(format!("{}: {why}", some(&ids)));
        }
    }
    doc
}

/// A few names, and how many more.
fn some(ids: &[&Name]) -> String {
    let shown: Vec<&str> = ids.iter().take(4).map(|id| id.as_str()).collect();
    match ids.len().saturating_sub(4) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
