use std::path::PathBuf;

use clap::Args;
use summit_ledger::view;
use summit_ledger::view::svg::{self, Style};

use super::context::Context;
use super::failure::Failure;
use super::output;

/// Print what was believed when: each recorded forecast with its cause, and a chart
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit history
  summit history biden-xi-2023 --as-of 2023-09-28
  summit history --format csv > history.csv")]
pub struct History {
    /// The question [default: the only one]
    question: Option<String>,

    /// Only what was known by that day
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// How to print it
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,

    /// Show each signal's id in place of its summary
    #[arg(long)]
    ids: bool,

    /// Leave the chart out
    #[arg(long)]
    no_chart: bool,

    /// Draw the chart into this file as SVG, and print nothing; - for standard output
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,

    /// Width of the picture in pixels
    #[arg(long, value_name = "PIXELS", default_value_t = 960,
        value_parser = clap::value_parser!(u32).range(280..=4000))]
    width: u32,

    /// Draw light on dark
    #[arg(long)]
    dark: bool,

    /// Overwrite the picture's file where there is one
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Form {
    /// For people, with a chart
    Table,
    /// For programs; numbers read back to the same bits
    Json,
    /// For spreadsheets; text cannot run as a formula
    Csv,
}

impl History {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let (desk, id) = cx.question(self.question.as_deref())?;
        let account = desk.history(&id, cx.opt_day("as-of", self.as_of.as_deref())?)?;
        if let Some(path) = &self.svg {
            let chart = view::account::chart(&account).title(&account.question.title);
            let style = Style::standalone(self.width, self.dark);
            return output::file(path, svg::chart(&chart, &style).as_bytes(), self.force);
        }
        match self.format {
            Form::Json => output::json(&view::account::data(&account)),
            Form::Csv => output::text(
                &view::account::csv(&account)
                    .map_err(|e| Failure::usage(format!("the table cannot be written: {e}"), ""))?,
            ),
            Form::Table => {
                let options = view::account::Options {
                    ids: self.ids,
                    chart: !self.no_chart,
                };
                output::text(&cx.render(&view::account::doc(&account, options)))
            }
        }
    }
}
