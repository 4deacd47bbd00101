//! The plans of a case: what was announced, doubted and called off, and what came of it.
//!
//! An announcement that shares a story with an earlier one, or a day with those that it named last,
//! tells the same plan again, sharper or moved. A plan is
//! *kept* where the meeting fell on the days named or within the slack on either side; *lost* where
//! these days passed without it, or where they lie beyond the deadline and it was called off; else
//! nobody knows, since the question ended first.

use crate::belief::two::Model;
use crate::belief::two::model::Call;
use crate::library::Case;
use crate::record::{Body, Signal, date};

use super::ended::retracted;

/// First and last day.
pub(super) type Days = (i32, i32);

/// One telling of a plan.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    /// Of which kind.
    pub kind: String,
    /// Whether that kind is as firm as what a government announces by its day.
    pub firm: bool,
    /// The days named.
    pub about: Days,
}

/// One plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Chain {
    stories: Vec<String>,
    /// In the order in which they became known.
    pub told: Vec<Told>,
    /// The days for which it was firmly announced when a side first doubted it.
    pub doubted: Option<Days>,
    /// The days that were firmly announced and called off first.
    pub called_off: Option<Days>,
    /// Whether any of its days were called off.
    pub ever_off: bool,
    off: bool,
}

/// The plans of a case, in the order in which they were first told.
pub(super) fn chains(case: &Case, model: &Model) -> Vec<Chain> {
    let gone = retracted(case);
    let signals = case.facts.iter().filter_map(|fact| match fact {
        Body::Signal(s) if !gone.contains(s.id.as_str()) && s.likelihood.is_none() => Some(&**s),
        _ => None,
    });
    let call = |s: &Signal| model.kinds.get(s.kind.as_str()).and_then(|kind| kind.plan);
    let mut calls: Vec<(Call, &Signal)> = signals.filter_map(|s| Some((call(s)?, s))).collect();
    // As in the belief: of one day, what is called off comes before what is announced.
    calls.sort_by_key(|(call, s)| (s.known_on, s.observed_on, *call, s.id.clone()));
    let mut chains = Vec::new();
    for (call, signal) in calls {
        match call {
            Call::Announce => announce(&mut chains, signal, model),
            Call::Cancel => call_off(&mut chains, signal),
            Call::Doubt => doubt(&mut chains, signal),
        }
    }
    chains
}

fn announce(chains: &mut Vec<Chain>, signal: &Signal, model: &Model) {
    let Some(about) = days(signal).filter(|about| about.1 > known(signal)) else {
        return;
    };
    let firm = |kind: &str| model.kinds.get(kind).is_some_and(|k| k.promise.is_none());
    let same = |chain: &Chain| chain.shares(about) || chain.tells(signal.story.as_deref());
    let place = chains.iter().rposition(same).unwrap_or_else(|| {
        chains.push(Chain::default());
        chains.len() - 1
    });
    let chain = &mut chains[place];
    chain.stories.extend(signal.story.clone());
    chain.off = false;
    chain.told.push(Told {
        kind: signal.kind.to_string(),
        firm: firm(signal.kind.as_str()),
        about,
    });
}

/// The last plan whose days a report shares, or the last that stands where it names none.
fn meant<'c>(chains: &'c mut [Chain], signal: &Signal) -> Option<&'c mut Chain> {
    let about = days(signal);
    chains.iter_mut().rev().find(|chain| {
        chain.stands_on(known(signal)) && about.is_none_or(|about| chain.shares(about))
    })
}

fn call_off(chains: &mut [Chain], signal: &Signal) {
    if let Some(chain) = meant(chains, signal) {
        chain.off = true;
        chain.ever_off = true;
        chain.called_off = chain.called_off.or_else(|| chain.firmly());
    }
}

fn doubt(chains: &mut [Chain], signal: &Signal) {
    if let Some(chain) = meant(chains, signal) {
        chain.doubted = chain.doubted.or_else(|| chain.firmly());
    }
}

impl Chain {
    /// The days for which it was last announced firmly.
    fn firmly(&self) -> Option<Days> {
        self.told.iter().rfind(|told| told.firm).map(|t| t.about)
    }

    /// The days that it named last have one in common with these.
    fn shares(&self, about: Days) -> bool {
        let last = self.told.last().map(|told| told.about);
        last.is_some_and(|own| own.0 <= about.1 && about.0 <= own.1)
    }

    fn tells(&self, story: Option<&str>) -> bool {
        story.is_some_and(|story| self.stories.iter().any(|own| own == story))
    }

    /// Not called off, and the days that it named last not over.
    fn stands_on(&self, day: i32) -> bool {
        !self.off && self.told.last().is_some_and(|told| told.about.1 >= day)
    }

    /// The first days that a telling of some sort named and of which is known what came of them.
    pub fn judged(
        &self,
        case: &Case,
        slack: i32,
        sort: impl Fn(&Told) -> bool,
    ) -> Option<(Days, bool)> {
        let told = self.told.iter().filter(|told| sort(told));
        told.map(|told| told.about)
            .find_map(|about| Some((about, self.kept(case, slack, about)?)))
    }

    /// Whether days of it were kept; `None` where the question ended first.
    pub fn kept(&self, case: &Case, slack: i32, about: Days) -> Option<bool> {
        let end = case.life.end();
        let (first, last) = (about.0 - slack, about.1 + slack);
        match case.yes() {
            true if end < first => None,
            true => Some(end <= last),
            false => (about.1 <= end || self.ever_off).then_some(false),
        }
    }
}

fn days(signal: &Signal) -> Option<Days> {
    let (first, last) = signal.about?;
    Some((date::number(first), date::number(last)))
}

fn known(signal: &Signal) -> i32 {
    date::number(signal.known_on)
}
