//! Whether this machine's clock can be right, by what the log says of the time.

use summit_ledger::record::Instant;
use summit_ledger::store::{Ledger, StoreError};

use super::failure::Failure;
use super::talk::talk;

/// Seconds behind the last entry from which on it is told: as much as one may have waited.
const TOLD_BEHIND: i64 = 60;
/// Seconds behind the last entry that are refused: a day, more than any zone mistaken for another.
const REFUSED_BEHIND: i64 = 86_400;
/// Seconds after the last entry from which on it is told: a ledger may rest for a year.
const TOLD_AHEAD: i64 = 366 * 86_400;
/// Seconds after the last entry that are refused: ten years.
const REFUSED_AHEAD: i64 = 10 * TOLD_AHEAD;

/// Tells of a clock that stands behind the last entry, or far ahead of it, before anything is
/// written; refuses one that can hardly be right, unless it is said to be.
pub fn check(ledger: &Ledger, now: Instant, said_right: bool) -> Result<(), Failure> {
    let Some(last) = last(ledger)? else {
        return Ok(());
    };
    let ahead = now.unix_seconds() - last.unix_seconds();
    let Some(what) = told(now, last, ahead) else {
        return Ok(());
    };
    if said_right || (-REFUSED_BEHIND..=REFUSED_AHEAD).contains(&ahead) {
        talk(&format!("warning: {what}\n"));
        return Ok(());
    }
    Err(Failure::usage(
        what,
        "set the clock; where it is right and the last entry's was not, add --clock-is-right: the \
         order of the log stays, and each entry keeps the clock's time beside it",
    ))
}

/// What the machine's clock said when the last entry was appended.
fn last(ledger: &Ledger) -> Result<Option<Instant>, StoreError> {
    let last = match ledger.size()?.checked_sub(1) {
        Some(seq) => ledger.entry(seq)?,
        None => None,
    };
    Ok(last.map(|entry| entry.by_the_clock()))
}

fn told(now: Instant, last: Instant, ahead: i64) -> Option<String> {
    let days = ahead.abs() / 86_400;
    let long = match days {
        0 => format!("{} minutes", ahead.abs() / 60),
        1 => "a day".to_owned(),
        n => format!("{n} days"),
    };
    if ahead < -TOLD_BEHIND {
        return Some(format!(
            "this machine's clock, {now}, is {long} behind the last entry, of {last}"
        ));
    }
    (ahead > TOLD_AHEAD).then(|| {
        format!("this machine's clock, {now}, is {long} ahead of the last entry, of {last}")
    })
}
