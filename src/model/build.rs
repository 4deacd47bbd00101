//! From a model's source to the model that runs: draws of every ratio.
//!
//! A counted ratio of a lead bin is drawn from Gamma(observed + c, expected + c) with `c` the
//! `count_prior`; a judged one from Gamma(worth, worth / ratio), whose mean is the ratio and whose
//! relative standard deviation is 1 / sqrt(worth). The bins of a counted kind are shuffled each on
//! their own; those of a judged kind together, because a judgement that is too high is too high
//! throughout.

use serde_json::{Map, Value, json};

use super::draws::{gamma, permutation, shuffle};
use super::shape::{Toward, pool};
use super::source::{KindSource, Source};
use crate::belief::Model;
use crate::record::{Invalid, MAX_DRAWS};

/// Reads a source and makes sure that it builds, before long work begins on it.
///
/// # Errors
/// The first line or field that cannot stand.
pub fn buildable(text: &str) -> Result<Source, Invalid> {
    let source = Source::parse(text)?;
    build(&source)?;
    Ok(source)
}

/// The text of a source that builds.
///
/// # Errors
/// The first field that cannot stand.
pub fn text(source: &Source) -> Result<String, Invalid> {
    build(source)?;
    source.text()
}

/// Builds the model file: JSON, one kind a line.
///
/// # Errors
/// The first field of the source that cannot stand.
pub fn build(source: &Source) -> Result<String, Invalid> {
    if !(1..=MAX_DRAWS).contains(&source.draws) || source.lead_edges.len() > 32 {
        return Err(Invalid::new(
            "draws",
            source.draws.to_string(),
            "too many draws or lead-time bins",
            format!("1 to {MAX_DRAWS} draws, at most 32 bins"),
        ));
    }
    let mut kinds = Vec::new();
    for (name, kind) in &source.kinds {
        let value =
            kind_value(source, name, kind).map_err(|e| e.under(&format!("kinds.{name}")))?;
        kinds.push(format!("  {}: {value}", json!(name)));
    }
    let works: Map<String, Value> = source
        .sources
        .iter()
        .map(|(key, work)| (key.clone(), json!(work.cited())))
        .collect();
    let mut head = json!({
        "type": "model",
        "id": source.id,
        "title": source.title,
        "seed": source.seed,
        "count_prior": source.count_prior,
        "draws": source.draws,
        "tail_days": source.tail_days,
        "lead_edges": source.lead_edges,
        "repeat_window_days": source.repeat_window_days,
        "repeat_discount": source.repeat_discount,
        "source_reliability": source.source_reliability,
        "information_credibility": source.information_credibility,
        "sources": works,
    });
    if let (Some(feed), Some(map)) = (&source.feed, head.as_object_mut()) {
        feed.check()?;
        map.insert("feed".into(), json!(feed));
    }
    let head = head.to_string();
    let head = head.strip_suffix('}').unwrap_or(&head);
    let file = format!("{head},\n \"kinds\": {{\n{}\n }}}}\n", kinds.join(",\n"));
    // What was built must be what the program accepts.
    Model::parse(file.as_bytes())?;
    Ok(file)
}

fn kind_value(source: &Source, name: &str, kind: &KindSource) -> Result<Value, Invalid> {
    check(source, kind)?;
    let bins = source.lead_edges.len();
    let mut columns = Vec::with_capacity(bins);
    let drawn = |shape: f64, rate: f64, stream: &str| -> Result<Vec<f64>, Invalid> {
        let values = gamma(shape, rate, source.draws)?;
        let order = permutation(source.seed, &source.id, stream, source.draws);
        Ok(shuffle(&values, &order))
    };
    if let Some(toward) = shape(kind)? {
        let none = Vec::new();
        let counts = |list: &Option<Vec<f64>>| list.clone().unwrap_or(none.clone());
        let (observed, expected) = (counts(&kind.observed), counts(&kind.expected));
        for block in pool(&observed, &expected, source.count_prior, toward) {
            let first = columns.len();
            // A pooled ratio on the other side of 1 says nothing, without doubt.
            let idle = match toward {
                Toward::Meeting => block.ratio() <= 1.0,
                Toward::Away => block.ratio() >= 1.0,
            };
            let column = if idle {
                vec![1.0; source.draws]
            } else {
                drawn(
                    block.observed,
                    block.expected,
                    &format!("{name} bin {first}"),
                )?
            };
            columns.extend(std::iter::repeat_n(column, block.bins));
        }
    } else {
        for bin in 0..bins {
            let (shape, rate) = parameters(source, kind, bin)?;
            let stream = if kind.basis == "data" {
                format!("{name} bin {bin}")
            } else {
                name.to_owned()
            };
            columns.push(drawn(shape, rate, &stream)?);
        }
    }
    let rows: Vec<Vec<f64>> = (0..source.draws)
        .map(|k| columns.iter().filter_map(|c| c.get(k).copied()).collect())
        .collect();
    let mut map = Map::new();
    map.insert("label".into(), json!(kind.label));
    map.insert("group".into(), json!(kind.group));
    map.insert("meaning".into(), json!(kind.meaning));
    if !kind.cameo.is_empty() {
        map.insert("cameo".into(), json!(kind.cameo));
    }
    map.insert("direction".into(), json!(kind.direction));
    map.insert("basis".into(), json!(kind.basis));
    let optional = [
        ("reasons", json!(kind.because)),
        ("weight_because", json!(kind.weight_because)),
        ("observed", json!(kind.observed)),
        ("expected", json!(kind.expected)),
        ("events", json!(kind.events)),
        ("days_watched", json!(kind.days_watched)),
        ("shape", json!(kind.shape)),
        ("ratio", json!(kind.ratio)),
        ("worth", json!(kind.worth)),
    ];
    for (field, value) in optional {
        if !value.is_null() {
            map.insert(field.into(), value);
        }
    }
    map.insert("sources".into(), json!(kind.sources));
    map.insert("weight".into(), json!(kind.weight));
    map.insert("intensity_draws".into(), json!(rows));
    Ok(Value::Object(map))
}

fn shape(kind: &KindSource) -> Result<Option<Toward>, Invalid> {
    match kind.shape.as_deref() {
        None => Ok(None),
        Some("toward") if kind.basis == "data" => Ok(Some(Toward::Meeting)),
        Some("away") if kind.basis == "data" => Ok(Some(Toward::Away)),
        Some(other) => Err(Invalid::new(
            "shape",
            other,
            "not a shape of a counted kind",
            "toward or away, and only with basis = \"data\"",
        )),
    }
}

fn parameters(source: &Source, kind: &KindSource, bin: usize) -> Result<(f64, f64), Invalid> {
    let at = |list: &Option<Vec<f64>>, field: &str| {
        list.as_ref()
            .and_then(|l| l.get(bin).copied())
            .ok_or_else(|| Invalid::new(field, "", "a number a lead bin is missing", "add it"))
    };
    if kind.basis == "data" {
        Ok((
            at(&kind.observed, "observed")? + source.count_prior,
            at(&kind.expected, "expected")? + source.count_prior,
        ))
    } else {
        let ratio = at(&kind.ratio, "ratio")?;
        let worth = kind.worth.unwrap_or(0.0);
        if !(ratio > 0.0 && worth > 0.0) {
            return Err(Invalid::new(
                "ratio",
                format!("ratio {ratio}, worth {worth}"),
                "a judged ratio and its worth are above 0",
                "for example ratio = [1.5, ...] and worth = 8.0",
            ));
        }
        Ok((worth, worth / ratio))
    }
}

fn check(source: &Source, kind: &KindSource) -> Result<(), Invalid> {
    let bins = source.lead_edges.len();
    let refuse =
        |field: &str, problem: &str, remedy: &str| Err(Invalid::new(field, "", problem, remedy));
    let fits = |list: &Option<Vec<f64>>| list.as_ref().is_some_and(|l| l.len() == bins);
    match kind.basis.as_str() {
        "data" => {
            if !fits(&kind.observed) || !fits(&kind.expected) || kind.events.is_none() {
                return refuse(
                    "basis",
                    "a kind on data shows its counts",
                    "give observed, expected (one a lead bin) and events",
                );
            }
            if kind.ratio.is_some() || kind.worth.is_some() {
                return refuse(
                    "ratio",
                    "a kind on data has no judged ratio",
                    "leave it out",
                );
            }
            if kind.sources.is_empty() {
                return refuse("sources", "counts need a source", "name a key of [sources]");
            }
        }
        "judgement" => {
            if !fits(&kind.ratio) || kind.worth.is_none() || kind.because.is_none() {
                return refuse(
                    "basis",
                    "a judged kind says its ratio, its worth and why",
                    "give ratio (one a lead bin), worth and because",
                );
            }
            if kind.observed.is_some() || kind.expected.is_some() || kind.events.is_some() {
                return refuse(
                    "observed",
                    "a judged kind claims no counts",
                    "leave them out, or say basis = \"data\"",
                );
            }
        }
        _ => return refuse("basis", "not a basis", "data or judgement"),
    }
    if kind.weight != 1.0 && kind.weight_because.is_none() {
        return refuse(
            "weight_because",
            "a weight other than 1 says why",
            "add weight_because",
        );
    }
    for key in &kind.sources {
        if !source.sources.contains_key(key) {
            return Err(Invalid::new(
                "sources",
                key,
                "no such work under [sources]",
                "add it there, or take it out",
            ));
        }
    }
    Ok(())
}
