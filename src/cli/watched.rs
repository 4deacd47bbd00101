use clap::Args;
use serde_json::json;
use summit_ledger::desk::{Fact, signal_id};
use summit_ledger::record::{Body, Name};

use super::add::report;
use super::context::Context;
use super::failure::Failure;
use super::output::Format;

/// Say that you looked where a meeting would be announced, and saw nothing new
///
/// Silence says something only where somebody looked. Within two weeks of a day, that it was not
/// announced makes it less likely; a plan that stands is surer for being watched. A question on a model
/// of version 1 takes no watches. A watch is taken back like a signal, with `summit retract`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit watched --sources \"White House and foreign ministry pages\"
  summit watched --through 2023-11-03 --sources \"both foreign ministries\" -q biden-xi-2023")]
pub struct Watched {
    /// The last day that you looked at, to its end [default: yesterday]
    #[arg(long, value_name = "DATE", default_value = "yesterday")]
    through: String,

    /// Where you looked
    #[arg(long, value_name = "TEXT")]
    sources: String,

    /// The day on which this was known [default: the day of --through]
    #[arg(long, value_name = "DATE")]
    known: Option<String>,

    /// Identifier of the watch [default: made from its content]
    #[arg(long, value_name = "ID")]
    id: Option<String>,

    /// The question, repeated for several [default: the current one, else the
    /// only one]
    #[arg(long, short, value_name = "QUESTION")]
    question: Vec<String>,

    /// How to print what changed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Watched {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let mut desk = cx.desk()?;
        let questions = cx.questions(&desk, &self.question)?;
        let through = cx.day("through", &self.through)?;
        let known = cx.opt_day("known", self.known.as_deref())?;
        let names: Vec<&str> = questions.iter().map(Name::as_str).collect();
        let mut value = json!({
            "question": names,
            "known_on": known.unwrap_or(through).to_string(),
            "through": through.to_string(),
            "sources": self.sources,
        });
        let made = || signal_id("watch", &through.to_string(), &value.to_string());
        let id = self.id.clone().unwrap_or_else(made);
        if let Some(map) = value.as_object_mut() {
            map.insert("id".into(), json!(id));
        }
        let watch = Body::from_value("watch", &value)?;
        let done = desk.append(&cx.hand(), vec![Fact::from(watch)])?;
        report(cx, &mut desk, &done, self.format)
    }
}
