use clap::Args;
use summit_ledger::draw::svg;
use summit_ledger::view;
use summit_ledger::view::basis::Basis;
use summit_ledger::view::steps::Steps;
use summit_ledger::view::waterfall::Waterfall;

use super::context::Context;
use super::current::Asked;
use super::failure::Failure;
use super::output::{self, Format};
use super::picture::Picture;

/// Say where the probability comes from, in decibans that sum exactly
///
/// Under belief version 2 the probability is the prior, time, each story, what each family of kinds
/// held back, silence and each plan. Since --from, and under version 1, the change is the passage
/// of time plus each signal in turn. Ten decibans are odds times ten; three are about odds times
/// two.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit explain
  summit explain --from 2023-09-01 --as-of 2023-09-28
  summit explain --svg waterfall.svg")]
pub struct Explain {
    #[command(flatten)]
    question: Asked,

    /// Explain the change from this day on, signal by signal [default: the opening]
    #[arg(long, value_name = "DATE")]
    from: Option<String>,

    /// With what was known by this day [default: the latest known]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// With the log as it stood at the end of this day, in UTC: nothing entered since
    #[arg(long, value_name = "DATE")]
    recorded_by: Option<String>,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    #[command(flatten)]
    picture: Picture,
}

impl Explain {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let asked = (self.question.typed(), self.recorded_by.as_deref());
        let (mut desk, id, recorded_by) = cx.question_by(asked.0, asked.1)?;
        let as_of = cx.opt_day("as-of", self.as_of.as_deref())?;
        let basis = Basis { as_of, recorded_by };
        let from = cx.opt_day("from", self.from.as_deref())?;
        let explanation = desk.standing(&id, as_of)?.explain(from)?;
        if self.picture.wanted() {
            let fall = Waterfall::of(&explanation).ok_or_else(|| {
                Failure::usage(
                    "a probability of exactly 0 or 1 has no log-odds, so there is nothing to draw",
                    "`summit history --svg FILE` draws the path; an earlier day with --as-of",
                )
            })?;
            let fall = Waterfall {
                title: Some(explanation.question.title.clone()),
                ..fall
            };
            return self.picture.write(cx, |style| svg::waterfall(&fall, style));
        }
        let own = Steps::of(&desk.told(&id, None)?);
        let doc = basis.told(view::explanation::doc(&explanation, &own));
        let data = basis.marked(view::explanation::data(&explanation, &own));
        output::print(cx, self.format, &doc, &data)?;
        let here = (explanation.to, explanation.end.p);
        super::otherwise(&mut desk, &id, &basis, here)
    }
}
