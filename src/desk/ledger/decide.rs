//! Whether a fact may be appended to a question as it stands.

use super::live::Live;
use super::{DeskError, Hand};
use crate::record::{Body, Question, Retraction, Signal};
use crate::store::Append;

/// The most that a likelihood of one's own may multiply odds by, either way.
const MOST: f64 = 1e9;

/// Refuses likelihoods whose quotient no evidence bears: a forecast that one signal settles.
fn may_move_so_far(signal: &Signal) -> Result<(), DeskError> {
    let Some(own) = &signal.likelihood else {
        return Ok(());
    };
    let ratio = own.if_meeting / own.if_none;
    if (1.0 / MOST..=MOST).contains(&ratio) {
        return Ok(());
    }
    Err(DeskError::refuse(
        "likelihood",
        format!("{} / {}", own.if_meeting, own.if_none),
        format!("it would multiply the odds by {ratio:e}"),
        "a quotient from 1e-9 to 1e9; what settles a question is its resolution",
    ))
}

/// Whether a fact may be appended to a question as it stands.
pub(super) fn decide(
    append: &Append<'_>,
    hand: &Hand,
    live: &Live,
    body: &Body,
) -> Result<(), DeskError> {
    if let Some(r) = &live.resolution {
        return Err(DeskError::refuse(
            "",
            "",
            format!(
                "question {} was resolved {} on {}",
                live.id(),
                r.outcome.as_str(),
                r.on
            ),
            "a resolved question takes no more evidence; `summit reopen --because` takes a wrong \
             resolution back, `summit resolve ... --because` corrects it",
        ));
    }
    let q = live.question();
    live.run.model().takes(body)?;
    if let Body::Signal(signal) = body {
        may_move_so_far(signal)?;
    }
    if let Body::Retraction(r) = body {
        decide_retraction(append, hand, q, r)?;
    }
    let Some(known) = body.known_on() else {
        return Ok(());
    };
    if known > q.deadline {
        return Err(DeskError::refuse(
            "known_on",
            known.to_string(),
            format!("the question closed on {}", q.deadline),
            "what becomes known after the deadline changes nothing: `summit resolve` says how it \
             ended",
        ));
    }
    if known < q.opens {
        let remedy = match body {
            Body::Guess(_) => "a guess holds from the opening day or a later one on",
            _ => {
                "what was known at the opening belongs in the prior; open the question on an earlier \
                 day, or leave this out"
            }
        };
        return Err(DeskError::refuse(
            "known_on",
            known.to_string(),
            format!("known before the question opened on {}", q.opens),
            remedy,
        ));
    }
    Ok(())
}

pub(super) fn retracted_already(r: &Retraction, seq: u64) -> DeskError {
    DeskError::refuse(
        "signal",
        r.signal.as_str(),
        format!("it was retracted already, by entry {seq}"),
        "nothing is left to retract",
    )
}

fn decide_retraction(
    append: &Append<'_>,
    hand: &Hand,
    q: &Question,
    r: &Retraction,
) -> Result<(), DeskError> {
    let there = append.ledger().entry_by_id(r.signal.as_str())?;
    let there = there.filter(|e| e.body.retracted_as().is_some());
    let Some(told) = there.map(|e| e.body) else {
        return Err(DeskError::refuse(
            "signal",
            r.signal.as_str(),
            "the ledger has no such signal",
            "`summit history --ids` lists the signals with their ids",
        ));
    };
    if !told.questions().contains(&q.id) {
        return Err(DeskError::refuse(
            "signal",
            r.signal.as_str(),
            format!("the signal does not bear on question {}", q.id),
            "name the question that it bears on",
        ));
    }
    // A day that has not come when it is taken back was a mistake, and binds nobody.
    let today = hand.now.date();
    let bound = told.known_on().filter(|known| *known <= today);
    if let Some(known) = bound.filter(|known| r.known_on < *known) {
        return Err(DeskError::refuse(
            "known_on",
            r.known_on.to_string(),
            format!("retracted before the signal was known on {known}"),
            "a retraction becomes known on or after the day of its signal",
        ));
    }
    let retracted = append
        .ledger()
        .facts_about(q.id.as_str(), None)?
        .into_iter()
        .find(|e| e.body.retracts() == Some(&r.signal));
    if let Some(earlier) = retracted {
        return Err(retracted_already(r, earlier.seq));
    }
    Ok(())
}
