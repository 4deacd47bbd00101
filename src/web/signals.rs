//! The signals of a question's page: what each did, and a switch to leave it out.

use std::collections::HashMap;

use jiff::civil::Date;

use super::asked::Asked;
use super::choices::label;
use super::shown::Shown;
use crate::belief::{Cause, Explanation, Moved, Part};
use crate::desk::Standing;
use crate::record::Signal;
use crate::view::address::web_address;
use crate::view::decibans::{Ladder, Precision};
use crate::view::explanation::{rows, words};
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
    /// Sums of the steps, where they have any; the last is of all.
    pub totals: Vec<Total>,
    /// Signals that became known later.
    pub later: usize,
    /// Whether the probability is explained by rows.
    pub by_rows: bool,
}

/// What some steps sum to.
pub(super) struct Total {
    pub what: String,
    pub decibans: String,
    /// The probability after them, of all.
    pub after: Option<String>,
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
    /// The anchor and the words of the row that it counts in.
    pub counts_in: Option<(String, String)>,
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
    let steps = Steps::of(explanation);
    let told = explanation.told();
    let count = told.len();
    let mut to_skip = count.saturating_sub(SHOWN);
    let (mut skipped, mut earlier) = (0, 0);
    let mut rows = Vec::new();
    let lister = Lister {
        places: places(standing),
        standing,
        explanation,
        steps: &steps,
    };
    for (moved, place) in told {
        let step = place.and_then(|i| lister.own_step(moved, i));
        let out = asked
            .without
            .iter()
            .any(|id| id == moved.signal.id.as_str());
        if to_skip > 0 {
            to_skip -= 1;
            if !out {
                skipped += 1;
                earlier += step.unwrap_or(0);
                continue;
            }
        }
        rows.push(lister.row(moved, place, step, out));
    }
    Listed {
        later: known.saturating_sub(count),
        earlier: (skipped > 0).then(|| (skipped, steps.show(earlier))),
        count,
        rows,
        totals: steps.totals(explanation, count),
        by_rows: explanation.levels.is_some(),
    }
}

/// Places in the log of the signals that stand.
fn places(standing: &Standing) -> HashMap<&str, u64> {
    let evidence = standing.evidence().iter();
    evidence.map(|e| (e.id.as_str(), e.seq)).collect()
}

/// What the signals are listed from.
struct Lister<'l> {
    places: HashMap<&'l str, u64>,
    standing: &'l Standing,
    explanation: &'l Explanation,
    steps: &'l Steps,
}

impl Lister<'_> {
    fn part(&self, place: usize) -> Option<&Part> {
        self.explanation.parts.get(place)
    }

    /// The step of a part, for the first of its signals: it is told once.
    fn own_step(&self, moved: &Moved, place: usize) -> Option<i64> {
        let first = self.part(place)?.what.signals().first()?;
        let own = first.signal.id == moved.signal.id;
        self.steps.each.get(place).copied().filter(|_| own)
    }

    fn row(&self, moved: &Moved, place: Option<usize>, step: Option<i64>, out: bool) -> Row {
        let s = &moved.signal;
        let part = place.and_then(|place| self.part(place));
        let by_rows = self.explanation.levels.is_some();
        Row {
            id: s.id.to_string(),
            seq: self.places.get(s.id.as_str()).copied().unwrap_or(0),
            day: s.known_on,
            summary: Shown::new(&s.summary),
            kind: Shown::new(label(&self.standing.model, s.kind.as_str())),
            grade: s.grade.to_string(),
            source: s.source.as_ref().map(|x| Shown::cut(&x.name, 60)),
            url: address(s),
            weight: short(moved.weight.total),
            repeats: usize::try_from(moved.weight.repeats).unwrap_or(usize::MAX),
            counts_in: part.filter(|_| by_rows).and_then(counts_in),
            rests_on: moved.rests_on.as_str(),
            decibans: step.map(|step| self.steps.show(step)).unwrap_or_default(),
            class: match step.unwrap_or(0) {
                0 => "",
                1.. => "up",
                _ => "down",
            },
            after: match part {
                Some(part) if !by_rows => tenths(part.after.p),
                _ => String::new(),
            },
            out,
        }
    }
}

/// The row of the explanation that a signal counts in.
fn counts_in(part: &Part) -> Option<(String, String)> {
    let first = part.what.signals().first()?;
    Some((rows::anchor(first), words::place(&part.what)))
}

/// The steps of an explanation in hundredths of a deciban; none where a probability of 0 or 1 has
/// no log-odds.
struct Steps {
    each: Vec<i64>,
    /// What all of them sum to; by rows the prior is one of them.
    total: Option<i64>,
}

impl Steps {
    fn of(e: &Explanation) -> Self {
        let ladder = match &e.levels {
            Some(levels) => Some(Ladder::at(levels.clone())),
            None => {
                let after = e.parts.iter().map(|part| part.after.p);
                let path: Vec<f64> = std::iter::once(e.start.p).chain(after).collect();
                Ladder::of(&path, Precision::Hundredths)
            }
        };
        let all = |ladder: &Ladder| match e.levels {
            Some(_) => ladder.levels().last().copied().unwrap_or(0),
            None => ladder.total(),
        };
        Self {
            each: ladder.as_ref().map(Ladder::steps).unwrap_or_default(),
            total: ladder.as_ref().map(all),
        }
    }

    fn show(&self, units: i64) -> String {
        match self.total {
            Some(_) => Precision::Hundredths.show(units),
            None => String::new(),
        }
    }

    /// The sum over the parts of some sort.
    fn sum(&self, e: &Explanation, of: impl Fn(&Cause) -> bool) -> i64 {
        let parts = e.parts.iter().zip(&self.each);
        parts.filter(|(p, _)| of(&p.what)).map(|(_, s)| s).sum()
    }

    fn totals(&self, e: &Explanation, count: usize) -> Vec<Total> {
        let Some(all) = self.total else {
            return Vec::new();
        };
        let signals = self.sum(e, |what| !what.signals().is_empty());
        let mut sums = vec![(format!("{count} signals"), signals)];
        if let Some(levels) = &e.levels {
            let held = self.sum(e, |what| matches!(what, Cause::Channel(_)));
            let silence = self.sum(e, |what| matches!(what, Cause::Silence(_)));
            sums.push(("held back in families".into(), held));
            if e.parts.iter().any(|p| matches!(p.what, Cause::Silence(_))) {
                sums.push(("nothing seen".into(), silence));
            }
            sums.push(("the prior".into(), levels.first().copied().unwrap_or(0)));
        }
        let time = self.sum(e, |what| matches!(what, Cause::Passage(_)));
        sums.push(("time passing".into(), time));
        let mut totals: Vec<Total> = sums.into_iter().map(|sum| self.total(sum, None)).collect();
        let whole = match e.levels {
            Some(_) => "in all",
            None => "in all, since the opening",
        };
        totals.push(self.total((whole.into(), all), Some(tenths(e.end.p))));
        totals
    }

    fn total(&self, (what, units): (String, i64), after: Option<String>) -> Total {
        Total {
            what,
            decibans: self.show(units),
            after,
        }
    }
}

/// The page that a signal rests on, where it is one that may be linked to.
fn address(signal: &Signal) -> Option<String> {
    let url = signal.source.as_ref()?.url.as_deref()?;
    web_address(url).map(str::to_owned)
}
