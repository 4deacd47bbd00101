use std::path::PathBuf;

use clap::Args;
use jiff::civil::{Date, date};
use summit_ledger::desk::Standing;
use summit_ledger::desk::{Desk, import};
use summit_ledger::draw::safe::one_line;
use summit_ledger::library;
use summit_ledger::record::{Account, Name, Signal};
use summit_ledger::view;
use summit_ledger::view::doc::Doc;

use super::context::Context;
use super::failure::Failure;
use super::output;

/// The case of the library, and its question.
const QUESTION: &str = "biden-xi-2023";
/// The day on which the experts were asked.
const ASKED: Date = date(2023, 9, 28);

/// Build and show the home case: the road to the Biden-Xi meeting of 15 November 2023
///
/// It needs no set-up: the case is taken into a fresh ledger file, which is named at the end. One
/// screen shows its chart, the signals that mattered, what it rests on and how it ended. With --all
/// comes every forecast, and the answer to the question of 28 September 2023: if both planned
/// visits come off, and if both are cancelled, where does the probability go?
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit demo
  summit demo --all
  summit demo --ledger /tmp/case.db && summit explain --ledger /tmp/case.db")]
pub struct Demo {
    /// All of it: every forecast with its cause, and what two visits would have changed
    #[arg(long)]
    all: bool,
}

impl Demo {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let path = match cx.named() {
            Some(path) => path.to_owned(),
            None => free_name()?,
        };
        if path.exists() {
            return Err(Failure::usage(
                format!(
                    "{} exists already; the demo takes a fresh file",
                    path.display()
                ),
                "name another with --ledger, or leave out --ledger and SUMMIT_LEDGER",
            ));
        }
        Context::folders().new_ledger(&path)?;
        let hand = cx.hand();
        let mut desk = Desk::create(&path, "summit/demo-biden-xi-2023", &hand)?;
        let facts = library::find(QUESTION)?.facts()?;
        desk.append(&hand, import::arrange(facts, false))?;

        let id = Name::parse(QUESTION)?;
        let account = desk.told(&id, None)?;
        let text = match self.all {
            true => whole(cx, &account, &desk.standing(&id, Some(ASKED))?)?,
            false => cx.render(&view::brief::doc(&account)),
        };
        output::text(&text)?;
        output::talk(&self.next(&one_line(&path.display().to_string())));
        Ok(())
    }

    /// What to type next.
    fn next(&self, file: &str) -> String {
        let rest = match self.all {
            true => "",
            false => "  summit demo --all\n",
        };
        format!(
            "\nThe case is in {file}. Ask it more:\n{rest}  \
             summit explain --ledger {file}\n  \
             summit what-if visit-cancelled --as-of 2023-09-28 --ledger {file}\n"
        )
    }
}

/// Every forecast with the chart, and what two visits would have changed.
fn whole(cx: &Context, account: &Account, asked: &Standing) -> Result<String, Failure> {
    let options = view::account::Options {
        chart: true,
        ..Default::default()
    };
    let mut text = cx.render(&view::account::doc(account, &options));
    text.push('\n');
    text.push_str(&cx.render(&both_visits(asked)?));
    Ok(text)
}

/// `summit-demo.db` here, or the next number that is free.
fn free_name() -> Result<PathBuf, Failure> {
    let names = std::iter::once("summit-demo.db".to_owned())
        .chain((2..1000).map(|n| format!("summit-demo-{n}.db")));
    names
        .map(PathBuf::from)
        .find(|path| !path.exists())
        .ok_or_else(|| {
            Failure::usage(
                "this folder is full of demo ledgers",
                "delete summit-demo-*.db, or name a file with --ledger",
            )
        })
}

/// What the two visits planned on the day would change: He Lifeng's and Wang Yi's.
fn both_visits(asked: &Standing) -> Result<Doc, Failure> {
    let first = date(2023, 10, 10);
    let second = date(2023, 10, 27);
    let visits = |kind: &str| -> Result<Vec<Signal>, Failure> {
        [("he-lifeng", first), ("wang-yi", second)]
            .iter()
            .map(|(who, day)| supposed(kind, who, *day))
            .collect()
    };
    let both = asked.suppose(&visits("visit-made")?, &[])?;
    let neither = asked.suppose(&visits("visit-cancelled")?, &[])?;
    let mut quiet = asked.suppose(&[], &[])?;
    quiet.as_of = second;
    let now = asked.report(&[])?.outlook;
    let rows = [
        ("as it stood on 28 September".to_owned(), now),
        (
            "nothing more heard by 27 October".to_owned(),
            quiet.report(&[])?.outlook,
        ),
        (
            "both visits made, 10 and 27 October".to_owned(),
            both.report(&[])?.outlook,
        ),
        (
            "both cancelled, on those days".to_owned(),
            neither.report(&[])?.outlook,
        ),
    ];
    let intro = "He Lifeng's trip to Washington was under discussion, Wang Yi's was planned for \
                 October. With what was known that day, supposing each reported at grade B2:";
    Ok(view::supposition::compare(
        "Asked on 28 September 2023: the two visits",
        intro,
        &rows,
    ))
}

fn supposed(kind: &str, who: &str, day: Date) -> Result<Signal, Failure> {
    let value = serde_json::json!({
        "id": format!("supposed-{who}"),
        "question": QUESTION,
        "kind": kind,
        "observed_on": day.to_string(),
        "known_on": day.to_string(),
        "summary": format!("supposed: {kind} ({who})"),
        "grade": "B2",
    });
    Ok(Signal::from_value(&value)?)
}
