//! What the program remembers between commands: a folder that the user alone can enter, and a
//! secret in it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use etcetera::BaseStrategy;
use summit_ledger::files::{self, Over};
use summit_ledger::store::{Clock, Memory, Secret};

/// The clock of the machine.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the clock"
)]
fn clock() -> Clock {
    Clock {
        now: SystemTime::now,
        wait: std::thread::sleep,
    }
}

/// The memory of this user; where the folder cannot be used, one of this process, and why.
pub fn memory() -> (Memory, Option<String>) {
    match folder().and_then(|folder| Ok((secret(&folder)?, folder))) {
        Ok((secret, folder)) => (Memory::new(Some(folder), secret, clock()), None),
        Err(why) => {
            let secret = random().unwrap_or_default();
            (Memory::new(None, Secret::new(secret), clock()), Some(why))
        }
    }
}

/// `summit` in the folder for state: `$XDG_STATE_HOME`, else `~/.local/state`.
pub fn folder() -> Result<PathBuf, String> {
    let base = etcetera::choose_base_strategy().map_err(|e| e.to_string())?;
    let state = base.state_dir().unwrap_or_else(|| base.data_dir());
    let folder = state.join("summit");
    files::make_private_folder(&folder).map_err(|e| e.to_string())?;
    private(&folder)?;
    Ok(folder)
}

/// The secret of the folder; made where there is none yet.
fn secret(folder: &Path) -> Result<Secret, String> {
    let path = folder.join("secret");
    if let Some(secret) = read(&path)? {
        return Ok(secret);
    }
    let bytes = random()?;
    let text = format!("{}\n", hex::encode(bytes));
    // Another process may be doing the same: the first one's stays, and is there as a whole.
    let made = files::private(&path, text.as_bytes(), Over::Nothing);
    match (made, read(&path)?) {
        (_, Some(secret)) => Ok(secret),
        (Err(e), None) => Err(e.to_string()),
        (Ok(_), None) => Err(format!("{}: it is gone", path.display())),
    }
}

fn read(path: &Path) -> Result<Option<Secret>, String> {
    let text = match std::fs::read_to_string(path) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        other => other.map_err(|e| format!("{}: {e}", path.display()))?,
    };
    private(path)?;
    let bytes = hex::decode(text.trim()).ok();
    let secret = bytes.and_then(|b| <[u8; 32]>::try_from(b).ok());
    let none = || format!("{}: it is no secret of this program", path.display());
    Ok(Some(Secret::new(secret.ok_or_else(none)?)))
}

fn random() -> Result<[u8; 32], String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|e| format!("the system gives no random numbers: {e}"))?;
    Ok(bytes)
}

/// Others must neither read the secret nor put files beside it.
#[cfg(unix)]
fn private(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt as _;
    let meta = std::fs::metadata(path).map_err(|e| format!("{}: {e}", path.display()))?;
    match meta.permissions().mode() & 0o077 {
        0 => Ok(()),
        _ => Err(format!("{}: it is open to others", path.display())),
    }
}

#[cfg(not(unix))]
fn private(_: &Path) -> Result<(), String> {
    Ok(())
}
