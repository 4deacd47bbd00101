use std::path::PathBuf;

use clap::Args;
use summit_ledger::desk::Desk;
use summit_ledger::proof::checkpoint::SignedCheckpoint;
use summit_ledger::proof::witness::Request;

use super::context::Context;
use super::failure::{Code, Failure};
use super::{keyring, output};

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
        let mut desk = cx.desk()?;
        if let Some(path) = &self.cosigned {
            return keep(&mut desk, path);
        }
        let signed = current(&mut desk)?;
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
fn current(desk: &mut Desk) -> Result<SignedCheckpoint, Failure> {
    let ledger = desk.ledger();
    let (tip, origin) = (ledger.tip()?, ledger.origin()?);
    let key = keyring::for_log(&origin)?.ok_or_else(|| {
        Failure::usage(
            format!("no key is named like this log, `{origin}`"),
            "`summit key new` makes one",
        )
    })?;
    let known = [key.verifier().clone()];
    for (size, note) in ledger.checkpoints()?.into_iter().rev() {
        if size == tip.size()
            && let Ok(signed) = SignedCheckpoint::parse(note.as_bytes())
            && *signed.checkpoint().root() == tip.root()
            && signed
                .verify(&known)
                .is_ok_and(|signers| !signers.is_empty())
        {
            return Ok(signed);
        }
    }
    Ok(desk.seal(&key)?)
}

fn keep(desk: &mut Desk, path: &std::path::Path) -> Result<(), Failure> {
    let bytes = fs_err::read(path).map_err(|e| Failure::file(path, &e))?;
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
