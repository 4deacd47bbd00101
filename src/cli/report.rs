use std::path::PathBuf;

use clap::Args;
use summit_ledger::audit::{self, AuditError};
use summit_ledger::draw::{markdown, page};
use summit_ledger::publish::report::{audited, gather};
use summit_ledger::view::report::Made;

use super::axis::AxisArgs;
use super::context::Context;
use super::current::Asked;
use super::failure::Failure;
use super::output;

/// Write a report on a question: one page that loads nothing, for readers and for paper
///
/// What is asked, where it stands in words and numbers, the path with its signals and sources, what
/// moved it, what it rests on, what would change it most, and how to check it. The ledger is
/// audited for it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit report -o report.html
  summit report biden-xi-2023 --as-of 2023-09-28 -o then.html
  summit report --format markdown -o -")]
pub struct Report {
    #[command(flatten)]
    question: Asked,

    /// The file to write; - for standard output
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// As it stood on that day, with what was known by then [default: the latest known]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// What to write
    #[arg(long, value_enum, default_value_t = Form::Html)]
    format: Form,

    #[command(flatten)]
    axis: AxisArgs,

    /// Do not audit the ledger; the report says that nobody did
    #[arg(long)]
    no_audit: bool,

    /// Overwrite the file where there is one
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Form {
    /// One page for a browser and for paper
    Html,
    /// For notes and repositories
    Markdown,
}

impl Report {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let guard = cx.guard([]);
        output::is_free(&self.output, self.force, &guard)?;
        let (mut desk, id) = cx.question(self.question.typed())?;
        let as_of = cx.opt_day("as-of", self.as_of.as_deref())?;
        let made = Made {
            program: concat!("summit ", env!("CARGO_PKG_VERSION")).to_owned(),
            on: cx.today,
        };
        let mut report = gather(&mut desk, &id, as_of, made)?;
        report.scale = self.axis.scale();
        if !self.no_audit {
            let options = audit::Options {
                threads: std::thread::available_parallelism().map_or(1, usize::from),
                as_of: Some(cx.today),
                ..audit::Options::default()
            };
            let mut shown = output::Bar::new("audit: tier");
            let path = cx.path()?;
            let done = audited(report, cx.reading.path(&path), &options, &mut |p| {
                shown.tick(usize::from(p.tier), p.done, p.total);
            });
            shown.clear();
            report = done.map_err(|e| match e {
                AuditError::Store(e) => Failure::from(e),
                other => Failure::usage(other.to_string(), ""),
            })?;
        }
        let text = match self.format {
            Form::Html => page::report(&report).map_err(|e| Failure::usage(e.to_string(), ""))?,
            Form::Markdown => markdown::render(&report.doc()),
        };
        output::file(&self.output, text.as_bytes(), self.force, &guard)
    }
}
