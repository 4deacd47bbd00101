//! What model files of both versions have in common, read and bounded.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::record::Invalid;
use crate::record::fields::{self, Fields};

/// Longest tail beyond the deadline, in days.
pub(super) const MAX_TAIL: u64 = 3660;
/// Most lead-time bins.
pub(super) const MAX_BINS: usize = 32;
/// Most kinds of signal.
pub(super) const MAX_KINDS: usize = 2000;
/// Largest ratio that a draw may carry; with weights in [0, 1] a bank cannot leave the range of
/// binary64 within one update.
pub const MAX_RATIO: f64 = 1e9;
/// Longest model file, in bytes.
pub const MAX_FILE: usize = 64 << 20;

pub(super) fn edges(f: &mut Fields<'_>) -> Result<Vec<i32>, Invalid> {
    let list = f.opt_numbers(
        "lead_edges",
        MAX_BINS,
        |x| x.fract() == 0.0 && (1.0..=36_600.0).contains(&x),
        "whole days from 1",
    )?;
    let edges: Vec<i32> = list
        .unwrap_or_default()
        .into_iter()
        .map(|x| x as i32)
        .collect();
    if edges.is_empty() || !edges.is_sorted_by(|a, b| a < b) {
        return Err(Invalid::new(
            "lead_edges",
            format!("{edges:?}"),
            "the edges of the lead-time bins must ascend",
            "for example [7, 14, 30, 60, 90, 180]",
        ));
    }
    Ok(edges)
}

pub(super) fn scale(
    f: &mut Fields<'_>,
    name: &'static str,
    keys: [&'static str; 6],
) -> Result<[f64; 6], Invalid> {
    let read = |value| -> Result<[f64; 6], Invalid> {
        let mut inner = Fields::new(value)?;
        let mut out = [0.0; 6];
        for (slot, key) in out.iter_mut().zip(keys) {
            *slot = inner.number_in(key, 0.0, 1.0)?;
        }
        inner.finish()?;
        Ok(out)
    };
    let value = f.need(name)?;
    read(value).map_err(|e| e.under(name))
}

pub(super) fn sources(value: &Value) -> Result<BTreeMap<String, String>, Invalid> {
    let Value::Object(map) = value else {
        return Err(Invalid::new(
            "sources",
            value.to_string(),
            "expected an object",
            "{\"key\": \"title, address\"}",
        ));
    };
    map.iter()
        .map(|(key, v)| {
            let at = format!("sources.{key}");
            let text = fields::string(&at, v)?;
            Ok((key.clone(), fields::bounded(&at, text, 2000)?))
        })
        .collect()
}

pub(super) fn strings(f: &mut Fields<'_>, name: &'static str) -> Result<Vec<String>, Invalid> {
    f.opt_list(name, 100)?
        .unwrap_or_default()
        .iter()
        .map(|v| fields::string(name, v).and_then(|s| fields::bounded(name, s, 500)))
        .collect()
}
