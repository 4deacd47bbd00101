use clap::{Args, Subcommand};
use summit_ledger::draw::safe::one_line;
use summit_ledger::proof::key::{Algorithm, is_key_name};

use super::context::Context;
use super::failure::Failure;
use super::keyring::Stage;
use super::{keyring, output, rotate};

/// Make and list signing keys: they live in your configuration folder, never in a ledger
///
/// A key named like the ledger's origin signs a checkpoint after every append. Give its public
/// half, the vkey, to whoever will check your ledger.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit key new                         a key for the ledger here
  summit key new --name example.org/desk
  summit key new --witness --name bo.example/witness
  summit key show
  summit key rotate --because \"the laptop with the old key was lost\"")]
pub struct Key {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a key and print its vkey
    New {
        /// Name of the key [default: the origin of the ledger here]
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// A witness's key: it cosigns other people's checkpoints
        #[arg(long)]
        witness: bool,
    },
    /// Print the vkey of the key of that name
    Show {
        /// Name of the key [default: the origin of the ledger here]
        name: Option<String>,
    },
    /// List the keys
    List,
    /// Change the key of the ledger here: a new key, and an entry that both keys sign
    ///
    /// Whoever trusts the old key can follow to the new one, which signs from the next entry on.
    /// Where somebody else may have the old key, tell people the new one by another way too.
    Rotate {
        /// Why; it stays in the log for good
        #[arg(long, value_name = "TEXT")]
        because: String,
    },
}

impl Key {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        match &self.command {
            Command::New { name, witness } => new(cx, name.as_deref(), *witness),
            Command::Show { name } => show(cx, name.as_deref()),
            Command::List => list(),
            Command::Rotate { because } => rotate::rotate(cx, because),
        }
    }
}

fn new(cx: &Context, name: Option<&str>, witness: bool) -> Result<(), Failure> {
    let name = match name {
        Some(name) => name.to_owned(),
        None if witness => {
            return Err(Failure::usage(
                "a witness's key needs a name",
                "add --name, for example --name bo.example/witness",
            ));
        }
        None => origin(cx)?,
    };
    if !is_key_name(&name) {
        return Err(Failure::usage(
            format!("`{name}` cannot name a key"),
            "a name without spaces and without `+`, like example.org/desk",
        ));
    }
    let algorithm = if witness {
        Algorithm::CosignatureV1
    } else {
        Algorithm::Ed25519
    };
    let there = keyring::all()?;
    let taken = there
        .iter()
        .find(|held| held.verifier().name() == name && held.verifier().algorithm() == algorithm);
    if let Some(keyring::Held { path, .. }) = taken {
        return Err(Failure::usage(
            format!("a key named `{name}` is there: {}", path.display()),
            "`summit key rotate` changes the key of a log, so that those who check it can follow",
        ));
    }
    let key = keyring::make(&name, algorithm)?;
    let path = keyring::write(&key, Stage::Signs)?;
    output::text(&format!("{}\n", key.verifier()))?;
    output::talk(&format!(
        "the secret half is in {}; keep a copy somewhere safe, and give the line above to whoever \
         checks the ledger\n",
        one_line(&path.display().to_string())
    ));
    Ok(())
}

fn origin(cx: &Context) -> Result<String, Failure> {
    let desk = cx.reading_desk().map_err(|e| Failure {
        hint: "name the key with --name, or go to a ledger".into(),
        ..e
    })?;
    Ok(desk.ledger().origin()?)
}

fn show(cx: &Context, name: Option<&str>) -> Result<(), Failure> {
    let name = match name {
        Some(name) => name.to_owned(),
        None => origin(cx)?,
    };
    let keys = keyring::all()?;
    let mut found = String::new();
    for held in keys.iter().filter(|held| held.verifier().name() == name) {
        held.must_be_private()?;
        found.push_str(&format!("{}\n", held.verifier()));
    }
    for held in keyring::at(Stage::Retired)? {
        if held.verifier().name() == name {
            output::talk(&format!("retired: {}\n", held.verifier()));
        }
    }
    if found.is_empty() {
        return Err(Failure::usage(
            format!("no key is named `{name}`"),
            "`summit key list` lists the keys; `summit key new` makes one",
        ));
    }
    output::text(&found)
}

fn list() -> Result<(), Failure> {
    let mut text = String::new();
    for stage in [Stage::Signs, Stage::Begun, Stage::Retired] {
        for held in keyring::at(stage)? {
            if let Err(open) = held.must_be_private() {
                output::talk(&format!("warning: {}\n", one_line(&open.what)));
            }
            text.push_str(&format!(
                "{}\t{}\t{}\n",
                role(stage, held.verifier().algorithm()),
                held.verifier(),
                one_line(&held.path.display().to_string())
            ));
        }
    }
    if text.is_empty() {
        output::talk("hint: no key yet: `summit key new` makes one\n");
    }
    output::text(&text)
}

/// What a key is, in a word.
fn role(stage: Stage, algorithm: Algorithm) -> &'static str {
    match (stage, algorithm) {
        (Stage::Retired, _) => "retired",
        (Stage::Begun, _) => "begun",
        (Stage::Signs, Algorithm::Ed25519) => "log",
        (Stage::Signs, Algorithm::CosignatureV1) => "witness",
    }
}
