use std::path::PathBuf;

use clap::Args;
use summit_ledger::draw::safe::one_line;
use summit_ledger::publish::{Exported, export};

use super::context::Context;
use super::failure::Failure;
use super::output;

/// Write the log as static files that foreign tools verify
///
/// The folder follows c2sp.org/tlog-tiles: `checkpoint`, `tile/`, `tile/entries/`, and beside them
/// `checkpoints/` and `attachments/`. A second run into the same folder adds what is new. Every
/// entry is read and hashed again first; a ledger that does not hash to its own root is refused.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit export public
  summit export public --unsigned
  python3 docs/verify.py public")]
pub struct Export {
    /// An empty folder, or one that this ledger was exported to
    dir: PathBuf,

    /// Export even though no signed checkpoint covers the whole log
    #[arg(long)]
    unsigned: bool,
}

impl Export {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let desk = cx.reading_desk()?;
        cx.guard([]).folder(&self.dir)?;
        let exported = export(desk.ledger(), &self.dir, self.unsigned)?;
        output::text(&told(&self.dir, &exported))
    }
}

/// What an export wrote, in a few lines.
pub fn told(dir: &std::path::Path, e: &Exported) -> String {
    let mut out = format!(
        "{}: {} entries of {}, {} of them new\n",
        one_line(&dir.display().to_string()),
        e.size,
        one_line(&e.origin),
        e.size - e.before,
    );
    out.push_str(&format!(
        "written: tiles {}, attachments {}, earlier checkpoints {}\n",
        e.tiles, e.attachments, e.checkpoints
    ));
    if e.redacted > 0 {
        out.push_str(&format!(
            "redacted and taken away: attachments {}\n",
            e.redacted
        ));
    }
    out.push_str(if e.signed {
        "head: checkpoint, signed\n"
    } else {
        "head: checkpoint.unsigned; nothing shows who vouches for it\n"
    });
    out
}
