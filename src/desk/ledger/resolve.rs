//! Ending a question, correcting how it ended, and taking that back.

use super::find::endings_of;
use super::mind::Mind;
use super::{DeskError, Hand, Recorded};
use crate::record::{Body, Entry, Outcome, Question, Reopening, Resolution, ids};
use crate::store::{Append, Draft};

pub(super) fn resolve(
    mind: &mut Mind,
    append: &mut Append<'_>,
    hand: &Hand,
    r: Resolution,
) -> Result<Recorded, DeskError> {
    let mut live = mind.live(append.ledger(), &r.question)?;
    let endings = endings_of(append.ledger(), &r.question)?;
    let body = Body::Resolution(Box::new(r.clone()));
    if let Some(there) = there_already(mind, &endings.resolutions, endings.standing(), &body) {
        return Ok(Recorded::already(there.clone()));
    }
    if let (Some(Body::Resolution(there)), None) = (endings.standing().map(|e| &e.body), &r.because)
    {
        return Err(resolved_already(there));
    }
    mind.not_ahead(append.ledger(), &body)?;
    fits(live.question(), &r)?;
    let draft = Draft {
        id: ids::resolution(&r.question, endings.resolutions.len() as u64 + 1),
        author: hand.author.clone(),
        body,
    };
    let recorded = Recorded::plain(append.append(draft, hand.now)?);
    live.resolution = Some(r);
    mind.lives.insert(live.id().clone(), live);
    Ok(recorded)
}

/// Takes the resolution that stands back: the question takes evidence again.
pub(super) fn reopen(
    mind: &mut Mind,
    append: &mut Append<'_>,
    hand: &Hand,
    r: Reopening,
) -> Result<Recorded, DeskError> {
    let mut live = mind.live(append.ledger(), &r.question)?;
    let endings = endings_of(append.ledger(), &r.question)?;
    let body = Body::Reopening(r.clone());
    let last = endings.reopenings.last();
    let open = endings.standing().is_none();
    if let Some(there) = there_already(mind, &endings.reopenings, last.filter(|_| open), &body) {
        return Ok(Recorded::already(there.clone()));
    }
    if open {
        return Err(DeskError::refuse(
            "question",
            r.question.as_str(),
            "it is open",
            "there is no resolution to take back",
        ));
    }
    if r.on < live.question().opens {
        return Err(DeskError::refuse(
            "on",
            r.on.to_string(),
            format!("the question opened on {}", live.question().opens),
            "the day on which it became known that the resolution does not stand",
        ));
    }
    let draft = Draft {
        id: ids::reopening(&r.question, endings.reopenings.len() as u64 + 1),
        author: hand.author.clone(),
        body,
    };
    mind.not_ahead(append.ledger(), &draft.body)?;
    let recorded = Recorded::plain(append.append(draft, hand.now)?);
    live.resolution = None;
    mind.lives.insert(live.id().clone(), live);
    Ok(recorded)
}

/// The entry that says the same: the one that holds, or any where a file is told again.
fn there_already<'e>(
    mind: &Mind,
    all: &'e [Entry],
    holds: Option<&'e Entry>,
    body: &Body,
) -> Option<&'e Entry> {
    match mind.retold {
        true => all.iter().find(|entry| entry.body == *body),
        false => holds.filter(|entry| entry.body == *body),
    }
}

/// Refuses a resolution on a day on which a question cannot end so.
fn fits(q: &Question, r: &Resolution) -> Result<(), DeskError> {
    let fits = match r.outcome {
        Outcome::Yes => r.on > q.opens && r.on <= q.deadline,
        Outcome::No => r.on >= q.deadline,
        Outcome::Void => r.on >= q.opens,
    };
    if !fits {
        let remedy = match r.outcome {
            Outcome::Yes => format!(
                "a meeting counts from the day after {} to {}",
                q.opens, q.deadline
            ),
            Outcome::No => format!(
                "a question is answered no on its deadline {} or later; one that cannot be \
                 judged any more is void",
                q.deadline
            ),
            Outcome::Void => format!("on or after the opening {}", q.opens),
        };
        return Err(DeskError::refuse(
            "on",
            r.on.to_string(),
            format!("the question cannot end {} on that day", r.outcome.as_str()),
            remedy,
        ));
    }
    Ok(())
}

fn resolved_already(there: &Resolution) -> DeskError {
    DeskError::refuse(
        "",
        "",
        format!(
            "question {} was resolved {} on {} already",
            there.question,
            there.outcome.as_str(),
            there.on
        ),
        "to correct that, say why with --because; where it goes on after all, `summit reopen \
         --because`",
    )
}
