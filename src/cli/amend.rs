use clap::Args;
use jiff::civil::Date;
use summit_ledger::desk::{Desk, Fact, Recorded};
use summit_ledger::record::{Body, Name, Retraction, Signal, fields};

use super::add::{questions, report};
use super::context::Context;
use super::failure::Failure;
use super::notice;
use super::output::{self, Format};
use super::signal::SignalArgs;

/// Correct a signal: take it out and append it again with what you type
///
/// The old signal stays in the log, and the history still shows what was believed before; the
/// correction is one row there, with its reason. What changes nothing is not appended.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit amend king-transfer --grade A1 --why \"confirmed by the White House\"
  summit amend wang-visit --kind visit-made --on 2023-10-26 --why \"it took place\"")]
pub struct Amend {
    /// The signal
    id: String,

    /// Another kind
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,

    #[command(flatten)]
    signal: SignalArgs,

    /// Why it is corrected
    #[arg(long, value_name = "TEXT")]
    why: String,

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
        let old = signal(&desk, &self.id)?;
        if self.kind.is_none() && self.signal.is_empty() {
            return Err(Failure::usage(
                "nothing to amend was given",
                "say what changes, for example --grade B2; `summit retract` takes a signal out",
            ));
        }
        if let Some(seq) = desk.retracted(&Body::Signal(Box::new(old.clone())))? {
            return Err(Failure::usage(
                format!("`{}` was taken out already, by entry {seq}", old.id),
                "amend the signal that took its place, or append a new one with `summit add`",
            ));
        }
        let new_id = next_id(&desk, old.id.as_str())?;
        let mut new = self.signal.change(cx, &old, &new_id)?;
        if let Some(kind) = &self.kind {
            new.kind = Name::parse(kind).map_err(|e| e.under("--kind"))?;
        }
        if says_the_same(&old, &new) {
            let entry = desk.ledger().entry_by_id(old.id.as_str())?;
            let there = entry.map(Recorded::already);
            return report(cx, &mut desk, there.as_slice(), self.format);
        }
        let models = notice::models(&mut desk, &new.questions)?;
        if !notice::may_say_nothing(cx, &models, &new) {
            output::talk("nothing was appended\n");
            return Ok(());
        }
        let body = Body::Signal(Box::new(old.clone()));
        let known_on = correction_day(cx, &mut desk, &body, self.corrected.as_deref())?;
        let retraction = Retraction {
            questions: old.questions.clone(),
            signal: old.id.clone(),
            known_on,
            because: fields::bounded("--why", &self.why, 1000)?,
        };
        let facts = vec![
            Fact::from(Body::Retraction(retraction)),
            Fact::from(Body::Signal(Box::new(new))),
        ];
        let done = desk.append(&cx.hand(), facts)?;
        report(cx, &mut desk, &done, self.format)
    }
}

/// Whether a correction changes nothing but the id.
fn says_the_same(old: &Signal, new: &Signal) -> bool {
    let named = |signal: &Signal| Signal {
        id: old.id.clone(),
        amends: None,
        ..signal.clone()
    };
    named(old) == named(new)
}

/// Take a signal or a watch out of the evidence; it stays in the log
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  summit retract king-transfer --because \"the report was withdrawn\" --on 2023-09-29")]
pub struct Retract {
    /// The signal or watch
    id: String,

    /// Why
    #[arg(long, value_name = "TEXT")]
    because: String,

    /// The day on which it became known [default: today, within the question's life]
    #[arg(long, value_name = "DATE")]
    on: Option<String>,

    /// The question, repeated for several [default: all that the signal bears on]
    #[arg(long, short, value_name = "ID")]
    question: Vec<String>,

    /// How to print what changed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Retract {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let mut desk = cx.desk()?;
        let old = told(&desk, &self.id)?;
        let named = if self.question.is_empty() {
            old.questions().to_vec()
        } else {
            questions(&desk, &self.question)?
        };
        let retraction = Retraction {
            questions: named,
            signal: Name::parse(&self.id)?,
            known_on: correction_day(cx, &mut desk, &old, self.on.as_deref())?,
            because: fields::bounded("--because", &self.because, 1000)?,
        };
        let fact = Fact::from(Body::Retraction(retraction));
        let done = desk.append(&cx.hand(), vec![fact])?;
        report(cx, &mut desk, &done, self.format)
    }
}

/// What a retraction can take out: a signal or a watch.
fn told(desk: &Desk, id: &str) -> Result<Body, Failure> {
    let hint = "`summit history --ids` lists the signals with their ids";
    match desk.ledger().entry_by_id(id)?.map(|e| e.body) {
        Some(body) if body.retracted_as().is_some() => Ok(body),
        Some(other) => Err(Failure::usage(
            format!("`{id}` is a {}, not a signal", other.type_name()),
            hint,
        )),
        None => Err(Failure::usage(
            format!("the ledger has no signal `{id}`"),
            hint,
        )),
    }
}

fn signal(desk: &Desk, id: &str) -> Result<Signal, Failure> {
    match told(desk, id)? {
        Body::Signal(s) => Ok(*s),
        other => Err(Failure::usage(
            format!("`{id}` is a {}, not a signal", other.type_name()),
            "take it back with `summit retract`, and say it anew",
        )),
    }
}

/// `id.2`, or the next number that is free.
fn next_id(desk: &Desk, id: &str) -> Result<String, Failure> {
    let stem = match id.rsplit_once('.') {
        Some((stem, n)) if n.parse::<u32>().is_ok() => stem,
        _ => id,
    };
    for n in 2_u32.. {
        let next = format!("{stem}.{n}");
        if desk.ledger().entry_by_id(&next)?.is_none() {
            return Ok(next);
        }
    }
    Err(Failure::usage(
        "no identifier is left",
        "give another with `summit add --id`",
    ))
}

/// The day given, else today where the question is open today, else the latest day known.
fn correction_day(
    cx: &Context,
    desk: &mut Desk,
    told: &Body,
    typed: Option<&str>,
) -> Result<Date, Failure> {
    if let Some(day) = cx.opt_day("on", typed)? {
        return Ok(day);
    }
    let mut day = told.known_on().unwrap_or(cx.today).min(cx.today);
    for id in told.questions() {
        let standing = desk.standing(id, None)?;
        let q = &standing.question;
        let here = match (q.opens..=q.deadline).contains(&cx.today) {
            true => cx.today,
            false => standing.as_of.min(cx.today),
        };
        day = day.max(here);
    }
    Ok(day)
}
