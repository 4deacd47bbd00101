//! Key files: in the user's configuration folder, readable by the user alone, never in a ledger.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use summit_ledger::files::{self, Over};
use summit_ledger::proof::key::{Algorithm, VerifierKey};
use summit_ledger::proof::signing::SigningKey;

use super::failure::Failure;

/// The folder of key files.
pub fn folder() -> Result<PathBuf, Failure> {
    Ok(config()?.join("keys"))
}

/// The folder in which a witness remembers what it saw.
pub fn memory() -> Result<PathBuf, Failure> {
    Ok(config()?.join("witness"))
}

fn config() -> Result<PathBuf, Failure> {
    let base = etcetera::choose_base_strategy().map_err(|e| {
        Failure::usage(
            format!("no home folder: {e}"),
            "set HOME or XDG_CONFIG_HOME",
        )
    })?;
    Ok(base.config_dir().join("summit"))
}

/// All keys of the folder, by file name. A file that others can read is refused.
pub fn all() -> Result<Vec<(PathBuf, SigningKey)>, Failure> {
    let folder = folder()?;
    let mut paths: Vec<PathBuf> = match std::fs::read_dir(&folder) {
        Err(_) => return Ok(Vec::new()),
        Ok(entries) => entries
            .filter_map(|e| e.ok().map(|e| e.path()))
            .filter(|p| p.extension().is_some_and(|e| e == "key"))
            .collect(),
    };
    paths.sort();
    paths
        .into_iter()
        .map(|path| read(&path).map(|key| (path, key)))
        .collect()
}

/// The key that signs for a log: the Ed25519 key named like its origin.
pub fn for_log(origin: &str) -> Result<Option<SigningKey>, Failure> {
    Ok(all()?.into_iter().map(|(_, key)| key).find(|key| {
        key.verifier().name() == origin && key.verifier().algorithm() == Algorithm::Ed25519
    }))
}

/// Reads a key file that its owner alone can read.
pub fn read(path: &Path) -> Result<SigningKey, Failure> {
    private(path)?;
    let text = fs_err::read_to_string(path).map_err(|e| Failure::file(path, &e))?;
    SigningKey::parse(text.trim()).map_err(|e| {
        Failure::usage(
            format!("{} is not a key file: {e}", path.display()),
            "`summit key new` makes one",
        )
    })
}

#[cfg(unix)]
fn private(path: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs_err::metadata(path)
        .map_err(|e| Failure::file(path, &e))?
        .permissions()
        .mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(Failure::usage(
        format!(
            "{}: others can read this key (mode {:o})",
            path.display(),
            mode & 0o777
        ),
        format!(
            "chmod 600 {}; if others may have read it, make a new one",
            path.display()
        ),
    ))
}

#[cfg(not(unix))]
fn private(_: &Path) -> Result<(), Failure> {
    Ok(())
}

/// Writes a new key file and never over another.
pub fn write(key: &SigningKey) -> Result<PathBuf, Failure> {
    let folder = folder()?;
    let verifier = key.verifier();
    let name: String = verifier
        .name()
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
                c
            } else {
                '_'
            }
        })
        .take(80)
        .collect();
    let path = folder.join(format!("{name}-{:08x}.key", verifier.id()));
    files::make_private_folder(&folder).map_err(|e| Failure::file(&folder, &e))?;
    let text = format!("{}\n", key.to_secret_text());
    files::private(&path, text.as_bytes(), Over::Nothing)?;
    Ok(path)
}

/// Parses a verifier key as typed, or reads it from the file of that name.
pub fn verifier(typed: &str) -> Result<VerifierKey, Failure> {
    let text = if Path::new(typed).is_file() {
        fs_err::read_to_string(typed).map_err(|e| Failure::file(Path::new(typed), &e))?
    } else {
        typed.to_owned()
    };
    VerifierKey::parse(text.trim()).map_err(|e| {
        Failure::usage(
            format!("`{typed}` is not a verifier key: {e}"),
            "name+id+base64, as `summit key new` and `summit key show` print it, or a file with it",
        )
    })
}
