//! The account of a question: a table of what was believed when, and a chart.

mod columns;
mod data;
mod pick;
mod table;
mod told;

use jiff::civil::Date;

use super::caveat;
use super::chart::{PersonLine, Point, ProbabilityChart, SignalMark};
use super::doc::{Doc, Line};
use super::scale::Scale;
use super::steps::{self, Steps};
use super::taken_back;
use super::words::{tenths, word};
use crate::record::{Account, Body, Guessed, Row};
pub use columns::Column;
pub use data::{data, sheet};
pub use pick::Pick;
pub(in crate::view) use table::list;
pub(in crate::view) use told::is_corrected;

/// What of an account is shown.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Ids in place of summaries.
    pub ids: bool,
    /// With the chart.
    pub chart: bool,
    /// The chart's scale; `None` for the one that fits.
    pub scale: Option<Scale>,
    /// The columns; where there are none, the usual ones.
    pub columns: Vec<Column>,
    /// The rows.
    pub pick: Pick,
}

/// The account for people.
#[must_use]
pub fn doc(account: &Account, options: &Options) -> Doc {
    let q = &account.question;
    let mut doc = Doc::new().title(&q.title).paragraph(format!(
        "{}: opened {}, deadline {}",
        q.id, q.opens, q.deadline
    ));
    if account.rows.is_empty() {
        return doc.hint("nothing was known by that day");
    }
    doc = match options.pick.rows(account).is_empty() {
        true => doc,
        false => doc.table(table::table(account, options)),
    };
    if let Some(left_out) = options.pick.left_out(account) {
        doc = doc.hint(left_out);
    }
    if let Some(last) = account.rows.last() {
        doc = doc.paragraph(summary(account, last));
        doc = caveat::told(doc, caveat::of_account(account));
    }
    if let Some(line) = people(account) {
        doc = doc.paragraph(line);
    }
    for (ended, reopened) in &account.reopened {
        doc = doc.paragraph(format!(
            "Resolved {} on {}, and reopened on {}: {}",
            ended.outcome.as_str(),
            ended.on,
            reopened.on,
            reopened.because
        ));
    }
    if options.chart {
        doc = doc.chart(chart(account).scale(options.scale));
    }
    doc
}

/// What is believed as of the last row, and how the question ended.
pub(in crate::view) fn summary(account: &Account, last: &Row) -> Line {
    let f = &last.forecast;
    let mut line = Line::new()
        .plain(format!("As of {}: ", last.day()))
        .strong(word(f.p))
        .plain(", ")
        .strong(tenths(f.p))
        .plain(format!(" (90 %: {} to {}).", tenths(f.lo), tenths(f.hi)));
    if let Some(r) = &account.resolution {
        line = line
            .plain(" Resolved ")
            .strong(r.outcome.as_str())
            .plain(format!(" on {}.", r.on));
    }
    line
}

/// What people believe beside the model, where anybody said.
fn people(account: &Account) -> Option<Line> {
    let standing = account.guesses.standing();
    let one = |g: &&Guessed| format!("{} {}", g.who, tenths(g.guess.p));
    let all: Vec<String> = standing.iter().map(one).collect();
    let line = Line::new()
        .plain(format!("People beside the model: {}; ", all.join(", ")))
        .code("summit guess")
        .plain(" says why.");
    (!all.is_empty()).then_some(line)
}

/// The recorded forecasts as a chart. A signal's step is its own, corrections included.
#[must_use]
pub fn chart(account: &Account) -> ProbabilityChart {
    let points = account.course().into_iter().map(|(day, r)| Point {
        day,
        p: r.forecast.p,
        lo: r.forecast.lo,
        hi: r.forecast.hi,
    });
    let mut chart = ProbabilityChart::of(&account.question, account.resolution.as_ref())
        .points(points)
        .signals(account.course().into_iter().filter_map(mark));
    chart.people = account
        .guesses
        .by_first()
        .into_iter()
        .map(|who| PersonLine {
            name: who.to_owned(),
            steps: account.guesses.known_course(who),
        })
        .collect();
    taken_back::mark(&mut chart, account);
    let steps = Steps::of(account);
    for mark in &mut chart.signals {
        mark.step = steps.signal(&mark.id).map(steps::decibans);
    }
    chart
}

fn mark((day, row): (Date, &Row)) -> Option<SignalMark> {
    match &row.cause.body {
        Body::Signal(s) => Some(SignalMark::of(s, day, row.before?, row.forecast.p)),
        _ => None,
    }
}
