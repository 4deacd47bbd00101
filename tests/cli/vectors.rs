//! The reference vectors through the command line: adopt, import, history.

use std::fs;

use serde_json::Value;

use crate::support::{self, home::Home};

#[test]
fn every_belief_vector_through_import_and_history() {
    let Some(dir) = support::vectors("belief") else {
        return;
    };
    for file in fs::read_dir(&dir).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let Some(name) = name.strip_suffix(".model.json") else {
            continue;
        };
        let home = Home::with_ledger();
        home.ok(&["model", "adopt", path.to_str().unwrap()]);
        let records = dir.join(format!("{name}.jsonl"));
        home.ok(&["import", records.to_str().unwrap()]);
        let history = home.json(&["history", "--format", "json"]);
        let expected = fs::read_to_string(dir.join(format!("{name}.expected.jsonl"))).unwrap();
        let expected: Vec<Value> = expected
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect();
        let got = history.as_array().unwrap();
        assert_eq!(got.len(), expected.len(), "{name}");
        for (got, want) in got.iter().zip(&expected) {
            for field in ["p", "lo", "hi"] {
                let bits = |v: &Value| v[field].as_f64().unwrap().to_bits();
                assert_eq!(bits(got), bits(want), "{name} after {}", want["after"]);
            }
            assert_eq!(got["as_of"], want["as_of"], "{name}");
        }
    }
}
