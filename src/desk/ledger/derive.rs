//! The last recorded forecast of a question against the one that follows from its facts.
//!
//! What is printed last of a history, and what the next fact goes on from, is derived again before
//! it is believed, unless that was done on the same state of the file.

use super::DeskError;
use super::find::question_of;
use super::live::Live;
use super::mind::Mind;
use super::models::{Ground, model_at};
use crate::belief::{Outlook, Run};
use crate::record::{Body, Entry, Forecast, Name, date};
use crate::store::{Ledger, StoreError, Wanted};

/// Makes sure of the last recorded forecast of a question.
pub(super) fn last(ledger: &Ledger, mind: &mut Mind, id: &Name) -> Result<(), DeskError> {
    let Some((seq, forecast)) = recorded(ledger, id)? else {
        return Err(damaged(ledger, format!("question `{id}` has no forecast")));
    };
    if ledger.was_derived(id.as_str(), seq) {
        return Ok(());
    }
    if ledger.unlike().is_some() {
        every(ledger, mind, id)?;
    }
    let Ground {
        question,
        model,
        model_sha256,
        opened,
        ..
    } = mind.ground_of(ledger, id)?;
    let mut run = Run::open(question, model)?;
    let mut rests_on = opened;
    for fact in ledger.facts_about(id.as_str(), None)? {
        run.enter(fact.seq, &fact.body)?;
        if moves(&fact, id) {
            rests_on = fact.seq;
        }
    }
    let derived = Derived {
        rests_on,
        model: model_sha256,
        outlook: run.outlook_said(said(&forecast))?,
    };
    derived.is(ledger, seq, &forecast)
}

/// Makes sure of every recorded forecast of a question: of a log that is not what was last seen of
/// it nothing is known but what follows from itself.
pub(super) fn every(ledger: &Ledger, mind: &mut Mind, id: &Name) -> Result<(), DeskError> {
    let (opened, question) = question_of(ledger, id)?;
    let mut sha256 = model_at(ledger, opened)?;
    let mut run = Run::open(question, mind.model(ledger, &sha256)?)?;
    let mut rests_on = opened;
    for entry in ledger.entries_about(id.as_str(), Some(opened))? {
        match &entry.body {
            Body::Forecast(forecast) => {
                let derived = Derived {
                    rests_on,
                    model: sha256.clone(),
                    outlook: run.outlook_said(said(forecast))?,
                };
                derived.is(ledger, entry.seq, forecast)?;
            }
            Body::Model(adoption) => {
                let model = mind.model(ledger, &adoption.sha256)?;
                run.adopt(model, adoption.draws_for(id))?;
                sha256.clone_from(&adoption.sha256);
            }
            fact => run.enter(entry.seq, fact)?,
        }
        if moves(&entry, id) {
            rests_on = entry.seq;
        }
    }
    Ok(())
}

/// Makes sure of the last recorded forecast of a question under way, before it goes on.
pub(super) fn before(ledger: &Ledger, live: &mut Live) -> Result<(), DeskError> {
    let Some((seq, forecast)) = recorded(ledger, live.id())? else {
        return Err(damaged(
            ledger,
            format!("question `{}` has no forecast", live.id()),
        ));
    };
    if ledger.was_derived(live.id().as_str(), seq) {
        return Ok(());
    }
    let derived = Derived {
        rests_on: forecast.rests_on,
        model: live.model_sha256.clone(),
        outlook: live.run.outlook_said(said(&forecast))?,
    };
    derived.is(ledger, seq, &forecast)
}

/// The day as of which a forecast says that it speaks.
fn said(f: &Forecast) -> i32 {
    date::number(f.as_of)
}

/// Whether a fact calls for a forecast of a question.
fn moves(fact: &Entry, id: &Name) -> bool {
    match &fact.body {
        Body::Model(adoption) => adoption.questions.contains(id),
        other => other.moves(),
    }
}

/// What should have been recorded last.
struct Derived {
    rests_on: u64,
    model: String,
    outlook: Outlook,
}

impl Derived {
    fn is(&self, ledger: &Ledger, seq: u64, f: &Forecast) -> Result<(), DeskError> {
        let (mut expected, mut found) = self.outlook.differences(f);
        if self.rests_on != f.rests_on {
            expected.push(format!("a forecast after entry {}", self.rests_on));
            found.push(format!("one after entry {}", f.rests_on));
        }
        if self.model != f.model {
            expected.push(format!("model {}", self.model));
            found.push(format!("model {}", f.model));
        }
        if expected.is_empty() {
            ledger.derived(f.question.as_str(), seq);
            return Ok(());
        }
        let (expected, found) = (expected.join(", "), found.join(", "));
        let why = format!(
            "entry {seq}: the forecast is not what the entries before it give: derived again it is \
             {expected}; recorded is {found}"
        );
        Err(damaged(ledger, why))
    }
}

/// The last recorded forecast of a question, and its place.
fn recorded(ledger: &Ledger, id: &Name) -> Result<Option<(u64, Forecast)>, DeskError> {
    let wanted = Wanted {
        before: None,
        question: Some(id.as_str()),
    };
    let mut last = None;
    ledger.browse(wanted, &mut |row| {
        last = (row.type_name == "forecast").then_some(row.seq);
        last.is_none()
    })?;
    let entry = last.map(|seq| ledger.entry(seq)).transpose()?.flatten();
    Ok(match entry.map(|e| (e.seq, e.body)) {
        Some((seq, Body::Forecast(forecast))) => Some((seq, *forecast)),
        _ => None,
    })
}

fn damaged(ledger: &Ledger, why: String) -> DeskError {
    let path = ledger.path();
    StoreError::Damaged { path, why }.into()
}
