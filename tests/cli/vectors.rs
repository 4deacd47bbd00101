//! The reference vectors through the command line: adopt, import, history.

use serde_json::Value;

use crate::support::home::Home;
use crate::support::vectors::{self, Case};

#[test]
fn every_belief_vector_through_import_and_history() {
    for case in vectors::belief("belief") {
        let name = &case.name;
        let home = Home::with_ledger();
        home.ok(&["model", "adopt", case.model.to_str().unwrap()]);
        home.ok(&["import", case.records.to_str().unwrap()]);
        let history = home.json(&["history", "--format", "json"]);
        let expected = Case::lines(&case.expected);
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
