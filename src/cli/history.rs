use clap::Args;
use summit_ledger::draw::svg;
use summit_ledger::record::Account;
use summit_ledger::view;
use summit_ledger::view::doc::Doc;

use super::context::Context;
use super::failure::Failure;
use super::output::{self, Form};
use super::picture::Picture;

/// Print what was believed when: each recorded forecast with its cause, and a chart
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit history
  summit history biden-xi-2023 --as-of 2023-09-28
  summit history --format csv > history.csv
  summit history --svg chart.svg --width 800
  summit history --png chart.png --dark")]
pub struct History {
    /// The question [default: the only one]
    question: Option<String>,

    /// Only what was known by that day
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Form,

    /// Show each signal's id in place of its summary
    #[arg(long)]
    ids: bool,

    /// Leave the chart out
    #[arg(long)]
    no_chart: bool,

    #[command(flatten)]
    picture: Picture,
}

impl History {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let (desk, id) = cx.question(self.question.as_deref())?;
        let account = desk.history(&id, cx.opt_day("as-of", self.as_of.as_deref())?)?;
        if self.picture.wanted() {
            let chart = view::account::chart(&account).title(&account.question.title);
            return self.picture.write(cx, |style| svg::chart(&chart, style));
        }
        output::form(
            cx,
            self.format,
            || self.doc(&account),
            || view::account::data(&account),
            || view::account::sheet(&account),
        )
    }

    fn doc(&self, account: &Account) -> Doc {
        let options = view::account::Options {
            ids: self.ids,
            chart: !self.no_chart,
        };
        view::account::doc(account, options)
    }
}
