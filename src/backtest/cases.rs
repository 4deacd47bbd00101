//! Counts from a ledger's own resolved questions, joined to a model's.
//!
//! A ledger kept by hand covers no feed, so that weights and silence cannot be learned from it. But
//! each question that ended says how long before the end each signal came; counted against the
//! question's own background, that moves a kind's ratios as any other counts do. For a counted kind
//! they are added to its counts. A judged kind is Gamma(worth, worth / ratio) in each bin; counts
//! make it Gamma(worth + observed, worth / ratio + expected), the conjugate posterior.

use std::collections::{BTreeMap, BTreeSet};

use super::counts::{Counts, count};
use super::plan::Plan;
use super::{Events, Meetings};
use crate::model::source::Source;
use crate::record::{Account, Body, Invalid, Outcome, date};

/// Fewer signals of a kind than this, and nothing is learned of it.
pub const MIN_SIGNALS: u64 = 5;
/// Fewer questions with a signal of a kind than this, and nothing is learned of it.
pub const MIN_QUESTIONS: u64 = 3;

/// What the cases say of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Its counts; `partners` are questions.
    pub counts: Counts,
    /// Why nothing is learned of it, where that is so.
    pub refused: Option<String>,
}

/// Learns from the questions of a ledger that ended: what they say of each kind, and the base source
/// with it, or none where nothing was learned of any kind that the base has.
///
/// # Errors
/// Where no question ended.
pub fn learn_cases(
    accounts: &[Account],
    base: &Source,
    id: &str,
) -> Result<(BTreeMap<String, Case>, Option<Source>), Invalid> {
    let found = cases(accounts, &Plan::of(base).edges)?;
    let any = found
        .iter()
        .any(|(kind, case)| case.refused.is_none() && base.kinds.contains_key(kind));
    let source = any.then(|| join(base, &found, id));
    Ok((found, source))
}

/// Counts the signals of questions that ended, by kind. Void questions count as nothing, and days
/// of a question that ended without a meeting are ordinary days.
///
/// # Errors
/// Where no question ended.
pub fn cases(accounts: &[Account], edges: &[i32]) -> Result<BTreeMap<String, Case>, Invalid> {
    let mut feeds = Vec::new();
    let mut met = Vec::new();
    for account in accounts {
        let Some(resolution) = account.resolution.as_ref() else {
            continue;
        };
        if resolution.outcome == Outcome::Void {
            continue;
        }
        let id = account.question.id.to_string();
        let first = date::number(account.question.opens);
        let on = date::number(resolution.on);
        let yes = resolution.outcome == Outcome::Yes;
        if yes {
            met.push((id.clone(), on));
        }
        let mut kinds: BTreeMap<String, Vec<i32>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for row in &account.rows {
            if let Body::Signal(s) = &row.cause.body {
                let id = s.id.to_string();
                let day = date::number(s.observed_on);
                if !account.retracted.contains(&id) && seen.insert(id) && day >= first {
                    kinds.entry(s.kind.to_string()).or_default().push(day);
                }
            }
        }
        for days in kinds.values_mut() {
            days.sort_unstable();
            days.dedup();
        }
        feeds.push(Events {
            name: id.clone(),
            first,
            last: on,
            partners: BTreeMap::from([(id, kinds)]),
        });
    }
    if feeds.is_empty() {
        return Err(Invalid::new(
            "cases",
            "0 questions",
            "no question of the ledger ended with yes or no",
            "`summit resolve` ends one",
        ));
    }
    let first = feeds.iter().map(|f| f.first).min().unwrap_or(0);
    let last = feeds.iter().map(|f| f.last).max().unwrap_or(0);
    let reach = edges.last().copied().unwrap_or(0);
    let meetings = Meetings::known(met, first, last + reach);
    let feeds: Vec<&Events> = feeds.iter().collect();
    let counts = count(&feeds, &meetings, edges, &|_| true);
    Ok(counts
        .into_iter()
        .map(|(kind, counts)| {
            let refused = if counts.events < MIN_SIGNALS {
                Some(format!(
                    "{} signals, {MIN_SIGNALS} are needed",
                    counts.events
                ))
            } else if counts.partners < MIN_QUESTIONS {
                Some(format!(
                    "{} questions, {MIN_QUESTIONS} are needed",
                    counts.partners
                ))
            } else {
                None
            };
            (kind, Case { counts, refused })
        })
        .collect())
}

/// The source with the counts of the cases joined to it.
#[must_use]
pub fn join(base: &Source, cases: &BTreeMap<String, Case>, id: &str) -> Source {
    let mut out = base.clone();
    out.id = id.to_owned();
    for (name, case) in cases.iter().filter(|(_, c)| c.refused.is_none()) {
        let Some(kind) = out.kinds.get_mut(name) else {
            continue;
        };
        let tidy = |x: f64| (x * 1e4).round() / 1e4;
        let added = |list: &[f64], more: &[f64]| -> Vec<f64> {
            list.iter().zip(more).map(|(a, b)| tidy(a + b)).collect()
        };
        if let (Some(o), Some(e)) = (&kind.observed, &kind.expected) {
            kind.observed = Some(added(o, &case.counts.observed));
            kind.expected = Some(added(e, &case.counts.expected));
            kind.events = kind.events.map(|n| n + case.counts.events);
            kind.days_watched = kind.days_watched.map(|n| n + case.counts.watched);
        } else if let (Some(ratio), Some(worth)) = (&kind.ratio, kind.worth) {
            // One `worth` stands for all bins: the prior's, so that each bin's mean is its
            // posterior's and its spread is never too narrow.
            kind.ratio = Some(
                ratio
                    .iter()
                    .zip(case.counts.observed.iter().zip(&case.counts.expected))
                    .map(|(r, (o, e))| tidy((worth + o) / (worth / r + e)))
                    .collect(),
            );
        }
    }
    out
}
