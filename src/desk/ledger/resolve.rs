//! Ending a question, and correcting how it ended.

use super::mind::Mind;
use super::{DeskError, Hand, Recorded};
use crate::record::{Body, Outcome, Resolution, ids};
use crate::store::{Append, Draft};

pub(super) fn resolve(
    mind: &mut Mind,
    append: &mut Append<'_>,
    hand: &Hand,
    r: Resolution,
) -> Result<Recorded, DeskError> {
    let mut live = mind.live(append.ledger(), &r.question)?;
    let q = live.question();
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
    let mut count = 1;
    let mut last = None;
    while let Some(entry) = append
        .ledger()
        .entry_by_id(&ids::resolution(&r.question, count))?
    {
        let Body::Resolution(there) = &entry.body else {
            break;
        };
        if **there == r {
            return Ok(Recorded::already(entry));
        }
        last = Some((there.outcome, there.on));
        count += 1;
    }
    if let (Some((outcome, on)), None) = (last, &r.because) {
        return Err(DeskError::refuse(
            "",
            "",
            format!(
                "question {} was resolved {} on {on} already",
                r.question,
                outcome.as_str()
            ),
            "to correct that, say why with --because",
        ));
    }
    let draft = Draft {
        id: ids::resolution(&r.question, count),
        author: hand.author.clone(),
        body: Body::Resolution(Box::new(r.clone())),
    };
    let recorded = Recorded::plain(append.append(draft, hand.now)?);
    live.resolution = Some(r);
    mind.lives.insert(live.id().clone(), live);
    Ok(recorded)
}
