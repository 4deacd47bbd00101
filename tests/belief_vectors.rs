//! Every reference vector of the belief model, bit for bit.

use std::fs;
use std::sync::Arc;

use serde_json::Value;
use summit_ledger::belief::{Model, Run};
use summit_ledger::record::{Body, Question, date};

use crate::support::vectors::{self, Case};

#[test]
fn every_vector_bit_for_bit() {
    let cases = vectors::belief("belief");
    for case in &cases {
        let name = &case.name;
        let model = Model::parse(&fs::read(&case.model).unwrap()).unwrap();
        let mut question = None;
        let mut facts = Vec::new();
        for (seq, mut record) in Case::lines(&case.records).into_iter().enumerate() {
            let map = record.as_object_mut().unwrap();
            let Some(Value::String(type_name)) = map.remove("type") else {
                panic!("{name}: no type");
            };
            if type_name == "question" {
                question = Some(Question::from_value(&record).unwrap());
            } else {
                facts.push((seq as u64, Body::from_value(&type_name, &record).unwrap()));
            }
        }
        let expected = Case::lines(&case.expected);
        let mut run = Run::open(Arc::new(question.unwrap()), Arc::new(model)).unwrap();
        let mut got = vec![run.outlook().unwrap()];
        for (seq, body) in &facts {
            run.enter(*seq, body).unwrap();
            // The vectors are older than the rule of the day.
            got.push(run.outlook_said(run.ever()).unwrap());
        }
        assert_eq!(got.len(), expected.len(), "{name}");
        for (got, want) in got.iter().zip(&expected) {
            let at = format!("{name} after {}", want["after"]);
            assert_eq!(
                date::from_number(got.as_of).to_string(),
                want["as_of"].as_str().unwrap(),
                "{at}"
            );
            for (field, x) in [("p", got.p), ("lo", got.lo), ("hi", got.hi)] {
                assert_eq!(
                    x.to_bits(),
                    hex_float(want["bits"][field].as_str().unwrap()),
                    "{at}: {field}"
                );
            }
        }
    }
    assert!(cases.len() >= 14, "only {} vectors found", cases.len());
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
