use std::path::PathBuf;

use clap::Args;
use summit_ledger::desk::Wanted;
use summit_ledger::draw::safe::one_line;
use summit_ledger::files;
use summit_ledger::proof::key::VerifierKey;
use summit_ledger::proof::proven::Unproven;
use summit_ledger::proof::tlog_proof::TlogProof;
use summit_ledger::publish;

use super::context::Context;
use super::failure::{Code, Failure};
use super::{keyring, output, refs};

/// Write the proof that one entry is in the log: a .tlog-proof file, with the entry in it
///
/// It rests on the last signed checkpoint that covers the entry, with its witnesses' cosignatures.
/// Whoever gets the file checks it with `summit verify` and the log's vkey, without the ledger.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit prove 17 -o entry-17.tlog-proof
  summit prove king-transfer > king.tlog-proof")]
pub struct Prove {
    /// The entry: its number in the log, 17 or @17, its id or how that begins, or a signal's '#7'
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
}

impl Prove {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let desk = cx.reading_desk()?;
        let ledger = desk.ledger();
        let typed = (self.entry.as_str(), Wanted::InLog);
        let entry = refs::entry(cx, &desk, typed, self.question.as_deref())?;
        let proof = publish::prove(ledger, &entry)?;
        match &self.output {
            None => output::text(&proof.to_string()),
            Some(path) => {
                let text = proof.to_string();
                output::file(path, text.as_bytes(), self.force, &cx.guard([]))
            }
        }
    }
}

/// Check a .tlog-proof file, offline: that its entry is in the log that the key signed
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit verify king.tlog-proof --key example.org/desk+1a2b3c4d+AbCd...
  summit verify king.tlog-proof --key log.vkey --witness bo.vkey")]
pub struct Verify {
    /// The file
    file: PathBuf,

    /// The log's vkey, or a file with it; got from the log's owner
    #[arg(long, value_name = "VKEY", required = true)]
    key: Vec<String>,

    /// A witness's vkey that must have cosigned, or a file with it; may be repeated
    #[arg(long, value_name = "VKEY")]
    witness: Vec<String>,

    /// The entry's bytes, where the file does not carry them
    #[arg(long, value_name = "FILE")]
    entry: Option<PathBuf>,
}

impl Verify {
    pub fn run(&self, _: &Context) -> Result<(), Failure> {
        let read = |typed: &[String]| -> Result<Vec<VerifierKey>, Failure> {
            typed.iter().map(|t| keyring::verifier(t)).collect()
        };
        let (keys, witnesses) = (read(&self.key)?, read(&self.witness)?);
        let bytes =
            files::read(&self.file, files::SMALL).map_err(|e| Failure::file(&self.file, &e))?;
        let proof = TlogProof::parse(&bytes).map_err(|e| {
            Failure::usage(
                format!("{}: {e}", self.file.display()),
                "a file that `summit prove` wrote",
            )
        })?;
        let entry = match (&self.entry, proof.extra()) {
            (Some(path), _) => {
                files::read(path, files::SMALL).map_err(|e| Failure::file(path, &e))?
            }
            (None, Some(extra)) => extra.to_vec(),
            (None, None) => {
                return Err(Failure::usage(
                    "the file does not carry its entry",
                    "give the entry's bytes with --entry FILE",
                ));
            }
        };
        let no = |why: Unproven| Failure {
            code: Code::No,
            what: why.to_string(),
            hint: "do not rely on it; ask the log's owner for the proof and the key again".into(),
        };
        let parsed = proof.proven(&entry, &keys, &witnesses).map_err(no)?;
        let checkpoint = proof.checkpoint().checkpoint();
        output::text(&format!(
            "entry {} is in log {} of {} entries: {} `{}`, recorded {} by {}\n{}\n",
            parsed.seq,
            one_line(checkpoint.origin()),
            checkpoint.size(),
            parsed.body.type_name(),
            one_line(&parsed.id),
            parsed.recorded_at,
            one_line(&parsed.author),
            one_line(&String::from_utf8_lossy(&entry)),
        ))?;
        if witnesses.is_empty() {
            output::talk(
                "note: no --witness was asked for: that the log tells everyone the same was not \
                 checked\n",
            );
        }
        Ok(())
    }
}
