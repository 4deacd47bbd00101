//! Why an interval is less sure than it looks, in one sentence that stands wherever the interval
//! is read.

use jiff::civil::Date;

use super::doc::{Doc, Line};
use crate::belief::{Explanation, Outlook};
use crate::desk::Standing;
use crate::record::{Account, Body, Grade, OccasionBasis, PriorBasis, Question, date};

/// Of the draws, fewer than one in so many left are few.
const FEW: f64 = 10.0;

/// What an interval rests on.
struct Grounds<'q> {
    question: &'q Question,
    as_of: Date,
    /// Effective draws, and all of them.
    draws: (f64, usize),
    /// Signals whose source cannot be judged, and all of them.
    ungraded: (usize, usize),
}

/// The caveat of a standing and what it says, where there is any.
#[must_use]
pub fn of_standing(standing: &Standing, said: &Outlook) -> Option<String> {
    let unjudged = Grade::UNJUDGED.source_index();
    let letters = standing.evidence().iter().map(|e| e.reliability);
    words(&Grounds {
        question: &standing.question,
        as_of: date::from_number(said.as_of),
        draws: (said.effective_draws, standing.model.draws),
        ungraded: count(letters.map(|letter| letter == unjudged)),
    })
}

/// The caveat of what is explained.
#[must_use]
pub fn of_explanation(e: &Explanation) -> Option<String> {
    words(&Grounds {
        question: &e.question,
        as_of: e.to,
        draws: (e.end.effective_draws, e.draws),
        ungraded: count(e.signals().map(|moved| is_ungraded(moved.signal.grade))),
    })
}

/// The caveat of the last forecast of an account as told.
#[must_use]
pub fn of_account(account: &Account) -> Option<String> {
    let last = &account.rows.last()?.forecast;
    let stands = |id: &str| !account.retracted.iter().any(|back| back == id);
    let signals = account.rows.iter().filter_map(|row| match &row.cause.body {
        Body::Signal(s) if stands(s.id.as_str()) => Some(is_ungraded(s.grade)),
        _ => None,
    });
    words(&Grounds {
        question: &account.question,
        as_of: last.as_of,
        draws: (last.effective_draws, account.draws),
        ungraded: count(signals),
    })
}

/// A document that says so, where there is a caveat.
#[must_use]
pub fn told(doc: Doc, caveat: Option<String>) -> Doc {
    match caveat {
        Some(caveat) => doc.paragraph(Line::new().warn("Caveat: ").plain(caveat)),
        None => doc,
    }
}

fn words(grounds: &Grounds<'_>) -> Option<String> {
    let all = [few(grounds), ungraded(grounds), judged(grounds)];
    let said: Vec<String> = all.into_iter().flatten().collect();
    (!said.is_empty()).then(|| format!("{}.", said.join("; ")))
}

fn few(grounds: &Grounds<'_>) -> Option<String> {
    let (left, all) = grounds.draws;
    (left * FEW < all as f64).then(|| {
        format!("the interval rests on {left:.1} effective draws of {all}, fewer than a tenth")
    })
}

fn ungraded(grounds: &Grounds<'_>) -> Option<String> {
    match grounds.ungraded {
        (0, _) => None,
        (1, 1) => Some("the source of the only signal is ungraded".into()),
        (1, all) => Some(format!("1 of {all} signals has an ungraded source")),
        (n, all) => Some(format!("{n} of {all} signals have an ungraded source")),
    }
}

/// A prior that nothing counted stands behind; an occasion that is over says no more.
fn judged(grounds: &Grounds<'_>) -> Option<String> {
    let prior = &grounds.question.prior;
    let uncounted = matches!(prior.basis, PriorBasis::Class { .. }) && prior.source.is_none();
    let occasions = grounds.question.occasions.iter();
    let ahead = occasions.filter(|o| o.last > grounds.as_of);
    let judged: Vec<&str> = ahead
        .filter(|o| !matches!(o.basis, OccasionBasis::Counted { .. }))
        .map(|o| o.name.as_str())
        .collect();
    let chance = match judged.as_slice() {
        [] => None,
        [one] => Some(format!("the chance at {one} is judged, not counted")),
        many => {
            let n = many.len();
            Some(format!(
                "the chances at {n} occasions are judged, not counted"
            ))
        }
    };
    match (uncounted, chance) {
        (true, Some(chance)) => Some(format!("the prior's count names no source, and {chance}")),
        (true, None) => Some("the prior's count names no source".into()),
        (false, chance) => chance,
    }
}

fn is_ungraded(grade: Grade) -> bool {
    grade.source_index() == Grade::UNJUDGED.source_index()
}

fn count(ungraded: impl Iterator<Item = bool>) -> (usize, usize) {
    ungraded.fold((0, 0), |(n, all), one| (n + usize::from(one), all + 1))
}
