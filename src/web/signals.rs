//! The signals of a question's page: what each did, and a switch to leave it out.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use super::asked::Asked;
use super::choices::label;
use super::shown::Shown;
use crate::belief::{Explanation, Moved, Part};
use crate::desk::Standing;
use crate::record::{self, Account, Body, Signal};
use crate::view::address::web_address;
use crate::view::explanation::{part_steps, rows, words};
use crate::view::sheet::{Cell, Sheet};
use crate::view::steps::{Steps, between, decibans, show};
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

/// The signals of a standing, with what each did by itself when it was entered, as the history has
/// it.
pub(super) fn listed(
    standing: &Standing,
    (explanation, account): (&Explanation, &Account),
    asked: &Asked,
    known: usize,
) -> Listed {
    let steps = Steps::of(account);
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
        let out = asked
            .without
            .iter()
            .any(|id| id == moved.signal.id.as_str());
        if to_skip > 0 {
            to_skip -= 1;
            if !out {
                skipped += 1;
                earlier += lister.own(moved).unwrap_or(0);
                continue;
            }
        }
        rows.push(lister.row(moved, place, out));
    }
    rows.retain(|row| row.out || row.holds(&needle));
    let found = rows.iter().filter(|row| row.holds(&needle)).count();
    if !needle.is_empty() {
        rows.drain(..rows.len().saturating_sub(SHOWN));
    }
    Listed {
        later: known.saturating_sub(count),
        earlier: (skipped > 0).then(|| (skipped, show(earlier))),
        count,
        found,
        rows,
        totals: totals(explanation, account, &steps),
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

    fn own(&self, moved: &Moved) -> Option<i64> {
        self.steps.signal(moved.signal.id.as_str())
    }

    fn row(&self, moved: &Moved, place: Option<usize>, out: bool) -> Row {
        let step = self.own(moved);
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
            decibans: step.map(show).unwrap_or_default(),
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

/// What the change since the opening sums up: signals that stand, watches, time, and all else; by
/// rows the prior, too. None where a probability of 0 or 1 has no log-odds.
fn totals(e: &Explanation, account: &Account, steps: &Steps) -> Vec<Total> {
    let ends = account.rows.first().zip(account.rows.last());
    let all = ends.and_then(|(first, last)| {
        let since = between(first.forecast.p, e.end.p)?;
        Some((since, between(last.forecast.p, e.end.p)?))
    });
    let Some((since, rest)) = all else {
        return Vec::new();
    };
    let own = |moved: &Moved| steps.signal(moved.signal.id.as_str());
    let signals: i64 = e.signals().filter_map(own).sum();
    let watched = steps.sum(|i| account.rows.get(i).is_some_and(is_watch)).own;
    let passed = steps.sum(|_| true).time + if follows(e, account) { rest } else { 0 };
    let other = since - signals - watched - passed;
    let mut out = vec![total(format!("{} signals", e.signals().count()), signals)];
    for (what, units) in [("nothing seen", watched), (OTHER, other)] {
        out.extend((units != 0).then(|| total(what, units)));
    }
    out.push(total("time passing", passed));
    out.extend(whole(e, since));
    out
}

/// What the sums of signals and time do not hold.
const OTHER: &str = "taken back, entered late, another model";

/// The sum of all: since the opening or, by rows, with the prior.
fn whole(e: &Explanation, since: i64) -> Vec<Total> {
    let ends = e.levels.as_ref().and_then(|levels| levels.last());
    let (prior, what, all) = match ends {
        None => (None, "in all, since the opening", since),
        Some(all) => (Some(total("the prior", all - since)), "in all", *all),
    };
    let all = Total {
        after: Some(tenths(e.end.p)),
        ..total(what, all)
    };
    prior.into_iter().chain([all]).collect()
}

fn is_watch(row: &record::Row) -> bool {
    matches!(row.cause.body, Body::Watch(_))
}

/// Whether the last recorded forecast rests on what is explained, so that only time passed since.
fn follows(e: &Explanation, account: &Account) -> bool {
    let recorded = account.rows.iter().filter_map(|row| match &row.cause.body {
        Body::Signal(s) => Some(s.id.as_str()),
        _ => None,
    });
    let gone = |id: &&str| !account.retracted.iter().any(|back| back == id);
    let recorded: BTreeSet<&str> = recorded.filter(gone).collect();
    let told: BTreeSet<&str> = e.signals().map(|m| m.signal.id.as_str()).collect();
    recorded == told
}

fn total(what: impl Into<String>, units: i64) -> Total {
    Total {
        what: what.into(),
        decibans: show(units),
        after: None,
    }
}

/// The page that a signal rests on, where it is one that may be linked to.
fn address(signal: &Signal) -> Option<String> {
    let url = signal.source.as_ref()?.url.as_deref()?;
    web_address(url).map(str::to_owned)
}

/// The signals as a table of a file: all that are listed on the page without a search.
pub(super) fn sheet(
    standing: &Standing,
    (explanation, account): (&Explanation, &Account),
    asked: &Asked,
) -> Sheet {
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
        steps: &Steps::of(account),
    };
    let chosen = told.into_iter().map(|(moved, _)| moved).filter(|moved| {
        let id = moved.signal.id.as_str();
        !asked.without.iter().any(|out| out == id)
    });
    let rows = chosen.map(|moved| lister.cells(moved));
    Sheet::new(HEADER, rows.collect::<Vec<_>>())
}

impl Lister<'_> {
    fn cells(&self, moved: &Moved) -> Vec<Cell> {
        let s = &moved.signal;
        let id = s.id.as_str();
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
            Cell::number(self.own(moved).map(decibans)),
        ]
    }
}

/// What moved it, row by row, as a table of a file.
pub(super) fn moved(explanation: &Explanation) -> Sheet {
    let steps = part_steps(explanation).into_iter().map(Some);
    let each = steps.chain(std::iter::repeat(None));
    let rows = explanation.parts.iter().zip(each).map(|(part, step)| {
        vec![
            Cell::Date(part.day),
            Cell::text(words::label(&part.what)),
            Cell::Int(i64::try_from(part.what.signals().len()).unwrap_or(i64::MAX)),
            Cell::number(step.map(decibans)),
            Cell::Number(part.after.p),
        ]
    });
    let header = ["day", "what", "signals", "decibans", "p_after"];
    Sheet::new(header, rows.collect::<Vec<_>>())
}

/// A place in the log.
pub(super) fn int(seq: u64) -> Cell {
    Cell::Int(i64::try_from(seq).unwrap_or(i64::MAX))
}
