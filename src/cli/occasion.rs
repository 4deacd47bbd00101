//! An occasion of a question as typed.

use jiff::civil::Date;
use serde_json::{Map, Value, json};
use summit_ledger::model::forums;
use summit_ledger::view::words::stretch;

use super::chance;
use super::context::Context;
use super::failure::Failure;
use super::output;

/// Reads `ID,DAYS,RECORD,NAME[,SOURCE]`, or `FORUM,RECORD` for one of the calendar that ships with the
/// program, within the days of the question.
pub fn read(cx: &Context, typed: &str, life: (Date, Date)) -> Result<Value, Failure> {
    let parts: Vec<&str> = typed.splitn(5, ',').map(str::trim).collect();
    let mut map = Map::new();
    let record = match parts.as_slice() {
        [name, record] => {
            listed(&mut map, name, life)?;
            record
        }
        [id, days, record, name, source @ ..] => {
            let (first, last) = cx.days_from("occasion", days, life.0)?;
            map.insert("id".into(), json!(id));
            map.insert("name".into(), json!(name));
            map.insert("first".into(), json!(first.to_string()));
            map.insert("last".into(), json!(last.to_string()));
            if let Some(source) = source.first().filter(|s| !s.is_empty()) {
                map.insert("source".into(), json!(source));
            }
            record
        }
        _ => return Err(wrong(typed, "a part is missing")),
    };
    rests_on(&mut map, typed, record)?;
    Ok(Value::Object(map))
}

/// A forum of the calendar; its days are told, since they rest on general knowledge.
fn listed(map: &mut Map<String, Value>, name: &str, life: (Date, Date)) -> Result<(), Failure> {
    let all = forums::shipped()?;
    let within = forums::within(&all, life.0, life.1);
    let forum = forums::named(&within, name).map_err(|e| e.under("--occasion"))?;
    output::talk(&format!(
        "--occasion {name}: {}, {} in the calendar of the program; check the days\n",
        forum.title(),
        stretch((forum.first, forum.last))
    ));
    map.insert("id".into(), json!(forum.id()));
    map.insert("name".into(), json!(forum.title()));
    map.insert("first".into(), json!(forum.first.to_string()));
    map.insert("last".into(), json!(forum.last.to_string()));
    Ok(())
}

/// `HELD/OF`, or a chance that may be worth so many past cases.
fn rests_on(map: &mut Map<String, Value>, typed: &str, record: &str) -> Result<(), Failure> {
    if let Some((held, of)) = record.split_once('/') {
        let count = |text: &str| {
            text.trim()
                .parse::<u64>()
                .map_err(|_| wrong(typed, "HELD/OF takes two whole numbers"))
        };
        map.insert("held".into(), json!(count(held)?));
        map.insert("of".into(), json!(count(of)?));
        return Ok(());
    }
    let (p, strength) = record.split_once('@').unwrap_or((record, "4"));
    let finite = |read: Option<f64>| {
        read.filter(|x| x.is_finite())
            .ok_or_else(|| wrong(typed, "RECORD is HELD/OF, or a chance like 30% or 0.3@6"))
    };
    map.insert("chance".into(), json!(finite(chance::read(p).ok())?));
    let strength = strength.trim().parse().ok();
    map.insert("strength".into(), json!(finite(strength)?));
    Ok(())
}

fn wrong(typed: &str, what: &str) -> Failure {
    Failure::usage(
        format!("--occasion `{typed}`: {what}"),
        "ID,DAYS,RECORD,NAME[,SOURCE], for example \
         \"apec-2023,2023-11-11..2023-11-17,2/2,APEC San Francisco\"; or a forum of the calendar and \
         its RECORD: \"APEC 2023,2/2\"",
    )
}
