//! The measured figures for programs and spreadsheets.

use serde_json::{Value, json};

use super::told::key;
use crate::library::measured::Measured;
use crate::library::reliability::{Count, Part};
use crate::library::{Difference, Fitted};
use crate::score::band::Interval;
use crate::view::sheet::{Cell, Sheet};
use crate::view::{announced, cases, score};

/// The figures as data.
#[must_use]
pub fn data(m: &Measured) -> Value {
    json!({
        "model": m.model,
        "fitted": m.fitted.as_ref().map(fitted),
        "library": cases::score_data(&m.library, m.left_out, false),
        "announcements": announced::figures(&m.announced),
        "reliability": m.parts.iter().map(part).collect::<Vec<_>>(),
    })
}

fn fitted(f: &Fitted) -> Value {
    json!({
        "on_cases": f.on_cases,
        "because": f.because,
        "out_of_sample": f.out_of_sample,
    })
}

fn part(p: &Part) -> Value {
    let count = |c: &Count| {
        json!({
            "origin": c.origin.as_str(),
            "questions": c.questions,
            "yes": c.yes,
            "forecasts": c.forecasts,
            "came": c.came,
        })
    };
    json!({
        "phase": key(p.phase),
        "behind": p.counts.iter().map(count).collect::<Vec<_>>(),
        "calibration": score::calibration_data(&p.calibration),
    })
}

/// One figure a row.
struct Figure<'a> {
    section: &'a str,
    part: &'a str,
    name: &'a str,
    measure: &'a str,
    /// The forecasts that a reliability is of.
    span: Option<(f64, f64)>,
    value: f64,
    band: Option<Interval>,
    /// Questions and days behind it.
    questions: usize,
    days: usize,
}

/// The figures for spreadsheets, one a row.
#[must_use]
pub fn sheet(m: &Measured) -> Sheet {
    let header = [
        "section",
        "part",
        "name",
        "measure",
        "from",
        "to",
        "value",
        "lo",
        "hi",
        "questions",
        "days",
    ];
    let rows = library(m);
    let rows = rows.into_iter().chain(announcements(m));
    Sheet::new(header, rows.chain(m.parts.iter().flat_map(reliability)))
}

fn row(f: &Figure<'_>) -> Vec<Cell> {
    vec![
        Cell::text(f.section),
        Cell::text(f.part),
        Cell::text(f.name),
        Cell::text(f.measure),
        Cell::number(f.span.map(|s| s.0)),
        Cell::number(f.span.map(|s| s.1)),
        Cell::Number(f.value),
        Cell::number(f.band.map(|b| b.lo)),
        Cell::number(f.band.map(|b| b.hi)),
        Cell::Int(f.questions as i64),
        Cell::Int(f.days as i64),
    ]
}

fn library(m: &Measured) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for table in &m.library.tables {
        let part = cases::told::key(table.part);
        let named = m.library.forecasters.iter().zip(&table.lines);
        for (who, line) in named {
            let mut push = |measure, value, band| {
                rows.push(row(&Figure {
                    section: "library",
                    part: &part,
                    name: &who.name,
                    measure,
                    span: None,
                    value,
                    band,
                    questions: table.questions,
                    days: table.days,
                }));
            };
            push("log", line.losses.log, None);
            push("brier", line.losses.brier, None);
            let mut less = |measure, d: Difference| push(measure, d.mean, d.band);
            if let Some(l) = &line.less {
                less("log_less_prior", l.log);
                less("brier_less_prior", l.brier);
            }
        }
    }
    rows
}

fn announcements(m: &Measured) -> Vec<Vec<Cell>> {
    let t = &m.announced.announced;
    let figure = |name, measure, value| {
        row(&Figure {
            section: "announcements",
            part: "on its day",
            name,
            measure,
            span: None,
            value,
            band: None,
            questions: t.of,
            days: t.of,
        })
    };
    let line = |l: &crate::backtest::announced::Line| {
        [
            figure(l.name, "log", l.log),
            figure(l.name, "brier", l.brier),
            figure(l.name, "mean", l.mean),
        ]
    };
    t.lines.iter().flat_map(line).collect()
}

fn reliability(p: &Part) -> Vec<Vec<Cell>> {
    let c = &p.calibration;
    let figure = |measure, value, band| Figure {
        section: "reliability",
        part: key(p.phase),
        name: "",
        measure,
        span: None,
        value,
        band,
        questions: c.questions,
        days: c.forecasts,
    };
    let bands = c.bands.as_ref();
    let mut rows = vec![
        row(&figure("brier", c.brier.score, bands.map(|b| b.score))),
        row(&figure("miscalibration", c.brier.mcb, bands.map(|b| b.mcb))),
        row(&figure("discrimination", c.brier.dsc, bands.map(|b| b.dsc))),
        row(&figure("uncertainty", c.brier.unc, None)),
    ];
    rows.extend(c.steps.iter().map(|s| {
        row(&Figure {
            span: Some((s.from, s.to)),
            questions: s.questions,
            days: s.forecasts,
            ..figure("came", s.came, s.band)
        })
    }));
    rows
}
