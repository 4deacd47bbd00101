use std::path::PathBuf;

use clap::Args;
use summit_ledger::desk::Desk;
use summit_ledger::files;
use summit_ledger::proof::checkpoint::SignedCheckpoint;
use summit_ledger::proof::key::VerifierKey;
use summit_ledger::proof::witness::Request;

use super::context::Context;
use super::failure::{Code, Failure};
use super::{handover, output};

/// Print the signed checkpoint: the log's name, its size and its root
///
/// Keep it outside the ledger, or send it to a witness: whoever has it can see a later edit, a cut
/// tail, or an older copy. It needs the log's key; `summit key new` makes one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit checkpoint > monday.note
  summit checkpoint --since 120 > for-the-witness.txt
  summit checkpoint --cosigned answer.note")]
pub struct Checkpoint {
    /// Print a witness's request: a proof that the log grew out of its first N entries, and the
    /// checkpoint
    #[arg(long, value_name = "N", conflicts_with = "cosigned")]
    since: Option<u64>,

    /// Keep a checkpoint that a witness cosigned
    #[arg(long, value_name = "FILE")]
    cosigned: Option<PathBuf>,
}

impl Checkpoint {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        if let Some(path) = &self.cosigned {
            return keep(&mut cx.desk()?, path);
        }
        let (desk, signed) = current(cx)?;
        let Some(old) = self.since else {
            return output::text(&signed.to_string());
        };
        let size = signed.checkpoint().size();
        if old > size {
            return Err(Failure::usage(
                format!("the log has {size} entries; the witness saw {old}"),
                "a witness that saw more than there is has seen a rollback",
            ));
        }
        let request = Request::new(&desk.ledger().nodes(), old, signed).map_err(|e| Failure {
            code: Code::File,
            what: e.to_string(),
            hint: "`summit audit` says what is wrong, `summit salvage` brings over what verifies"
                .into(),
        })?;
        output::text(&request.to_string())
    }
}

/// The checkpoint of the log as it stands: the one kept last where it is of this size, else a new
/// one.
fn current(cx: &Context) -> Result<(Desk, SignedCheckpoint), Failure> {
    let desk = cx.reading_desk()?;
    desk.ledger().refuse_unlike()?;
    let origin = desk.ledger().origin()?;
    let key = handover::key_of(&desk)?.ok_or_else(|| {
        Failure::usage(
            format!("no key is named like this log, `{origin}`"),
            "`summit key new` makes one",
        )
    })?;
    if let Some(signed) = kept(&desk, key.verifier())? {
        return Ok((desk, signed));
    }
    drop(desk);
    let mut desk = cx.desk()?;
    let signed = desk.seal(&key)?;
    Ok((desk, signed))
}

/// The checkpoint over the whole log that the key signed, where one is kept.
fn kept(desk: &Desk, key: &VerifierKey) -> Result<Option<SignedCheckpoint>, Failure> {
    let tip = desk.ledger().tip()?;
    let known = std::slice::from_ref(key);
    for (size, note) in desk.ledger().checkpoints()?.into_iter().rev() {
        if size == tip.size()
            && let Ok(signed) = SignedCheckpoint::parse(note.as_bytes())
            && *signed.checkpoint().root() == tip.root()
            && signed.verify(known).is_ok_and(|by| !by.is_empty())
        {
            return Ok(Some(signed));
        }
    }
    Ok(None)
}

fn keep(desk: &mut Desk, path: &std::path::Path) -> Result<(), Failure> {
    let bytes = files::read(path, files::SMALL).map_err(|e| Failure::file(path, &e))?;
    let signed = SignedCheckpoint::parse(&bytes).map_err(|e| {
        Failure::usage(
            format!("{}: {e}", path.display()),
            "the file that `summit witness` printed",
        )
    })?;
    let ours = desk.ledger().checkpoints()?.into_iter().any(|(_, note)| {
        SignedCheckpoint::parse(note.as_bytes())
            .is_ok_and(|s| s.note().text() == signed.note().text())
    });
    if !ours {
        return Err(Failure::usage(
            format!("{}: this ledger signed no such checkpoint", path.display()),
            "`summit audit --against FILE` says whether it belongs to this log",
        ));
    }
    desk.keep_checkpoint(&signed)?;
    output::talk(&format!(
        "kept, with {} signatures\n",
        signed.note().signatures().len()
    ));
    Ok(())
}
