use clap::Args;
use summit_ledger::desk::Desk;
use summit_ledger::draw::svg;
use summit_ledger::record::{Account, Name, Row};
use summit_ledger::view;
use summit_ledger::view::basis::Basis;
use summit_ledger::view::doc::Doc;

use super::axis::AxisArgs;
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
  summit history biden-xi-2023 --recorded-by 2023-09-28
  summit history --format csv > history.csv
  summit history --svg chart.svg --width 800 --axis log-odds
  summit history --png chart.png --dark")]
pub struct History {
    /// The question [default: the only one]
    question: Option<String>,

    /// Only what was known by that day
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// With the log as it stood at the end of this day, in UTC: nothing entered since
    #[arg(long, value_name = "DATE")]
    recorded_by: Option<String>,

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
    axis: AxisArgs,

    #[command(flatten)]
    picture: Picture,
}

impl History {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let asked = (self.question.as_deref(), self.recorded_by.as_deref());
        let (mut desk, id, recorded_by) = cx.question_by(asked.0, asked.1)?;
        let as_of = cx.opt_day("as-of", self.as_of.as_deref())?;
        let basis = Basis { as_of, recorded_by };
        let account = desk.history(&id, as_of)?;
        if self.picture.wanted() {
            let chart = view::account::chart(&account).title(&account.question.title);
            let chart = chart.scale(self.axis.scale());
            return self.picture.write(cx, |style| svg::chart(&chart, style));
        }
        output::form(
            cx,
            self.format,
            || basis.told(self.doc(&account)),
            || basis.marked(view::account::data(&account)),
            || view::account::sheet(&account),
        )?;
        match account.rows.last() {
            Some(last) if basis != Basis::default() => otherwise(&mut desk, &id, &basis, last),
            _ => Ok(()),
        }
    }

    fn doc(&self, account: &Account) -> Doc {
        let options = view::account::Options {
            ids: self.ids,
            chart: !self.no_chart,
            scale: self.axis.scale(),
        };
        view::account::doc(account, options)
    }
}

/// Hints at the last forecast by the same day with the other knowledge, where it is another.
fn otherwise(desk: &mut Desk, id: &Name, basis: &Basis, last: &Row) -> Result<(), Failure> {
    let day = basis.as_of.unwrap_or_else(|| last.day());
    let there = desk.otherwise(id, (day, basis.recorded_by), |desk| {
        let rows = desk.history(id, Some(day))?.rows;
        Ok::<Option<f64>, Failure>(rows.last().map(|row| row.forecast.p))
    })?;
    super::hint(basis, last.forecast.p, there.flatten());
    Ok(())
}
