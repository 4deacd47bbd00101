//! What signals would change, said before they are written.

use summit_ledger::desk::Desk;
use summit_ledger::record::{Name, Signal};
use summit_ledger::view;
use summit_ledger::view::doc::Doc;

use super::context::Context;
use super::failure::Failure;
use super::output;

/// Says where signals would count as repeats or move nothing, and why; and to somebody who is asked,
/// `whole`, what they would change. Whether there was something to warn of.
pub fn say(
    cx: &Context,
    desk: &mut Desk,
    questions: &[Name],
    (signals, whole): (&[Signal], bool),
) -> Result<bool, Failure> {
    for signal in signals {
        // What is there already changes nothing.
        if desk.ledger().entry_by_id(signal.id.as_str())?.is_some() {
            return Ok(false);
        }
    }
    let (mut doc, mut warned) = (Doc::new(), false);
    for question in questions {
        if cx.hidden(desk, question, false)?.is_some() {
            continue;
        }
        let standing = desk.standing(question, None)?;
        // What cannot be entered is refused with its reason when it is tried.
        if let Ok(foreseen) = standing.foresee(signals) {
            let (more, warns) =
                view::foreseen::doc(doc, (question, &foreseen), &standing.model, whole);
            (doc, warned) = (more, warned || warns);
        }
    }
    if doc != Doc::new() {
        output::talk(&cx.render(&doc));
    }
    Ok(warned)
}
