//! The key that signs a log, and what is left to do for it of a change of key that was cut short.

use summit_ledger::desk::Desk;
use summit_ledger::draw::safe::one_line;
use summit_ledger::files;
use summit_ledger::proof::signing::SigningKey;

use super::failure::Failure;
use super::keyring::{self, Stage};
use super::talk::talk;

/// The key that signs the log of a desk, where there is one, after a change that was cut short.
pub fn key_of(desk: &Desk) -> Result<Option<SigningKey>, Failure> {
    let origin = desk.ledger().origin()?;
    finish(desk, &origin)?;
    keyring::for_log(&origin)
}

/// Gives the key files of a change that the log holds their new names: first the old key's, then the
/// new one's. Returns the new vkey where there was something to do.
pub fn finish(desk: &Desk, origin: &str) -> Result<Option<String>, Failure> {
    for begun in keyring::of_log(origin, Stage::Begun)? {
        let Some(told) = desk.rotated_to(begun.verifier())? else {
            continue;
        };
        begun.must_be_private()?;
        for held in keyring::of_log(origin, Stage::Signs)? {
            if held.verifier().to_string() == told.old {
                files::rename(&held.path, &held.path.with_extension("key.retired"))?;
            }
        }
        let place = begun.path.with_extension("");
        files::rename(&begun.path, &place)?;
        talk(&format!(
            "note: the log's key is now the one in {}; the old one is retired\n",
            one_line(&place.display().to_string())
        ));
        return Ok(Some(told.new));
    }
    Ok(None)
}
