//! What the words of a bundle are made from.

use std::collections::BTreeMap;

use super::PublishError;
use super::export::Exported;
use crate::desk::{Desk, sha256_hex};
use crate::model::build_source;
use crate::model::shipped::{self, Shipped};
use crate::record::{Body, Instant, Question};

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
    pub shipped: Option<&'static Shipped>,
}

/// Gathers them from the ledger that was exported.
///
/// # Errors
/// When the ledger cannot be read.
pub(super) fn gather(
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
            shipped: shipped_as(&adoption.sha256)?,
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

/// The shipped model of that hash, if it is what its source at hand builds.
fn shipped_as(sha256: &str) -> Result<Option<&'static Shipped>, PublishError> {
    let found = shipped::ALL.iter().find(|x| sha256_hex(x.built) == sha256);
    let Some(found) = found else {
        return Ok(None);
    };
    let built = build_source(found.source)?;
    Ok(Some(found).filter(|_| sha256_hex(built.as_bytes()) == sha256))
}
