use clap::Args;
use summit_ledger::desk::Desk;
use summit_ledger::proof::checkpoint::SignedCheckpoint;
use summit_ledger::proof::key::VerifierKey;
use summit_ledger::record::{Body, Entry};
use summit_ledger::view;

use super::context::Context;
use super::failure::Failure;
use super::keyring::{self, Stage};
use super::notebook::Notebook;
use super::output::{self, Format};
use super::questions;

/// Say where you are: ledger, question, day, key, last audit, and what is due
///
/// Due are questions whose deadline passed without a resolution or whose number speaks of an earlier
/// day, and entries that the log's key has not signed. Each comes with what to type.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit status
  summit status --format json")]
pub struct Status {
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Status {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let mut desk = cx.reading_desk()?;
        let status = status(cx, &mut desk)?;
        let (doc, data) = (view::status::doc(&status), view::status::data(&status));
        output::print(cx, self.format, &doc, &data)
    }
}

fn status(cx: &Context, desk: &mut Desk) -> Result<view::status::Status, Failure> {
    let questions = questions::listed(cx, desk)?;
    let ledger = desk.ledger();
    let (origin, size) = (ledger.origin()?, ledger.size()?);
    let current = cx.current(desk)?.map(|(id, by)| view::status::Current {
        id,
        by: by.name(),
        words: by.words(),
    });
    let audit = Notebook::of(ledger).audit.filter(|a| a.is_of(ledger));
    Ok(view::status::Status {
        file: cx.path()?.display().to_string(),
        last: last_fact(desk)?,
        size,
        today: cx.today,
        author: cx.hand().author,
        current,
        questions,
        has_key: !keys(&origin, &[Stage::Signs])?.is_empty(),
        signed: signed(desk, &keys(&origin, &[Stage::Signs, Stage::Retired])?)?,
        audit: audit.map(|a| (a.at, a.size, a.tier, a.sound)),
        origin,
    })
}

/// The last entry that is no forecast.
fn last_fact(desk: &Desk) -> Result<Option<Entry>, Failure> {
    for seq in (0..desk.ledger().size()?).rev() {
        let entry = desk.ledger().entry(seq)?;
        if let Some(fact) = entry.filter(|e| !matches!(e.body, Body::Forecast(_))) {
            return Ok(Some(fact));
        }
    }
    Ok(None)
}

/// The log's own keys that are at hand.
pub fn keys(origin: &str, stages: &[Stage]) -> Result<Vec<VerifierKey>, Failure> {
    let mut keys = Vec::new();
    for stage in stages {
        let held = keyring::of_log(origin, *stage)?;
        keys.extend(held.iter().map(|held| held.verifier().clone()));
    }
    Ok(keys)
}

/// Entries under the last checkpoint that one of the keys signed.
fn signed(desk: &Desk, keys: &[VerifierKey]) -> Result<Option<u64>, Failure> {
    for (size, note) in desk.ledger().checkpoints()?.into_iter().rev() {
        let signed = SignedCheckpoint::parse(note.as_bytes());
        let own = |s: SignedCheckpoint| s.verify(keys).is_ok_and(|by| !by.is_empty());
        if signed.is_ok_and(own) {
            return Ok(Some(size));
        }
    }
    Ok(None)
}
