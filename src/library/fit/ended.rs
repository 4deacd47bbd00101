//! The questions that ended, as cases.

use std::collections::{BTreeMap, BTreeSet};

use crate::belief::Model;
use crate::desk::DeskError;
use crate::library::{Case, ReadAs};
use crate::record::{Account, Body, Invalid, OccasionBasis, Outcome, Resolution, date};
use crate::score::time::Life;

/// The questions of a ledger that ended yes or no, by id. A void one teaches nothing, and one that
/// ended before it was a day old has no forecast.
///
/// # Errors
/// Where an occasion of one was given as draws alone, and cannot be drawn again.
pub fn ended(accounts: &[Account]) -> Result<Vec<Case>, Invalid> {
    let mut out = Vec::new();
    for account in accounts {
        if let Some(resolution) = &account.resolution
            && let Some(case) = case(account, resolution)?
        {
            out.push(case);
        }
    }
    out.sort_by(|a, b| a.id().cmp(b.id()));
    Ok(out)
}

fn case(account: &Account, resolution: &Resolution) -> Result<Option<Case>, Invalid> {
    let life = Life::new(
        date::number(account.question.opens),
        date::number(resolution.on),
    );
    let (Ok(life), false) = (life, resolution.outcome == Outcome::Void) else {
        return Ok(None);
    };
    let mut question = account.question.clone();
    question.prior.daily_rate_draws = None;
    for occasion in &mut question.occasions {
        if occasion.basis == OccasionBasis::DrawsOnly {
            return Err(Invalid::new(
                format!("{}: occasions.{}", question.id, occasion.id),
                "",
                "the chance was given as draws alone, and cannot be drawn again",
                "void the question, or learn from a ledger without it",
            ));
        }
        occasion.chance_draws = None;
    }
    Ok(Some(Case {
        facts: facts(account),
        resolution: resolution.clone(),
        life,
        question,
    }))
}

/// What forecasts rest on, in the order in which it became known.
fn facts(account: &Account) -> Vec<Body> {
    let mut seen = BTreeSet::new();
    let causes = account.rows.iter().map(|row| &row.cause);
    let fresh = causes.filter(|cause| seen.insert(cause.seq));
    let mut facts: Vec<Body> = fresh
        .map(|cause| cause.body.clone())
        .filter(|body| matches!(body, Body::Signal(_) | Body::Retraction(_) | Body::Watch(_)))
        .collect();
    facts.sort_by_key(Body::known_on);
    facts
}

/// The cases as a model reads them: a kind that it lacks as an older one.
///
/// # Errors
/// With the case, where the model lacks a kind that cannot be read as another.
pub fn read(cases: &[Case], model: &Model, read_as: &ReadAs) -> Result<Vec<Case>, DeskError> {
    let one = |case: &Case| {
        let facts = case.facts.iter();
        let facts = facts.map(|fact| Ok(read_as.read(fact, model)?.into_owned()));
        let facts: Result<Vec<Body>, Invalid> = facts.collect();
        let facts = facts.map_err(|e| DeskError::from(e).at(case.id()))?;
        Ok(Case {
            facts,
            ..case.clone()
        })
    };
    cases.iter().map(one).collect()
}

/// The signals of a case that nobody took back: kinds and how many of each.
#[must_use]
pub fn kinds(case: &Case) -> BTreeMap<&str, usize> {
    let mut out = BTreeMap::new();
    let gone: BTreeSet<&str> = retracted(case);
    for fact in &case.facts {
        if let Body::Signal(s) = fact
            && !gone.contains(s.id.as_str())
        {
            *out.entry(s.kind.as_str()).or_default() += 1;
        }
    }
    out
}

/// Ids of the signals of a case that were taken back.
#[must_use]
pub fn retracted(case: &Case) -> BTreeSet<&str> {
    let of = |fact: &'_ Body| match fact {
        Body::Retraction(r) => Some(r.signal.clone()),
        _ => None,
    };
    let gone: BTreeSet<_> = case.facts.iter().filter_map(of).collect();
    let signals = case.facts.iter().filter_map(|fact| match fact {
        Body::Signal(s) if gone.contains(&s.id) => Some(s.id.as_str()),
        _ => None,
    });
    signals.collect()
}
