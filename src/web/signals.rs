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
use crate::view::sheet::{Cell, Sheet};
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
    /// How many hold the text that was looked for.
    pub found: usize,
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
    pub author: Shown,
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
    let needle = asked.find.to_lowercase();
    // What is looked for may be an earlier one.
    let mut to_skip = match needle.is_empty() {
        true => count.saturating_sub(SHOWN),
        false => 0,
    };
    let (mut skipped, mut earlier) = (0, 0);
    let mut rows = Vec::new();
    let lister = Lister {
        places: places(standing),
        authors: authors(standing),
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
    rows.retain(|row| row.out || row.holds(&needle));
    let found = rows.iter().filter(|row| row.holds(&needle)).count();
    if !needle.is_empty() {
        rows.drain(..rows.len().saturating_sub(SHOWN));
    }
    Listed {
        later: known.saturating_sub(count),
        earlier: (skipped > 0).then(|| (skipped, steps.show(earlier))),
        count,
        found,
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

/// Who appended the signals that stand.
fn authors(standing: &Standing) -> HashMap<&str, &str> {
    let facts = standing.facts.iter();
    facts
        .map(|fact| (fact.id.as_str(), fact.author.as_str()))
        .collect()
}

impl Row {
    /// Whether a text, in small letters, is in what is told of it.
    fn holds(&self, needle: &str) -> bool {
        let has = |text: &str| text.to_lowercase().contains(needle);
        needle.is_empty()
            || [&self.summary, &self.author, &self.kind]
                .iter()
                .any(|text| has(text.as_str()))
            || self.source.as_ref().is_some_and(|text| has(text.as_str()))
            || [&self.id, &self.grade].iter().any(|text| has(text))
    }
}

/// What the signals are listed from.
struct Lister<'l> {
    places: HashMap<&'l str, u64>,
    authors: HashMap<&'l str, &'l str>,
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
            author: Shown::cut(self.authors.get(s.id.as_str()).unwrap_or(&""), 40),
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

/// The signals as a table of a file: all that are listed on the page without a search.
pub(super) fn sheet(standing: &Standing, explanation: &Explanation, asked: &Asked) -> Sheet {
    const HEADER: [&str; 13] = [
        "id", "seq", "known_on", "kind", "grade", "author", "summary", "source", "url", "weight",
        "repeats", "rests_on", "decibans",
    ];
    let told = explanation.told();
    let (places, authors) = (places(standing), authors(standing));
    let lister = Lister {
        places,
        authors,
        standing,
        explanation,
        steps: &Steps::of(explanation),
    };
    let chosen = told.into_iter().filter(|(moved, _)| {
        let id = moved.signal.id.as_str();
        !asked.without.iter().any(|out| out == id)
    });
    let rows = chosen.map(|(moved, place)| lister.cells(moved, place));
    Sheet::new(HEADER, rows.collect::<Vec<_>>())
}

impl Lister<'_> {
    fn cells(&self, moved: &Moved, place: Option<usize>) -> Vec<Cell> {
        let s = &moved.signal;
        let id = s.id.as_str();
        let step = place.and_then(|place| self.own_step(moved, place));
        let source = s.source.as_ref();
        let text = |text: Option<&str>| text.map_or(Cell::Empty, Cell::text);
        vec![
            Cell::text(id),
            self.places.get(id).map_or(Cell::Empty, |seq| int(*seq)),
            Cell::Date(s.known_on),
            Cell::text(s.kind.as_str()),
            Cell::text(s.grade.to_string()),
            text(self.authors.get(id).copied()),
            Cell::text(s.summary.as_str()),
            text(source.map(|source| source.name.as_str())),
            text(source.and_then(|source| source.url.as_deref())),
            Cell::Number(moved.weight.total),
            int(moved.weight.repeats),
            Cell::text(moved.rests_on.as_str()),
            Cell::number(step.filter(|_| self.steps.total.is_some()).map(hundredths)),
        ]
    }
}

/// What moved it, row by row, as a table of a file.
pub(super) fn moved(explanation: &Explanation) -> Sheet {
    let steps = Steps::of(explanation);
    let each = steps
        .each
        .iter()
        .copied()
        .map(Some)
        .chain(std::iter::repeat(None));
    let rows = explanation.parts.iter().zip(each).map(|(part, step)| {
        vec![
            Cell::Date(part.day),
            Cell::text(words::label(&part.what)),
            Cell::Int(i64::try_from(part.what.signals().len()).unwrap_or(i64::MAX)),
            Cell::number(step.map(hundredths)),
            Cell::Number(part.after.p),
        ]
    });
    let header = ["day", "what", "signals", "decibans", "p_after"];
    Sheet::new(header, rows.collect::<Vec<_>>())
}

fn hundredths(units: i64) -> f64 {
    units as f64 / 100.0
}

/// A place in the log.
pub(super) fn int(seq: u64) -> Cell {
    Cell::Int(i64::try_from(seq).unwrap_or(i64::MAX))
}
