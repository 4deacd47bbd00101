//! A desk to append at: for a command once, for a page that takes signals at every form.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;
use summit_ledger::desk::Desk;
use summit_ledger::draw::safe::one_line;
use summit_ledger::record::Instant;
use summit_ledger::store::{Ledger, Memory};

use super::failure::Failure;
use super::talk::talk;
use super::{clock, handover};

/// How a ledger is appended to.
pub struct Appending {
    pub path: PathBuf,
    pub memory: Arc<Memory>,
    /// Whether appends are signed, where the log's key is at hand.
    pub signs: bool,
    pub clock_is_right: bool,
}

impl Appending {
    /// A desk on a ledger that was checked; it takes nothing of days after today.
    pub fn desk(&self, now: Instant, today: Date) -> Result<Desk, Failure> {
        let mut desk = checked(Ledger::open(&self.path)?, &self.memory)?;
        clock::check(desk.ledger(), now, self.clock_is_right)?;
        desk.today_is(today);
        if self.signs
            && let Some(key) = handover::key_of(&desk)?
        {
            desk.sign_with(key);
        }
        Ok(desk)
    }
}

/// Refuses a ledger that another log was put in the place of: `first` is the leaf that it began with.
pub fn same(ledger: &Ledger, first: Option<[u8; 32]>) -> Result<(), Failure> {
    if ledger.leaf(0)? == first {
        return Ok(());
    }
    let path = one_line(&ledger.path().display().to_string());
    Err(Failure::usage(
        format!("{path} is another ledger now"),
        "end this and begin again where that is meant",
    ))
}

/// A desk on a moment of a ledger that was checked, and compared with what was last seen of it.
pub fn checked(ledger: Ledger, memory: &Arc<Memory>) -> Result<Desk, Failure> {
    let ledger = ledger.remembering(memory);
    ledger.hold()?;
    if let Some(why) = ledger.unlike() {
        let file = one_line(&ledger.path().display().to_string());
        talk(&format!("warning: {file} {why}\n"));
    }
    Ok(Desk::new(ledger))
}
