//! Taking a model into use: for questions opened from now on, or for those named.

use std::sync::Arc;

use super::live::Live;
use super::mind::Mind;
use super::{DeskError, Hand, Recorded};
use crate::belief::{Model, Move, Refusal};
use crate::model::prior;
use crate::record::{Adoption, Body, Draws, Name, ids};
use crate::store::{Append, Draft, Ledger};

impl Mind {
    /// Keeps a model file and takes it into use: for the questions named, else for those opened
    /// from now on.
    pub(super) fn adopt_file(
        &mut self,
        append: &mut Append<'_>,
        hand: &Hand,
        bytes: &[u8],
        questions: Vec<Name>,
    ) -> Result<Recorded, DeskError> {
        let model = Model::parse(bytes)?;
        let sha256 = super::sha256_hex(bytes);
        append.attach(&sha256, bytes)?;
        let adoption = Adoption {
            id: model.id.clone(),
            sha256: sha256.clone(),
            questions,
            draws: None,
        };
        self.models.insert(sha256, Arc::new(model));
        self.adopt_entry(append, hand, adoption)
    }

    pub(super) fn adopt_shipped(
        &mut self,
        append: &mut Append<'_>,
        hand: &Hand,
    ) -> Result<(String, Recorded), DeskError> {
        let bytes = crate::model::shipped::DEFAULT.built;
        let recorded = self.adopt_file(append, hand, bytes, Vec::new())?;
        Ok((super::sha256_hex(bytes), recorded))
    }

    pub(super) fn adopt_entry(
        &mut self,
        append: &mut Append<'_>,
        hand: &Hand,
        mut adoption: Adoption,
    ) -> Result<Recorded, DeskError> {
        if adoption.questions.is_empty()
            && current_model(append)?.as_deref() == Some(adoption.sha256.as_str())
        {
            let all = append.ledger().models()?;
            let there = all
                .into_iter()
                .rev()
                .find(|e| matches!(&e.body, Body::Model(m) if m.questions.is_empty()));
            if let Some(entry) = there {
                return Ok(Recorded::already(entry));
            }
        }
        let mut lives = Vec::new();
        let model = self.model(append.ledger(), &adoption.sha256)?;
        for id in &adoption.questions.clone() {
            let mut live = self.live(append.ledger(), id)?;
            not_resolved(&live, &adoption.id)?;
            drawn(&mut adoption, &live, &model)?;
            let from = live.run.outlook().ok();
            live.model_sha256.clone_from(&adoption.sha256);
            lives.push((live, from));
        }
        let draws = adoption.draws.clone().unwrap_or_default();
        let body = Body::Model(adoption);
        let draft = Draft {
            id: ids::adoption(&body.id(), append.tip().size()),
            author: hand.author.clone(),
            body,
        };
        let entry = append.push(draft, hand.now)?;
        let mut moves = Vec::new();
        for (mut live, from) in lives {
            live.change(append.ledger(), &model, draws.get(live.id()))?;
            live.upto = entry.seq;
            let to = live.outlook(&entry)?;
            self.forecast(append, hand, &live, &entry, to)?;
            moves.push(Move {
                question: live.id().clone(),
                from,
                step: None,
                repeats_of: Vec::new(),
                telling: None,
                to,
            });
            self.lives.insert(live.id().clone(), live);
        }
        Ok(Recorded::new(entry, moves))
    }
}

impl Live {
    /// Goes on under another model, with new draws where it has another number of them.
    pub fn change(
        &mut self,
        ledger: &Ledger,
        model: &Arc<Model>,
        draws: Option<&Draws>,
    ) -> Result<(), DeskError> {
        self.knows_every_kind(ledger, model)?;
        match self.run.adopt(Arc::clone(model), draws) {
            Err(Refusal::Resumed) => {
                let question = match draws {
                    None => Arc::clone(self.run.question()),
                    Some(new) => Arc::new(new.clone().into_question(self.question(), model.draws)?),
                };
                self.whole(ledger, question, Arc::clone(model))
            }
            adopted => Ok(adopted?),
        }
    }
}

impl Live {
    /// Refuses a model that lacks the kind of any signal ever entered, retracted ones too: from then on
    /// the question could not be read again from the log.
    fn knows_every_kind(&self, ledger: &Ledger, model: &Model) -> Result<(), DeskError> {
        for fact in ledger.facts_about(self.id().as_str(), None)? {
            if let Body::Signal(signal) = &fact.body {
                model.kind(signal.kind.as_str()).map_err(|mut e| {
                    e.problem = format!(
                        "the model has no such kind, and signal `{}` is of it",
                        signal.id
                    );
                    e.remedy = "a model that has every kind used on the question".into();
                    e
                })?;
            }
        }
        Ok(())
    }
}

/// Sees to it that an adoption brings a question new draws where the model has another number of
/// them, and only there.
fn drawn(adoption: &mut Adoption, live: &Live, model: &Model) -> Result<(), DeskError> {
    let draws = model.draws;
    let (id, has) = (live.id(), live.run.model().draws);
    match adoption.draws_for(id) {
        None => {
            if let Some(new) = new_draws(live, model)? {
                let all = adoption.draws.get_or_insert_default();
                all.insert(id.clone(), new);
            }
        }
        Some(_) if has == draws => {
            return Err(DeskError::refuse(
                "draws",
                id.as_str(),
                format!("the question has {has} draws already, as the model has"),
                "leave them out",
            ));
        }
        Some(given) => {
            let checked = given.clone().into_question(live.question(), draws);
            checked.map_err(|e| e.under(id.as_str()).under("draws"))?;
        }
    }
    Ok(())
}

/// The draws that a question would need for a model; `None` where it has as many.
pub(super) fn new_draws(live: &Live, model: &Model) -> Result<Option<Draws>, DeskError> {
    if live.run.model().draws == model.draws {
        return Ok(None);
    }
    Ok(Some(prior::again(live.question(), model)?))
}

/// Refuses another model for a question that was resolved.
pub(super) fn not_resolved(live: &Live, model: &str) -> Result<(), DeskError> {
    if live.resolution.is_none() {
        return Ok(());
    }
    Err(DeskError::refuse(
        "model",
        model,
        format!("question {} was resolved", live.id()),
        "a resolved question keeps its model",
    ))
}

/// SHA-256 of the model that questions opened now would get.
pub(super) fn current_model(append: &Append<'_>) -> Result<Option<String>, DeskError> {
    let all = append.ledger().models()?;
    Ok(all.into_iter().rev().find_map(|e| match e.body {
        Body::Model(m) if m.questions.is_empty() => Some(m.sha256),
        _ => None,
    }))
}
