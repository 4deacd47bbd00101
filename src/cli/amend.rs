use clap::Args;
use jiff::civil::Date;
use summit_ledger::desk::{Desk, Fact, Recorded, Wanted};
use summit_ledger::draw::safe::one_line;
use summit_ledger::record::{Body, Name, Retraction, Signal, fields};
use summit_ledger::view::beforehand;

use super::add::report;
use super::context::Context;
use super::failure::Failure;
use super::notice;
use super::output::{self, Format};
use super::refs;
use super::signal::SignalArgs;
use super::taken;
use super::undo;

/// Correct a signal: take it out and append it again with what you type
///
/// The old signal stays in the log, and the history still shows what was believed before; the
/// correction is one row there, with its reason. What changes nothing is not appended.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit amend 7 --grade A1 --because \"confirmed by the White House\"
  summit amend wang-visit --kind visit-made --on 2023-10-26 --because \"it took place\"",
    mut_arg("because", |arg| arg.help("Why it is corrected; with likelihoods of your own, why those")))]
pub struct Amend {
    /// The signal: its number, its id, or how that begins
    #[arg(value_name = "SIGNAL")]
    id: String,

    /// Another kind
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,

    #[command(flatten)]
    signal: SignalArgs,

    /// Why it is corrected, where --because says why the likelihoods are so
    #[arg(long, value_name = "TEXT", hide = true)]
    why: Option<String>,

    /// The question whose numbers are meant [default: the current one, else the only one]
    #[arg(long, short, value_name = "QUESTION")]
    question: Option<String>,

    /// The day on which the correction became known [default: today, within the question's life]
    #[arg(long, value_name = "DATE")]
    corrected: Option<String>,

    /// How to print what changed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Amend {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let mut desk = cx.desk()?;
        let old = signal(cx, &desk, &self.id, self.question.as_deref())?;
        let old = still(&desk, old)?;
        if self.kind.is_none() && self.signal.changes_nothing() {
            return Err(Failure::usage(
                "nothing to amend was given",
                "say what changes, for example --grade B2; `summit retract` takes a signal out",
            ));
        }
        let because = self.why()?.to_owned();
        let new_id = desk.next_id(old.id.as_str())?;
        let mut new = self.signal.change(cx, &old, new_id.as_str())?;
        if let Some(kind) = &self.kind {
            let kind = taken::kind(&mut desk, &new.questions, kind)?;
            new.kind = Name::parse(&kind).map_err(|e| e.under("--kind"))?;
        }
        let corrected = self.corrected.as_deref();
        let amended = Amended {
            old,
            new,
            because,
            corrected,
        };
        amended.append(cx, &mut desk, self.format)
    }
}

/// A signal with the one that takes its place.
pub struct Amended<'a> {
    pub old: Signal,
    pub new: Signal,
    /// Why.
    pub because: String,
    /// The day on which that became known, where one is typed.
    pub corrected: Option<&'a str>,
}

impl Amended<'_> {
    /// Appends both, unless they say the same or the analyst leaves it, and prints what changed.
    pub fn append(self, cx: &Context, desk: &mut Desk, format: Format) -> Result<(), Failure> {
        if self.new.says_what(&self.old) {
            let entry = desk.ledger().entry_by_id(self.old.id.as_str())?;
            let there = entry.map(Recorded::already);
            return report(cx, desk, there.as_slice(), format);
        }
        let models = beforehand::models(desk, &self.new.questions)?;
        if !notice::may_say_nothing(cx, &models, &self.new) {
            output::talk("nothing was appended\n");
            return Ok(());
        }
        let body = Body::Signal(Box::new(self.old.clone()));
        let retraction = Retraction {
            questions: self.old.questions.clone(),
            signal: self.old.id.clone(),
            known_on: correction_day(cx, desk, &body, self.corrected)?,
            because: fields::bounded("--because", &self.because, 1000)?,
        };
        let facts = vec![
            Fact::from(Body::Retraction(retraction)),
            Fact::from(Body::Signal(Box::new(self.new))),
        ];
        let done = desk.append(&cx.hand(), facts)?;
        report(cx, desk, &done, format)
    }
}

/// A signal on the questions on which it stands; refused where it was taken out of all.
pub fn still(desk: &Desk, mut signal: Signal) -> Result<Signal, Failure> {
    let out = desk.retracted_on(&Body::Signal(Box::new(signal.clone())))?;
    signal
        .questions
        .retain(|id| out.iter().all(|(gone, _)| gone != id));
    match out.iter().map(|(_, seq)| seq).max() {
        Some(seq) if signal.questions.is_empty() => Err(Failure::usage(
            format!("`{}` was taken out already, by entry {seq}", signal.id),
            "amend the signal that took its place, or append a new one with `summit add`",
        )),
        _ => Ok(signal),
    }
}

impl Amend {
    fn why(&self) -> Result<&str, Failure> {
        let why = self.why.as_deref().or(self.signal.typed("because"));
        why.ok_or_else(|| {
            Failure::usage(
                "why it is corrected is not said",
                "add --because \"...\"; it stays in the log with the correction",
            )
        })
    }
}

/// Take a signal or a watch out of the evidence, or a guess back; it stays in the log
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit retract 7 --because \"the report was withdrawn\"
  summit retract king-transfer --because \"the report was withdrawn\" --on 2023-09-29")]
pub struct Retract {
    /// The signal, watch or guess: its number, its id, or how that begins
    #[arg(value_name = "SIGNAL")]
    id: String,

    /// Why
    #[arg(long, value_name = "TEXT")]
    because: String,

    /// The day on which it became known [default: today, within the question's life]
    #[arg(long, value_name = "DATE")]
    on: Option<String>,

    /// The question, repeated for several [default: all that the signal bears on; a number is one of
    /// the first named, else of the current one]
    #[arg(long, short, value_name = "QUESTION")]
    question: Vec<String>,

    /// Take a guess back though it is another person's
    #[arg(long)]
    theirs: bool,

    /// How to print what changed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Retract {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let mut desk = cx.desk()?;
        let first = self.question.first().map(String::as_str);
        let old = refs::entry(cx, &desk, (&self.id, Wanted::Told), first)?;
        if let Body::Guess(guess) = &old.body
            && guess.whose(&old.author) != cx.hand().author
        {
            let whose = one_line(guess.whose(&old.author));
            undo::of_another(
                &format!("the guess is {whose}'s, not yours"),
                self.theirs,
                "",
            )?;
        }
        let (id, old) = (old.id, old.body);
        let named = if self.question.is_empty() {
            old.questions().to_vec()
        } else {
            cx.questions(&desk, &self.question)?
        };
        let retraction = Retraction {
            questions: named,
            signal: Name::parse(&id)?,
            known_on: correction_day(cx, &mut desk, &old, self.on.as_deref())?,
            because: fields::bounded("--because", &self.because, 1000)?,
        };
        let fact = Fact::from(Body::Retraction(retraction));
        let done = desk.append(&cx.hand(), vec![fact])?;
        report(cx, &mut desk, &done, self.format)
    }
}

/// The signal that was named.
pub fn signal(
    cx: &Context,
    desk: &Desk,
    typed: &str,
    named: Option<&str>,
) -> Result<Signal, Failure> {
    match refs::entry(cx, desk, (typed, Wanted::Told), named)?.body {
        Body::Signal(s) => Ok(*s),
        other => Err(Failure::usage(
            format!("`{typed}` is a {}, not a signal", other.type_name()),
            "take it back with `summit retract`, and say it anew",
        )),
    }
}

/// The day given, else that of the desk.
fn correction_day(
    cx: &Context,
    desk: &mut Desk,
    told: &Body,
    typed: Option<&str>,
) -> Result<Date, Failure> {
    match cx.opt_day("on", typed)? {
        Some(day) => Ok(day),
        None => Ok(desk.correction_day(told, cx.today)?),
    }
}
