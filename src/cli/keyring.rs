//! Key files: in the user's configuration folder, readable by the user alone, never in a ledger.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use etcetera::BaseStrategy;
use summit_ledger::draw::safe::one_line;
use summit_ledger::files::{self, Over};
use summit_ledger::proof::key::{Algorithm, KeyError, VerifierKey};
use summit_ledger::proof::signing::SigningKey;

use super::failure::Failure;
use super::talk::talk;

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

/// What a key file is for, by the end of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It signs.
    Signs,
    /// The new key of a change that is under way.
    Begun,
    /// The old key of a change.
    Retired,
}

impl Stage {
    fn ending(self) -> &'static str {
        match self {
            Self::Signs => ".key",
            Self::Begun => ".key.new",
            Self::Retired => ".key.retired",
        }
    }
}

/// A key file.
pub struct Held {
    pub path: PathBuf,
    key: SigningKey,
    /// Its mode, where others than its owner can read it.
    open: Option<u32>,
}

impl Held {
    /// The public half.
    pub fn verifier(&self) -> &VerifierKey {
        self.key.verifier()
    }

    /// The key, to be used: refused where others can read it.
    pub fn private(self) -> Result<SigningKey, Failure> {
        self.must_be_private()?;
        Ok(self.key)
    }

    /// Refuses a key that others can read.
    pub fn must_be_private(&self) -> Result<(), Failure> {
        let Some(mode) = self.open else {
            return Ok(());
        };
        let path = self.path.display();
        Err(Failure::usage(
            format!("{path}: others can read this key (mode {mode:o})"),
            format!("chmod 600 {path}; if others may have read it, make a new one"),
        ))
    }
}

/// All keys of the folder that sign, by file name. A folder that others can open is refused; a file
/// that is no key is passed over, and that is said once.
pub fn all() -> Result<Vec<Held>, Failure> {
    at(Stage::Signs)
}

/// All keys of the folder at a stage. Of files that are no keys only those that should sign are told.
pub fn at(stage: Stage) -> Result<Vec<Held>, Failure> {
    let folder = folder()?;
    let entries = match std::fs::read_dir(&folder) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|e| Failure::file(&folder, &e))?,
    };
    if let Some(mode) = mode(&folder) {
        let folder = folder.display();
        return Err(Failure::usage(
            format!("{folder}: others can open the folder of your keys (mode {mode:o})"),
            format!("chmod 700 {folder}; if others may have read a key, make a new one"),
        ));
    }
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| {
            let name = p.file_name().unwrap_or_default().to_string_lossy();
            name.strip_suffix(stage.ending())
                .is_some_and(|n| !n.is_empty())
        })
        .collect();
    paths.sort();
    let told = stage != Stage::Signs || TOLD.swap(true, Ordering::Relaxed);
    let mut out = Vec::new();
    for path in paths {
        match held(&path) {
            Ok(held) => out.push(held),
            Err(_) if told => {}
            Err(why) => talk(&format!(
                "warning: {} is passed over, it is no key: {}\n",
                one_line(&path.display().to_string()),
                one_line(&why)
            )),
        }
    }
    Ok(out)
}

/// Whether it was said already which files are no keys.
static TOLD: AtomicBool = AtomicBool::new(false);

/// The key that signs for a log: the Ed25519 key named like its origin.
pub fn for_log(origin: &str) -> Result<Option<SigningKey>, Failure> {
    let mut keys = of_log(origin, Stage::Signs)?.into_iter();
    keys.next().map(Held::private).transpose()
}

/// The keys of a log at a stage, whoever else can read them.
pub fn of_log(origin: &str, stage: Stage) -> Result<Vec<Held>, Failure> {
    let mut keys = at(stage)?;
    keys.retain(|held| {
        let key = held.verifier();
        key.name() == origin && key.algorithm() == Algorithm::Ed25519
    });
    Ok(keys)
}

/// A new key from the system's random numbers, in memory only.
pub fn make(name: &str, algorithm: Algorithm) -> Result<SigningKey, Failure> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|e| {
        Failure::usage(
            format!("the system gives no random numbers: {e}"),
            "try again",
        )
    })?;
    SigningKey::from_seed(name, algorithm, &seed)
        .map_err(|e| Failure::usage(e.to_string(), "choose another name"))
}

/// Reads a key file, whoever else can read it; else why it is none.
fn held(path: &Path) -> Result<Held, String> {
    if !path.is_file() {
        return Err("it is not a file".into());
    }
    let text = files::read(path, files::SMALL).map_err(|e| e.to_string())?;
    let text = String::from_utf8(text).map_err(|_| "it is not text".to_owned())?;
    let key = SigningKey::parse(text.trim()).map_err(|e| e.to_string())?;
    Ok(Held {
        path: path.to_owned(),
        key,
        open: mode(path),
    })
}

/// The mode of a file or folder, where it lets in others than its owner.
#[cfg(unix)]
fn mode(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).ok()?.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

#[cfg(not(unix))]
fn mode(_: &Path) -> Option<u32> {
    None
}

/// Writes a new key file and never over another.
pub fn write(key: &SigningKey, stage: Stage) -> Result<PathBuf, Failure> {
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
    let path = folder.join(format!("{name}-{:08x}{}", verifier.id(), stage.ending()));
    files::make_private_folder(&folder)?;
    let text = format!("{}\n", key.to_secret_text());
    files::private(&path, text.as_bytes(), Over::Nothing)?;
    Ok(path)
}

/// Parses a verifier key as typed, or reads it from the file of that name. What is none may be a
/// secret, and is not shown.
pub fn verifier(typed: &str) -> Result<VerifierKey, Failure> {
    let (text, place) = if Path::new(typed).is_file() {
        let text = files::text(Path::new(typed), files::SMALL)
            .map_err(|e| Failure::file(Path::new(typed), &e))?;
        (text, format!("{typed}: "))
    } else {
        (typed.to_owned(), String::new())
    };
    VerifierKey::parse(text.trim()).map_err(|e| match e {
        KeyError::Private => Failure::usage(
            format!("{place}this is a private key: it is for nobody but you, and is not shown"),
            "give the public half, as `summit key show` prints it; whoever may have seen the \
             private one can sign as you",
        ),
        e => Failure::usage(
            match has_id(text.trim()) {
                true => format!("{place}not a verifier key: {e}"),
                false => format!("{place}not a verifier key: there is no key id in it"),
            },
            "name+id+base64, as `summit key new` and `summit key show` print it, or a file with it",
        ),
    })
}

/// Whether a text has a name and a key id at least: else it may be the bare bytes of a secret.
fn has_id(text: &str) -> bool {
    let id = text.split('+').nth(1).unwrap_or_default();
    id.len() == 8 && id.bytes().all(|b| b.is_ascii_hexdigit())
}
