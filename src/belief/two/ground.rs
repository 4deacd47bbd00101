//! What stands before any evidence: the days, the occasions, the prior's masses.

use std::ops::Range;

use super::Model;
use crate::belief::Span;
use crate::belief::one::Bank;
use crate::record::Invalid;

/// What the belief needs of a question. Days are day numbers.
#[derive(Debug, Clone)]
pub struct Question {
    /// Day on which it opens; the first day after it is the first hypothesis.
    pub opens: i32,
    /// Last day that counts.
    pub deadline: i32,
    /// Chance of a meeting on an ordinary day, one a draw.
    pub rate: Vec<f64>,
    /// What multiplies the rate on the `i`-th day after `opens`; empty for an even pace.
    pub pace: Vec<f64>,
    /// Occasions with their chances, one a draw.
    pub occasions: Vec<Span>,
}

/// The days that are hypotheses of their own, by index from 0 for the day after `opens`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Horizon {
    /// First day number.
    pub first: i32,
    /// Last day number.
    pub last: i32,
    /// Last day that counts.
    pub deadline: i32,
}

impl Horizon {
    /// How many days.
    pub fn days(self) -> usize {
        usize::try_from(self.last - self.first + 1).unwrap_or(0)
    }

    /// Every day number with its index.
    pub fn each(self) -> impl Iterator<Item = (usize, i32)> {
        (0..self.days()).zip(self.first..)
    }

    /// The indices of the days `from..=to` that are in the horizon.
    pub fn indices(self, from: i32, to: i32) -> Range<usize> {
        let start = self.index(from);
        start..self.index(to.saturating_add(1)).max(start)
    }

    /// The index of a day, clamped to `0..=days`.
    pub fn index(self, day: i32) -> usize {
        usize::try_from(day.saturating_sub(self.first))
            .unwrap_or(0)
            .min(self.days())
    }
}

/// What stands before any evidence.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    pub opens: i32,
    pub horizon: Horizon,
    /// First and last day of each occasion.
    pub occasions: Vec<(i32, i32)>,
    /// The prior's masses.
    pub prior: Bank,
}

impl Ground {
    /// The prior of a question under a model.
    pub fn new(question: &Question, model: &Model) -> Result<Self, Invalid> {
        let draws = model.draws;
        chances("prior.daily_rate_draws", &question.rate, model)?;
        for (i, occasion) in question.occasions.iter().enumerate() {
            let field = format!("occasions[{i}].chance_draws");
            chances(&field, &occasion.chance, model)?;
        }
        let together = match question.occasions.len() {
            0 | 1 => 0.0,
            _ => model.occasion_correlation,
        };
        let moved: Vec<Span> = question
            .occasions
            .iter()
            .map(|occasion| Span {
                chance: move_together(&occasion.chance, together, draws),
                ..*occasion
            })
            .collect();
        let prior = Bank::paced(
            question.opens,
            question.deadline,
            model.tail_days,
            &question.rate,
            &question.pace,
            &moved,
        );
        Ok(Self {
            opens: question.opens,
            horizon: Horizon {
                first: question.opens + 1,
                last: question.deadline + model.tail_days,
                deadline: question.deadline,
            },
            occasions: moved.iter().map(|o| (o.first, o.last)).collect(),
            prior,
        })
    }
}

/// Moves every occasion's chances the same way in a draw: half of the draws are good times and
/// half are bad ones, and the mean stays what it was.
fn move_together(chances: &[f64], correlation: f64, draws: usize) -> Vec<f64> {
    let moved = |(k, c): (usize, &f64)| {
        if correlation > 0.0 {
            c + times(k, draws) * shift(*c, correlation)
        } else {
            *c
        }
    };
    chances.iter().enumerate().map(moved).collect()
}

fn shift(c: f64, correlation: f64) -> f64 {
    let a = (correlation * c * (1.0 - c)).sqrt();
    a.min(0.9 * c).min(0.9 * (1.0 - c))
}

/// Good times and bad ones in turn; the odd draw out has neither.
fn times(k: usize, draws: usize) -> f64 {
    if draws % 2 == 1 && k + 1 == draws {
        0.0
    } else if k.is_multiple_of(2) {
        1.0
    } else {
        -1.0
    }
}

fn chances(field: &str, given: &[f64], model: &Model) -> Result<(), Invalid> {
    if given.len() != model.draws {
        return Err(Invalid::new(
            field,
            format!("{} draws", given.len()),
            format!("model {} runs {} draws", model.id, model.draws),
            "leave the draws out, and they are made from the counts",
        ));
    }
    match given.iter().find(|c| !(**c > 0.0 && **c < 1.0)) {
        None => Ok(()),
        Some(c) => Err(Invalid::new(
            field,
            c.to_string(),
            "a chance of 0 or 1 leaves nothing to learn",
            "numbers between 0 and 1",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_outside_the_horizon_are_clipped() {
        let horizon = Horizon {
            first: 10,
            last: 19,
            deadline: 15,
        };
        assert_eq!(horizon.indices(12, 13), 2..4);
        assert_eq!(horizon.indices(i32::MIN, i32::MAX), 0..10);
        assert_eq!(horizon.indices(20, 30), 10..10);
        assert_eq!(horizon.indices(1, 5), 0..0);
        assert!(horizon.indices(13, 12).is_empty());
    }

    #[test]
    fn the_mean_chance_stays_what_it_was() {
        let moved = move_together(&[0.3; 5], 0.12, 5);
        assert_eq!(moved[4], 0.3);
        assert!(moved[0] > 0.3 && moved[0] < 0.3 + 0.9 * 0.3);
        assert!((moved.iter().sum::<f64>() / 5.0 - 0.3).abs() < 1e-15);
    }
}
