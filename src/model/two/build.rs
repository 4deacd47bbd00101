//! From a source of belief version 2 to the model file: JSON, one family and one kind a line.

use serde_json::{Map, Value, json};

use super::source::{Family, Source};
use super::{kinds, laws, plans};
use crate::belief::two::Model;
use crate::model::draws::{nine, permutation, shuffle};
use crate::record::Invalid;

/// Reads a source and makes sure that it builds, before long work begins on it.
///
/// # Errors
/// The first line or field that cannot stand.
pub fn buildable(text: &str) -> Result<Source, Invalid> {
    let source = Source::parse(text)?;
    build(&source)?;
    Ok(source)
}

/// Builds the model file.
///
/// # Errors
/// The first field of the source that cannot stand.
pub fn build(source: &Source) -> Result<String, Invalid> {
    laws::check(source)?;
    let families = lines(&source.families, "families", |name, family| {
        Ok(family_value(source, name, family))
    })?;
    let kinds = lines(&source.kinds, "kinds", |_, kind| kinds::kind(source, kind))?;
    let head = head(source)?.to_string();
    let head = head.strip_suffix('}').unwrap_or(&head);
    let file = format!("{head},\n \"families\": {families},\n \"kinds\": {kinds}}}\n");
    // What was built must be what the program accepts.
    Model::parse(file.as_bytes())?;
    Ok(file)
}

fn head(source: &Source) -> Result<Value, Invalid> {
    let works: Map<String, Value> = source
        .sources
        .iter()
        .map(|(key, work)| (key.clone(), json!(work.cited())))
        .collect();
    let (silence, pair) = (&source.silence, &source.pair_prior);
    Ok(json!({
        "type": "model",
        "belief": source.belief,
        "id": source.id,
        "title": source.title,
        "seed": source.seed,
        "draws": source.draws,
        "tail_days": source.tail_days,
        "lead_edges": source.lead_edges,
        "repeat_window_days": source.repeat_window_days,
        "repeat_discount": source.repeat_discount,
        "occasion_correlation": source.occasion_correlation,
        "source_reliability": source.source_reliability,
        "information_credibility": source.information_credibility,
        "plans": plans::plans(source).map_err(|e| e.under("plans"))?,
        "silence": silence,
        "pair_prior": pair,
        "sources": works,
    }))
}

/// A family with its draws: leaks evenly between half and one and a half times the middle one.
fn family_value(source: &Source, name: &str, family: &Family) -> Value {
    let draws = source.draws;
    let leak = |i| nine(family.leak * (0.5 + (f64::from(i) + 0.5) / draws as f64));
    let leaks: Vec<f64> = (0..draws as u32).map(leak).collect();
    let order = permutation(source.seed, &source.id, &format!("leak {name}"), draws);
    let cap = (1.0 - family.leak) / family.leak;
    let mut value = json!({
        "label": family.label,
        "leak": family.leak,
        "cap": (cap * 100.0).round() / 100.0,
        "because": family.because,
        "leak_draws": shuffle(&leaks, &order),
    });
    if let Some(map) = value.as_object_mut().filter(|_| family.whole_window) {
        map.insert("whole_window".into(), json!(true));
    }
    value
}

/// An object with one member a line.
fn lines<T>(
    parts: &std::collections::BTreeMap<String, T>,
    field: &str,
    value: impl Fn(&str, &T) -> Result<Value, Invalid>,
) -> Result<String, Invalid> {
    let mut out = Vec::new();
    for (name, part) in parts {
        let value = value(name, part).map_err(|e| e.under(&format!("{field}.{name}")))?;
        out.push(format!("  {}: {value}", json!(name)));
    }
    Ok(format!("{{\n{}\n }}", out.join(",\n")))
}
