use clap::Args;
use summit_ledger::desk::{Desk, Fact, Wanted, What};

use super::add::report;
use super::context::Context;
use super::failure::Failure;
use super::output::Format;
use super::refs;
use super::source::attached;

/// Take the bytes of an attachment away; the entries stay, and one more says why
///
/// Redact what must not be kept, such as private data in a saved page. The bytes are overwritten
/// in the file; copies, backups and exports made before still have them. A model cannot be
/// redacted: its forecasts could not be derived any more.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit source wang-visit                  which attachments a signal has
  summit redact wang-visit --n 2 --because \"holds a private address\"
  summit redact 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 \\
      --because \"holds a private address\"")]
pub struct Redact {
    /// SHA-256 of the attachment, or the entry that it is kept with: its id or how that begins, its
    /// number in the log, 17 or @17, or a signal's '#7'
    #[arg(value_name = "SHA256|ENTRY")]
    what: String,

    /// Which attachment of the entry, from 1, where it has several
    #[arg(long, value_name = "N")]
    n: Option<usize>,

    /// The question whose signal '#7' is meant [default: the current one, else the only one]
    #[arg(long, short, value_name = "QUESTION")]
    question: Option<String>,

    /// Why; it stays in the log for good
    #[arg(long, value_name = "TEXT")]
    because: String,

    /// How to print what was done
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Redact {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let mut desk = cx.desk()?;
        let fact = Fact {
            place: None,
            what: What::Redaction {
                sha256: self.sha256(cx, &desk)?,
                because: self.because.clone(),
            },
        };
        let done = desk.append(&cx.hand(), vec![fact])?;
        report(cx, &mut desk, &done, self.format)
    }

    fn sha256(&self, cx: &Context, desk: &Desk) -> Result<String, Failure> {
        if self.what.len() == 64 && self.what.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(self.what.to_ascii_lowercase());
        }
        let typed = (self.what.as_str(), Wanted::InLog);
        let entry = refs::entry(cx, desk, typed, self.question.as_deref())?;
        attached(&entry, self.n).cloned()
    }
}
