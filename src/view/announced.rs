//! Tables of a trial on announced meetings.

use serde_json::{Value, json};

use super::doc::{Doc, Line};
use super::plans::span;
use super::table::{Column, Table as Grid};
use crate::backtest::announced::{Line as Row, Reading, Said, Table, Trial};
use crate::backtest::announcements::Announcement;
use crate::record::date;

/// The tables for people.
#[must_use]
pub fn doc(trial: &Trial) -> Doc {
    tables(Doc::new().title("Announced meetings"), trial)
}

/// Adds the tables to a document.
pub(super) fn tables(doc: Doc, trial: &Trial) -> Doc {
    let table = &trial.announced;
    doc.paragraph(format!(
        "{} announcements; {} were held, {}. Mean scores, lower is better: log (nats) and \
             Brier (0 to 1). A question on the pair opens the day before, with the prior of its \
             meetings until then; the announcement is entered on its day, graded A1. The share \
             held is that of this very list; without it, of all other rows, as version 2's plans \
             are counted without the row's own.",
        table.of,
        table.held,
        percent(table.held as f64 / table.of.max(1) as f64)
    ))
    .section("On the day of the announcement")
    .table(scores(table))
    .section("By days from the announcement to the first day named")
    .table(leads(trial))
    .section("As the day comes nearer")
    .paragraph(
        "Somebody looks every day, and enters that it is called off on the day on which it \
             is; then the share held gives way to the prior.",
    )
    .table(nearer(trial))
}

fn scores(table: &Table) -> Grid {
    let mut out = Grid::new([
        Column::left(""),
        Column::right("log"),
        Column::right("Brier"),
        Column::right("mean"),
    ]);
    for (i, row) in table.lines.iter().enumerate() {
        let name = if i == 0 {
            Line::new().strong(row.name)
        } else {
            row.name.into()
        };
        out.push([
            name,
            format!("{:.4}", row.log).into(),
            format!("{:.4}", row.brier).into(),
            percent(row.mean).into(),
        ]);
    }
    out
}

fn leads(trial: &Trial) -> Grid {
    let mut out = Grid::new([
        Column::left("days ahead"),
        Column::right("of"),
        Column::right("held"),
        Column::right("version 2"),
        Column::right("log"),
        Column::right("version 1"),
        Column::right("log"),
    ]);
    for (leads, table) in &trial.by_lead {
        let held = percent(table.held as f64 / table.of as f64);
        let mut cells = vec![span(*leads), table.of.to_string(), held];
        for row in table.lines.iter().take(2) {
            cells.extend([percent(row.mean), format!("{:.3}", row.log)]);
        }
        out.push(cells);
    }
    out
}

fn nearer(trial: &Trial) -> Grid {
    let mut out = Grid::new([
        Column::left("read"),
        Column::right("of"),
        Column::right("off by then"),
        Column::right("held"),
        Column::right("log: version 2"),
        Column::right("version 1"),
        Column::right("share"),
    ]);
    for (reading, table) in &trial.nearer {
        let mut cells = vec![
            when(*reading),
            table.of.to_string(),
            table.called_off.to_string(),
            table.held.to_string(),
        ];
        cells.extend(table.lines.iter().take(3).map(|r| format!("{:.4}", r.log)));
        out.push(cells);
    }
    out
}

fn when(reading: Reading) -> String {
    match reading {
        Reading::Announced => "on its day".into(),
        Reading::Before(1) => "the day before".into(),
        Reading::Before(days) => format!("{days} days before"),
    }
}

fn percent(p: f64) -> String {
    format!("{:.1} %", p * 100.0)
}

/// The tables for programs, and every forecast.
#[must_use]
pub fn data(trial: &Trial, list: &[Announcement]) -> Value {
    let mut out = figures(trial);
    if let Value::Object(map) = &mut out {
        let forecasts = trial.said.iter().filter_map(|s| said(s, list));
        map.insert("forecasts".into(), Value::Array(forecasts.collect()));
    }
    out
}

/// The tables alone.
pub(super) fn figures(trial: &Trial) -> Value {
    let leads = trial
        .by_lead
        .iter()
        .map(|(leads, t)| json!({"from": leads.0, "to": leads.1, "table": table(t)}));
    let nearer = trial
        .nearer
        .iter()
        .map(|(reading, t)| json!({"days_before": before(*reading), "table": table(t)}));
    json!({
        "announced": table(&trial.announced),
        "by_lead": leads.collect::<Vec<_>>(),
        "nearer": nearer.collect::<Vec<_>>(),
    })
}

/// `null` for the day of the announcement.
fn before(reading: Reading) -> Option<i32> {
    match reading {
        Reading::Announced => None,
        Reading::Before(days) => Some(days),
    }
}

fn table(t: &Table) -> Value {
    let line = |r: &Row| json!({"name": r.name, "log": r.log, "brier": r.brier, "mean": r.mean});
    json!({
        "announcements": t.of,
        "called_off": t.called_off,
        "held": t.held,
        "forecasters": t.lines.iter().map(line).collect::<Vec<_>>(),
    })
}

fn said(s: &Said, list: &[Announcement]) -> Option<Value> {
    let a = list.get(s.announcement)?;
    let day = |number| date::from_number(number).to_string();
    Some(json!({
        "partner": a.partner,
        "first": day(a.first),
        "last": day(a.last),
        "as_of": day(s.day),
        "days_before": before(s.reading),
        "lead": s.lead,
        "called_off": s.called_off,
        "held": s.held,
        "version_2": s.two,
        "version_2_without_it": s.left_out,
        "version_1": s.one,
        "share": s.share,
        "share_without_it": s.others,
        "prior": s.prior,
    }))
}
