//! A forecast for reading: by the deadline, by other days, at each occasion, the median day.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::caveat;
use super::doc::{Doc, Line};
use super::explanation::draws_line;
use super::moved::outlook;
use super::table::{Column, Table};
use super::words::{tenths, word};
use crate::belief::{Model, Report};
use crate::record::{Question, Resolution, date};

/// The forecast for people, with the caveat of its interval: see [`caveat`].
#[must_use]
pub fn doc(
    question: &Question,
    model: &Model,
    report: &Report,
    (resolution, caveat): (Option<&Resolution>, Option<String>),
) -> Doc {
    let o = &report.outlook;
    let as_of = date::from_number(o.as_of);
    let mut doc = Doc::new().title(&question.title);
    if as_of >= question.deadline {
        doc = doc.paragraph("The deadline has passed: no meeting can come after it.");
    } else {
        doc = doc.paragraph(
            Line::new()
                .plain(format!(
                    "As of {as_of}, a meeting by {}: ",
                    question.deadline
                ))
                .strong(word(o.p))
                .plain(", ")
                .strong(tenths(o.p))
                .plain(format!(
                    "; 90 % of the weight lies from {} to {}.",
                    tenths(o.lo),
                    tenths(o.hi)
                )),
        );
    }
    doc = caveat::told(doc, caveat).table(table(question, report));
    let median = match report.median {
        Some(day) => format!("{day}: as likely as not to have met by then"),
        None => format!("after {}, or never", report.horizon),
    };
    let signals = match report.signals {
        1 => "1 signal".to_owned(),
        n => format!("{n} signals"),
    };
    doc = doc
        .fact("median day", median)
        .fact("rests on", format!("{signals}, model {}", model.id))
        .fact(
            "effective draws",
            draws_line(o.effective_draws, model.draws),
        );
    if let Some(r) = resolution {
        doc = doc.fact(
            "outcome",
            Line::new()
                .strong(r.outcome.as_str())
                .plain(format!(" on {}", r.on)),
        );
    }
    doc
}

pub(super) fn table(question: &Question, report: &Report) -> Table {
    let mut rows: Vec<(Date, String, f64)> = report
        .by
        .iter()
        .map(|(day, p)| (*day, format!("by {day}"), *p))
        .collect();
    rows.push((
        question.deadline,
        format!("by {}, the deadline", question.deadline),
        report.outlook.p,
    ));
    for o in &report.occasions {
        rows.push((
            o.first,
            format!("at {}, {} to {}", o.name, o.first, o.last),
            o.p,
        ));
    }
    for days in &report.announced {
        let on = if days.first == days.last {
            format!("on {}, announced", days.first)
        } else {
            format!("on {} to {}, announced", days.first, days.last)
        };
        rows.push((days.first, on, days.p));
    }
    rows.sort_by_key(|r| r.0);
    rows.dedup_by(|b, a| a.0 == b.0 && a.1.starts_with("by ") && b.1.starts_with("by "));
    let mut table = Table::new([
        Column::left("they first meet").wrap(24),
        Column::right("probability"),
        Column::left("in words"),
    ]);
    for (_, what, p) in rows {
        table.push([
            Line::from(what),
            Line::new().strong(tenths(p)),
            Line::from(word(p)),
        ]);
    }
    table
}

/// Ends of months after a day and before the deadline, at most twelve.
#[must_use]
pub fn month_ends(after: Date, deadline: Date) -> Vec<Date> {
    let mut out = Vec::new();
    let mut day = after.last_of_month();
    while day < deadline && out.len() < 12 {
        if day > after {
            out.push(day);
        }
        match day.tomorrow() {
            Ok(next) => day = next.last_of_month(),
            Err(_) => break,
        }
    }
    out
}

/// The same as data.
#[must_use]
pub fn data(
    question: &Question,
    model_sha256: &str,
    report: &Report,
    caveat: Option<&str>,
) -> Value {
    let by: Vec<Value> = report
        .by
        .iter()
        .map(|(day, p)| json!({"by": day.to_string(), "p": p}))
        .collect();
    let occasions: Vec<Value> = report
        .occasions
        .iter()
        .map(|o| {
            json!({
                "id": o.id,
                "name": o.name,
                "first": o.first.to_string(),
                "last": o.last.to_string(),
                "p": o.p,
            })
        })
        .collect();
    let announced = report.announced.iter().map(|days| {
        json!({
            "id": days.plan,
            "first": days.first.to_string(),
            "last": days.last.to_string(),
            "p": days.p,
        })
    });
    let announced: Vec<Value> = announced.collect();
    let mut out = outlook(&report.outlook);
    if let Value::Object(map) = &mut out {
        map.insert("caveat".into(), json!(caveat));
        map.insert("announced".into(), json!(announced));
        map.insert("question".into(), json!(question.id.as_str()));
        map.insert("deadline".into(), json!(question.deadline.to_string()));
        map.insert("model".into(), json!(model_sha256));
        map.insert("by".into(), json!(by));
        map.insert("occasions".into(), json!(occasions));
        map.insert("median".into(), json!(report.median.map(|d| d.to_string())));
        map.insert("horizon".into(), json!(report.horizon.to_string()));
        map.insert("signals".into(), json!(report.signals));
    }
    out
}
