//! Opening a question: its draws are made, it gets the model in use, and its first forecast.

use std::sync::Arc;

use super::adopt::current_model;
use super::live::Live;
use super::mind::Mind;
use super::{DeskError, Hand, Recorded};
use crate::belief::{Move, Run};
use crate::model::prior;
use crate::record::{Body, Entry, Question};
use crate::store::Append;

impl Mind {
    pub(super) fn open(
        &mut self,
        append: &mut Append<'_>,
        hand: &Hand,
        mut question: Question,
    ) -> Result<Recorded, DeskError> {
        let there = append.ledger().entry_by_id(question.id.as_str())?;
        if let Some(there) = there {
            if let Body::Question(stored) = &there.body {
                given_draws(&mut question, stored);
                if **stored != question {
                    return Err(differs(&there, stored, &question));
                }
            }
            let draft = hand.draft(Body::Question(Box::new(question)));
            return Ok(Recorded::plain(append.append(draft, hand.now)?));
        }
        let adopted = match current_model(append)? {
            Some(sha256) => sha256,
            None => {
                let (sha256, _) = self.adopt_shipped(append, hand)?;
                sha256
            }
        };
        let model = self.model(append.ledger(), &adopted)?;
        prior::complete(&mut question, &model)?;
        let run = Run::open(Arc::new(question.clone()), model)?;
        let draft = hand.draft(Body::Question(Box::new(question)));
        let appended = append.append(draft, hand.now)?;
        let entry = appended.entry().clone();
        let mut live = Live {
            run,
            model_sha256: adopted,
            upto: entry.seq,
            uncached: 0,
            resolution: None,
        };
        let to = live.outlook(&entry)?;
        self.forecast(append, hand, &live, &entry, to)?;
        let question = live.id().clone();
        self.lives.insert(question.clone(), live);
        let first = Move {
            question,
            from: None,
            step: None,
            repeats_of: Vec::new(),
            telling: None,
            to,
        };
        Ok(Recorded::new(entry, vec![first]))
    }
}

/// Takes over the draws that a question's record leaves out from the entry that it would repeat.
fn given_draws(question: &mut Question, there: &Question) {
    let prior = &mut question.prior.daily_rate_draws;
    let mut taken = prior.is_none();
    if taken {
        prior.clone_from(&there.prior.daily_rate_draws);
    }
    for (o, old) in question.occasions.iter_mut().zip(&there.occasions) {
        if o.chance_draws.is_none() {
            o.chance_draws.clone_from(&old.chance_draws);
            taken = true;
        }
    }
    if taken && question.seed.is_none() {
        question.seed = there.seed;
    }
}

/// Says in which fields a question differs from the one that has its id.
fn differs(there: &Entry, stored: &Question, given: &Question) -> DeskError {
    let (stored, given) = (stored.to_value(), given.to_value());
    let fields: Vec<&str> = match (&stored, &given) {
        (serde_json::Value::Object(a), serde_json::Value::Object(b)) => {
            let keys = a.keys().chain(b.keys().filter(|k| !a.contains_key(*k)));
            keys.filter(|k| a.get(*k) != b.get(*k))
                .map(String::as_str)
                .collect()
        }
        _ => Vec::new(),
    };
    DeskError::refuse(
        "id",
        &there.id,
        format!(
            "the question is there already (entry {}) and differs in: {}",
            there.seq,
            fields.join(", ")
        ),
        "a question is never changed: open it under another id, and resolve the old one void",
    )
}
