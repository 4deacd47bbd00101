//! What facts changed, told question by question, with the caveat of each number at the end.

use std::collections::{BTreeMap, BTreeSet};

use summit_ledger::desk::{Desk, Recorded};
use summit_ledger::record::{Body, Name};
use summit_ledger::view;
use summit_ledger::view::doc::Doc;

use super::context::Context;
use super::failure::Failure;

/// Stories told within so many days are named as told of late, and so many of them.
const DAYS_OF_LATE: i32 = 30;
const STORIES_OF_LATE: usize = 5;

/// The facts without what they moved on questions that are blind to whoever appends, and a line that
/// says so.
pub fn shown(
    cx: &Context,
    desk: &Desk,
    done: &[Recorded],
) -> Result<(Vec<Recorded>, String), Failure> {
    let mut blind = BTreeSet::new();
    for change in done.iter().flat_map(|one| &one.moves) {
        if cx.hidden(desk, &change.question, false)?.is_some() {
            blind.insert(change.question.clone());
        }
    }
    let mut shown = done.to_vec();
    for one in &mut shown {
        one.moves.retain(|change| !blind.contains(&change.question));
    }
    let line = |id: &Name| {
        format!(
            "hint: {id} is blind, and what that moved is not shown; `summit guess 0.7 --because \
             TEXT -q {id}` gives your own number\n"
        )
    };
    Ok((shown, blind.iter().map(line).collect()))
}

/// The facts for people; a correction, which is two entries, as one.
pub fn told(desk: &mut Desk, done: &[Recorded]) -> Result<Doc, Failure> {
    let mut telling = Telling {
        desk,
        doc: Doc::new(),
        caveats: BTreeMap::new(),
    };
    match done {
        [old, new] if corrects(old, new) => telling.tell(new, Some(old))?,
        all => all.iter().try_for_each(|one| telling.tell(one, None))?,
    }
    let caveats = telling.caveats.into_values();
    Ok(caveats.fold(telling.doc, view::caveat::told))
}

fn corrects(old: &Recorded, new: &Recorded) -> bool {
    match (&old.entry.body, &new.entry.body) {
        (Body::Retraction(r), Body::Signal(s)) => s.amends.as_ref() == Some(&r.signal),
        _ => false,
    }
}

struct Telling<'d> {
    desk: &'d mut Desk,
    doc: Doc,
    /// Of each question, after the last fact that moved it.
    caveats: BTreeMap<Name, Option<String>>,
}

impl Telling<'_> {
    fn tell(&mut self, one: &Recorded, old: Option<&Recorded>) -> Result<(), Failure> {
        let (entry, mut doc) = (&one.entry, std::mem::take(&mut self.doc));
        if one.already {
            doc = view::moved::already(doc, entry);
        }
        for change in &one.moves {
            let standing = self.desk.standing(&change.question, None)?;
            let (model, late) = (
                &standing.model,
                standing.stories_of_late(DAYS_OF_LATE, STORIES_OF_LATE),
            );
            let told = entry.body.retracts().or(entry.body.retracted_as());
            let number = told.and_then(|id| standing.numbers.number(id.as_str()));
            let mut before = old.iter().flat_map(|old| &old.moves);
            doc = match before.find(|old| old.question == change.question) {
                Some(old) => {
                    view::moved::correction(doc, (entry, number, old.from), change, model, &late)
                }
                None => view::moved::doc(doc, (entry, number), change, model, &late),
            };
            let caveat = view::caveat::of_standing(&standing, &change.to);
            self.caveats.insert(change.question.clone(), caveat);
        }
        if one.moves.is_empty() && !one.already {
            doc = view::moved::plain(doc, entry);
        }
        self.doc = doc;
        Ok(())
    }
}
