//! Where a plan stood on each day of a case.

use std::collections::BTreeSet;

use super::case::Case;
use crate::record::{Body, date};

/// Kinds that announce days, and call them off.
const ANNOUNCED: &str = "summit-announced";
const CALLED_OFF: &str = "summit-cancelled";

/// Where the plan stood at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// No meeting had been announced or called off.
    Before,
    /// An announcement stood.
    Announced,
    /// The last that was heard was a calling-off, or the announced days had passed.
    Off,
}

impl Phase {
    /// All, in the order in which they come.
    pub const ALL: [Self; 3] = [Self::Before, Self::Announced, Self::Off];

    /// `before`, `announced` or `off`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Announced => "announced",
            Self::Off => "off",
        }
    }
}

/// What one signal did to the plan.
struct Step<'c> {
    known: i32,
    id: &'c str,
    announces: bool,
    /// The last of the days that were announced.
    last: Option<i32>,
}

/// The phase at the end of each day of a case's life.
///
/// The last signal of kind `summit-announced` or `summit-cancelled` that was known and not
/// retracted by then decides; of one day, what is called off comes before what is announced, as
/// in the belief. An announcement whose days are over without the meeting stands no more; one that
/// names no days stands until it is called off.
#[must_use]
pub fn phases(case: &Case) -> Vec<Phase> {
    let mut steps: Vec<Step<'_>> = case.facts.iter().filter_map(step).collect();
    steps.sort_by_key(|s| (s.known, s.announces));
    case.life.days().map(|day| on(case, &steps, day)).collect()
}

fn step(fact: &Body) -> Option<Step<'_>> {
    let Body::Signal(signal) = fact else {
        return None;
    };
    let announces = match signal.kind.as_str() {
        ANNOUNCED => true,
        CALLED_OFF => false,
        _ => return None,
    };
    Some(Step {
        known: date::number(signal.known_on),
        id: signal.id.as_str(),
        announces,
        last: signal.about.map(|(_, last)| date::number(last)),
    })
}

fn on(case: &Case, steps: &[Step<'_>], day: i32) -> Phase {
    let taken_back: BTreeSet<&str> = case
        .facts
        .iter()
        .filter_map(|fact| match fact {
            Body::Retraction(r) if date::number(r.known_on) <= day => Some(r.signal.as_str()),
            _ => None,
        })
        .collect();
    let stands = |s: &&Step<'_>| s.known <= day && !taken_back.contains(s.id);
    match steps.iter().rfind(stands) {
        None => Phase::Before,
        Some(s) if s.announces && s.last.is_none_or(|last| last > day) => Phase::Announced,
        Some(_) => Phase::Off,
    }
}
