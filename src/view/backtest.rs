//! Tables of a backtest.

use serde_json::{Value, json};

use super::doc::{Doc, Line};
use super::sheet::{Cell, Sheet};
use super::table::{Column, Table as Grid};
use super::{learned, learned_two};
use crate::backtest::compare::{Line as Row, Table};
use crate::backtest::trial::{Prediction, Trial};
use crate::record::date;
use crate::score::band::Interval;
use crate::score::corp::Corp;

/// The tables for people.
#[must_use]
pub fn doc(trial: &Trial) -> Doc {
    let mut doc = Doc::new().title("Backtest").paragraph(
        "Mean scores over all questions, lower is better: Brier (0 to 1) and log (nats). Excess is \
         over this model, times 1000, above 0 where this model is better, with a 90 % interval over resamples of \
         partners. MCB is miscalibration, DSC discrimination: Brier = MCB - DSC + UNC.",
    );
    for table in &trial.tables {
        doc = doc
            .section(format!("{} days ahead", table.horizon))
            .paragraph(format!(
                "{} questions on {} partners; {} came true.",
                table.questions,
                table.partners,
                percent(table.base_rate)
            ))
            .table(scores(table))
            .table(calibration(table));
    }
    for (name, learned) in &trial.learned {
        doc = learned::section(doc.section(format!("Learned {name}")), learned);
    }
    for (name, learned) in &trial.second {
        doc = learned_two::section(doc.section(format!("Learned {name}")), learned);
    }
    if !trial.left_out.is_empty() {
        doc = doc.warning(format!(
            "the model does not know these kinds, and leaves them out: {}",
            trial.left_out.join(", ")
        ));
    }
    doc
}

fn scores(table: &Table) -> Grid {
    let mut out = Grid::new([
        Column::left(""),
        Column::right("Brier"),
        Column::right("excess x 1000"),
        Column::right("log"),
        Column::right("excess x 1000"),
    ]);
    for (i, line) in table.lines.iter().enumerate() {
        out = out.row([
            name(i, line),
            format!("{:.4}", line.brier).into(),
            excess(i, line.brier_excess),
            format!("{:.4}", line.log).into(),
            excess(i, line.log_excess),
        ]);
    }
    out
}

fn calibration(table: &Table) -> Grid {
    let mut out = Grid::new([
        Column::left(""),
        Column::right("mean"),
        Column::right("MCB"),
        Column::right("DSC"),
        Column::right("log MCB"),
        Column::right("log DSC"),
    ]);
    for (i, line) in table.lines.iter().enumerate() {
        out = out.row([
            name(i, line),
            percent(line.mean).into(),
            format!("{:.4}", line.corp.mcb).into(),
            format!("{:.4}", line.corp.dsc).into(),
            format!("{:.4}", line.corp_log.mcb).into(),
            format!("{:.4}", line.corp_log.dsc).into(),
        ]);
    }
    out
}

fn name(i: usize, line: &Row) -> Line {
    if i == 0 {
        Line::new().strong(line.name)
    } else {
        Line::from(line.name)
    }
}

/// `+8.8 (5.7 to 12.0)`, in thousandths.
fn excess(i: usize, (mean, at): (f64, Interval)) -> Line {
    if i == 0 {
        return "".into();
    }
    let places = usize::from(mean.abs() < 0.1);
    Line::new()
        .signed(format!("{:+.places$}", mean * 1e3))
        .dim(format!(
            " ({:.places$} to {:.places$})",
            at.lo * 1e3,
            at.hi * 1e3
        ))
}

fn percent(p: f64) -> String {
    format!("{:.2} %", p * 100.0)
}

/// The tables for programs.
#[must_use]
pub fn data(trial: &Trial) -> Value {
    json!({
        "tables": trial.tables.iter().map(|t| json!({
            "horizon": t.horizon,
            "questions": t.questions,
            "partners": t.partners,
            "base_rate": t.base_rate,
            "forecasters": t.lines.iter().map(line).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "learned": trial.learned.iter().map(|(name, l)| {
            json!({"part": name, "model": learned::data(l, name)})
        }).collect::<Vec<_>>(),
        "learned_two": trial.second.iter().map(|(name, l)| {
            json!({"part": name, "model": learned_two::data(l)})
        }).collect::<Vec<_>>(),
        "left_out": trial.left_out,
    })
}

fn line(l: &Row) -> Value {
    let excess = |(mean, at): (f64, Interval)| json!({"mean": mean, "lo": at.lo, "hi": at.hi});
    let parts = |c: &Corp| json!({"score": c.score, "mcb": c.mcb, "dsc": c.dsc, "unc": c.unc});
    json!({
        "name": l.name,
        "brier": l.brier,
        "brier_excess": excess(l.brier_excess),
        "log": l.log,
        "log_excess": excess(l.log_excess),
        "mean": l.mean,
        "corp_brier": parts(&l.corp),
        "corp_log": parts(&l.corp_log),
    })
}

/// `partner,as_of,horizon,p,outcome`, safe to open in a spreadsheet.
#[must_use]
pub fn sheet(predictions: &[Prediction]) -> Sheet {
    Sheet::new(
        ["partner", "as_of", "horizon", "p", "outcome"],
        predictions.iter().map(|p| {
            vec![
                Cell::text(&p.partner),
                Cell::Date(date::from_number(p.as_of)),
                Cell::Int(i64::from(p.horizon)),
                Cell::Number(p.p),
                Cell::Int(i64::from(p.yes)),
            ]
        }),
    )
}
