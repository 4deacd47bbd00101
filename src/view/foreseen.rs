//! What signals would change, said before they are written.

use super::doc::{Doc, Line};
use super::telling;
use super::words::{short, tenths, word};
use crate::belief::Model;
use crate::desk::Foreseen;
use crate::record::Name;

/// From where to where they would move a question.
#[must_use]
pub fn headline(question: &Name, foreseen: &Foreseen) -> Line {
    Line::new()
        .plain("it would move ")
        .code(question.as_str())
        .plain(" from ")
        .plain(tenths(foreseen.now.p))
        .plain(" to ")
        .strong(tenths(foreseen.then.p))
        .plain(format!(" ({})", word(foreseen.then.p)))
}

/// Why one of them would count as a repeat or move nothing, where it would.
#[must_use]
pub fn warning(foreseen: &Foreseen, model: &Model) -> Option<Line> {
    if let Some(two) = model.second() {
        let mut told = foreseen.told.iter();
        return told.find_map(|(signal, told)| telling::beforehand(signal, told, &two));
    }
    let (last, repeats) = (foreseen.repeats_of.first()?, foreseen.repeats_of.len());
    let line = Line::new().plain("it counts as a repeat of ").code(last);
    let line = match repeats {
        1 => line,
        n => line.plain(format!(" and {} more", n - 1)),
    };
    Some(line.plain(format!(
        ": same story, or same kind within {} days; each takes {} of its weight",
        model.repeat_window_days,
        short(1.0 - model.repeat_discount)
    )))
}

/// Both, as far as they are wanted, and whether there was something to warn of.
#[must_use]
pub fn doc(
    doc: Doc,
    (question, foreseen): (&Name, &Foreseen),
    model: &Model,
    whole: bool,
) -> (Doc, bool) {
    let warning = warning(foreseen, model);
    let warned = warning.is_some();
    let doc = warning.into_iter().fold(doc, Doc::warning);
    match whole {
        true => (doc.paragraph(headline(question, foreseen)), warned),
        false => (doc, warned),
    }
}
