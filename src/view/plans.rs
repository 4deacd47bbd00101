//! What a list of announcements says of plans, and what a model takes from it.

use serde_json::{Value, json};

use super::doc::{Doc, Line};
use super::table::{Column, Table};
use crate::backtest::announcements::{Announcement, Leads, by_lead, record};
use crate::model::two::source::{Plans, Record};

/// The counts of a list beside those of a model, and the shares by lead.
#[must_use]
pub fn doc(list: &[Announcement], plans: &Plans) -> Doc {
    let listed = record(list, plans.last_days);
    let mut leads = Table::new([
        Column::left("days ahead"),
        Column::right("announced"),
        Column::right("held"),
        Column::right("share"),
    ]);
    for share in by_lead(list) {
        leads.push([
            span(share.leads),
            share.of.to_string(),
            share.held.to_string(),
            percent(share.held, share.of),
        ]);
    }
    Doc::new()
        .title("Announced meetings")
        .paragraph(format!(
            "Of {} announcements {} were held. A plan is one journey, or one meeting; lost late is \
             lost in the last {} days before the first one named.",
            list.len(),
            listed.held,
            plans.last_days
        ))
        .table(leads)
        .section("Plans")
        .table(counts(&listed, &plans.counted))
        .paragraph(plans.because.as_str())
}

fn counts(listed: &Record, model: &Record) -> Table {
    let mut table = Table::new([
        Column::left(""),
        Column::right("this list"),
        Column::right("the model"),
    ]);
    let mut row = |name: &str, of: &dyn Fn(&Record) -> String| {
        table.push([Line::from(name), of(listed).into(), of(model).into()]);
    };
    row("plans", &|r| r.plans.to_string());
    row("that reached their last days", &|r| r.reached.to_string());
    row("of these lost", &|r| r.lost_late.to_string());
    row("lost before", &|r| r.lost_early.to_string());
    row("announced days before", &|r| r.days_before.to_string());
    row("announcements held", &|r| r.held.to_string());
    row("of these near the days named", &|r| r.near.to_string());
    row("kept, mean of its Beta", &|r| format!("{:.4}", kept(r)));
    row("loss a day, mean of its Gamma", &|r| {
        format!("{:.5}", loss(r))
    });
    row("near share", &|r| format!("{:.4}", r.near_share()));
    table
}

fn kept(record: &Record) -> f64 {
    let (a, b) = record.kept();
    a / (a + b)
}

fn loss(record: &Record) -> f64 {
    let (shape, rate) = record.loss();
    shape / rate
}

/// `3-7`, or `31 or more`.
pub(super) fn span((from, to): Leads) -> String {
    if to >= 3660 {
        format!("{from} or more")
    } else {
        format!("{from}-{to}")
    }
}

fn percent(held: u64, of: u64) -> String {
    if of == 0 {
        return "-".into();
    }
    format!("{:.1} %", held as f64 / of as f64 * 100.0)
}

/// The same as data.
#[must_use]
pub fn data(list: &[Announcement], plans: &Plans) -> Value {
    let one = |r: &Record| {
        json!({
            "plans": r.plans,
            "reached": r.reached,
            "lost_late": r.lost_late,
            "lost_early": r.lost_early,
            "days_before": r.days_before,
            "held": r.held,
            "near": r.near,
            "kept_beta": r.kept(),
            "loss_gamma": r.loss(),
            "near_share": r.near_share(),
        })
    };
    let leads: Vec<Value> = by_lead(list)
        .into_iter()
        .map(|s| json!({"from": s.leads.0, "to": s.leads.1, "announced": s.of, "held": s.held}))
        .collect();
    json!({
        "announcements": list.len(),
        "last_days": plans.last_days,
        "by_lead": leads,
        "listed": one(&record(list, plans.last_days)),
        "model": one(&plans.counted),
    })
}
