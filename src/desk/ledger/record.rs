//! Recording: a fact is decided on, appended, and followed by the forecast of every question that
//! it bears on, all in one transaction.

use std::sync::Arc;

use super::decide::{decide, retracted_already};
use super::find::question_of;
use super::live::Live;
use super::mind::Mind;
use super::resolve::{reopen, resolve};
use super::{DeskError, Hand, Recorded};
use crate::belief::{Evidence, Move, Refusal, Step};
use crate::record::{Body, Entry, Place};
use crate::store::{Append, StoreError};

impl Mind {
    /// Decides on one fact and appends it with its forecasts.
    pub(super) fn record(
        &mut self,
        append: &mut Append<'_>,
        hand: &Hand,
        body: Body,
    ) -> Result<Recorded, DeskError> {
        match body {
            Body::Question(q) => self.open(append, hand, *q),
            Body::Model(a) => self.adopt_entry(append, hand, a),
            Body::Resolution(r) => resolve(self, append, hand, *r),
            Body::Reopening(r) => reopen(self, append, hand, r),
            made if made.place() == Place::Program => Err(DeskError::refuse(
                "type",
                made.type_name(),
                "the program makes such entries itself",
                Body::given(),
            )),
            fact if fact.known_on().is_some() => self.fact(append, hand, fact),
            words => {
                for id in words.questions() {
                    question_of(append.ledger(), id)?;
                }
                Ok(Recorded::plain(append.append(hand.draft(words), hand.now)?))
            }
        }
    }

    fn fact(
        &mut self,
        append: &mut Append<'_>,
        hand: &Hand,
        body: Body,
    ) -> Result<Recorded, DeskError> {
        let draft = hand.draft(body);
        let there = match (append.existing(&draft), &draft.body) {
            (Err(StoreError::Conflict { seq, .. }), Body::Retraction(r)) => {
                return Err(retracted_already(r, seq));
            }
            (there, _) => there?,
        };
        if let Some(entry) = there {
            return Ok(Recorded::already(entry));
        }
        self.not_ahead(append.ledger(), &draft.body)?;
        super::attach::are_kept(append, &draft.body)?;
        let questions = draft.body.questions().to_vec();
        let mut lives = Vec::with_capacity(questions.len());
        for id in &questions {
            let live = self.live(append.ledger(), id)?;
            decide(append, hand, &live, &draft.body)?;
            lives.push(live);
        }
        let entry = append.push(draft, hand.now)?;
        let mut moves = Vec::with_capacity(lives.len());
        for mut live in lives {
            if entry.body.moves() {
                moves.push(self.move_on(append, hand, &mut live, &entry)?);
            }
            self.lives.insert(live.id().clone(), live);
        }
        Ok(Recorded::new(entry, moves))
    }

    /// Takes a fact into one question and appends its forecast.
    fn move_on(
        &mut self,
        append: &mut Append<'_>,
        hand: &Hand,
        live: &mut Live,
        fact: &Entry,
    ) -> Result<Move, DeskError> {
        let from = if self.narrate {
            live.run.outlook().ok()
        } else {
            None
        };
        let (mut step, mut repeats_of, mut telling) = (None, Vec::new(), None);
        match (self.narrate, &fact.body) {
            (true, Body::Signal(signal)) => {
                let e = Evidence::new(fact.seq, signal);
                (step, repeats_of) = told(append, live, e)?;
                telling = live.run.telling(signal.id.as_str())?;
            }
            _ => {
                live.enter(append.ledger(), fact)?;
            }
        }
        live.follow(fact.seq);
        let to = match &step {
            Some(step) => step.after,
            None => live.outlook(fact)?,
        };
        self.forecast(append, hand, live, fact, to)?;
        Ok(Move {
            question: live.id().clone(),
            from,
            step,
            repeats_of,
            telling,
            to,
        })
    }
}

/// Takes in a signal of the log and says what it did on its day, and of which earlier signals it
/// is a repeat, the latest first, at most three.
fn told(
    append: &Append<'_>,
    live: &mut Live,
    e: Evidence,
) -> Result<(Option<Step>, Vec<String>), DeskError> {
    let mut repeats_of = Vec::new();
    for seq in live.run.repeats_of(&e, 3)? {
        repeats_of.extend(append.ledger().entry(seq)?.map(|there| there.id));
    }
    match live.run.step(e) {
        Err(Refusal::Resumed) => {
            let question = Arc::clone(live.run.question());
            live.whole(append.ledger(), question, Arc::clone(live.run.model()))?;
            Ok((None, repeats_of))
        }
        step => Ok((step?, repeats_of)),
    }
}
