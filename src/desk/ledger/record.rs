//! Recording: a fact is decided on, appended, and followed by the forecast of every question that
//! it bears on, all in one transaction.

use std::sync::Arc;

use super::decide::{decide, retracted_already};
use super::live::{Live, question_of};
use super::resolve::resolve;
use super::{Desk, DeskError};
use crate::belief::{Evidence, Move, Outlook, Refusal, Step};
use crate::record::{Body, Entry, Forecast, Instant, date, ids};
use crate::store::{Append, Appended, Draft, StoreError};

/// Who appends, and when.
#[derive(Debug, Clone)]
pub struct Hand {
    /// The author.
    pub author: String,
    /// The ledger's clock now.
    pub now: Instant,
}

/// What became of one fact.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The entry, new or found.
    pub entry: Entry,
    /// The same content was there already; nothing was appended.
    pub already: bool,
    /// What it changed, question by question.
    pub moves: Vec<Move>,
}

impl Desk {
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
            Body::Ledger { .. } | Body::Forecast(_) | Body::Redaction { .. } => {
                Err(DeskError::refuse(
                    "type",
                    body.type_name(),
                    "the program makes such entries itself",
                    "question, signal, retraction, passage, resolution, note or model",
                ))
            }
            Body::Note(ref note) => {
                for id in &note.questions {
                    question_of(append.ledger(), id)?;
                }
                let draft = self.draft(hand, body);
                Ok(plain(append.append(draft, hand.now)?))
            }
            fact => self.fact(append, hand, fact),
        }
    }

    pub(super) fn draft(&self, hand: &Hand, body: Body) -> Draft {
        Draft {
            id: ids::of(&body),
            author: hand.author.clone(),
            body,
        }
    }

    fn fact(
        &mut self,
        append: &mut Append<'_>,
        hand: &Hand,
        body: Body,
    ) -> Result<Recorded, DeskError> {
        let draft = self.draft(hand, body);
        let there = match (append.existing(&draft), &draft.body) {
            (Err(StoreError::Conflict { seq, .. }), Body::Retraction(r)) => {
                return Err(retracted_already(r, seq));
            }
            (there, _) => there?,
        };
        if let Some(entry) = there {
            return Ok(Recorded {
                entry,
                already: true,
                moves: Vec::new(),
            });
        }
        if let Body::Signal(signal) = &draft.body {
            super::attach::are_kept(append, signal)?;
        }
        let questions = draft.body.questions().to_vec();
        let mut lives = Vec::with_capacity(questions.len());
        for id in &questions {
            let live = self.live(append.ledger(), id)?;
            decide(append, &live, &draft.body)?;
            lives.push(live);
        }
        let entry = append.push(draft, hand.now)?;
        let mut moves = Vec::with_capacity(lives.len());
        for mut live in lives {
            moves.push(self.move_on(append, hand, &mut live, &entry)?);
            self.lives.insert(live.id().clone(), live);
        }
        Ok(Recorded {
            entry,
            already: false,
            moves,
        })
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
        let (mut step, mut repeats_of) = (None, Vec::new());
        match (self.narrate, &fact.body) {
            (true, Body::Signal(signal)) => {
                let e = Evidence::new(fact.seq, signal);
                (step, repeats_of) = told(append, live, e)?;
            }
            _ => {
                live.enter(append.ledger(), fact)?;
            }
        }
        live.follow(fact.seq);
        let to = match &step {
            Some(step) => step.after,
            None => outlook(live, fact)?,
        };
        self.forecast(append, hand, live, fact, to)?;
        Ok(Move {
            question: live.id().clone(),
            from,
            step,
            repeats_of,
            to,
        })
    }

    pub(super) fn forecast(
        &self,
        append: &mut Append<'_>,
        hand: &Hand,
        live: &Live,
        cause: &Entry,
        outlook: Outlook,
    ) -> Result<(), DeskError> {
        let body = Body::Forecast(Box::new(Forecast {
            question: live.id().clone(),
            model: live.model_sha256.clone(),
            rests_on: cause.seq,
            as_of: date::from_number(outlook.as_of),
            p: outlook.p,
            lo: outlook.lo,
            hi: outlook.hi,
            effective_draws: outlook.effective_draws,
            program: self.program.clone(),
        }));
        let draft = Draft {
            id: ids::of(&body),
            author: self.program.clone(),
            body,
        };
        append.push(draft, hand.now)?;
        Ok(())
    }
}

/// What is believed now, after `cause`.
pub(super) fn outlook(live: &mut Live, cause: &Entry) -> Result<Outlook, DeskError> {
    live.run.outlook().map_err(|e| match e {
        Refusal::NoAnswer(why) => DeskError::Degenerate(format!("`{}`: {why}", cause.id)),
        other => other.into(),
    })
}

pub(super) fn plain(appended: Appended) -> Recorded {
    match appended {
        Appended::New(entry) => Recorded {
            entry,
            already: false,
            moves: Vec::new(),
        },
        Appended::Already(entry) => Recorded {
            entry,
            already: true,
            moves: Vec::new(),
        },
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
            live.whole(append.ledger(), Arc::clone(live.run.model()))?;
            Ok((None, repeats_of))
        }
        step => Ok((step?, repeats_of)),
    }
}
