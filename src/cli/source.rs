use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use summit_ledger::desk::{Desk, Wanted};
use summit_ledger::publish::attachment;
use summit_ledger::record::Entry;

use super::context::Context;
use super::failure::Failure;
use super::output;
use super::refs;

/// Give back what a signal rests on: a page or document kept with `add --attach`
///
/// Of an entry with several attachments, all are listed with their SHA-256 until --n names one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit source wang-visit -o page.html
  summit source 17 --n 2 > second.pdf")]
pub struct Source {
    /// The entry: its id or how that begins, its number in the log, 17 or @17, or a signal's '#7'
    #[arg(value_name = "ENTRY")]
    entry: String,

    /// The question whose signal '#7' is meant [default: the current one, else the only one]
    #[arg(long, short, value_name = "QUESTION")]
    question: Option<String>,

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
        let typed = (self.entry.as_str(), Wanted::InLog);
        let entry = refs::entry(cx, &desk, typed, self.question.as_deref())?;
        let named = entry.body.attachments();
        if named.len() > 1 && self.n.is_none() {
            return list(&desk, named);
        }
        let sha256 = attached(&entry, self.n)?;
        let bytes = attachment(desk.ledger(), sha256)?;
        match &self.output {
            Some(path) => output::file(path, &bytes, self.force, &cx.guard([])),
            None => print(&bytes),
        }
    }
}

/// The attachment of an entry: the `n`-th from 1, or the only one.
pub fn attached(entry: &Entry, n: Option<usize>) -> Result<&String, Failure> {
    let all = entry.body.attachments();
    let place = match (all, n) {
        ([], _) => {
            return Err(Failure::usage(
                format!("entry {} has no attachment", entry.seq),
                "`summit add --attach FILE` keeps one with a signal",
            ));
        }
        ([_], None) => Some(0),
        (_, n) => n.and_then(|n| n.checked_sub(1)),
    };
    place.and_then(|place| all.get(place)).ok_or_else(|| {
        Failure::usage(
            format!("entry {} has {} attachments", entry.seq, all.len()),
            "--n names one, from 1; `summit source` lists them",
        )
    })
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
