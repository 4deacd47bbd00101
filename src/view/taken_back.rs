//! Signals on a chart that stand no more as they were first told: retracted, or amended.

use jiff::civil::Date;

use super::chart::{ProbabilityChart, SignalMark, TakenBack};
use super::steps;
use crate::record::{Account, Body, Retraction, Row, Signal};

/// Marks on a chart what an account takes back: an amended signal stays once, on the day on which
/// it first moved the line, in its last words; one that was retracted says the day of that.
pub(super) fn mark(chart: &mut ProbabilityChart, account: &Account) {
    for row in &account.rows {
        if let Body::Signal(new) = &row.cause.body
            && let Some(old) = &new.amends
        {
            amend(&mut chart.signals, old.as_str(), new);
        }
    }
    let course = account.course();
    for ((_, before), (day, row)) in course.iter().zip(course.iter().skip(1)) {
        if let Body::Retraction(r) = &row.cause.body {
            retract(chart, r, *day, (before, row));
        }
    }
}

fn amend(marks: &mut Vec<SignalMark>, old: &str, new: &Signal) {
    let Some(place) = marks.iter().position(|mark| mark.id == old) else {
        return;
    };
    marks.retain(|mark| mark.id != new.id.as_str());
    if let Some(mark) = marks.get_mut(place) {
        mark.id = new.id.to_string();
        mark.kind = new.kind.to_string();
        mark.summary.clone_from(&new.summary);
    }
}

fn retract(chart: &mut ProbabilityChart, r: &Retraction, day: Date, rows: (&Row, &Row)) {
    let id = r.signal.as_str();
    let Some(mark) = chart.signals.iter_mut().find(|mark| mark.id == id) else {
        return;
    };
    mark.taken_back = Some(day);
    let after = rows.1.forecast.p;
    let before = rows.1.before.unwrap_or(rows.0.forecast.p);
    chart.taken_back.push(TakenBack {
        day,
        id: id.to_owned(),
        summary: mark.summary.clone(),
        because: r.because.clone(),
        step: steps::between(before, after).map(steps::decibans),
        before,
        after,
    });
}
