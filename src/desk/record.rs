//! Recording: a fact is decided on, appended, and followed by the forecast of every question that
//! it bears on, all in one transaction.

use super::live::{Live, question_of};
use super::{Desk, DeskError};
use crate::belief::{Belief, Evidence, Model, Move, Outlook};
use crate::learn::prior;
use crate::record::{
    Adoption, Body, Entry, Forecast, Instant, Name, Outcome, Question, Resolution, Retraction,
    date, ids,
};
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

    fn draft(&self, hand: &Hand, body: Body) -> Draft {
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
            self.lives.insert(live.question.id.clone(), live);
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
        let mut step = None;
        let mut repeats_of = Vec::new();
        let from = if self.narrate {
            live.belief.outlook().ok()
        } else {
            None
        };
        if let (true, Body::Signal(signal)) = (self.narrate, &fact.body) {
            let e = Evidence::new(fact.seq, signal);
            repeats_of = repeats(append, live, &e)?;
            if live.belief.is_next(&e) {
                step = Some(live.belief.step(&live.model, &e)?);
                live.follow(fact.seq);
            }
        }
        let to = match &step {
            Some(step) => step.after,
            None => {
                self.advance(append.ledger(), live, fact)?;
                outlook(live, fact)?
            }
        };
        self.forecast(append, hand, live, fact, to)?;
        Ok(Move {
            question: live.question.id.clone(),
            from,
            step,
            repeats_of,
            to,
        })
    }

    fn forecast(
        &self,
        append: &mut Append<'_>,
        hand: &Hand,
        live: &Live,
        cause: &Entry,
        outlook: Outlook,
    ) -> Result<(), DeskError> {
        let body = Body::Forecast(Box::new(Forecast {
            question: live.question.id.clone(),
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

    fn open(
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
            let draft = self.draft(hand, Body::Question(Box::new(question)));
            return Ok(plain(append.append(draft, hand.now)?));
        }
        let adopted = match current_model(append)? {
            Some(sha256) => sha256,
            None => {
                let (sha256, _) = self.adopt_shipped(append, hand)?;
                sha256
            }
        };
        let model = self.model(append.ledger(), &adopted)?;
        prior::complete(&mut question, model.draws)?;
        let belief = Belief::open(&question, &model)?;
        let draft = self.draft(hand, Body::Question(Box::new(question.clone())));
        let appended = append.append(draft, hand.now)?;
        let entry = appended.entry().clone();
        let live = Live {
            question: std::sync::Arc::new(question),
            model,
            model_sha256: adopted,
            belief,
            upto: entry.seq,
            uncached: 0,
            resolution: None,
        };
        let to = outlook(&live, &entry)?;
        self.forecast(append, hand, &live, &entry, to)?;
        let question = live.question.id.clone();
        self.lives.insert(question.clone(), live);
        Ok(Recorded {
            entry,
            already: false,
            moves: vec![Move {
                question,
                from: None,
                step: None,
                repeats_of: Vec::new(),
                to,
            }],
        })
    }

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
        self.models.insert(sha256, std::sync::Arc::new(model));
        self.adopt_entry(append, hand, adoption)
    }

    fn adopt_shipped(
        &mut self,
        append: &mut Append<'_>,
        hand: &Hand,
    ) -> Result<(String, Recorded), DeskError> {
        let bytes = crate::learn::SHIPPED;
        let recorded = self.adopt_file(append, hand, bytes, Vec::new())?;
        Ok((super::sha256_hex(bytes), recorded))
    }

    fn adopt_entry(
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
                return Ok(Recorded {
                    entry,
                    already: true,
                    moves: Vec::new(),
                });
            }
        }
        let mut lives = Vec::new();
        let model = self.model(append.ledger(), &adoption.sha256)?;
        for id in &adoption.questions {
            let mut live = self.live(append.ledger(), id)?;
            if live.model.draws != model.draws {
                return Err(DeskError::refuse(
                    "model",
                    &adoption.id,
                    format!(
                        "question {id} has {} draws, the model {}",
                        live.model.draws, model.draws
                    ),
                    "build the model with as many draws as the question has",
                ));
            }
            let from = live.belief.outlook().ok();
            live.model = std::sync::Arc::clone(&model);
            live.model_sha256.clone_from(&adoption.sha256);
            lives.push((live, from));
        }
        let body = Body::Model(adoption);
        let draft = Draft {
            id: ids::adoption(&body, append.tip().size()),
            author: hand.author.clone(),
            body,
        };
        let entry = append.push(draft, hand.now)?;
        let mut moves = Vec::new();
        for (mut live, from) in lives {
            live.belief = self.replay(append.ledger(), &live)?;
            live.upto = entry.seq;
            let to = outlook(&live, &entry)?;
            self.forecast(append, hand, &live, &entry, to)?;
            moves.push(Move {
                question: live.question.id.clone(),
                from,
                step: None,
                repeats_of: Vec::new(),
                to,
            });
            self.lives.insert(live.question.id.clone(), live);
        }
        Ok(Recorded {
            entry,
            already: false,
            moves,
        })
    }
}

/// What is believed now, after `cause`.
fn outlook(live: &Live, cause: &Entry) -> Result<Outlook, DeskError> {
    live.belief
        .outlook()
        .map_err(|why| DeskError::Degenerate(format!("`{}`: {why}", cause.id)))
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

/// SHA-256 of the model that questions opened now would get.
fn current_model(append: &Append<'_>) -> Result<Option<String>, DeskError> {
    let all = append.ledger().models()?;
    Ok(all.into_iter().rev().find_map(|e| match e.body {
        Body::Model(m) if m.questions.is_empty() => Some(m.sha256),
        _ => None,
    }))
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

/// Whether a fact may be appended to a question as it stands.
fn decide(append: &Append<'_>, live: &Live, body: &Body) -> Result<(), DeskError> {
    if let Some(r) = &live.resolution {
        return Err(DeskError::refuse(
            "",
            "",
            format!(
                "question {} was resolved {} on {}",
                live.question.id,
                r.outcome.as_str(),
                r.on
            ),
            "a resolved question takes no more evidence; correct a wrong resolution with \
             `summit resolve ... --because`",
        ));
    }
    let q = &live.question;
    let known = match body {
        Body::Signal(s) => {
            live.model.kind(s.kind.as_str())?;
            s.known_on
        }
        Body::Retraction(r) => {
            decide_retraction(append, q, r)?;
            r.known_on
        }
        Body::Passage(p) => p.known_on,
        _ => return Ok(()),
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
        return Err(DeskError::refuse(
            "known_on",
            known.to_string(),
            format!("known before the question opened on {}", q.opens),
            "what was known at the opening belongs in the prior; give the question an earlier \
             `opens`, or leave the record out",
        ));
    }
    Ok(())
}

fn retracted_already(r: &Retraction, seq: u64) -> DeskError {
    DeskError::refuse(
        "signal",
        r.signal.as_str(),
        format!("it was retracted already, by entry {seq}"),
        "nothing is left to retract",
    )
}

fn decide_retraction(append: &Append<'_>, q: &Question, r: &Retraction) -> Result<(), DeskError> {
    let there = append.ledger().entry_by_id(r.signal.as_str())?;
    let Some(Body::Signal(signal)) = there.map(|e| e.body) else {
        return Err(DeskError::refuse(
            "signal",
            r.signal.as_str(),
            "the ledger has no such signal",
            "`summit history --ids` lists the signals with their ids",
        ));
    };
    if !signal.questions.contains(&q.id) {
        return Err(DeskError::refuse(
            "signal",
            r.signal.as_str(),
            format!("the signal does not bear on question {}", q.id),
            "name the question that it bears on",
        ));
    }
    if r.known_on < signal.known_on {
        return Err(DeskError::refuse(
            "known_on",
            r.known_on.to_string(),
            format!(
                "retracted before the signal was known on {}",
                signal.known_on
            ),
            "a retraction becomes known on or after the day of its signal",
        ));
    }
    let retracted = append
        .ledger()
        .facts_about(q.id.as_str(), None)?
        .into_iter()
        .find(|e| matches!(&e.body, Body::Retraction(x) if x.signal == r.signal));
    if let Some(earlier) = retracted {
        return Err(retracted_already(r, earlier.seq));
    }
    Ok(())
}

fn resolve(
    desk: &mut Desk,
    append: &mut Append<'_>,
    hand: &Hand,
    r: Resolution,
) -> Result<Recorded, DeskError> {
    let mut live = desk.live(append.ledger(), &r.question)?;
    let q = &live.question;
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
            return Ok(plain(Appended::Already(entry)));
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
    let recorded = plain(append.append(draft, hand.now)?);
    live.resolution = Some(r);
    desk.lives.insert(live.question.id.clone(), live);
    Ok(recorded)
}

/// Ids of earlier signals of which `e` is a repeat, the latest first, at most three.
fn repeats(append: &Append<'_>, live: &Live, e: &Evidence) -> Result<Vec<String>, DeskError> {
    let mut out = Vec::new();
    for seq in live.belief.repeats_of(&live.model, e, 3) {
        out.extend(append.ledger().entry(seq)?.map(|there| there.id));
    }
    Ok(out)
}
