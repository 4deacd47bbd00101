//! The prior of a pair against its reference vector, and the draws that come of it.

use serde_json::{Value, json};
use summit_ledger::belief::Model;
use summit_ledger::model::draws::{gamma, permutation, shuffle};
use summit_ledger::model::pair::{Meeting, count};
use summit_ledger::model::prior::complete;
use summit_ledger::model::shipped;
use summit_ledger::record::{Question, date};

use crate::support;

/// The vector's file.
fn vector() -> Value {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/vectors/belief-v2/pair-prior.json"
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_count_of_the_vector_bit_for_bit() {
    let vector = vector();
    let rows = vector["meetings"].as_array().unwrap().iter();
    let list: Vec<Meeting<'_>> = rows
        .map(|row| Meeting {
            day: date::parse(row[0].as_str().unwrap()).unwrap(),
            partner: row[1].as_str().unwrap(),
        })
        .collect();
    let cases = vector["cases"].as_array().unwrap();
    assert!(cases.len() >= 6);
    for case in cases {
        let opens = date::parse(case["opens"].as_str().unwrap()).unwrap();
        let got = count(&list, case["partner"].as_str().unwrap(), opens).unwrap();
        assert_eq!(got.meetings, case["n"].as_u64().unwrap(), "{case}");
        for (name, x) in [("h", got.pooled), ("y", got.years), ("mean", got.mean())] {
            let want = case[name].as_f64().unwrap();
            assert_eq!(x.to_bits(), want.to_bits(), "{name} {x} of {case}");
        }
    }
}

fn shipped(id: &str) -> Model {
    Model::parse(shipped::named(id).unwrap()).unwrap()
}

#[test]
fn a_pair_that_never_met_has_no_draw_below_the_floor() {
    let lowest = |id: &str| {
        let mut value = support::question("talks");
        value["prior"] = json!({"source": "The list.", "pair": {"pair": "US-KP", "meetings": 0,
            "pooled": 0.05, "years": 6.0, "list_sha256": "ab".repeat(32)}});
        value.as_object_mut().unwrap().remove("type");
        let mut question = Question::from_value(&value).unwrap();
        complete(&mut question, &shipped(id)).unwrap();
        let draws = question.prior.daily_rate_draws.unwrap();
        draws.into_iter().fold(1.0, f64::min)
    };
    assert!(lowest("kernel-3") < 1e-12);
    assert_eq!(lowest("kernel-4"), 0.01 / 365.25);
}

#[test]
fn the_rate_of_a_pair_is_drawn_with_its_count_and_a_year_more() {
    let mut value = support::question("talks");
    value["prior"] = json!({"source": "The list.", "pair": {"pair": "US-CN", "meetings": 3,
        "pooled": 0.45, "years": 5.25, "list_sha256": "ab".repeat(32)}});
    value.as_object_mut().unwrap().remove("type");
    let mut question = Question::from_value(&value).unwrap();
    let model = shipped("kernel-3");
    complete(&mut question, &model).unwrap();
    let quantiles = gamma(3.45, 6.25 * 365.25, model.draws).unwrap();
    let order = permutation(1, "talks", "rate", model.draws);
    let draws = question.prior.daily_rate_draws.unwrap();
    assert_eq!(draws, shuffle(&quantiles, &order));
    let mean = draws.iter().sum::<f64>() / model.draws as f64 * 365.25;
    assert!((mean - 3.45 / 6.25).abs() < 0.005, "{mean}");
}
