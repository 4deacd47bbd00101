//! A penalised logistic regression on days with log-odds of their own, by Newton's method.
//!
//! Minimises the mean log loss of each question's days, summed over questions, and half the
//! penalties times the squared amounts: the posterior mode where each amount is normal around 0 and
//! a question weighs one observation however long it ran.

use crate::backtest::ridge::{cholesky_solve, dot, logistic};
use crate::score::rule::Rule;

/// One day of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// Log-odds where nothing is moved.
    pub at: f64,
    /// What each amount adds to them.
    pub by: Vec<f64>,
}

/// One question.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Whether the meeting came.
    pub yes: bool,
    /// Its days.
    pub days: Vec<Day>,
}

/// The amounts of least loss; each question counts `times` as often.
#[must_use]
pub fn fit(asked: &[&Asked], times: &[f64], penalties: &[f64]) -> Vec<f64> {
    let mut amounts = vec![0.0; penalties.len()];
    if penalties.is_empty() {
        return amounts;
    }
    let mut before = objective(asked, times, penalties, &amounts);
    for _ in 0..50 {
        let Some(step) = newton(asked, times, penalties, &amounts) else {
            break;
        };
        let mut share = 1.0;
        let (next, after) = loop {
            let next: Vec<f64> = amounts
                .iter()
                .zip(&step)
                .map(|(a, s)| a + share * s)
                .collect();
            let after = objective(asked, times, penalties, &next);
            if after <= before || share < 1e-6 {
                break (next, after);
            }
            share *= 0.5;
        };
        let gain = before - after;
        if gain > 0.0 {
            (amounts, before) = (next, after);
        }
        if gain < 1e-9 {
            break;
        }
    }
    amounts
}

/// The mean log loss of a question's days at some amounts.
#[must_use]
pub fn loss(asked: &Asked, amounts: &[f64]) -> f64 {
    let one = |day: &Day| Rule::Log.loss(logistic(day.at + dot(&day.by, amounts)), asked.yes);
    asked.days.iter().map(one).sum::<f64>() / asked.days.len() as f64
}

fn objective(asked: &[&Asked], times: &[f64], penalties: &[f64], amounts: &[f64]) -> f64 {
    let losses = asked.iter().zip(times).filter(|(_, n)| **n > 0.0);
    let losses: f64 = losses.map(|(q, n)| n * loss(q, amounts)).sum();
    let drawn: f64 = penalties.iter().zip(amounts).map(|(l, a)| l * a * a).sum();
    losses + 0.5 * drawn
}

fn newton(asked: &[&Asked], times: &[f64], penalties: &[f64], amounts: &[f64]) -> Option<Vec<f64>> {
    let width = penalties.len();
    let mut gradient: Vec<f64> = penalties.iter().zip(amounts).map(|(l, a)| -l * a).collect();
    let mut hessian = vec![vec![0.0; width]; width];
    for (i, penalty) in penalties.iter().enumerate() {
        hessian[i][i] = *penalty;
    }
    for (question, times) in asked.iter().zip(times).filter(|(_, n)| **n > 0.0) {
        let share = times / question.days.len() as f64;
        for day in &question.days {
            let p = logistic(day.at + dot(&day.by, amounts));
            let error = share * (f64::from(u8::from(question.yes)) - p);
            let weight = share * p * (1.0 - p);
            for (i, a) in day.by.iter().enumerate().filter(|(_, a)| **a != 0.0) {
                gradient[i] += error * a;
                for (h, b) in hessian[i].iter_mut().zip(&day.by).take(i + 1) {
                    *h += weight * a * b;
                }
            }
        }
    }
    cholesky_solve(hessian, gradient)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(yes: bool, at: f64, by: f64, days: usize) -> Asked {
        let day = Day { at, by: vec![by] };
        Asked {
            yes,
            days: vec![day; days],
        }
    }

    // With a penalty of 1 the amount `a` of one question at even odds solves a = 1 - 1 / (1 + e^-a),
    // whose root is 0.40106 to five places.
    #[test]
    fn one_question_moves_as_far_as_its_penalty_lets_it() {
        let one = asked(true, 0.0, 1.0, 1);
        let found = fit(&[&one], &[1.0], &[1.0]);
        assert!((found[0] - (1.0 - logistic(found[0]))).abs() < 1e-9);
        assert!((found[0] - 0.40106).abs() < 1e-5, "{found:?}");
    }

    #[test]
    fn a_long_question_counts_no_more_than_a_short_one() {
        let short = asked(true, 0.0, 1.0, 1);
        let long = asked(false, 0.0, 1.0, 400);
        let found = fit(&[&short, &long], &[1.0, 1.0], &[0.1]);
        assert!(found[0].abs() < 1e-9, "{found:?}");
    }
}
