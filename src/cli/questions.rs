use clap::Args;
use summit_ledger::record::Body;
use summit_ledger::view;

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
        let desk = cx.reading_desk()?;
        let mut accounts = Vec::new();
        for entry in desk.ledger().questions()? {
            if let Body::Question(q) = &entry.body {
                accounts.push(desk.history(&q.id, None)?);
            }
        }
        let doc = view::questions::doc(&accounts);
        output::print(cx, self.format, &doc, &view::questions::data(&accounts))
    }
}
