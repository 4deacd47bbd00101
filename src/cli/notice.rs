//! What an analyst is told about a signal before and beside its entry, under version 2.

use std::sync::Arc;

use summit_ledger::belief::two::Model;
use summit_ledger::desk::Desk;
use summit_ledger::record::{Grade, Name, Signal};
use summit_ledger::view::doc::Doc;
use summit_ledger::view::telling;

use super::context::Context;
use super::failure::Failure;
use super::signal::SignalArgs;
use super::{ask, output};

/// The models of version 2 under which questions stand, each once.
pub fn models(desk: &mut Desk, questions: &[Name]) -> Result<Vec<Arc<Model>>, Failure> {
    let mut models: Vec<Arc<Model>> = Vec::new();
    for question in questions {
        let second = desk.standing(question, None)?.model.second();
        models.extend(second.filter(|model| models.iter().all(|there| there.id != model.id)));
    }
    Ok(models)
}

/// Says before it is written that a signal moves nothing, and why; on a terminal it may still be
/// left. Whether to go on.
pub fn may_say_nothing(cx: &Context, models: &[Arc<Model>], signal: &Signal) -> bool {
    let own = signal.likelihood.is_some();
    let kinds = models
        .iter()
        .filter_map(|model| model.kind(signal.kind.as_str()).ok());
    let nothing = kinds
        .filter_map(|kind| telling::nothing(signal.kind.as_str(), kind))
        .next();
    let Some(line) = nothing.filter(|_| !own) else {
        return true;
    };
    let line = line.plain(format!("; {}", telling::SAY_MORE));
    output::talk(&cx.render(&Doc::new().warning(line)));
    !ask::is_possible() || ask::goes_on("append it all the same?")
}

/// The grade that the analyst gives when asked, where none was typed and somebody can answer.
pub fn grade(models: &[Arc<Model>], args: &SignalArgs) -> Option<String> {
    let asks = !models.is_empty() && args.typed("grade").is_none() && ask::is_possible();
    asks.then(ask::grade).flatten().map(|g| g.to_string())
}

/// That a signal was taken as ungraded, where it was.
pub fn ungraded(cx: &Context, models: &[Arc<Model>], signal: &Signal) -> String {
    let Some(model) = models.first().filter(|_| signal.grade == Grade::UNJUDGED) else {
        return String::new();
    };
    let line = format!(
        "it was taken as {}; say how sure it is with --grade, or now with `summit amend {} --grade \
         B2 --why ...`",
        telling::ungraded(model),
        signal.id
    );
    cx.render(&Doc::new().hint(line))
}
