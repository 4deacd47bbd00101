use clap::Args;
use summit_ledger::view;
use summit_ledger::view::basis::Basis;

use super::context::Context;
use super::current::Asked;
use super::failure::Failure;
use super::output::{self, Format};

/// Print the probability by the deadline, by other days, at each occasion, and the median day
///
/// It speaks as of the latest day known, or of --as-of: with the evidence known by that day, and
/// no meeting by then. That evidence may have been entered later; what was believed then is
/// --recorded-by.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit forecast
  summit forecast --as-of 2023-09-28 --by 2023-10-31 --by 2023-12-31
  summit forecast --recorded-by 2023-09-28      what was believed at the end of that day")]
pub struct Forecast {
    #[command(flatten)]
    question: Asked,

    /// The day as of which it speaks [default: the latest known]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// With the log as it stood at the end of this day, in UTC: nothing entered since
    #[arg(long, value_name = "DATE")]
    recorded_by: Option<String>,

    /// Also the probability by this day; may be repeated
    #[arg(long, value_name = "DATE")]
    by: Vec<String>,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Forecast {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let asked = (self.question.typed(), self.recorded_by.as_deref());
        let (mut desk, id, recorded_by) = cx.question_by(asked.0, asked.1)?;
        let as_of = cx.opt_day("as-of", self.as_of.as_deref())?;
        let basis = Basis { as_of, recorded_by };
        let standing = desk.standing(&id, as_of)?;
        let mut by = Vec::new();
        for day in &self.by {
            by.push(cx.day_from("by", day, standing.as_of)?);
        }
        if by.is_empty() {
            by = view::forecast::month_ends(standing.as_of, standing.question.deadline);
        }
        by.sort();
        by.dedup();
        let horizon = standing.horizon();
        for day in &self.by {
            let day = cx.day_from("by", day, standing.as_of)?;
            if day <= standing.as_of || day > horizon {
                return Err(Failure::usage(
                    format!("--by {day} is outside the days that the forecast speaks of"),
                    format!("a day after {} and up to {horizon}", standing.as_of),
                ));
            }
        }
        let report = standing.report(&by)?;
        let question = &standing.question;
        let model = &standing.model;
        let resolution = standing.resolution.as_ref();
        let caveat = view::caveat::of_standing(&standing, &report.outlook);
        let sha256 = &standing.model_sha256;
        let data = view::forecast::data(question, sha256, &report, caveat.as_deref());
        let doc = view::forecast::doc(question, model, &report, (resolution, caveat));
        output::print(cx, self.format, &basis.told(doc), &basis.marked(data))?;
        let here = (standing.as_of, report.outlook.p);
        super::otherwise(&mut desk, &id, &basis, here)?;
        if basis == Basis::default()
            && resolution.is_none()
            && cx.today > standing.as_of
            && cx.today <= question.deadline
        {
            output::talk(
                "hint: days have passed since; `summit pass --on today` records that nothing \
                 happened, `--as-of today` only looks\n",
            );
        }
        Ok(())
    }
}
