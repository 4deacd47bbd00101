use clap::Args;
use serde_json::json;
use summit_ledger::desk::{Desk, Fact, Recorded, signal_id};
use summit_ledger::record::{Account, Body, Name};
use summit_ledger::view;
use summit_ledger::view::doc::Doc;

use super::ask::{self, Asker};
use super::context::Context;
use super::failure::Failure;
use super::output::{self, Form};
use super::{add, chance};

/// What stands beside people in lists and scores.
const NOT_PEOPLE: [&str; 3] = ["the model", "the crowd", "the pool"];

/// Give your own number beside the model's, or list the numbers that stand
///
/// Each person's number holds from its day until their next, and moves no forecast. It is yours by
/// your name (--author), and taken back with `summit undo` or `summit retract`. `summit score` holds people,
/// the crowd and the pool against the model once a question ended. Without a number this lists what
/// stands.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit guess 0.7 --because \"the visit is all but agreed\"
  summit guess 35 -q modi --on yesterday --because \"no date, and little time\"
  summit guess 0.6 --by Ben --because \"said in the meeting\"
  summit guess                             the model, each person, the crowd and the pool
  summit guess --blind                     only who guessed, until your own number stands")]
pub struct Guess {
    /// The probability of a yes: 0.7, 70% or 70; never 0 or 1
    #[arg(value_name = "P", allow_negative_numbers = true)]
    p: Option<String>,

    /// The question: its id, how it begins, or a part of it [default: the current one, else the
    /// only one]
    #[arg(value_name = "QUESTION", conflicts_with = "named")]
    question: Option<String>,

    /// The question, as in every other command
    #[arg(long = "question", short = 'q', value_name = "QUESTION")]
    named: Option<String>,

    /// Why
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,

    /// The day from which it is meant [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<String>,

    /// Whose number it is, where you write down another's [default: yours]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,

    /// Show neither the model's number nor others' until your own stands
    #[arg(long)]
    blind: bool,

    /// Identifier of the guess [default: made from its content]
    #[arg(long, value_name = "ID")]
    id: Option<String>,

    /// How to print the numbers
    #[arg(long, value_enum, default_value_t)]
    format: Form,
}

impl Guess {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let (p, named) = self.meant()?;
        if p.is_none() && self.because.is_none() {
            let mut desk = cx.reading_desk()?;
            let id = cx.the_question(&desk, named)?;
            let Some(account) = cx.hidden(&desk, &id, self.blind)? else {
                return self.list(cx, &mut desk, &id);
            };
            if !ask::is_possible() {
                return self.list_hidden(cx, &account);
            }
            output::talk(&cx.render(&view::guess::hidden(&account)));
        }
        let mut desk = cx.desk()?;
        let id = cx.the_question(&desk, named)?;
        let Some((p, because)) = self.whole(p)? else {
            return add::nothing();
        };
        let done = self.append(cx, &mut desk, &id, (p, &because))?;
        output::talk(&said(cx, &done));
        // Another's number was written: one's own may not stand yet.
        match cx.hidden(&desk, &id, false)? {
            Some(account) => self.list_hidden(cx, &account),
            None => self.list(cx, &mut desk, &id),
        }
    }

    /// The number and the question that are meant: a lone word that is no number is a question.
    fn meant(&self) -> Result<(Option<f64>, Option<&str>), Failure> {
        let named = self.named.as_deref().or(self.question.as_deref());
        let Some(typed) = self.p.as_deref() else {
            return Ok((None, named));
        };
        match chance::read(typed) {
            Ok(p) => Ok((Some(p), named)),
            Err(_) if named.is_none() && self.because.is_none() => Ok((None, Some(typed))),
            Err(why) => Err(Failure::usage(
                why,
                "the number comes first: `summit guess 0.7 --because TEXT -q QUESTION`",
            )),
        }
    }

    /// The number and its reason, on a terminal asked for where one is missing; `None` where the answers
    /// end.
    fn whole(&self, p: Option<f64>) -> Result<Option<(f64, String)>, Failure> {
        if let (Some(p), Some(because)) = (p, &self.because) {
            return Ok(Some((p, because.clone())));
        }
        if !ask::is_possible() {
            let (what, remedy) = match p {
                Some(_) => ("the reason is missing", "add --because TEXT"),
                None => ("the number is missing", "`summit guess 0.7 --because TEXT`"),
            };
            return Err(Failure::usage(what, remedy));
        }
        Ok(asked(&mut Asker::terminal(), p, self.because.clone()))
    }

    fn append(
        &self,
        cx: &Context,
        desk: &mut Desk,
        question: &Name,
        (p, because): (f64, &str),
    ) -> Result<Vec<Recorded>, Failure> {
        let hand = cx.hand();
        let day = cx.opt_day("on", self.on.as_deref())?.unwrap_or(cx.today);
        let day = day.to_string();
        let by = self.by.as_deref().filter(|by| *by != hand.author);
        let mut value = json!({"question": question.as_str(), "known_on": day, "p": p,
                               "because": because, "by": by});
        let whose = by.unwrap_or(&hand.author);
        if NOT_PEOPLE.contains(&whose.trim().to_lowercase().as_str()) {
            return Err(Failure::usage(
                format!("`{whose}` is what a row of its own is called, not a person"),
                "give another name with --by, or with --author",
            ));
        }
        let made = || signal_id("guess", &day, &format!("{whose} {value}"));
        let mut id = Name::parse(&self.id.clone().unwrap_or_else(made))?;
        // Said before, and other than what was said since: said again.
        if self.id.is_none()
            && desk.ledger().entry_by_id(id.as_str())?.is_some()
            && !desk.stands_as(question, whose, &id)?
        {
            id = desk.next_id(id.as_str())?;
        }
        if let Some(map) = value.as_object_mut() {
            map.insert("id".into(), json!(id.as_str()));
        }
        let guess = Body::from_value("guess", &value)?;
        Ok(desk.append(&hand, vec![Fact::from(guess)])?)
    }

    fn list_hidden(&self, cx: &Context, account: &Account) -> Result<(), Failure> {
        output::form(
            cx,
            self.format,
            || view::guess::hidden(account),
            || view::guess::hidden_data(account),
            || view::guess::hidden_sheet(account),
        )
    }

    fn list(&self, cx: &Context, desk: &mut Desk, id: &Name) -> Result<(), Failure> {
        let now = desk.numbers_now(id)?;
        output::form(
            cx,
            self.format,
            || view::guess::doc(&now),
            || view::guess::data(&now),
            || view::guess::sheet(&now),
        )
    }
}

/// What was written.
fn said(cx: &Context, done: &[Recorded]) -> String {
    let told = |doc, one: &Recorded| match one.already {
        true => view::moved::already(doc, &one.entry),
        false => view::moved::plain(doc, &one.entry),
    };
    cx.render(&done.iter().fold(Doc::new(), told))
}

/// Asks for what is missing.
fn asked(asker: &mut Asker<'_>, p: Option<f64>, because: Option<String>) -> Option<(f64, String)> {
    let p = match p {
        Some(p) => p,
        None => asker.needed(
            "your probability of a yes, such as 0.7 or 70: ",
            chance::open,
        )?,
    };
    let text = |typed: &str| Ok(typed.to_owned());
    let because = match because {
        Some(because) => because,
        None => asker.needed("why, in a line: ", text)?,
    };
    Some((p, because))
}

#[cfg(test)]
mod tests {
    use super::super::ask::heard;
    use super::*;

    #[test]
    fn what_is_missing_is_asked_for_and_certainty_is_asked_again() {
        let ask = |typed: &str, p| heard(typed, |asker| asked(asker, p, None));
        let (said, heard) = ask("much\n1\n70\nall but agreed\n", None);
        assert_eq!(said, Some((0.7, "all but agreed".into())));
        assert_eq!(heard.matches("your probability").count(), 3, "{heard}");
        assert_eq!(ask("a hunch\n", Some(0.2)).0, Some((0.2, "a hunch".into())));
        assert_eq!(ask("0.3\n", None).0, None);
    }
}
