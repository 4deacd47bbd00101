use clap::Args;
use summit_ledger::view::sensitivity::{self as shown, Assumptions};

use super::context::Context;
use super::current::Asked;
use super::failure::Failure;
use super::output::{self, Form};

/// See what the answer rests on: without each signal, under other settings
///
/// One thing at a time is changed and everything computed again: a signal left out, grades, repeats
/// and weights taken otherwise, the prior halved and doubled. Nothing is written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit sensitivity
  summit sensitivity biden-xi-2023 --as-of 2023-09-28 --all
  summit sensitivity --format csv > sensitivity.csv")]
pub struct Sensitivity {
    #[command(flatten)]
    question: Asked,

    /// With what was known by this day [default: the latest known]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// Show every signal, not only those that move the answer most
    #[arg(long)]
    all: bool,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Form,
}

impl Sensitivity {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let (mut desk, id) = cx.question(self.question.typed())?;
        let as_of = cx.opt_day("as-of", self.as_of.as_deref())?;
        let standing = desk.standing(&id, as_of)?;
        let sensitivity = standing.sensitivity()?;
        let assumptions = Assumptions {
            question: &standing.question,
            model: &standing.model,
            sensitivity: &sensitivity,
            signal: &|id| standing.signal(id),
        };
        output::form(
            cx,
            self.format,
            || shown::doc(&assumptions, self.all),
            || shown::data(&assumptions),
            || shown::sheet(&assumptions),
        )
    }
}
