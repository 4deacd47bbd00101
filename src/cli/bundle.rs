use std::path::PathBuf;

use clap::Args;
use summit_ledger::publish::bundle;

use super::context::Context;
use super::export::told;
use super::failure::Failure;
use super::output;

/// Write a reviewer's bundle: the log, histories, models, a README and a checker
///
/// The README has the headings that data editors of journals ask for; `verify.py` needs Python
/// and nothing else; `ro-crate-metadata.json` says the same to machines (RO-Crate 1.2).
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit bundle for-reviewers
  summit bundle for-reviewers --unsigned --license https://creativecommons.org/licenses/by/4.0/
  cd for-reviewers && sha256sum -c SHA256SUMS && python3 verify.py log")]
pub struct Bundle {
    /// An empty folder, or one that holds an earlier bundle of this ledger
    dir: PathBuf,

    /// Bundle even though no signed checkpoint covers the whole log
    #[arg(long)]
    unsigned: bool,

    /// Address of the licence under which the data are given on [default: none stated]
    #[arg(long, value_name = "URL")]
    license: Option<String>,
}

impl Bundle {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let mut desk = cx.reading_desk()?;
        let licence = self.license.as_deref();
        cx.guard([]).folder(&self.dir)?;
        let done = bundle(&mut desk, &self.dir, self.unsigned, licence, cx.now)?;
        let mut text = told(&self.dir.join("log"), &done.exported);
        text.push_str(&format!(
            "bundle: {} files; start with README.md\n",
            done.files.len()
        ));
        output::text(&text)
    }
}
