//! One kind of a source, built: what a sure report does alone, and the ratio before the channel.

use serde_json::{Map, Value, json};

use super::counted::Counted;
use super::laws::works;
use super::source::{Kind, Source};
use crate::model::draws::{digits, nine};
use crate::record::Invalid;

/// Digits of what one sure report does alone.
const ALONE: usize = 4;

/// On what a built kind rests, with what it says alone.
enum Says {
    Data(Vec<f64>),
    Judged(Vec<f64>),
    Nothing(String),
}

/// Builds a kind.
pub(super) fn kind(source: &Source, kind: &Kind) -> Result<Value, Invalid> {
    check(source, kind)?;
    let mut map = Map::new();
    let mut put = |field: &str, value: Value| {
        if !value.is_null() {
            map.insert(field.into(), value);
        }
    };
    put("label", json!(kind.label));
    put("family", json!(kind.family));
    put("side", json!(kind.side));
    put("plan", json!(kind.plan));
    put("promise", json!(kind.promise));
    put("meaning", json!(kind.meaning));
    if !kind.cameo.is_empty() {
        put("cameo", json!(kind.cameo));
    }
    put("sources", json!(kind.sources));
    put("observed", json!(kind.observed));
    put("expected", json!(kind.expected));
    put("events", json!(kind.events));
    put("days_watched", json!(kind.days_watched));
    put("reasons", json!(reasons(kind)));
    let says = says(source, kind)?;
    let alone = match says {
        Says::Data(alone) => {
            put("source", json!("data"));
            put("keeps", json!(kind.keeps));
            alone
        }
        Says::Judged(alone) => {
            put("source", json!("judgement"));
            alone
        }
        Says::Nothing(because) => {
            need(
                kind.moved.is_none(),
                "moved",
                "what says nothing is moved by nothing",
            )?;
            put("source", json!("measured-null"));
            put("says_nothing_because", json!(because));
            vec![1.0; source.lead_edges.len()]
        }
    };
    let moved = moved(&alone, kind.moved.unwrap_or_default());
    let alone: Vec<f64> = moved.iter().map(|r| digits(*r, ALONE)).collect();
    put("ratio", json!(into_channel(source, kind, &alone)?));
    put("alone", json!(alone));
    Ok(Value::Object(map))
}

fn says(source: &Source, kind: &Kind) -> Result<Says, Invalid> {
    let kept = |ratio: &f64| 1.0 + kind.keeps * (ratio - 1.0);
    if let Some(judged) = &kind.ratio {
        return Ok(Says::Judged(judged.iter().map(kept).collect()));
    }
    let counted = Counted {
        observed: kind.observed.as_deref().unwrap_or_default(),
        expected: kind.expected.as_deref().unwrap_or_default(),
    };
    match (counted.speaks(source, &kind.side), &kind.null_because) {
        (true, None) => {
            let fading = counted.fade(&source.counts, &kind.side);
            Ok(Says::Data(fading.iter().map(kept).collect()))
        }
        (false, Some(because)) => Ok(Says::Nothing(counted.nothing(source, because))),
        (true, Some(text)) => Err(Invalid::new(
            "null_because",
            text,
            "its counts say something, by the rule under [counts]",
            "leave it out",
        )),
        (false, None) => Err(Invalid::new(
            "null_because",
            "",
            "its counts say nothing on its side, by the rule under [counts]",
            "say why that may be so",
        )),
    }
}

/// Why, and what moved it.
fn reasons(kind: &Kind) -> Option<String> {
    let all = [&kind.because, &kind.moved_because];
    let told: Vec<&str> = all.into_iter().flatten().map(String::as_str).collect();
    (!told.is_empty()).then(|| told.join(" "))
}

/// What is said alone once ended questions moved it by `by` where it says most.
fn moved(alone: &[f64], by: f64) -> Vec<f64> {
    let says = |r: &f64| libm::fabs(libm::log(*r));
    let most = alone.iter().map(says).fold(0.0, f64::max);
    if by == 0.0 || most == 0.0 {
        return alone.to_vec();
    }
    let one = |r: &f64| r * libm::exp(by * says(r) / most);
    alone.iter().map(one).collect()
}

/// The ratios that the family's channel, at its middle leak, turns into what is said alone.
fn into_channel(source: &Source, kind: &Kind, alone: &[f64]) -> Result<Vec<f64>, Invalid> {
    let Some(family) = source.families.get(&kind.family) else {
        let known: Vec<&str> = source.families.keys().map(String::as_str).collect();
        return Err(Invalid::new(
            "family",
            &kind.family,
            "no such family under [families]",
            known.join(", "),
        ));
    };
    let leak = family.leak;
    let cap = (1.0 - leak) / leak;
    if let Some(wide) = alone.iter().find(|r| **r >= cap || **r <= 1.0 / cap) {
        return Err(Invalid::new(
            "ratio",
            wide.to_string(),
            format!("one report would say more than its family may: {cap:.2}"),
            "a ratio nearer to 1, or a family with a smaller leak",
        ));
    }
    let before = |r: f64| ((1.0 - leak) * r - leak) / ((1.0 - leak) - leak * r);
    let ratio = |r: &f64| if *r == 1.0 { 1.0 } else { nine(before(*r)) };
    Ok(alone.iter().map(ratio).collect())
}

fn check(source: &Source, kind: &Kind) -> Result<(), Invalid> {
    let bins = source.lead_edges.len();
    let numbers = |list: &Option<Vec<f64>>| list.as_ref().is_some_and(|l| l.len() == bins);
    match kind.basis.as_str() {
        "data" => {
            let whole = numbers(&kind.observed) && numbers(&kind.expected) && kind.events.is_some();
            need(
                whole,
                "basis",
                "a kind on data gives observed, expected (one a lead bin) and events",
            )?;
            need(
                kind.ratio.is_none() && kind.because.is_none(),
                "ratio",
                "a kind on data has no judged ratio; leave it out",
            )?;
            need(
                !kind.sources.is_empty(),
                "sources",
                "counts name the work that they come from",
            )?;
            let above = |list: &Option<Vec<f64>>| list.iter().flatten().all(|x| *x > 0.0);
            need(
                above(&kind.expected),
                "expected",
                "what is expected is above 0",
            )?;
        }
        "judgement" => {
            need(
                numbers(&kind.ratio) && kind.because.is_some(),
                "basis",
                "a judged kind gives ratio (one a lead bin) and because",
            )?;
            let bare = kind.observed.is_none() && kind.expected.is_none() && kind.events.is_none();
            need(
                bare,
                "observed",
                "a judged kind claims no counts; leave them out",
            )?;
            need(
                kind.null_because.is_none(),
                "null_because",
                "only counts can say nothing; leave it out",
            )?;
        }
        _ => need(false, "basis", "data or judgement")?,
    }
    need(
        (0.0..=1.0).contains(&kind.keeps),
        "keeps",
        "a share from 0 to 1",
    )?;
    need(
        kind.keeps == 1.0 || kind.keeps_because.is_some(),
        "keeps_because",
        "what keeps less than all says why",
    )?;
    need(
        kind.moved.is_none() == kind.moved_because.is_none(),
        "moved_because",
        "what is moved says by what, and nothing else does",
    )?;
    works(source, &kind.sources)
}

fn need(ok: bool, field: &str, remedy: &str) -> Result<(), Invalid> {
    if ok {
        return Ok(());
    }
    Err(Invalid::new(field, "", "this kind is not whole", remedy))
}
