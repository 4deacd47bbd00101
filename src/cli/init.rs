use clap::Args;
use summit_ledger::desk::{Desk, Hand, sha256_hex};
use summit_ledger::draw::safe::one_line;

use super::context::Context;
use super::failure::Failure;
use super::output;

/// Make a new ledger file
///
/// The origin names the log for good: checkpoints carry it. Without --origin it is `summit/` and
/// a random id.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit init
  summit init --ledger asia.db --origin example.org/asia-desk")]
pub struct Init {
    /// Name of the log [default: summit/ and a random id]
    #[arg(long, value_name = "NAME")]
    origin: Option<String>,
}

impl Init {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let path = cx.new_path();
        let hand = cx.hand();
        let origin = self.origin.clone().unwrap_or_else(|| random_origin(&hand));
        let bad = origin.contains(char::is_whitespace) || origin.contains('+');
        if bad || origin.chars().any(char::is_control) {
            return Err(Failure::usage(
                format!("`{origin}` cannot name a log"),
                "a name without spaces and without `+`, like example.org/asia-desk",
            ));
        }
        Context::folders().new_ledger(&path)?;
        Desk::create(&path, &origin, &hand)?;
        let (path, origin) = (one_line(&path.display().to_string()), one_line(&origin));
        output::text(&format!("{path}: a new ledger, log {origin}\n"))?;
        output::talk("hint: open a question with `summit open --help`, or `summit import FILE`\n");
        Ok(())
    }
}

/// `summit/` and 16 hex digits from the system's random hasher, the moment and the process.
pub fn random_origin(hand: &Hand) -> String {
    use std::hash::{BuildHasher, Hasher};
    let random = std::collections::hash_map::RandomState::new()
        .build_hasher()
        .finish();
    let text = format!(
        "{random} {} {} {}",
        hand.now,
        hand.author,
        std::process::id()
    );
    let digest = sha256_hex(text.as_bytes());
    format!("summit/{}", digest.get(..16).unwrap_or("0"))
}
