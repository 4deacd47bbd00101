use clap::Args;
use summit_ledger::desk::Desk;
use summit_ledger::draw::safe::one_line;
use summit_ledger::draw::svg;
use summit_ledger::record::{Body, Name, Row};
use summit_ledger::view;
use summit_ledger::view::account::{Column, Options, Pick};
use summit_ledger::view::basis::Basis;

use super::axis::AxisArgs;
use super::context::Context;
use super::current::Asked;
use super::failure::Failure;
use super::output::{self, Form};
use super::picture::Picture;
use super::taken;

/// Print what was believed when: each recorded forecast with its cause, and a chart
///
/// `dB` is what the cause did by itself, in decibans, and `time` what the days did that passed
/// since the row before; both sum exactly. A correction is one row, with its reason.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit history
  summit history biden-xi-2023 --as-of 2023-09-28
  summit history biden-xi-2023 --recorded-by 2023-09-28
  summit history --last 10 --reverse
  summit history --kind visit-planned --since 2023-09-01
  summit history --author ana --columns day,kind,author,recorded,signal,db,p
  summit history --format csv > history.csv
  summit history --svg chart.svg --width 800 --axis log-odds
  summit history --png chart.png --dark")]
pub struct History {
    #[command(flatten)]
    question: Asked,

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

    /// The columns, with commas between: day, signal, id, kind, grade, source, author, recorded,
    /// because, time, db, p, interval, words. JSON holds all
    #[arg(long, value_name = "NAMES")]
    columns: Option<String>,

    /// Only signals of this kind, or entries of this type; --author NAME shows those by one author
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,

    /// Only rows of this day or later
    #[arg(long, value_name = "DATE")]
    since: Option<String>,

    /// Of these only the last N
    #[arg(long, value_name = "N")]
    last: Option<usize>,

    /// The latest first
    #[arg(long)]
    reverse: bool,

    #[command(flatten)]
    axis: AxisArgs,

    #[command(flatten)]
    picture: Picture,
}

impl History {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let mut options = self.options(cx)?;
        let asked = (self.question.typed(), self.recorded_by.as_deref());
        let (mut desk, id, recorded_by) = cx.question_by(asked.0, asked.1)?;
        options.pick.kind = self.kind(&mut desk, &id)?;
        let as_of = cx.opt_day("as-of", self.as_of.as_deref())?;
        let basis = Basis { as_of, recorded_by };
        let account = desk.told(&id, as_of)?;
        if self.picture.wanted() {
            let chart = view::account::chart(&account).title(&account.question.title);
            let chart = chart.scale(self.axis.scale());
            return self.picture.write(cx, |style| svg::chart(&chart, style));
        }
        output::form(
            cx,
            self.format,
            || basis.told(view::account::doc(&account, &options)),
            || basis.marked(view::account::data(&account, &options)),
            || view::account::sheet(&account, &options),
        )?;
        if let Some(left_out) = options.pick.left_out(&account)
            && self.format.is_bare()
        {
            output::talk(&format!("hint: {}\n", one_line(&left_out)));
        }
        match account.rows.last() {
            Some(last) if basis != Basis::default() => otherwise(&mut desk, &id, &basis, last),
            _ => Ok(()),
        }
    }

    /// The kind of rows that are shown: a type of entry, or a kind by any word for it.
    fn kind(&self, desk: &mut Desk, id: &Name) -> Result<Option<Name>, Failure> {
        let Some(typed) = self.kind.as_deref() else {
            return Ok(None);
        };
        let kind = match Body::fields(typed) {
            Some(_) => typed.to_owned(),
            None => taken::kind(desk, std::slice::from_ref(id), typed)?,
        };
        Ok(Some(Name::parse(&kind).map_err(|e| e.under("--kind"))?))
    }

    /// What is shown, but for the kind.
    fn options(&self, cx: &Context) -> Result<Options, Failure> {
        let columns = self.columns.as_deref().map(Column::parse).transpose()?;
        Ok(Options {
            ids: self.ids,
            chart: !self.no_chart,
            scale: self.axis.scale(),
            columns: columns.unwrap_or_default(),
            pick: Pick {
                by: cx.author_typed().map(str::to_owned),
                kind: None,
                since: cx.opt_day("since", self.since.as_deref())?,
                last: self.last,
                reverse: self.reverse,
            },
        })
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
