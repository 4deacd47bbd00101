use clap::Args;

use super::add::report;
use super::context::Context;
use super::failure::Failure;
use super::handover;
use super::output::Format;

/// Go on from an older copy of the ledger for good, and say so in its log
///
/// The program remembers the last size and root that it saw of each log. On a file that is older,
/// was cut or was rewritten it refuses to append. If the newer file is lost, this command appends an
/// entry that says from where the log goes on and what is given up. Until the log is longer than
/// what is given up, no checkpoint is signed, so that nobody sees one key sign two roots at one
/// size.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit adopt-copy --because \"the disk failed; this is the backup of Monday\"")]
pub struct AdoptCopy {
    /// Why; it stays in the log for good
    #[arg(long, value_name = "TEXT")]
    because: String,

    /// How to print what was done
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl AdoptCopy {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let mut desk = cx.desk()?;
        let key = handover::key_of(&desk)?;
        let key = key.as_ref().map(|key| key.verifier());
        let done = desk.adopt_copy(&cx.hand(), &self.because, key)?;
        report(cx, &mut desk, &[done], self.format)
    }
}
