use std::path::PathBuf;

use clap::Args;
use summit_ledger::desk::score::Ask;
use summit_ledger::draw::svg;
use summit_ledger::files;
use summit_ledger::record::Name;
use summit_ledger::score::question::Clock;
use summit_ledger::score::rival;
use summit_ledger::view;
use summit_ledger::view::basis::Basis;
use summit_ledger::view::doc::Block;

use super::context::Context;
use super::failure::Failure;
use super::output::{self, Form};
use super::picture::Picture;

/// Score the recorded forecasts of questions that ended
///
/// Brier score on 0..1 and log score in nats, averaged over the days of each question, and what
/// they spared against the prior alone, which hears no signal. Void questions count as nothing.
/// docs/scores.md has the formulas.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit score
  summit score biden-xi-2023 --lead 60,30,7
  summit score --against market.csv        with the columns day,probability[,question]
  summit score --format csv > scores.csv")]
pub struct Score {
    /// Questions that ended [default: all that did]
    question: Vec<String>,

    /// The same, as in other commands; may be repeated
    #[arg(long = "question", short = 'q', value_name = "QUESTION")]
    named: Vec<String>,

    /// Others' forecasts, compared on the days that both cover: CSV with day,probability[,question]
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,

    /// Days before the end at which to look at single forecasts
    #[arg(
        long,
        value_name = "DAYS",
        value_delimiter = ',',
        default_value = "90,60,30,14,7,1",
        value_parser = clap::value_parser!(u32).range(1..=3660)
    )]
    lead: Vec<u32>,

    /// How forecasts are dated: when recorded, or by the day they speak of [default: when recorded;
    /// by the day they speak of for a question that was entered after its end]
    #[arg(long, value_enum)]
    clock: Option<Dated>,

    /// Score the log as it stood at the end of this day, in UTC: nothing entered since
    #[arg(long, value_name = "DATE")]
    recorded_by: Option<String>,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Form,

    #[command(flatten)]
    picture: Picture,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Dated {
    /// Nothing counts before it stood in the log
    Recorded,
    /// Each counts from the day that it speaks of
    Known,
}

impl Score {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let mut desk = cx.reading_desk()?;
        let named: Vec<Name> = self
            .question
            .iter()
            .chain(&self.named)
            .map(|text| desk.the_question(Some(text)))
            .collect::<Result<_, _>>()?;
        let recorded_by = cx.opt_day("recorded-by", self.recorded_by.as_deref())?;
        desk.look_by(recorded_by, &named)?;
        let basis = Basis {
            as_of: None,
            recorded_by,
        };
        let mut leads = self.lead.clone();
        leads.sort_unstable_by(|a, b| b.cmp(a));
        leads.dedup();
        let rival = match &self.against {
            None => None,
            Some(path) => {
                let text = files::text(path, files::TABLE).map_err(|e| Failure::file(path, &e))?;
                let name = path.display().to_string();
                let ended = desk.ended(&named)?;
                let only = match ended.as_slice() {
                    [one] => Some(one),
                    _ => None,
                };
                let tracks = rival::parse(&text, &desk.questions()?, only)
                    .map_err(|e| Failure::usage(format!("{name} {e}"), e.why.remedy.clone()))?;
                Some((name, tracks))
            }
        };
        let report = desk.score(
            &named,
            &Ask {
                clock: self.clock.map(|dated| match dated {
                    Dated::Recorded => Clock::Recorded,
                    Dated::Known => Clock::Known,
                }),
                leads,
                rival,
            },
        )?;
        if self.picture.wanted() {
            let doc = view::score::doc(&report);
            let diagram = doc.blocks.iter().find_map(|block| match block {
                Block::Reliability(diagram) => Some(diagram),
                _ => None,
            });
            let diagram = diagram.ok_or_else(|| {
                Failure::usage(
                    "there is no reliability diagram: too few questions ended, or all the same way",
                    "`summit score` says what can be said",
                )
            })?;
            return self
                .picture
                .write(cx, |style| svg::reliability(diagram, style));
        }
        output::form(
            cx,
            self.format,
            || basis.told(view::score::doc(&report)),
            || basis.marked(view::score::data(&report)),
            || view::score::sheet(&report),
        )
    }
}
