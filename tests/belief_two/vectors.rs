//! Every reference vector of belief version 2, bit for bit.

use serde_json::Value;
use summit_ledger::belief::Outlook;
use summit_ledger::belief::two::{Engine, Fact, Row};
use summit_ledger::record::date;

use super::facts;

/// Cases in each folder.
const CASES: [usize; 2] = [35, 32];

/// The names of the cases of the first models.
pub fn cases() -> Vec<String> {
    names(0)
}

/// The names of the cases of models that say more of plans.
pub fn plans() -> Vec<String> {
    names(1)
}

fn names(which: usize) -> Vec<String> {
    let folder = facts::folder(facts::FOLDERS[which]);
    let files = std::fs::read_dir(&folder)
        .unwrap_or_else(|e| panic!("no reference vectors at {}: {e}", folder.display()));
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let cases = names.filter_map(|name| Some(name.strip_suffix(".model.json")?.to_owned()));
    let mut cases: Vec<String> = cases.collect();
    cases.sort();
    assert_eq!(cases.len(), CASES[which], "cases at {}", folder.display());
    cases
}

#[test]
fn every_forecast_bit_for_bit() {
    for name in cases().into_iter().chain(plans()) {
        let (mut engine, facts) = facts::opened(&name);
        let mut expected = facts::lines(&format!("{name}.expected.jsonl")).into_iter();
        check(&name, &engine, &expected.next().unwrap());
        let mut over = false;
        for fact in facts {
            over |= fact == Fact::Resolution;
            engine.enter(fact).unwrap();
            if over {
                continue;
            }
            check(&name, &engine, &expected.next().unwrap());
        }
        assert_eq!(
            expected.next(),
            None,
            "{name}: a forecast that none was made for"
        );
    }
}

#[test]
fn nothing_after_the_resolution_does_anything() {
    let (mut engine, facts) = facts::opened("slips-and-resolution");
    let resolution = facts.iter().position(|fact| *fact == Fact::Resolution);
    let (before, after) = facts.split_at(resolution.unwrap());
    assert!(after.len() > 1);
    for fact in before {
        engine.enter(fact.clone()).unwrap();
    }
    let last = engine.outlook().unwrap();
    for fact in after {
        engine.enter(fact.clone()).unwrap();
    }
    assert_eq!(engine.outlook().unwrap(), last);
}

fn check(name: &str, engine: &Engine, want: &Value) {
    let at = format!("{name} after {}", want["after"]);
    // The vectors are older than the rule of the day.
    let mut engine = engine.clone();
    let known = engine.ever();
    engine.enter(Fact::Passage { known }).unwrap();
    let got = engine.outlook().unwrap();
    check_outlook(&at, &got, want);
    let rows = engine.why().unwrap();
    let shown = |rows: Vec<Row>| -> Value {
        let row = |row: Row| {
            Value::from(vec![
                Value::from(row.cause.to_string()),
                Value::from(row.hundredths),
            ])
        };
        rows.into_iter().map(row).collect()
    };
    assert_eq!(rows.map_or(Value::Null, shown), want["why"], "{at}");
}

fn check_outlook(at: &str, got: &Outlook, want: &Value) {
    let as_of = date::from_number(got.as_of).to_string();
    assert_eq!(as_of, want["as_of"].as_str().unwrap(), "{at}");
    for (field, x) in [("p", got.p), ("lo", got.lo), ("hi", got.hi)] {
        let bits = hex_float(want["bits"][field].as_str().unwrap());
        assert_eq!(x.to_bits(), bits, "{at}: {field}");
        assert_eq!(x, want[field].as_f64().unwrap(), "{at}: {field}");
    }
    let effective = want["effective"].as_f64().unwrap();
    assert_eq!(got.effective_draws.to_bits(), effective.to_bits(), "{at}");
}

/// The bits of a C99 hexadecimal float in [0, 1].
fn hex_float(text: &str) -> u64 {
    let (mantissa, exponent) = text.strip_prefix("0x").unwrap().split_once('p').unwrap();
    let exponent: i64 = exponent.parse().unwrap();
    let (lead, fraction) = mantissa.split_once('.').unwrap();
    if lead == "0" {
        assert!(fraction.trim_end_matches('0').is_empty());
        return 0;
    }
    let fraction = u64::from_str_radix(&format!("{fraction:0<13}"), 16).unwrap();
    u64::try_from(exponent + 1023).unwrap() << 52 | fraction
}
