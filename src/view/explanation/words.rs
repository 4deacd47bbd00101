//! What a row of an explanation is, in words.

use crate::belief::two::model::Call;
use crate::belief::{Cause, Channel, Moved, PlanRow, Story};
use crate::view::doc::Line;
use crate::view::words::short;
use crate::view::words::{long_day, stretch};

/// The row for a table; `moves` says whether it moved anything.
#[must_use]
pub fn line(what: &Cause, moves: bool) -> Line {
    match what {
        Cause::Passage(days) => Line::from(passing(*days)),
        Cause::Signal(moved) => Line::from(moved.signal.summary.as_str()),
        Cause::Story(story) => told(story),
        Cause::Channel(channel) => Line::new().dim(held(channel, moves)),
        Cause::Silence(through) => Line::from(nothing_seen(&long_day(*through))),
        Cause::Plan(plan) => planned(plan),
    }
}

/// The row in a few words, what matters most first.
#[must_use]
pub fn label(what: &Cause) -> String {
    match what {
        Cause::Passage(days) => passing(*days),
        Cause::Signal(moved) => moved.signal.summary.clone(),
        Cause::Story(story) => match story.signals.len() {
            0 | 1 => summary(&story.signals).to_owned(),
            2 => format!("twice: {}", summary(&story.signals)),
            n => format!("{n} times: {}", summary(&story.signals)),
        },
        Cause::Channel(channel) => format!("held back: {}", channel.label),
        Cause::Silence(through) => nothing_seen(&through.strftime("%-d %b").to_string()),
        Cause::Plan(plan) => match plan.call {
            Call::Announce | Call::Doubt => format!("announced: {}", stretch(plan.about)),
            Call::Cancel => format!("called off: {}", stretch(plan.about)),
        },
    }
}

/// What is said of a signal that is in no row.
pub const OVER: &str = "nothing: its days were over";

/// What a signal's row is: `a story`, `a story told 3 times`, `a plan told twice`.
#[must_use]
pub fn place(what: &Cause) -> String {
    let name = match what {
        Cause::Plan(_) => "a plan",
        _ => "a story",
    };
    match times(what.signals().len()) {
        Some(times) => format!("{name} {times}"),
        None => name.to_owned(),
    }
}

/// `told 3 times`; `None` where once.
#[must_use]
pub fn times(told: usize) -> Option<String> {
    match told {
        0 | 1 => None,
        2 => Some("told twice".to_owned()),
        n => Some(format!("told {n} times")),
    }
}

fn passing(days: i32) -> String {
    let plural = if days == 1 { "day passes" } else { "days pass" };
    format!("{days} {plural}")
}

fn nothing_seen(day: &str) -> String {
    format!("nothing seen by {day}")
}

fn summary(signals: &[Moved]) -> &str {
    signals.first().map_or("", |m| m.signal.summary.as_str())
}

fn told(story: &Story) -> Line {
    let line = Line::from(summary(&story.signals));
    let Some(times) = times(story.signals.len()) else {
        return line;
    };
    let named = story.signals.iter().any(|m| m.signal.story.is_some());
    match named {
        true => line
            .dim(" – story ")
            .code(&story.name)
            .dim(format!(", {times}")),
        false => line.dim(format!(" – {times}")),
    }
}

fn held(channel: &Channel, moves: bool) -> String {
    let what = if moves {
        "held back"
    } else {
        "nothing held back"
    };
    format!(
        "{}: together at most {} times; {what}",
        channel.label,
        short(channel.most).trim_end_matches(".0")
    )
}

/// `, confirmed twice`.
fn count(line: Line, what: &str, times: usize) -> Line {
    match times {
        0 => line,
        1 => line.plain(format!(", {what} once")),
        2 => line.plain(format!(", {what} twice")),
        n => line.plain(format!(", {what} {n} times")),
    }
}

fn planned(plan: &PlanRow) -> Line {
    let days = stretch(plan.about);
    let first = plan.signals.first();
    let line = Line::from(match plan.call {
        Call::Announce | Call::Doubt => format!("announced for {days}"),
        Call::Cancel => format!("{days} called off"),
    });
    let line = match first {
        Some(moved) => line.plain(" by ").code(moved.signal.id.as_str()),
        None => line,
    };
    let told = plan.signals.len().saturating_sub(plan.doubts);
    let line = count(line, "confirmed", told.saturating_sub(1));
    let line = count(line, "doubted", plan.doubts);
    let line = match plan.acts {
        true => line,
        false => line.warn("; no day is left to move"),
    };
    match summary(&plan.signals) {
        "" => line,
        summary => line.dim(format!(" – {summary}")),
    }
}
