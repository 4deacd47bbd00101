//! What a user leaves lying at the desk of a ledger between commands: the question under work, and
//! how the last audit went. It lies in the user's folder for state and never in the ledger; a ledger
//! is known by its entry 0, wherever its file lies.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use summit_ledger::files::{self, Over};
use summit_ledger::store::Ledger;

use super::failure::Failure;
use super::state;

/// What is left there.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notebook {
    /// The current question, by `summit use`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// The last audit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audit: Option<Audited>,
}

/// How an audit went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Audited {
    /// The machine's clock then.
    pub at: String,
    /// Entries in the log then.
    pub size: u64,
    /// The last tier that ran.
    pub tier: u8,
    /// Whether nothing was found.
    pub sound: bool,
    /// The leaf of the last entry then, in hex: a log that has another there was not audited.
    #[serde(default)]
    pub leaf: String,
}

impl Audited {
    /// Whether it was of a log that this one goes on from.
    pub fn is_of(&self, ledger: &Ledger) -> bool {
        let last = self.size.checked_sub(1);
        let leaf = last.and_then(|last| ledger.leaf(last).ok().flatten());
        leaf.is_some_and(|leaf| hex::encode(leaf) == self.leaf)
    }
}

impl Notebook {
    /// What is left of a ledger; nothing where there is no folder, or nothing that can be read.
    pub fn of(ledger: &Ledger) -> Self {
        let first = ledger.leaf(0).ok().flatten();
        first.map_or_else(Self::default, |first| Self::at(&first))
    }

    /// What is left of the log whose entry 0 has this leaf.
    pub fn at(first: &[u8]) -> Self {
        let path = place(first).ok();
        let text = path.and_then(|path| files::text(&path, files::SMALL).ok());
        text.and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default()
    }

    /// Leaves it there.
    pub fn keep(&self, ledger: &Ledger) -> Result<(), Failure> {
        match ledger.leaf(0)? {
            Some(first) => self.keep_at(&first),
            None => Ok(()),
        }
    }

    /// Leaves it with the log whose entry 0 has this leaf.
    pub fn keep_at(&self, first: &[u8]) -> Result<(), Failure> {
        let text = serde_json::to_string(self).map_err(|e| Failure::usage(e.to_string(), ""))?;
        let text = format!("{text}\n");
        Ok(files::private(
            &place(first)?,
            text.as_bytes(),
            Over::Files,
        )?)
    }
}

fn place(first: &[u8]) -> Result<PathBuf, Failure> {
    let no_folder = |why: String| {
        Failure::usage(
            format!("nothing can be remembered between commands: {why}"),
            "set XDG_STATE_HOME to a folder of your own; -q and SUMMIT_QUESTION need none",
        )
    };
    let folder = state::folder().map_err(no_folder)?.join("desks");
    files::make_private_folder(&folder).map_err(|e| no_folder(e.to_string()))?;
    Ok(folder.join(format!("{}.json", hex::encode(first))))
}
