//! What a ledger holds, by name, for a shell that completes. Nothing is said, and where there is no
//! ledger there is nothing to offer.

use clap::Parser as _;
use summit_ledger::belief::Model;
use summit_ledger::desk::Desk;
use summit_ledger::draw::safe::one_line;
use summit_ledger::model::shipped;
use summit_ledger::record::{Body, Name};
use summit_ledger::store::Ledger;

use super::context::{Context, Global};

/// The options of every command, as the environment has them.
#[derive(clap::Parser)]
struct Here {
    #[command(flatten)]
    global: Global,
}

/// A name, and what it stands for.
pub type Known = (String, String);

/// The questions with their titles.
pub fn questions() -> Vec<Known> {
    let asked = desk().map(|desk| titles(&desk));
    asked.unwrap_or_default()
}

/// The signals that stand, with what they say; the latest first.
pub fn signals() -> Vec<Known> {
    desk().map(|desk| standing(&desk)).unwrap_or_default()
}

/// The kinds of the first question's model, else of the one that ships, with their labels.
pub fn kinds() -> Vec<Known> {
    let mut desk = desk();
    let first = questions().first().and_then(|(id, _)| Name::parse(id).ok());
    let model = desk.as_mut().zip(first);
    let model = model.and_then(|(desk, id)| desk.model_of(&id).ok());
    let labels = |model: &Model| {
        let kinds = model.kinds.iter();
        kinds
            .map(|(name, kind)| (name.clone(), one_line(&kind.label)))
            .collect()
    };
    match model {
        Some(model) => labels(&model),
        None => Model::parse(shipped::DEFAULT.built).map_or_else(|_| Vec::new(), |m| labels(&m)),
    }
}

/// A desk on the ledger that a command without options would read.
fn desk() -> Option<Desk> {
    let here = Here::try_parse_from(["summit"]).ok()?;
    let path = Context::new(&here.global).ok()?.path().ok()?;
    Some(Desk::new(Ledger::open_read_only(&path).ok()?))
}

fn titles(desk: &Desk) -> Vec<Known> {
    let entries = desk.ledger().questions().unwrap_or_default();
    let title = |body| match body {
        Body::Question(q) => Some((q.id.to_string(), one_line(&q.title))),
        _ => None,
    };
    entries.into_iter().filter_map(|e| title(e.body)).collect()
}

fn standing(desk: &Desk) -> Vec<Known> {
    let (mut out, mut gone) = (Vec::new(), Vec::new());
    for (question, _) in titles(desk) {
        let facts = desk.ledger().facts_about(&question, None);
        for fact in facts.unwrap_or_default() {
            gone.extend(fact.body.retracts().map(Name::to_string));
            if let Body::Signal(s) = &fact.body {
                out.push((s.id.to_string(), one_line(&s.summary)));
            }
        }
    }
    out.retain(|(id, _)| !gone.contains(id));
    out.reverse();
    out
}
