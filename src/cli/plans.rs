//! The signals that are meant by a word for a plan.

use summit_ledger::desk::{Days, Desk, Meant as Means, Word};
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
    let one = |kind: String, args: SignalArgs, id: Option<String>| Meant { kind, args, id };
    let own = id.map(str::to_owned);
    Ok(match desk.meant(questions, word)? {
        Means::Itself => vec![one(kind.to_owned(), args.clone(), own)],
        Means::Off(off, days) => vec![one(off, of(args, kind, days.as_ref()), own)],
        Means::PutOff(off, days, anew) => vec![
            one(
                off,
                of(args, kind, Some(&days)),
                id.map(|id| format!("{id}-off")),
            ),
            one(anew, of(args, kind, None), own),
        ],
    })
}

/// The arguments with the days that are meant, and with the word itself where nothing is said.
fn of(args: &SignalArgs, word: &str, days: Option<&Days>) -> SignalArgs {
    let said = args.typed("summary").unwrap_or(word);
    let Some(days) = days else {
        return args.clone().with("summary", Some(said));
    };
    // Beside the announcement of other days this one must be told apart.
    let said = match args.typed("about") {
        Some(_) => format!("{said} (not on {days})"),
        None => said.to_owned(),
    };
    let args = args.clone().with("summary", Some(&said));
    output::talk(&format!(
        "it speaks of {days}, announced by {}\n",
        days.plan
    ));
    args.with("about", Some(&days.to_string()))
}
