//! What whoever adds a signal is told before it is written, under version 2.

use std::sync::Arc;

use super::doc::{Doc, Line};
use super::telling;
use crate::belief::two::Model;
use crate::desk::{Desk, DeskError};
use crate::record::{Name, Signal, date};

/// The models of version 2 under which questions stand, each once.
///
/// # Errors
/// When the file cannot be read.
pub fn models(desk: &mut Desk, questions: &[Name]) -> Result<Vec<Arc<Model>>, DeskError> {
    let mut models: Vec<Arc<Model>> = Vec::new();
    for question in questions {
        let second = desk.model_of(question)?.second();
        models.extend(second.filter(|model| models.iter().all(|there| there.id != model.id)));
    }
    Ok(models)
}

/// That a signal of its kind moves nothing, and why, where it is so.
#[must_use]
pub fn nothing(models: &[Arc<Model>], signal: &Signal) -> Option<Line> {
    let kinds = models
        .iter()
        .filter_map(|model| model.kind(signal.kind.as_str()).ok());
    let nothing = kinds
        .filter_map(|kind| telling::nothing(signal.kind.as_str(), kind))
        .next();
    let line = nothing.filter(|_| signal.likelihood.is_none())?;
    Some(line.plain(format!("; {}", telling::SAY_MORE)))
}

/// That a signal lets an announced day pass, or names too many days to be a plan.
///
/// # Errors
/// When the file cannot be read.
pub fn plans(desk: &mut Desk, models: &[Arc<Model>], signal: &Signal) -> Result<Doc, DeskError> {
    let mut doc = Doc::new();
    if let Some(days) = desk.announced_for(&signal.questions, signal.known_on)? {
        doc = doc.warning(format!(
            "{} stands announced for {days}, and what is known on a day lets that day pass: if they met, \
             say so with `summit resolve yes --on DAY`; if the day is not over, enter this tomorrow",
            days.plan
        ));
    }
    let kinds = models.iter().filter_map(|model| {
        let kind = model.kind(signal.kind.as_str()).ok()?;
        kind.plan
            .filter(|_| model.plans.wide.is_none())
            .map(|_| model.plans.max_days)
    });
    let named = signal
        .about
        .map(|(first, last)| date::number(last) - date::number(first) + 1);
    if let Some((named, most)) = named.zip(kinds.min()).filter(|(named, most)| named > most) {
        doc = doc.warning(format!(
            "{named} days are too many for a plan, which names at most {most}: it counts as a report \
             that speaks of these days only, and says less than without --about"
        ));
    }
    Ok(doc)
}

/// Whether a signal has an address that is none of the web.
#[must_use]
pub fn no_address(signal: &Signal) -> bool {
    let url = signal
        .source
        .as_ref()
        .and_then(|source| source.url.as_ref());
    url.is_some_and(|url| !url.contains("://"))
}
