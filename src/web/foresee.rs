//! What a typed signal would change, found by going through its append without keeping it.

use super::problem::Problem;
use super::typed::Typed;
use crate::desk::{Desk, Fact, Hand, Recorded};
use crate::record::{Body, Grade, Name, Signal};
use crate::view;
use crate::view::beforehand;
use crate::view::doc::Doc;
use crate::view::telling;

/// What would become of it.
pub(super) struct Foreseen {
    pub signals: Vec<Signal>,
    /// What it would move, and what there is to warn of.
    pub doc: Doc,
    /// Whether all of it is there already.
    pub already: bool,
    /// Entries in the log.
    pub size: u64,
    /// Who would be its author.
    pub author: String,
}

/// Foresees a signal. What `summit add` would refuse is refused in the same words.
pub(super) fn foresee(
    desk: &mut Desk,
    hand: &Hand,
    id: &Name,
    typed: &Typed,
) -> Result<Foreseen, Problem> {
    let signals = typed.signals(desk, id)?;
    let fact = |signal: &Signal| Fact::from(Body::Signal(Box::new(signal.clone())));
    let done = desk.rehearse(hand, signals.iter().map(fact).collect())?;
    let already = done.iter().all(|one| one.already);
    let doc = match already {
        true => there(&done),
        false => told(desk, hand, id, &signals)?,
    };
    Ok(Foreseen {
        doc,
        already,
        size: desk.ledger().size()?,
        author: hand.author.clone(),
        signals,
    })
}

/// That entries say it already.
fn there(done: &[Recorded]) -> Doc {
    done.iter()
        .fold(Doc::new(), |doc, one| view::moved::already(doc, &one.entry))
}

/// What the command says before it writes.
fn told(desk: &mut Desk, hand: &Hand, id: &Name, signals: &[Signal]) -> Result<Doc, Problem> {
    let models = beforehand::models(desk, std::slice::from_ref(id))?;
    let mut doc = moved(desk, hand, id, signals)?;
    for signal in signals {
        doc = beforehand::nothing(&models, signal)
            .into_iter()
            .fold(doc, Doc::warning);
        let plans = beforehand::plans(desk, &models, signal)?;
        doc = plans.blocks.into_iter().fold(doc, Doc::block);
        if beforehand::no_address(signal) {
            doc = doc.warning("its address is none of the web, which begins with https://");
        }
        if let Some(model) = models.first().filter(|_| signal.grade == Grade::UNJUDGED) {
            doc = doc.hint(format!("it is taken as {}", telling::ungraded(model)));
        }
    }
    Ok(doc)
}

/// From where to where it would move the question, unless that is hidden from whoever adds it.
fn moved(desk: &mut Desk, hand: &Hand, id: &Name, signals: &[Signal]) -> Result<Doc, Problem> {
    if desk.blind_to(&hand.author, id, false)?.is_some() {
        return Ok(Doc::new().hint("the question is blind, and what this would move is not shown"));
    }
    let standing = desk.standing(id, None)?;
    let foreseen = standing.foresee(signals)?;
    let (doc, _) = view::foreseen::doc(Doc::new(), (id, &foreseen), &standing.model, true);
    Ok(doc)
}
