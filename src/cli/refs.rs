//! References as typed, and the entries that they name.

use summit_ledger::desk::{Desk, Reference, Wanted};
use summit_ledger::record::{Entry, Name, Signal};

use super::context::Context;
use super::failure::Failure;
use super::talk::talk;

/// The entry that a reference names; numbers of signals are those of the question named, else of
/// the current one.
pub fn entry(
    cx: &Context,
    desk: &Desk,
    (typed, wanted): (&str, Wanted),
    named: Option<&str>,
) -> Result<Entry, Failure> {
    let reference = Reference::parse(typed)?;
    let question = match (named, reference.is_numbered(wanted)) {
        (None, false) => cx.current(desk)?.map(|(id, _)| id),
        // Digits may be an id, and then need no question.
        (None, true) if desk.ledger().entry_by_id(typed)?.is_some() => {
            cx.current(desk)?.map(|(id, _)| id)
        }
        _ => Some(cx.the_question(desk, named)?),
    };
    let entry = desk.referred(&reference, wanted, question.as_ref())?;
    if let (Reference::Digits(digits), Wanted::InLog) = (&reference, wanted) {
        not_the_signal(desk, digits, &entry, question.as_ref())?;
    }
    if let (Some(_), Some(question)) = (named, &question) {
        bears_on(&entry, question)?;
    }
    Ok(entry)
}

/// How a signal is named in few keys: by its number, with its question where that is not the current
/// one.
pub fn short(cx: &Context, desk: &Desk, signal: &Signal) -> Result<String, Failure> {
    let id = signal.id.as_str();
    let Some(question) = signal.questions.first() else {
        return Ok(id.to_owned());
    };
    let current = cx.current(desk)?.map(|(current, _)| current);
    Ok(match desk.numbers(question)?.number(id) {
        Some(n) if current.as_ref() == Some(question) => n.to_string(),
        Some(n) => format!("{n} -q {question}"),
        None => id.to_owned(),
    })
}

/// Refuses an entry that is about other questions than the one that was named.
fn bears_on(entry: &Entry, question: &Name) -> Result<(), Failure> {
    let about = entry.body.questions();
    if about.is_empty() || about.contains(question) {
        return Ok(());
    }
    let about: Vec<&str> = about.iter().map(Name::as_str).collect();
    Err(Failure::usage(
        format!(
            "`{}` is not about {question}, but about {}",
            entry.id,
            about.join(", ")
        ),
        "leave -q out, or name one of these with it",
    ))
}

/// Says that digits were taken for an entry's number, where a signal has the same.
fn not_the_signal(
    desk: &Desk,
    digits: &str,
    entry: &Entry,
    question: Option<&Name>,
) -> Result<(), Failure> {
    let Some((question, number)) = question.zip(digits.parse().ok()) else {
        return Ok(());
    };
    let numbers = desk.numbers(question)?;
    let signal = numbers.get(number).and_then(|n| n.current());
    if let Some(signal) = signal.filter(|signal| signal.seq != entry.seq) {
        talk(&format!(
            "note: {digits} is the entry @{digits} here; the signal '#{digits}' of {question} is \
             @{}\n",
            signal.seq
        ));
    }
    Ok(())
}
