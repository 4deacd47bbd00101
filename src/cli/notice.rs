//! What an analyst is told about a signal before and beside its entry, under version 2.

use std::sync::Arc;

use summit_ledger::belief::two::Model;
use summit_ledger::desk::Desk;
use summit_ledger::record::{Body, Grade, Name, Signal, date};
use summit_ledger::view::doc::Doc;
use summit_ledger::view::telling;

use super::context::Context;
use super::failure::Failure;
use super::{ask, output, refs};

/// The models of version 2 under which questions stand, each once.
pub fn models(desk: &mut Desk, questions: &[Name]) -> Result<Vec<Arc<Model>>, Failure> {
    let mut models: Vec<Arc<Model>> = Vec::new();
    for question in questions {
        let second = desk.model_of(question)?.second();
        models.extend(second.filter(|model| models.iter().all(|there| there.id != model.id)));
    }
    Ok(models)
}

/// Says before it is written that a signal moves nothing, and why; on a terminal it may still be
/// left. Whether to go on.
pub fn may_say_nothing(cx: &Context, models: &[Arc<Model>], signal: &Signal) -> bool {
    !says_nothing(cx, models, signal)
        || !ask::is_possible()
        || ask::goes_on("append it all the same?")
}

/// Says that a signal of its kind moves nothing, and why; whether it was said.
pub fn says_nothing(cx: &Context, models: &[Arc<Model>], signal: &Signal) -> bool {
    let own = signal.likelihood.is_some();
    let kinds = models
        .iter()
        .filter_map(|model| model.kind(signal.kind.as_str()).ok());
    let nothing = kinds
        .filter_map(|kind| telling::nothing(signal.kind.as_str(), kind))
        .next();
    let Some(line) = nothing.filter(|_| !own) else {
        return false;
    };
    let line = line.plain(format!("; {}", telling::SAY_MORE));
    output::talk(&cx.render(&Doc::new().warning(line)));
    true
}

/// That a signal was taken as ungraded, where it was.
pub fn ungraded(cx: &Context, desk: &mut Desk, signal: &Signal) -> Result<String, Failure> {
    let models = models(desk, &signal.questions)?;
    let Some(model) = models.first().filter(|_| signal.grade == Grade::UNJUDGED) else {
        return Ok(String::new());
    };
    let line = format!(
        "it was taken as {}; say how sure it is with --grade, or now with `summit amend {} --grade \
         B2 --because ...`",
        telling::ungraded(model),
        refs::short(cx, desk, signal)?
    );
    Ok(cx.render(&Doc::new().hint(line)))
}

/// That a signal lets an announced day pass, or names too many days to be a plan; said before it is
/// written.
pub fn plans(
    cx: &Context,
    desk: &mut Desk,
    models: &[Arc<Model>],
    signal: &Signal,
) -> Result<String, Failure> {
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
    Ok(if doc == Doc::new() {
        String::new()
    } else {
        cx.render(&doc)
    })
}

/// Which story a signal without one may belong to, where its like was told of late under a name.
pub fn near(cx: &Context, desk: &mut Desk, body: &Body) -> Result<String, Failure> {
    let Body::Signal(signal) = body else {
        return Ok(String::new());
    };
    let Some(question) = signal.questions.first() else {
        return Ok(String::new());
    };
    if desk.model_of(question)?.second().is_none() {
        return Ok(String::new());
    }
    let standing = desk.standing(question, None)?;
    let Some(story) = standing.story_like(signal) else {
        return Ok(String::new());
    };
    let line = format!(
        "story {story} was told of late by reports of this kind, and this one does not name it; if it is \
         the same: summit amend {} --story {story} --because \"the same story\"",
        refs::short(cx, desk, signal)?
    );
    Ok(cx.render(&Doc::new().hint(line)))
}
