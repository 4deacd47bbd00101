use clap::Args;
use summit_ledger::desk::worth::Supposed;
use summit_ledger::record::{Grade, date};
use summit_ledger::view::worth::{self as shown, Watch};

use super::context::Context;
use super::current::Asked;
use super::failure::Failure;
use super::output::{self, Form};

/// See what to watch for: what each kind of signal would change, and how likely it is to come
///
/// Kinds stand in the order of the expected change: the chance that one comes, times how far it
/// would move the probability. Nothing is written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit worth
  summit worth --within 30 --about 2023-11-11..2023-11-17
  summit worth biden-xi-2023 --as-of 2023-09-28 --grade B2")]
pub struct Worth {
    #[command(flatten)]
    question: Asked,

    /// Days within which a signal is to come
    #[arg(long, value_name = "DAYS", default_value_t = 14, value_parser = clap::value_parser!(i32).range(1..=366))]
    within: i32,

    /// How good the report would be, see `summit add`
    #[arg(long, value_name = "GRADE", default_value = "A1")]
    grade: String,

    /// The days that it would speak of: 15 Nov, 11-17 Nov, FIRST..LAST [default: all]
    #[arg(long, value_name = "DAYS")]
    about: Option<String>,

    /// With what was known by this day, on which the signal is supposed [default: the latest known]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// Show every kind, not only those most worth watching
    #[arg(long)]
    all: bool,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Form,
}

impl Worth {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let as_of = cx.opt_day("as-of", self.as_of.as_deref())?;
        let from = as_of.unwrap_or(cx.today);
        let about = self.about.as_deref();
        let about = about.map(|typed| cx.days_from("about", typed, from));
        let about = about.transpose()?;
        if let Some((first, last)) = about.filter(|(first, last)| last < first) {
            return Err(Failure::usage(
                format!("--about {first}..{last} ends before it begins"),
                "FIRST..LAST, or one day",
            ));
        }
        let grade =
            Grade::parse(&self.grade.to_ascii_uppercase()).map_err(|e| e.under("--grade"))?;
        let supposed = Supposed {
            grade,
            about: about.map(|(first, last)| (date::number(first), date::number(last))),
            within: self.within,
        };
        let (mut desk, id) = cx.question(self.question.typed())?;
        let standing = desk.standing(&id, as_of)?;
        let kinds = standing.worth(&supposed)?;
        let watch = Watch {
            question: &standing.question,
            now: &standing.report(&[])?.outlook,
            supposed: &supposed,
            kinds: &kinds,
        };
        output::form(
            cx,
            self.format,
            || shown::doc(&watch, self.all),
            || shown::data(&watch),
            || shown::sheet(&watch),
        )
    }
}
