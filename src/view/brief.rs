//! The account of a question on one screen: the chart, what mattered, what it rests on, the end.

use std::collections::BTreeSet;

use super::account;
use super::chart::{ProbabilityChart, SignalMark};
use super::decibans::hundredths;
use super::doc::{Doc, Line, Span};
use super::report::prior;
use super::table::{Column, Table};
use super::words::{long_day, percent, range, tenths};
use crate::record::{Account, Body};

/// How many signals are told.
const TOLD: usize = 10;

/// The account in at most about 36 lines of 80 columns.
#[must_use]
pub fn doc(account: &Account) -> Doc {
    let mut chart = account::chart(account);
    chart.compact = true;
    let stand = chart
        .signals
        .iter()
        .filter(|s| s.taken_back.is_none())
        .count();
    let table = table(&chart, account);
    Doc::new()
        .section(&account.question.title)
        .chart(chart)
        .table(table)
        .fact("rests on", rests(account, stand))
        .fact("ended", ended(account))
}

/// The signals that moved it most, in the order in which they came.
fn table(chart: &ProbabilityChart, account: &Account) -> Table {
    let mut largest = chart.clone();
    largest.keep_largest(TOLD);
    let told = format!(
        "the {} of {} signals that moved it most",
        largest.signals.len(),
        chart.signals.len()
    );
    let mut table = Table::new([
        Column::left("day"),
        Column::left(told).clip(16),
        Column::left("gr"),
        Column::right("dB"),
        Column::right("then"),
    ]);
    for mark in &largest.signals {
        table.push([
            Line::from(mark.day.to_string()),
            summary(mark),
            Line::from(grade(account, &mark.id)),
            mark.step
                .map_or_else(Line::new, |step| Span::signed(hundredths(step)).into()),
            Line::new().strong(tenths(mark.after)),
        ]);
    }
    table
}

fn summary(mark: &SignalMark) -> Line {
    match mark.taken_back {
        Some(_) => Line::new().dim(format!("(retracted) {}", mark.summary)),
        None => Line::from(mark.summary.as_str()),
    }
}

fn signals(account: &Account) -> impl Iterator<Item = &crate::record::Signal> {
    account.rows.iter().filter_map(|row| match &row.cause.body {
        Body::Signal(signal) => Some(signal.as_ref()),
        _ => None,
    })
}

fn grade(account: &Account, id: &str) -> String {
    let signal = signals(account).find(|signal| signal.id.as_str() == id);
    signal.map_or_else(String::new, |signal| signal.grade.to_string())
}

fn rests(account: &Account, stand: usize) -> Line {
    let names = signals(account).filter_map(|signal| signal.source.as_ref());
    let sources: BTreeSet<&str> = names.map(|source| source.name.as_str()).collect();
    let plural = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    let occasions = match account.question.occasions.len() {
        0 => String::new(),
        n => format!(", {}", plural(n, "occasion")),
    };
    Line::new().plain(format!(
        "{}, {}; at first {}{occasions}",
        plural(stand, "signal"),
        plural(sources.len(), "source"),
        prior(&account.question)
    ))
}

fn ended(account: &Account) -> Line {
    let Some(last) = account.rows.last().map(|row| &row.forecast) else {
        return Line::from("no forecast is recorded");
    };
    let line = match &account.resolution {
        Some(end) => Line::new()
            .strong(end.outcome.as_str())
            .plain(format!(" on {}; last forecast ", long_day(end.on))),
        None => Line::new().plain("not yet; last forecast "),
    };
    line.strong(percent(last.p))
        .plain(format!(" ({})", range(last.lo, last.hi)))
}
