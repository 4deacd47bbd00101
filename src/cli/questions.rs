use clap::Args;
use summit_ledger::desk::Desk;
use summit_ledger::view;
use summit_ledger::view::questions::Listed;

use super::context::Context;
use super::failure::Failure;
use super::output::{self, Format};

/// List the questions of the ledger: where each stands and how it ended
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit questions
  summit questions --format json")]
pub struct Questions {
    /// How to print them
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Questions {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let mut desk = cx.reading_desk()?;
        let all = listed(cx, &mut desk)?;
        let doc = view::questions::doc(&all, cx.today);
        let data = view::questions::data(&all, cx.today);
        output::print(cx, self.format, &doc, &data)
    }
}

/// The questions of a ledger, each with what was believed of it.
pub fn listed(cx: &Context, desk: &mut Desk) -> Result<Vec<Listed>, Failure> {
    let ids = desk.questions()?;
    let one = |id| {
        let account = desk.history(&id, None)?;
        Ok(Listed {
            hidden: cx.hides(&account),
            account,
            takes_watches: desk.model_of(&id)?.second().is_some(),
        })
    };
    ids.into_iter().map(one).collect()
}
