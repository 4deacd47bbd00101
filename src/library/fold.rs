//! A case folded in memory into the forecast of each of its days.

use std::sync::Arc;

use super::case::Case;
use super::read_as::ReadAs;
use crate::belief::{Model, Run};
use crate::desk::DeskError;
use crate::model::prior;
use crate::record::{Body, date};

/// The forecast at the end of each day of a case's life, with all that was known by then.
///
/// # Errors
/// When the model lacks a kind that it cannot read as another, or the arithmetic has no answer.
pub fn daily(case: &Case, model: &Arc<Model>, read_as: &ReadAs) -> Result<Vec<f64>, DeskError> {
    fold(case, &case.facts, model, read_as)
}

/// The same without any signal: the pair's prior alone, time passing.
///
/// # Errors
/// When the arithmetic has no answer.
pub fn alone(case: &Case, model: &Arc<Model>) -> Result<Vec<f64>, DeskError> {
    fold(case, &[], model, &ReadAs::default())
}

fn fold(
    case: &Case,
    facts: &[Body],
    model: &Arc<Model>,
    read_as: &ReadAs,
) -> Result<Vec<f64>, DeskError> {
    let mut question = case.question.clone();
    prior::complete(&mut question, model)?;
    let mut run = Run::open(Arc::new(question), Arc::clone(model))?;
    let mut facts = (1..).zip(facts).peekable();
    let mut out = Vec::with_capacity(case.life.len());
    for day in case.life.days() {
        let known = |fact: &Body| fact.known_on().is_none_or(|on| date::number(on) <= day);
        while let Some((seq, fact)) = facts.next_if(|(_, fact)| known(fact)) {
            run.enter(seq, read_as.read(fact, model)?.as_ref())?;
        }
        let outlook = run.outlook_on(day);
        let place = || date::from_number(day).to_string();
        out.push(outlook.map_err(|e| DeskError::from(e).at(&place()))?.p);
    }
    Ok(out)
}
