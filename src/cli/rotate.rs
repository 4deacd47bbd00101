//! Changing the key of a log. The new key is kept under a name that no command signs with; the entry
//! is appended; only then do the files change their names (`handover`).

use summit_ledger::proof::key::Algorithm;
use summit_ledger::proof::signing::SigningKey;

use super::context::Context;
use super::failure::Failure;
use super::handover::finish;
use super::keyring::{self, Stage};
use super::output;

/// Makes a new key for the log here, lets both sign for the change, and signs with the new one from
/// then on.
pub fn rotate(cx: &Context, because: &str) -> Result<(), Failure> {
    if !cx.signs() {
        return Err(Failure::usage(
            "a change of key is signed by the old key",
            "leave --no-checkpoint out",
        ));
    }
    let desk = cx.reading_desk()?;
    let origin = desk.ledger().origin()?;
    if let Some(vkey) = finish(&desk, &origin)? {
        return output::text(&format!("{vkey}\n"));
    }
    drop(desk);
    let old = keyring::for_log(&origin)?.ok_or_else(|| no_key(&origin))?;
    let mut desk = cx.desk()?;
    let new = begun_or_made(&origin)?;
    let done = desk.rotate(&cx.hand(), &old, &new, because)?;
    finish(&desk, &origin)?;
    output::text(&format!("{}\n", new.verifier()))?;
    output::talk(&format!(
        "entry {} says so, signed by both keys; keep a copy of the new secret half somewhere safe, \
         and give the line above to whoever checks the ledger\n",
        done.entry.seq
    ));
    Ok(())
}

/// The new key of a change that was cut short before its entry was appended, or one made now.
fn begun_or_made(origin: &str) -> Result<SigningKey, Failure> {
    let begun = keyring::of_log(origin, Stage::Begun)?;
    if let Some(held) = begun.into_iter().next() {
        return held.private();
    }
    let key = keyring::make(origin, Algorithm::Ed25519)?;
    keyring::write(&key, Stage::Begun)?;
    Ok(key)
}

fn no_key(origin: &str) -> Failure {
    Failure::usage(
        format!("no key is named like this log, `{origin}`: there is none to change"),
        "`summit key new` makes one; where the old key is lost nothing can be signed with it: see \
         \"Keep and change keys\" in docs/how-to.md",
    )
}
