//! Forecasts recalibrated by what came of others: rivals, not the model.

use super::ridge::{Ridge, logit};
use crate::record::Invalid;
use crate::score::corp::{isotonic, levels, samples};

/// Forecasts with what came of each.
pub type Pairs = [(f64, bool)];

/// The best non-decreasing function of the forecasts learned from, between them a straight line.
/// Half a case of each outcome keeps every step off 0 and 1.
///
/// # Errors
/// Where there is nothing to learn from.
pub fn by_steps(learned: &Pairs, judged: &[f64]) -> Result<Vec<f64>, Invalid> {
    let levels = levels(&samples(learned))?;
    let fit = isotonic(&levels);
    // Levels of one value are one step.
    let mut steps: Vec<(f64, f64, f64, f64)> = Vec::new();
    let mut last = f64::NAN;
    for (level, value) in levels.iter().zip(fit) {
        match steps.last_mut() {
            Some(step) if value == last => {
                step.1 = level.p;
                step.2 += level.weight;
                step.3 += level.yes;
            }
            _ => steps.push((level.p, level.p, level.weight, level.yes)),
        }
        last = value;
    }
    let corners: Vec<(f64, f64)> = steps
        .iter()
        .flat_map(|(from, to, weight, yes)| {
            let value = (yes + 0.5) / (weight + 1.0);
            [(*from, value), (*to, value)]
        })
        .collect();
    Ok(judged.iter().map(|p| between(&corners, *p)).collect())
}

/// The height of a line through corners at `x`; level beyond its ends.
fn between(corners: &[(f64, f64)], x: f64) -> f64 {
    let at = corners.partition_point(|c| c.0 <= x);
    let before = at.checked_sub(1).and_then(|i| corners.get(i));
    match (before, corners.get(at)) {
        (Some((x0, y0)), Some((x1, y1))) => y0 + (y1 - y0) * (x - x0) / (x1 - x0),
        (Some((_, y)), None) | (None, Some((_, y))) => *y,
        (None, None) => x,
    }
}

/// A power and an offset on the odds.
///
/// # Errors
/// Where there is nothing to learn from.
pub fn by_odds(learned: &Pairs, judged: &[f64]) -> Result<Vec<f64>, Invalid> {
    let x: Vec<Vec<f64>> = learned.iter().map(|(p, _)| vec![logit(*p)]).collect();
    let yes: Vec<bool> = learned.iter().map(|(_, yes)| *yes).collect();
    if !yes.contains(&true) || !yes.contains(&false) {
        let share = (yes.iter().filter(|y| **y).count() as f64 + 0.5) / (yes.len() as f64 + 1.0);
        return Ok(vec![share; judged.len()]);
    }
    let fit = Ridge::fit(&x, &yes, 1.0)?;
    Ok(judged
        .iter()
        .map(|p| fit.probability(&[logit(*p)]))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backtest::ridge::logistic;

    #[test]
    fn steps_pool_what_falls_and_lines_join_them() {
        // 0.2 and 0.3 fall: one step of 1 in 4. 0.8 is one of 2 in 2.
        let learned = [
            (0.2, true),
            (0.2, false),
            (0.3, false),
            (0.3, false),
            (0.8, true),
            (0.8, true),
        ];
        let got = by_steps(&learned, &[0.1, 0.2, 0.25, 0.3, 0.55, 0.8, 0.9]).unwrap();
        let (low, high) = (1.5 / 5.0, 2.5 / 3.0);
        let want = [low, low, low, low, (low + high) / 2.0, high, high];
        for (g, w) in got.iter().zip(want) {
            assert!((g - w).abs() < 1e-12, "{got:?}");
        }
        assert!(by_steps(&[], &[0.5]).is_err());
    }

    #[test]
    fn steps_never_fall() {
        let learned: Vec<(f64, bool)> = (1..200)
            .map(|i| (f64::from(i) / 200.0, i * 37 % 101 < i / 2))
            .collect();
        let asked: Vec<f64> = (0..=100).map(|i| f64::from(i) / 100.0).collect();
        let got = by_steps(&learned, &asked).unwrap();
        assert!(got.windows(2).all(|w| w[0] <= w[1] + 1e-12), "{got:?}");
        assert!(got.iter().all(|p| (0.0..1.0).contains(p) && *p > 0.0));
    }

    #[test]
    fn odds_twice_too_high_are_halved() {
        // Forecasts of 2/3, 1/2 and 4/5 where 1/2, 1/3 and 2/3 came true: odds halved.
        let mut learned = Vec::new();
        for (p, yes, of) in [(2.0 / 3.0, 300, 600), (0.5, 200, 600), (0.8, 400, 600)] {
            learned.extend((0..of).map(|i| (p, i < yes)));
        }
        let got = by_odds(&learned, &[2.0 / 3.0, 0.9]).unwrap();
        assert!((got[0] - 0.5).abs() < 0.01, "{got:?}");
        let half = logistic(logit(0.9) - libm::log(2.0));
        assert!((got[1] - half).abs() < 0.02, "{got:?} {half}");
        assert_eq!(by_odds(&[(0.5, false)], &[0.4]).unwrap(), [0.25]);
    }
}
