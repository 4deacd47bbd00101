//! The signals of a question's page: what each did, and a switch to leave it out.

use std::collections::HashMap;

use jiff::civil::Date;

use super::asked::Asked;
use super::choices::label;
use super::shown::Shown;
use crate::belief::{Cause, Explanation, Part};
use crate::desk::Standing;
use crate::record::Signal;
use crate::view::address::web_address;
use crate::view::decibans::{Ladder, Precision};
use crate::view::words::short;
use crate::view::words::tenths;

/// Most signals that are listed one by one: the latest.
const SHOWN: usize = 500;

/// The signals known by a day.
pub(super) struct Listed {
    /// The latest, and those that are left out, oldest first.
    pub rows: Vec<Row>,
    /// All of them.
    pub count: usize,
    /// How many earlier ones are not listed, and their decibans.
    pub earlier: Option<(usize, String)>,
    /// Decibans of all signals, and of the days that passed.
    pub signals: Option<String>,
    pub time: Option<String>,
    pub total: Option<String>,
    pub after: String,
    /// Signals that became known later.
    pub later: usize,
}

/// One signal.
pub(super) struct Row {
    pub id: String,
    pub seq: u64,
    pub day: Date,
    pub summary: Shown,
    pub kind: Shown,
    pub grade: String,
    pub source: Option<Shown>,
    pub url: Option<String>,
    pub weight: String,
    pub repeats: usize,
    pub rests_on: &'static str,
    pub decibans: String,
    pub class: &'static str,
    pub after: String,
    /// Whether it is supposed away.
    pub out: bool,
}

/// The signals of a standing, with what each did by its explanation.
pub(super) fn listed(
    standing: &Standing,
    explanation: &Explanation,
    asked: &Asked,
    known: usize,
) -> Listed {
    let path: Vec<f64> = std::iter::once(explanation.start.p)
        .chain(explanation.parts.iter().map(|part| part.after.p))
        .collect();
    let ladder = Ladder::of(&path, Precision::Hundredths);
    let steps = ladder.as_ref().map(Ladder::steps).unwrap_or_default();
    let show = |units: i64| ladder.as_ref().map(|l| l.show(units));
    let places: HashMap<&str, u64> = standing
        .evidence()
        .iter()
        .map(|e| (e.id.as_str(), e.seq))
        .collect();
    let is_signal = |part: &&Part| matches!(part.what, Cause::Signal(_));
    let count = explanation.parts.iter().filter(is_signal).count();
    let mut to_skip = count.saturating_sub(SHOWN);
    let (mut skipped, mut earlier) = (0, 0);
    let (mut rows, mut signals, mut time) = (Vec::new(), 0, 0);
    for (i, part) in explanation.parts.iter().enumerate() {
        let step = steps.get(i).copied();
        let Cause::Signal(moved) = &part.what else {
            time += step.unwrap_or(0);
            continue;
        };
        signals += step.unwrap_or(0);
        let s = &moved.signal;
        let out = asked.without.iter().any(|id| id == s.id.as_str());
        if to_skip > 0 {
            to_skip -= 1;
            if !out {
                skipped += 1;
                earlier += step.unwrap_or(0);
                continue;
            }
        }
        rows.push(Row {
            id: s.id.to_string(),
            seq: places.get(s.id.as_str()).copied().unwrap_or(0),
            day: part.day,
            summary: Shown::new(&s.summary),
            kind: Shown::new(label(&standing.model, s.kind.as_str())),
            grade: s.grade.to_string(),
            source: s.source.as_ref().map(|x| Shown::cut(&x.name, 60)),
            url: address(s),
            weight: short(moved.weight.total),
            repeats: usize::try_from(moved.weight.repeats).unwrap_or(usize::MAX),
            rests_on: moved.rests_on.as_str(),
            decibans: step.and_then(show).unwrap_or_default(),
            class: match step.unwrap_or(0) {
                0 => "",
                1.. => "up",
                _ => "down",
            },
            after: tenths(part.after.p),
            out,
        });
    }
    Listed {
        later: known.saturating_sub(count),
        earlier: (skipped > 0).then(|| (skipped, show(earlier).unwrap_or_default())),
        count,
        rows,
        signals: show(signals),
        time: show(time),
        total: ladder.as_ref().map(|l| l.show(l.total())),
        after: tenths(explanation.end.p),
    }
}

/// The page that a signal rests on, where it is one that may be linked to.
fn address(signal: &Signal) -> Option<String> {
    let url = signal.source.as_ref()?.url.as_deref()?;
    web_address(url).map(str::to_owned)
}
