use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use summit_ledger::desk::sha256_hex;
use summit_ledger::files::{self, Over};
use summit_ledger::proof::checkpoint::SignedCheckpoint;
use summit_ledger::proof::key::{Algorithm, VerifierKey};
use summit_ledger::proof::signing::SigningKey;
use summit_ledger::proof::witness::{Refusal, Request};

use super::context::Context;
use super::failure::{Code, Failure};
use super::{keyring, output};

/// Longest request, in bytes.
const MAX_REQUEST: u64 = 1 << 20;

/// Cosign another person's checkpoint, after checking that it extends the one seen last
///
/// The request is what `summit checkpoint --since N` prints, N being the size seen last (0 the
/// first time). A rollback or a fork is refused, and what was seen last is kept. The answer, on
/// standard output, is the checkpoint with your cosignature.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit key new --witness --name bo.example/witness
  summit witness request.txt --log-key example.org/desk+1a2b3c4d+AbCd... > answer.note
  summit witness --seen --log-key log.vkey       what was seen last")]
pub struct Witness {
    /// The request; - for standard input
    #[arg(required_unless_present = "seen")]
    file: Option<PathBuf>,

    /// The log's vkey, or a file with it; got from the log's owner, not from the ledger
    #[arg(long, value_name = "VKEY")]
    log_key: String,

    /// Your key, where you have several
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// Print the checkpoint seen last, and check nothing
    #[arg(long)]
    seen: bool,
}

impl Witness {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let log = keyring::verifier(&self.log_key)?;
        let memory = Memory::of(&log)?;
        if self.seen {
            return match memory.last()? {
                Some(last) => output::text(&last.to_string()),
                None => Err(Failure {
                    code: Code::No,
                    what: format!("nothing was seen yet of {}", log.name()),
                    hint: "ask for `summit checkpoint --since 0`".into(),
                }),
            };
        }
        let key = self.key()?;
        let file = self.file.as_deref().unwrap_or(Path::new("-"));
        let request = request(file)?;
        // One witness at a time: two that read the same memory could cosign two forks.
        let _held = memory.hold()?;
        let last = memory.last()?;
        request.check(&log, last.as_ref()).map_err(refused)?;
        let mut signed = request.into_signed();
        let time = u64::try_from(cx.now.unix_seconds()).unwrap_or(0);
        signed.cosign(&key, time).map_err(|e| {
            Failure::usage(e.to_string(), "a witness key: `summit key new --witness`")
        })?;
        memory.remember(&signed)?;
        output::text(&signed.to_string())
    }

    fn key(&self) -> Result<SigningKey, Failure> {
        let named = |key: &VerifierKey| self.name.as_deref().is_none_or(|n| key.name() == n);
        let mut keys = keyring::all()?.into_iter().filter(|held| {
            held.verifier().algorithm() == Algorithm::CosignatureV1 && named(held.verifier())
        });
        match (keys.next(), keys.next()) {
            (Some(held), None) => held.private(),
            (None, _) => Err(Failure::usage(
                "you have no witness key",
                "`summit key new --witness --name NAME` makes one",
            )),
            _ => Err(Failure::usage(
                "you have several witness keys",
                "choose one with --name; `summit key list` lists them",
            )),
        }
    }
}

/// What to do about a refusal.
fn refused(why: Refusal) -> Failure {
    let hint = match &why {
        Refusal::Start { seen, .. } => {
            let ask = format!("ask for `summit checkpoint --since {seen}`");
            return Failure::usage(why.to_string(), ask);
        }
        Refusal::Unsigned(_) => {
            "ask for one signed with the key you were given, or for the right key"
        }
        _ => "nothing was cosigned; keep both checkpoints, they are evidence",
    };
    Failure {
        code: Code::No,
        what: why.to_string(),
        hint: hint.into(),
    }
}

/// Reads a request.
fn request(file: &Path) -> Result<Request, Failure> {
    let mut text = String::new();
    let read = if file == Path::new("-") {
        std::io::stdin()
            .lock()
            .take(MAX_REQUEST)
            .read_to_string(&mut text)
    } else {
        fs_err::File::open(file).and_then(|f| f.take(MAX_REQUEST).read_to_string(&mut text))
    };
    read.map_err(|e| Failure::file(file, &e))?;
    Request::parse(&text).map_err(|e| {
        Failure::usage(
            format!("the request cannot be read: {e}"),
            "what `summit checkpoint --since N` prints",
        )
    })
}

/// What a witness saw last of one log.
struct Memory {
    path: PathBuf,
}

impl Memory {
    fn of(log: &VerifierKey) -> Result<Self, Failure> {
        let folder = keyring::memory()?;
        files::make_private_folder(&folder)?;
        let name = sha256_hex(log.to_string().as_bytes());
        Ok(Self {
            path: folder.join(format!("{name}.note")),
        })
    }

    fn hold(&self) -> Result<std::fs::File, Failure> {
        let path = self.path.with_extension("lock");
        Ok(files::lock(&path)?)
    }

    fn last(&self) -> Result<Option<SignedCheckpoint>, Failure> {
        let bytes = match std::fs::read(&self.path) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            other => other.map_err(|e| Failure::file(&self.path, &e))?,
        };
        SignedCheckpoint::parse(&bytes)
            .map(Some)
            .map_err(|e| Failure {
                code: Code::File,
                what: format!(
                    "{}: what was seen last cannot be read: {e}",
                    self.path.display()
                ),
                hint: "restore it; a witness that forgets cannot see a rollback".into(),
            })
    }

    fn remember(&self, signed: &SignedCheckpoint) -> Result<(), Failure> {
        let text = signed.to_string();
        Ok(files::private(&self.path, text.as_bytes(), Over::Files)?)
    }
}
