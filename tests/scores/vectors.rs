//! Published worked examples of scores, met to their printed digits.

use std::path::Path;

use serde_json::Value;
use summit_ledger::score::corp::{self, corp_brier, decompose, levels};
use summit_ledger::score::murphy::{Murphy, murphy};
use summit_ledger::score::time::{Track, average, relative_to_crowd};
use summit_ledger::score::{Rule, baseline, brier, brier_two, log, outcome, pool};
use summit_ledger::view::words;

use crate::support::vectors;

fn cases(name: &str) -> Value {
    let case = vectors::json("scoring/scores.json")[name].take();
    assert!(case.is_object(), "no figures of {name}");
    case
}

/// Half a unit of the last digit with which a number was printed, and a hair.
fn tolerance(printed: &Value) -> f64 {
    let text = printed.to_string();
    let decimals = text.split_once('.').map_or(0, |(_, d)| d.len());
    0.5001 * 10_f64.powi(-i32::try_from(decimals).unwrap())
}

#[track_caller]
fn meets(got: f64, printed: &Value) {
    let want = printed.as_f64().unwrap();
    // Some are printed to the last bit of a difference of scores; two ulps of those is as near as
    // the printed numbers are to the exact ones.
    let tolerance = tolerance(printed).max(2.0 * f64::EPSILON / 4.0);
    assert!((got - want).abs() <= tolerance, "{got} for {printed}");
}

fn daily(list: &Value) -> Vec<Option<f64>> {
    list.as_array().unwrap().iter().map(Value::as_f64).collect()
}

fn yes(value: &Value) -> bool {
    outcome(value.as_f64().unwrap()).unwrap()
}

#[test]
fn metaculus_baseline() {
    let case = cases("metaculus_baseline");
    for one in case["cases"].as_array().unwrap() {
        let got = baseline(one["p"].as_f64().unwrap(), yes(&one["outcome"])).unwrap();
        meets(got, &one["score"]);
    }
}

#[test]
fn metaculus_time_average_counts_a_day_without_a_forecast_as_zero() {
    let case = cases("metaculus_time_average");
    let score = |p| baseline(p, true).unwrap();
    let mean = average(&daily(&case["daily_p"]), score).unwrap();
    assert_eq!((mean.days, mean.of), (4, 5));
    meets(mean.over_life(), &case["score"]);
}

#[test]
fn relative_brier() {
    let case = cases("time_averaged_brier");
    let loss = |p| brier_two(p, true).unwrap();
    let names = ["F1", "F2", "F3"];
    let crowd = names.map(|n| daily(&case["daily_p"][n]));
    meets(
        average(&crowd[0], loss).unwrap().value,
        &case["absolute"]["F1"],
    );
    let relative = relative_to_crowd(&crowd, loss);
    for (name, got) in names.iter().zip(relative) {
        meets(got.unwrap(), &case["relative"][name]);
    }
}

#[test]
fn brier_and_what_it_must_reject() {
    let case = cases("brier");
    for one in case["cases"].as_array().unwrap() {
        let got = brier(one["p"].as_f64().unwrap(), yes(&one["outcome"])).unwrap();
        meets(got, &one["score"]);
    }
    let bad = case["must_reject"].as_array().unwrap();
    assert!(!bad.is_empty());
    for one in bad {
        match one.get("p") {
            Some(p) => {
                let p = p.as_f64().unwrap();
                assert!(brier(p, true).is_err() && log(p, true).is_err(), "{p}");
                assert!(corp_brier(&[(p, true)]).is_err(), "{p}");
                assert!(Track::new([(0, p)]).is_err(), "{p}");
            }
            None => assert!(outcome(one["outcome"].as_f64().unwrap()).is_err()),
        }
    }
}

#[test]
fn log_and_its_sum() {
    let case = cases("log");
    for one in case["cases"].as_array().unwrap() {
        let got = log(one["p"].as_f64().unwrap(), yes(&one["outcome"])).unwrap();
        meets(got, &one["score"]);
    }
    let case = cases("log_sum");
    let pairs = case["pairs"].as_array().unwrap();
    let sum: f64 = pairs
        .iter()
        .map(|pair| log(pair[0].as_f64().unwrap(), yes(&pair[1])).unwrap())
        .sum();
    meets(-sum, &case["sum_ln"]);
    let coin = pairs.len() as f64 * log(0.5, true).unwrap();
    assert!((coin - 9.704_06).abs() < 5e-6);
}

/// Forecasts of one model of the rain at Niamey, with what fell.
fn niamey(file: &Path, model: &str) -> Vec<(f64, bool)> {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|h| h == name).unwrap();
    let (p, obs) = (column(model), column("obs"));
    reader
        .records()
        .map(|row| {
            let row = row.unwrap();
            let number = |i: usize| row[i].parse::<f64>().unwrap();
            (number(p), outcome(number(obs)).unwrap())
        })
        .collect()
}

#[test]
fn corp_of_the_rain_at_niamey() {
    let rain = vectors::at("scoring/precip-niamey-2016.csv");
    let case = cases("corp");
    for (model, printed) in case["models"].as_object().unwrap() {
        let pairs = niamey(&rain, model);
        assert_eq!(pairs.len(), 92);
        let got = corp_brier(&pairs).unwrap();
        for (part, value) in printed.as_object().unwrap() {
            let got = match part.as_str() {
                "S" => got.score,
                "MCB" => got.mcb,
                "DSC" => got.dsc,
                _ => got.unc,
            };
            meets(got, value);
        }
        let log = decompose(Rule::Log, &levels(&corp::samples(&pairs)).unwrap()).unwrap();
        assert!((log.mcb - log.dsc + log.unc - log.score).abs() < 1e-12);
        assert!(log.mcb >= 0.0 && log.dsc >= 0.0);
    }
}

#[test]
fn murphy_parts_make_the_score() {
    let case = cases("murphy");
    let published = Murphy {
        reliability: case["REL"].as_f64().unwrap(),
        resolution: case["RES"].as_f64().unwrap(),
        uncertainty: case["UNC"].as_f64().unwrap(),
    };
    meets(published.brier(), &case["brier"]);
    // Computed by hand: 0.5 came once of twice, 0.9 always, of 4 forecasts with 3 yes.
    let pairs = [(0.5, true), (0.5, false), (0.9, true), (0.9, true)];
    let got = murphy(&levels(&corp::samples(&pairs)).unwrap()).unwrap();
    for (got, want) in [
        (got.reliability, 0.005),
        (got.resolution, 0.0625),
        (got.uncertainty, 0.1875),
        (got.brier(), 0.13),
    ] {
        assert!((got - want).abs() < 1e-15, "{got} {want}");
    }
}

#[test]
fn pooled_log_odds() {
    let case = cases("log_odds_pooling");
    let forecasts: Vec<f64> = daily(&case["forecasts"]).into_iter().flatten().collect();
    meets(pool::log_odds(&forecasts).unwrap(), &case["mean_log_odds"]);
    for (name, printed) in case["extremised"].as_object().unwrap() {
        let baseline = name.strip_prefix("baseline_").unwrap().parse().unwrap();
        meets(pool::extremised(&forecasts, baseline).unwrap(), printed);
    }
}

#[test]
fn words_of_the_directive() {
    let case = cases("words");
    let bands = case["bands"].as_array().unwrap();
    let word = |band: &Value| band[2].as_str().unwrap().to_owned();
    for band in bands {
        let (lo, hi) = (band[0].as_f64().unwrap(), band[1].as_f64().unwrap());
        for inside in [lo + 1e-9, (lo + hi) / 2.0, hi - 1e-9] {
            assert_eq!(words::word(inside), word(band), "{inside}");
        }
    }
    // An end that two bands share has one of their words; beyond the outer ends theirs stay.
    for pair in bands.windows(2) {
        let said = words::word(pair[0][1].as_f64().unwrap());
        assert!(said == word(&pair[0]) || said == word(&pair[1]));
    }
    assert_eq!(words::word(0.0), word(&bands[0]));
    assert_eq!(words::word(1.0), word(&bands[bands.len() - 1]));
}
