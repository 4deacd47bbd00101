//! The signals that are meant by a word for a plan.

use summit_ledger::desk::said::Said;
use summit_ledger::desk::{Desk, Word};
use summit_ledger::record::{Name, Signal};

use super::context::Context;
use super::failure::Failure;
use super::output;
use super::signal::SignalArgs;
use super::taken;

/// One signal that was meant.
pub struct Meant {
    kind: String,
    pub args: SignalArgs,
    /// Its id, where one was typed.
    id: Option<String>,
}

impl Meant {
    pub fn build(&self, cx: &Context, questions: &[Name]) -> Result<Signal, Failure> {
        self.args
            .build(cx, &self.kind, self.id.as_deref(), questions)
    }
}

/// The signals that are meant by a kind as typed: most often itself. Where days are meant that were
/// not typed, it is said which.
pub fn meant(
    cx: &Context,
    desk: &mut Desk,
    questions: &[Name],
    typed: (&str, &SignalArgs, Option<&str>),
) -> Result<Vec<Meant>, Failure> {
    let (word, args, id) = typed;
    let kind = taken::kind(desk, questions, word)?;
    let kind = kind.as_str();
    let known = args.known(cx)?.unwrap_or(cx.today);
    let observed = cx.opt_day("on", args.typed("on"))?.unwrap_or(known);
    let about = args.typed("about");
    let about = about.map(|typed| cx.days_from("about", typed, known));
    let word = Word {
        kind,
        known,
        observed,
        about: about.transpose()?,
        own: args.has_numbers(),
    };
    let means = desk.meant(questions, word)?;
    let said = means.said(kind, args.typed("summary"), args.typed("about").is_some());
    Ok(said.into_iter().map(|one| of(args, one, id)).collect())
}

/// A signal that is meant, with the days that are.
fn of(args: &SignalArgs, said: Said, id: Option<&str>) -> Meant {
    let args = args.clone().with("summary", said.summary.as_deref());
    let args = match &said.days {
        None => args,
        Some(days) => {
            output::talk(&format!(
                "it speaks of {days}, announced by {}\n",
                days.plan
            ));
            args.with("about", Some(&days.to_string()))
        }
    };
    Meant {
        kind: said.kind,
        args,
        id: id.map(|id| match said.beside {
            true => format!("{id}-off"),
            false => id.to_owned(),
        }),
    }
}
