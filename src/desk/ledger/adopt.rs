//! Taking a model into use: for questions opened from now on, or for those named.

use std::sync::Arc;

use super::mind::Mind;
use super::{DeskError, Hand, Recorded};
use crate::belief::{Model, Move, Refusal};
use crate::record::{Adoption, Body, Name, ids};
use crate::store::{Append, Draft};

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
        };
        self.models.insert(sha256, Arc::new(model));
        self.adopt_entry(append, hand, adoption)
    }

    pub(super) fn adopt_shipped(
        &mut self,
        append: &mut Append<'_>,
        hand: &Hand,
    ) -> Result<(String, Recorded), DeskError> {
        let bytes = crate::model::shipped::BUILT;
        let recorded = self.adopt_file(append, hand, bytes, Vec::new())?;
        Ok((super::sha256_hex(bytes), recorded))
    }

    pub(super) fn adopt_entry(
        &mut self,
        append: &mut Append<'_>,
        hand: &Hand,
        adoption: Adoption,
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
        for id in &adoption.questions {
            let mut live = self.live(append.ledger(), id)?;
            if live.resolution.is_some() {
                return Err(DeskError::refuse(
                    "model",
                    &adoption.id,
                    format!("question {id} was resolved"),
                    "a resolved question keeps its model",
                ));
            }
            if live.run.model().draws != model.draws {
                return Err(DeskError::refuse(
                    "model",
                    &adoption.id,
                    format!(
                        "question {id} has {} draws, the model {}",
                        live.run.model().draws,
                        model.draws
                    ),
                    "build the model with as many draws as the question has",
                ));
            }
            let from = live.run.outlook().ok();
            live.model_sha256.clone_from(&adoption.sha256);
            lives.push((live, from));
        }
        let body = Body::Model(adoption);
        let draft = Draft {
            id: ids::adoption(&body.id(), append.tip().size()),
            author: hand.author.clone(),
            body,
        };
        let entry = append.push(draft, hand.now)?;
        let mut moves = Vec::new();
        for (mut live, from) in lives {
            match live.run.adopt(Arc::clone(&model)) {
                Err(Refusal::Resumed) => live.whole(append.ledger(), Arc::clone(&model))?,
                adopted => adopted?,
            }
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

/// SHA-256 of the model that questions opened now would get.
pub(super) fn current_model(append: &Append<'_>) -> Result<Option<String>, DeskError> {
    let all = append.ledger().models()?;
    Ok(all.into_iter().rev().find_map(|e| match e.body {
        Body::Model(m) if m.questions.is_empty() => Some(m.sha256),
        _ => None,
    }))
}
