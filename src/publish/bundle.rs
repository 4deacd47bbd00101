//! A reviewer's bundle: everything that an outsider needs to check and to rerun, in one folder.
//!
//! ```text
//! README.md               what this is, where the data are from, how to check it
//! log/                    the export; see `export`
//! history/QUESTION.csv    what was believed when, one row a forecast
//! models/SHA256.json      each belief model as the ledger keeps it
//! models/kernel-5.toml    the readable source of the shipped model, where that was used
//! verify.py               checks log/ with Python's standard library alone
//! verify_belief2.py       what it imports for belief version 2
//! ro-crate-metadata.json  the same for machines (RO-Crate 1.2)
//! SHA256SUMS              the hash of every file but this one
//! ```

use std::path::Path;

use super::export::{Exported, export};
use super::facts::gather;
use super::{PublishError, VERIFY, VERIFY_BELIEF_2, crate_metadata, files, readme};
use crate::desk::{Desk, sha256_hex};
use crate::draw;
use crate::record::Instant;
use crate::view;

/// What a bundle is about.
#[derive(Debug, Clone)]
pub struct Bundled {
    /// The export within it.
    pub exported: Exported,
    /// Files in the bundle, by path.
    pub files: Vec<String>,
}

/// Writes a bundle to a folder: an export, and what explains and checks it. `licence` is the
/// address of the licence under which the data are given on, where the owner states one.
///
/// # Errors
/// As [`export`]; and when a question's history cannot be read.
pub fn bundle(
    desk: &mut Desk,
    dir: &Path,
    unsigned: bool,
    licence: Option<&str>,
    now: Instant,
) -> Result<Bundled, PublishError> {
    let log = dir.join("log");
    let started = log.is_dir() || !dir.exists() || fs_err::read_dir(dir)?.next().is_none();
    if !started {
        return Err(PublishError::Folder {
            dir: dir.to_owned(),
            why: "it is not empty and holds no bundle".into(),
        });
    }
    let exported = export(desk.ledger(), &log, unsigned)?;
    let folder = files::Folder::new(dir, &desk.ledger().path());
    let facts = gather(desk, exported, licence, now)?;
    for asked in &facts.questions {
        let id = &asked.question.id;
        let sheet = view::account::sheet(&desk.told(id, None)?, &Default::default());
        let table = draw::csv::write(&sheet)?;
        folder.write(&format!("history/{id}.csv"), table.as_bytes())?;
    }
    for (sha256, used) in &facts.models {
        // A model that is not there was redacted or lost; the audit says which.
        if let Some(bytes) = desk.ledger().attachment(sha256)? {
            folder.write(&format!("models/{sha256}.json"), &bytes)?;
        }
        if let Some(shipped) = used.shipped {
            folder.write(shipped.source_name, shipped.source.as_bytes())?;
        }
    }
    folder.write("verify.py", VERIFY.as_bytes())?;
    folder.write("verify_belief2.py", VERIFY_BELIEF_2.as_bytes())?;
    folder.write("README.md", readme::text(&facts).as_bytes())?;
    let mut named = listed(dir)?;
    named.retain(|name| name != crate_metadata::NAME);
    let metadata = crate_metadata::text(&facts, dir, &named)?;
    folder.write(crate_metadata::NAME, metadata.as_bytes())?;
    let mut sums = String::new();
    let mut all = listed(dir)?;
    for name in &all {
        let digest = sha256_hex(&fs_err::read(dir.join(name))?);
        sums.push_str(&format!("{digest}  {name}\n"));
    }
    folder.write(crate_metadata::SUMS, sums.as_bytes())?;
    all.push(crate_metadata::SUMS.into());
    Ok(Bundled {
        exported: facts.exported,
        files: all,
    })
}

/// The files of the bundle but the one that sums them up.
fn listed(dir: &Path) -> std::io::Result<Vec<String>> {
    let mut all = files::all(dir)?;
    all.retain(|name| name != crate_metadata::SUMS);
    Ok(all)
}
