//! Undo: what takes the last append back, as new facts. Nothing is ever taken out of the log.

use jiff::civil::Date;

use super::find::endings_of;
use super::{Desk, DeskError, Fact};
use crate::record::{Body, Entry, Name, Reopening, Resolution, Retraction, Signal};

/// What would take an append back.
#[derive(Debug, Clone)]
pub struct Undo {
    /// What is taken back.
    pub entry: Entry,
    /// What is appended for it.
    pub facts: Vec<Fact>,
    /// What stands afterwards, in words.
    pub then: String,
    /// The entry before, where the same author made it at the same moment: it stays.
    pub beside: Option<Entry>,
}

impl Desk {
    /// What would take the last append back: a retraction of a signal, a watch or a guess; of an amendment
    /// the signal as it was; of a retraction what it took out; the opening again of a question that
    /// was resolved, and the resolution again of one that was reopened. So an undo is undone too.
    /// Without a reason the reason names the entry.
    ///
    /// # Errors
    /// When the last append is none of these; the remedy says what is right instead.
    pub fn undo(&mut self, because: Option<&str>, today: Date) -> Result<Undo, DeskError> {
        let mut facts = self.facts_back(2)?.into_iter();
        let Some(last) = facts.next() else {
            return Err(nothing());
        };
        let because = because.map_or_else(|| format!("undo of entry {}", last.seq), str::to_owned);
        let because = because.as_str();
        let before = facts.next();
        let (facts, then) = match &last.body {
            Body::Signal(s) => match before.as_ref().and_then(|e| e.body.retracts()) {
                Some(old) if s.amends.as_ref() == Some(old) && self.differs(s, old)? => {
                    self.as_it_was(s, old, because, today)?
                }
                _ => self.taken_out(&last.body, because, today)?,
            },
            Body::Watch(_) | Body::Guess(_) => self.taken_out(&last.body, because, today)?,
            Body::Retraction(r) => self.brought_back(r)?,
            Body::Resolution(r) => self.unresolved(&last, r, because, today)?,
            Body::Reopening(r) => self.resolved_again(&last, r, because)?,
            _ => return Err(refused(&last)),
        };
        let at_once = |e: &Entry| e.recorded_at == last.recorded_at && e.author == last.author;
        let signal = |e: &Entry| matches!(e.body, Body::Signal(_));
        Ok(Undo {
            beside: before.filter(|e| at_once(e) && signal(e) && signal(&last)),
            entry: last,
            facts: facts.into_iter().map(Fact::from).collect(),
            then,
        })
    }

    /// The last entries that are no forecasts, the newest first, at most so many.
    fn facts_back(&self, most: usize) -> Result<Vec<Entry>, DeskError> {
        let mut facts = Vec::with_capacity(most);
        let mut next = self.ledger.size()?;
        while facts.len() < most && next > 0 {
            next -= 1;
            let entry = self.ledger.entry(next)?;
            facts.extend(entry.filter(|e| !matches!(e.body, Body::Forecast(_))));
        }
        Ok(facts)
    }

    /// Whether a signal says other than the one it amends: what was brought back says the same.
    fn differs(&self, new: &Signal, old: &Name) -> Result<bool, DeskError> {
        let old = self.ledger.entry_by_id(old.as_str())?.map(|e| e.body);
        Ok(!matches!(&old, Some(Body::Signal(old)) if new.says_what(old)))
    }

    fn taken_out(&mut self, told: &Body, because: &str, today: Date) -> Result<Undone, DeskError> {
        let Some(id) = told.retracted_as().cloned() else {
            return Err(nothing());
        };
        let then = match told {
            Body::Guess(_) => format!("the guess {id} stands no more"),
            _ => format!("{id} is taken out of the evidence"),
        };
        let retraction = Retraction {
            questions: told.questions().to_vec(),
            signal: id,
            known_on: self.correction_day(told, today)?,
            because: because.to_owned(),
        };
        Ok((vec![Body::Retraction(retraction)], then))
    }

    /// An amendment: it is taken out, and the signal before stands as it was.
    fn as_it_was(
        &mut self,
        new: &Signal,
        old: &Name,
        because: &str,
        today: Date,
    ) -> Result<Undone, DeskError> {
        let Some(Body::Signal(was)) = self.ledger.entry_by_id(old.as_str())?.map(|e| e.body) else {
            return Err(nothing());
        };
        let told = Body::Signal(Box::new(new.clone()));
        let (mut bodies, _) = self.taken_out(&told, because, today)?;
        let again = Signal {
            id: self.next_id(new.id.as_str())?,
            amends: Some(new.id.clone()),
            questions: new.questions.clone(),
            ..*was
        };
        let then = format!("{} says what {old} said", again.id);
        bodies.push(Body::Signal(Box::new(again)));
        Ok((bodies, then))
    }

    /// A retraction: what it took out is entered again, as the same signal.
    fn brought_back(&self, r: &Retraction) -> Result<Undone, DeskError> {
        let id = self.next_id(r.signal.as_str())?;
        let then = format!("{id} says again what {} said", r.signal);
        let Some(old) = self.ledger.entry_by_id(r.signal.as_str())? else {
            return Err(nothing());
        };
        let body = match old.body {
            Body::Signal(was) => Body::Signal(Box::new(Signal {
                id,
                questions: r.questions.clone(),
                amends: Some(was.id.clone()),
                ..*was
            })),
            Body::Watch(mut was) => {
                (was.id, was.questions) = (id, r.questions.clone());
                Body::Watch(was)
            }
            Body::Guess(mut was) => {
                was.id = id;
                // Whoever brings it back, it stays whose it was.
                was.by.get_or_insert(old.author);
                Body::Guess(was)
            }
            _ => return Err(nothing()),
        };
        Ok((vec![body], then))
    }

    /// A resolution: where it corrected one that stood, that one again; else the question is open.
    fn unresolved(
        &self,
        last: &Entry,
        r: &Resolution,
        because: &str,
        today: Date,
    ) -> Result<Undone, DeskError> {
        let mut endings = endings_of(&self.ledger, &r.question)?;
        endings.resolutions.retain(|e| e.seq < last.seq);
        if let Some(Body::Resolution(before)) = endings.standing().map(|e| &e.body) {
            return Ok(again(before, because));
        }
        let reopening = Reopening {
            question: r.question.clone(),
            on: today,
            because: because.to_owned(),
        };
        let then = format!("question {} is open again", r.question);
        Ok((vec![Body::Reopening(reopening)], then))
    }

    fn resolved_again(
        &self,
        last: &Entry,
        r: &Reopening,
        because: &str,
    ) -> Result<Undone, DeskError> {
        let endings = endings_of(&self.ledger, &r.question)?;
        let before = endings.resolutions.iter().rev().find(|e| e.seq < last.seq);
        match before.map(|e| &e.body) {
            Some(Body::Resolution(before)) => Ok(again(before, because)),
            _ => Err(nothing()),
        }
    }
}

/// What is appended, and what stands then.
type Undone = (Vec<Body>, String);

fn again(before: &Resolution, because: &str) -> Undone {
    let outcome = before.outcome.as_str();
    let then = format!(
        "question {} is resolved {outcome} on {}",
        before.question, before.on
    );
    let again = Resolution {
        because: Some(because.to_owned()),
        ..before.clone()
    };
    (vec![Body::Resolution(Box::new(again))], then)
}

fn nothing() -> DeskError {
    DeskError::refuse(
        "",
        "",
        "nothing was appended that could be taken back",
        "`summit log` lists the entries",
    )
}

/// Why an entry cannot be taken back, and what is right instead.
fn refused(last: &Entry) -> DeskError {
    let remedy = match &last.body {
        Body::Passage(_) => "time has passed all the same; enter what did happen with `summit add`",
        Body::Question(_) => {
            "a question stays once it is opened; `summit resolve void --because` ends one that was a \
             mistake"
        }
        Body::Model(_) => "`summit model adopt` takes another into use, or the one before again",
        Body::Note(_) => "words move nothing; say in another note what is right",
        Body::Redaction(_) => "the bytes are gone for good",
        _ => "it is not about what is believed; `summit log` lists what came before it",
    };
    DeskError::refuse(
        "",
        "",
        format!(
            "the last append is @{}, a {}: it cannot be taken back",
            last.seq,
            last.body.type_name()
        ),
        remedy,
    )
}
