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
}

impl Notebook {
    /// What is left of a ledger; nothing where there is no folder, or nothing that can be read.
    pub fn of(ledger: &Ledger) -> Self {
        let text = place(ledger)
            .ok()
            .and_then(|path| files::text(&path, files::SMALL).ok());
        text.and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default()
    }

    /// Leaves it there.
    pub fn keep(&self, ledger: &Ledger) -> Result<(), Failure> {
        let text = serde_json::to_string(self).map_err(|e| Failure::usage(e.to_string(), ""))?;
        let path = place(ledger)?;
        Ok(files::private(
            &path,
            format!("{text}\n").as_bytes(),
            Over::Files,
        )?)
    }
}

fn place(ledger: &Ledger) -> Result<PathBuf, Failure> {
    let no_folder = |why: String| {
        Failure::usage(
            format!("nothing can be remembered between commands: {why}"),
            "set XDG_STATE_HOME to a folder of your own; -q and SUMMIT_QUESTION need none",
        )
    };
    let folder = state::folder().map_err(no_folder)?.join("desks");
    files::make_private_folder(&folder).map_err(|e| no_folder(e.to_string()))?;
    let first = ledger.leaf(0)?.map(hex::encode).unwrap_or_default();
    Ok(folder.join(format!("{first}.json")))
}
