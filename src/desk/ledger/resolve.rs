//! Ending a question, correcting how it ended, and taking that back.

use super::find::endings_of;
use super::mind::Mind;
use super::{DeskError, Hand, Recorded};
use crate::record::{Body, Outcome, Question, Reopening, Resolution, ids};
use crate::store::{Append, Draft};

pub(super) fn resolve(
    mind: &mut Mind,
    append: &mut Append<'_>,
    hand: &Hand,
    r: Resolution,
) -> Result<Recorded, DeskError> {
    let mut live = mind.live(append.ledger(), &r.question)?;
    let endings = endings_of(append.ledger(), &r.question)?;
    if let Some(entry) = endings.standing() {
        match &entry.body {
            Body::Resolution(there) if **there == r => {
                return Ok(Recorded::already(entry.clone()));
            }
            Body::Resolution(there) if r.because.is_none() => return Err(resolved_already(there)),
            _ => {}
        }
    }
    let body = Body::Resolution(Box::new(r.clone()));
    mind.not_ahead(append.ledger(), &body)?;
    fits(live.question(), &r)?;
    let draft = Draft {
        id: ids::resolution(&r.question, endings.resolutions.0 + 1),
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
    if endings.standing().is_none() {
        return match endings.reopenings.1 {
            Some(entry) if entry.body == Body::Reopening(r.clone()) => Ok(Recorded::already(entry)),
            _ => Err(DeskError::refuse(
                "question",
                r.question.as_str(),
                "it is open",
                "there is no resolution to take back",
            )),
        };
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
        id: ids::reopening(&r.question, endings.reopenings.0 + 1),
        author: hand.author.clone(),
        body: Body::Reopening(r),
    };
    mind.not_ahead(append.ledger(), &draft.body)?;
    let recorded = Recorded::plain(append.append(draft, hand.now)?);
    live.resolution = None;
    mind.lives.insert(live.id().clone(), live);
    Ok(recorded)
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
