//! What an analyst is told about a signal before and beside its entry, under version 2.

use std::sync::Arc;

use summit_ledger::belief::two::Model;
use summit_ledger::desk::Desk;
use summit_ledger::record::{Body, Grade, Signal};
use summit_ledger::view::doc::Doc;
use summit_ledger::view::{beforehand, telling};

use super::context::Context;
use super::failure::Failure;
use super::{ask, output, refs};

/// Says before it is written that a signal moves nothing, and why; on a terminal it may still be
/// left. Whether to go on.
pub fn may_say_nothing(cx: &Context, models: &[Arc<Model>], signal: &Signal) -> bool {
    !says_nothing(cx, models, signal)
        || !ask::is_possible()
        || ask::goes_on("append it all the same?")
}

/// Says that a signal of its kind moves nothing, and why; whether it was said.
pub fn says_nothing(cx: &Context, models: &[Arc<Model>], signal: &Signal) -> bool {
    let Some(line) = beforehand::nothing(models, signal) else {
        return false;
    };
    output::talk(&cx.render(&Doc::new().warning(line)));
    true
}

/// That a signal was taken as ungraded, where it was.
pub fn ungraded(cx: &Context, desk: &mut Desk, signal: &Signal) -> Result<String, Failure> {
    let models = beforehand::models(desk, &signal.questions)?;
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
    let doc = beforehand::plans(desk, models, signal)?;
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
