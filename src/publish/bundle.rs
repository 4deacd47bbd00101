//! A reviewer's bundle: everything that an outsider needs to check and to rerun, in one folder.
//!
//! ```text
//! README.md               what this is, where the data are from, how to check it
//! log/                    the export; see `export`
//! history/QUESTION.csv    what was believed when, one row a forecast
//! models/SHA256.json      each belief model as the ledger keeps it
//! models/kernel-2.toml    the readable source of the shipped model, where that was used
//! verify.py               checks log/ with Python's standard library alone
//! ro-crate-metadata.json  the same for machines (RO-Crate 1.2)
//! SHA256SUMS              the hash of every file but this one
//! ```

use std::collections::BTreeMap;
use std::path::Path;

use super::export::{Exported, export};
use super::{PublishError, VERIFY, crate_metadata, files, readme};
use crate::desk::{Desk, sha256_hex};
use crate::draw;
use crate::model::{build, shipped, source};
use crate::record::{Body, Instant, Question};
use crate::view;

/// What a bundle is about.
#[derive(Debug, Clone)]
pub struct Bundled {
    /// The export within it.
    pub exported: Exported,
    /// Files in the bundle, by path.
    pub files: Vec<String>,
}

/// What the words of a bundle are made from.
pub(super) struct Facts {
    pub exported: Exported,
    pub questions: Vec<Asked>,
    pub models: BTreeMap<String, Used>,
    /// Entries by type.
    pub types: BTreeMap<&'static str, u64>,
    /// When the first and the last entry were recorded.
    pub recorded: Option<(Instant, Instant)>,
    pub now: Instant,
    pub licence: Option<String>,
}

/// One question, and what there is on it.
pub(super) struct Asked {
    pub question: Question,
    pub forecasts: u64,
    pub draws: u64,
    pub tail_days: u64,
}

/// One model.
pub(super) struct Used {
    pub id: String,
    pub seed: Option<u64>,
    pub shipped: bool,
}

/// Writes a bundle to a folder: an export, and what explains and checks it. `licence` is the
/// address of the licence under which the data are given on, where the owner states one.
///
/// # Errors
/// As [`export`]; and when a question's history cannot be read.
pub fn bundle(
    desk: &Desk,
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
    let facts = gather(desk, exported, licence, now)?;
    for asked in &facts.questions {
        let id = &asked.question.id;
        let table = draw::csv::write(&view::account::sheet(&desk.history(id, None)?))?;
        files::write(dir, &format!("history/{id}.csv"), table.as_bytes())?;
    }
    for (sha256, used) in &facts.models {
        // A model that is not there was redacted or lost; the audit says which.
        if let Some(bytes) = desk.ledger().attachment(sha256)? {
            files::write(dir, &format!("models/{sha256}.json"), &bytes)?;
        }
        if used.shipped {
            files::write(dir, shipped::SOURCE_NAME, shipped::SOURCE.as_bytes())?;
        }
    }
    files::write(dir, "verify.py", VERIFY.as_bytes())?;
    files::write(dir, "README.md", readme::text(&facts).as_bytes())?;
    let mut named = listed(dir)?;
    named.retain(|name| name != crate_metadata::NAME);
    let metadata = crate_metadata::text(&facts, dir, &named)?;
    files::write(dir, crate_metadata::NAME, metadata.as_bytes())?;
    let mut sums = String::new();
    let mut all = listed(dir)?;
    for name in &all {
        let digest = sha256_hex(&fs_err::read(dir.join(name))?);
        sums.push_str(&format!("{digest}  {name}\n"));
    }
    files::write(dir, crate_metadata::SUMS, sums.as_bytes())?;
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

fn gather(
    desk: &Desk,
    exported: Exported,
    licence: Option<&str>,
    now: Instant,
) -> Result<Facts, PublishError> {
    let ledger = desk.ledger();
    let mut models = BTreeMap::new();
    let mut parsed = BTreeMap::new();
    for entry in ledger.models()? {
        let Body::Model(adoption) = entry.body else {
            continue;
        };
        let bytes = ledger.attachment(&adoption.sha256)?.unwrap_or_default();
        let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let number = |name: &str| value.get(name).and_then(serde_json::Value::as_u64);
        let shape = (
            number("draws").unwrap_or(0),
            number("tail_days").unwrap_or(0),
        );
        parsed.insert(adoption.sha256.clone(), shape);
        let used = Used {
            id: adoption.id,
            seed: number("seed"),
            shipped: is_shipped(&adoption.sha256)?,
        };
        models.insert(adoption.sha256, used);
    }
    let mut questions = Vec::new();
    for entry in ledger.questions()? {
        let Body::Question(question) = entry.body else {
            continue;
        };
        let account = desk.history(&question.id, None)?;
        let model = account.rows.last().map(|row| row.forecast.model.as_str());
        let (draws, tail_days) = model
            .and_then(|sha256| parsed.get(sha256))
            .copied()
            .unwrap_or_default();
        questions.push(Asked {
            question: *question,
            forecasts: account.rows.len() as u64,
            draws,
            tail_days,
        });
    }
    let mut types = BTreeMap::new();
    let mut recorded = None;
    for seq in 0..exported.size {
        let Some(entry) = ledger.entry(seq)? else {
            continue;
        };
        *types.entry(entry.body.type_name()).or_default() += 1;
        let first = recorded.map_or(entry.recorded_at, |(first, _)| first);
        recorded = Some((first, entry.recorded_at));
    }
    Ok(Facts {
        exported,
        questions,
        models,
        types,
        recorded,
        now,
        licence: licence.map(str::to_owned),
    })
}

/// Whether a model is what the source at hand builds.
fn is_shipped(sha256: &str) -> Result<bool, PublishError> {
    if sha256_hex(shipped::BUILT) != sha256 {
        return Ok(false);
    }
    let built = build::build(&source::Source::parse(shipped::SOURCE)?)?;
    Ok(sha256_hex(built.as_bytes()) == sha256)
}
