use std::path::PathBuf;

use clap::Args;
use summit_ledger::desk::salvage::salvage;
use summit_ledger::view;

use super::context::Context;
use super::failure::{Code, Failure};
use super::output::{self, Format};

/// Bring every entry of a damaged ledger that still verifies into a new file
///
/// The damaged file is only read. What is missing is listed, with what that does to each question.
/// Where nothing is, the new file is the same log; else it is another log under another name, its
/// forecasts follow anew from the facts that are left, and its last entry says what it came from.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit salvage summit.db -o salvaged.db
  summit salvage summit.db -o salvaged.db --format json
  summit --ledger salvaged.db audit

Exit codes: 0 nothing is missing; 1 something is, and the rest was brought over; 2 wrong use, such
as a new file that is there already; 3 nothing could be read or written.")]
pub struct Salvage {
    /// The damaged ledger
    damaged: PathBuf,

    /// The new file; it must not be there yet
    #[arg(long, short, value_name = "NEW")]
    output: PathBuf,

    /// How to print what was done
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Salvage {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        Context::folders().new_ledger(&self.output)?;
        let done = salvage(&self.damaged, &self.output, &cx.hand())?;
        let (doc, data) = (view::salvage::doc(&done), view::salvage::data(&done));
        output::print(cx, self.format, &doc, &data)?;
        if done.complete() {
            return Ok(());
        }
        Err(Failure {
            code: Code::No,
            what: String::new(),
            hint: String::new(),
        })
    }
}
