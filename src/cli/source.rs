use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use summit_ledger::desk::Desk;
use summit_ledger::publish::attachment;
use summit_ledger::record::Entry;

use super::context::Context;
use super::failure::Failure;
use super::output;

/// Give back what a signal rests on: a page or document kept with `add --attach`
///
/// Of an entry with several attachments, all are listed with their SHA-256 until --n names one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit source wang-visit -o page.html
  summit source 17 --n 2 > second.pdf")]
pub struct Source {
    /// The entry: its id or its place in the log
    #[arg(value_name = "ENTRY")]
    entry: String,

    /// Where to write it [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Overwrite the file where there is one
    #[arg(long, requires = "output")]
    force: bool,

    /// Which attachment, from 1
    #[arg(long, value_name = "N")]
    n: Option<usize>,
}

impl Source {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let desk = cx.reading_desk()?;
        let entry = self.find(&desk)?;
        let named = entry.body.attachments();
        let sha256 = match (named, self.n) {
            ([], _) => {
                return Err(Failure::usage(
                    format!("entry {} has no attachment", entry.seq),
                    "`summit add --attach FILE` keeps one with a signal",
                ));
            }
            ([one], None) => one,
            (_, None) => return list(&desk, named),
            (all, Some(n)) => n.checked_sub(1).and_then(|i| all.get(i)).ok_or_else(|| {
                Failure::usage(
                    format!("entry {} has {} attachments", entry.seq, all.len()),
                    "--n counts from 1",
                )
            })?,
        };
        let bytes = attachment(desk.ledger(), sha256)?;
        match &self.output {
            Some(path) => output::file(path, &bytes, self.force, &cx.guard([])),
            None => print(&bytes),
        }
    }

    fn find(&self, desk: &Desk) -> Result<Entry, Failure> {
        let ledger = desk.ledger();
        if let Some(entry) = ledger.entry_by_id(&self.entry)? {
            return Ok(entry);
        }
        let by_place = match self.entry.parse() {
            Ok(seq) => ledger.entry(seq)?,
            Err(_) => None,
        };
        by_place.ok_or_else(|| {
            Failure::usage(
                format!("the ledger has no entry `{}`", self.entry),
                "`summit history --ids` lists the signals with their ids",
            )
        })
    }
}

fn list(desk: &Desk, named: &[String]) -> Result<(), Failure> {
    for (sha256, n) in named.iter().zip(1..) {
        let what = match desk.ledger().attachment_info(sha256)? {
            Some(a) if a.present => format!("{} {} bytes", a.media, a.size),
            Some(_) => "redacted".to_owned(),
            None => "missing".to_owned(),
        };
        output::text(&format!("{n} {sha256} {what}\n"))?;
    }
    Ok(())
}

fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    if out.is_terminal() && looks_binary(bytes) {
        return Err(Failure::usage(
            format!("{} bytes that are no text", bytes.len()),
            "write them to a file with -o FILE",
        ));
    }
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::file(Path::new("standard output"), &e))
        }
        _ => Ok(()),
    }
}

/// Whether bytes could do harm on a terminal.
fn looks_binary(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).map_or(true, |text| {
        text.chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    })
}
