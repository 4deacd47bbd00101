use std::collections::BTreeMap;

use clap::Args;
use summit_ledger::desk::{Desk, Numbers};
use summit_ledger::record::{Body, Entry, Name, fields};
use summit_ledger::view::log::{self, Logged};

use super::context::Context;
use super::failure::Failure;
use super::output::{self, Format};

/// List the entries of the log as they came: number, time, author, type, and what each says
///
/// Forecasts are entries too: each follows the fact that it rests on. The filters hold together.
/// --author, which says elsewhere who appends, says here whose entries are listed, as --by does.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit log --last 20
  summit log -q modi --facts --reverse
  summit log --by bo --since 2026-11-01
  summit log --type signal --type retraction --format json")]
pub struct Log {
    /// Only entries on this question
    #[arg(long, short, value_name = "QUESTION")]
    question: Option<String>,

    /// Only entries by this author
    #[arg(long, value_name = "NAME")]
    by: Option<String>,

    /// Only entries of this type, such as signal; may be repeated
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<String>,

    /// Leave out the forecasts that follow from facts
    #[arg(long)]
    facts: bool,

    /// Only entries recorded on this day in UTC, or later
    #[arg(long, value_name = "DATE")]
    since: Option<String>,

    /// Only the last N of them
    #[arg(long, value_name = "N")]
    last: Option<usize>,

    /// The newest first
    #[arg(long)]
    reverse: bool,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Log {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        self.types.iter().try_for_each(|name| is_type(name))?;
        let since = cx.opt_day("since", self.since.as_deref())?;
        let author = self.by.as_deref().or(cx.author_typed());
        let desk = cx.reading_desk()?;
        let question = match &self.question {
            Some(text) => Some(desk.the_question(Some(text))?),
            None => None,
        };
        // From the end back, so that the last few of a long log are found at once.
        let mut entries = Vec::new();
        let mut next = desk.ledger().size()?;
        while let Some(seq) = next.checked_sub(1)
            && self.last.is_none_or(|last| entries.len() < last)
        {
            next = seq;
            let Some(entry) = desk.ledger().entry(seq)? else {
                continue;
            };
            if since.is_some_and(|day| entry.recorded_at.date() < day) {
                break;
            }
            if self.takes(&entry, author, question.as_ref()) {
                entries.push(entry);
            }
        }
        if !self.reverse {
            entries.reverse();
        }
        let logged = numbered(&desk, entries)?;
        output::print(cx, self.format, &log::doc(&logged), &log::data(&logged))
    }

    fn takes(&self, entry: &Entry, author: Option<&str>, question: Option<&Name>) -> bool {
        let name = entry.body.type_name();
        let by = author.is_none_or(|author| entry.author == author);
        let on = question
            .is_none_or(|q| entry.body.questions().contains(q) || entry.id.as_str() == q.as_str());
        let of = self.types.is_empty() || self.types.iter().any(|t| t == name);
        by && on && of && !(self.facts && name == "forecast")
    }
}

fn is_type(name: &str) -> Result<(), Failure> {
    let known: Vec<&str> = Body::TYPES.iter().map(|(name, _)| *name).collect();
    if known.contains(&name) {
        return Ok(());
    }
    let near = fields::nearest(name, &known);
    let hint = near.map_or_else(
        || format!("one of {}", known.join(", ")),
        |near| format!("did you mean {near}?"),
    );
    Err(Failure::usage(
        format!("--type `{name}`: no such type of entry"),
        hint,
    ))
}

/// Entries, the signals among them with their numbers.
pub fn numbered(desk: &Desk, entries: Vec<Entry>) -> Result<Vec<Logged>, Failure> {
    let mut known: BTreeMap<Name, Numbers> = BTreeMap::new();
    let mut out = Vec::with_capacity(entries.len());
    for entry in entries {
        let mut numbers = Vec::new();
        if let Body::Signal(signal) = &entry.body {
            for question in &signal.questions {
                if !known.contains_key(question) {
                    known.insert(question.clone(), desk.numbers(question)?);
                }
                let all = known.get(question);
                let number = all.and_then(|all| all.number(signal.id.as_str()));
                numbers.extend(number.map(|number| (question.clone(), number)));
            }
        }
        out.push(Logged { entry, numbers });
    }
    Ok(out)
}
