//! The ridge regression against scikit-learn's numbers.

use serde_json::Value;
use summit_ledger::backtest::ridge::Ridge;

#[test]
fn coefficients_and_probabilities_are_scikit_learns() {
    let fixture: Value = serde_json::from_str(include_str!("fixtures/ridge.json")).unwrap();
    let x: Vec<Vec<f64>> = serde_json::from_value(fixture["x"].clone()).unwrap();
    let y: Vec<u8> = serde_json::from_value(fixture["y"].clone()).unwrap();
    let yes: Vec<bool> = y.iter().map(|y| *y == 1).collect();
    for fit in fixture["fits"].as_array().unwrap() {
        let ours = Ridge::fit(&x, &yes, fit["lambda"].as_f64().unwrap()).unwrap();
        assert!((ours.beta[0] - fit["intercept"].as_f64().unwrap()).abs() < 1e-8);
        for (ours, theirs) in ours.beta[1..].iter().zip(fit["beta"].as_array().unwrap()) {
            assert!((ours - theirs.as_f64().unwrap()).abs() < 1e-8);
        }
        for (row, theirs) in x.iter().zip(fit["p"].as_array().unwrap()) {
            assert!((ours.probability(row) - theirs.as_f64().unwrap()).abs() < 1e-8);
        }
    }
    assert!(Ridge::fit(&x, &vec![true; x.len()], 1.0).is_err());
}
