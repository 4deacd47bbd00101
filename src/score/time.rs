//! Scores over a question's life, day by day, so that many small updates count no more than one.

use super::rule::{Rule, probability};
use crate::record::Invalid;

/// The days on which a question could be forecast: from its opening day to the day before its end.
///
/// The end is the day of the meeting; where none came, the deadline or the earlier day on which it
/// was clear. A forecast of day `d` speaks of what comes after `d`, so that on the end day itself
/// nothing is left to forecast: it is not scored, whatever was said on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    opens: i32,
    end: i32,
}

impl Life {
    /// The life of a question that opened on day number `opens` and ended on `end`.
    ///
    /// # Errors
    /// When it ended before it was a day old: then there is nothing to score.
    pub fn new(opens: i32, end: i32) -> Result<Self, Invalid> {
        if end > opens {
            Ok(Self { opens, end })
        } else {
            Err(Invalid::new(
                "end",
                crate::record::date::from_number(end).to_string(),
                "the question ended on its opening day or before",
                "it has no day on which it could be forecast",
            ))
        }
    }

    /// The first day.
    #[must_use]
    pub fn opens(&self) -> i32 {
        self.opens
    }

    /// The day after the last scored day.
    #[must_use]
    pub fn end(&self) -> i32 {
        self.end
    }

    /// The scored days, in order.
    pub fn days(&self) -> std::ops::Range<i32> {
        self.opens..self.end
    }

    /// How many there are, at least 1.
    #[must_use]
    pub fn len(&self) -> usize {
        self.days().len()
    }

    /// Never.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What was forecast from which day on: each forecast holds until the next.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Track {
    /// By day, one a day; `None` from a day on from which nothing is forecast.
    steps: Vec<(i32, Option<f64>)>,
}

impl Track {
    /// Forecasts with the day from which each holds. The last given of a day counts for that day.
    ///
    /// # Errors
    /// When one is not a probability.
    pub fn new(forecasts: impl IntoIterator<Item = (i32, f64)>) -> Result<Self, Invalid> {
        let mut all: Vec<(i32, f64)> = forecasts.into_iter().collect();
        for (_, p) in &all {
            probability(*p)?;
        }
        all.sort_by_key(|(day, _)| *day);
        Ok(Self::with_gaps(
            all.into_iter().map(|(day, p)| (day, Some(p))),
        ))
    }

    /// Probabilities by day, and `None` from a day on from which there is none. The last given of a day
    /// counts for that day.
    #[must_use]
    pub fn with_gaps(by_day: impl IntoIterator<Item = (i32, Option<f64>)>) -> Self {
        let mut steps: Vec<(i32, Option<f64>)> = Vec::new();
        for step in by_day {
            match steps.last_mut() {
                Some(last) if last.0 == step.0 => *last = step,
                _ => steps.push(step),
            }
        }
        Self { steps }
    }

    /// The forecast that stood at the end of a day; `None` before the first.
    #[must_use]
    pub fn on(&self, day: i32) -> Option<f64> {
        let after = self.steps.partition_point(|(from, _)| *from <= day);
        self.steps.get(after.checked_sub(1)?).and_then(|(_, p)| *p)
    }

    /// The forecast of every day of a life, `None` for days before the first.
    #[must_use]
    pub fn daily(&self, life: &Life) -> Vec<Option<f64>> {
        life.days().map(|day| self.on(day)).collect()
    }

    /// The forecast `lead` days before the end; `None` where that is before the opening or before
    /// the first forecast. A lead of 0 is the end day, which is not forecast.
    #[must_use]
    pub fn spot(&self, life: &Life, lead: u32) -> Option<f64> {
        let day = life.end.checked_sub_unsigned(lead)?;
        life.days().contains(&day).then(|| self.on(day)).flatten()
    }
}

/// A mean over days, with the days that it covers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// The mean over the covered days.
    pub value: f64,
    /// Days covered, at least 1.
    pub days: usize,
    /// Days of the life.
    pub of: usize,
}

impl Mean {
    /// Share of the life that is covered, above 0 and at most 1.
    #[must_use]
    pub fn coverage(&self) -> f64 {
        self.days as f64 / self.of as f64
    }

    /// The mean over the whole life where a day without a forecast counts as 0: for scores in
    /// which 0 means that nothing was risked, such as Metaculus' baseline.
    #[must_use]
    pub fn over_life(&self) -> f64 {
        self.value * self.coverage()
    }
}

/// The mean score of the days that have a forecast, each day counting the same; `None` where none
/// has.
pub fn average(daily: &[Option<f64>], score: impl Fn(f64) -> f64) -> Option<Mean> {
    let scores: Vec<f64> = daily.iter().flatten().map(|p| score(*p)).collect();
    (!scores.is_empty()).then(|| Mean {
        value: scores.iter().sum::<f64>() / scores.len() as f64,
        days: scores.len(),
        of: daily.len(),
    })
}

/// Two forecasters over the days that both cover.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Versus {
    /// The mean loss of the first.
    pub ours: f64,
    /// The mean loss of the second.
    pub theirs: f64,
    /// Days that both cover, at least 1.
    pub days: usize,
}

impl Versus {
    /// What the first lost more than the second; below 0 the first did better.
    #[must_use]
    pub fn relative(&self) -> f64 {
        self.ours - self.theirs
    }
}

/// Compares two forecasters day by day; `None` where they share no day.
#[must_use]
pub fn versus(
    rule: Rule,
    yes: bool,
    ours: &[Option<f64>],
    theirs: &[Option<f64>],
) -> Option<Versus> {
    let shared: Vec<(f64, f64)> = ours
        .iter()
        .zip(theirs)
        .filter_map(|(a, b)| Some((rule.loss((*a)?, yes), rule.loss((*b)?, yes))))
        .collect();
    let days = shared.len();
    (days > 0).then(|| Versus {
        ours: shared.iter().map(|(a, _)| a).sum::<f64>() / days as f64,
        theirs: shared.iter().map(|(_, b)| b).sum::<f64>() / days as f64,
        days,
    })
}

/// Each forecaster's loss relative to the crowd: on each day its loss less the median loss of all
/// who had a forecast, itself included; days without a forecast count as 0; averaged over the
/// whole life. Below 0 is better than the crowd.
///
/// The relative Brier score of the Good Judgment Project and of Cultivate Forecasts, there with
/// the Brier score on 0..=2.
#[must_use]
pub fn relative_to_crowd(
    crowd: &[Vec<Option<f64>>],
    loss: impl Fn(f64) -> f64,
) -> Vec<Option<f64>> {
    let days = crowd.iter().map(Vec::len).max().unwrap_or_default();
    let mut sums: Vec<Option<f64>> = vec![None; crowd.len()];
    for day in 0..days {
        let losses: Vec<Option<f64>> = crowd
            .iter()
            .map(|one| one.get(day).copied().flatten().map(&loss))
            .collect();
        let Some(middle) = median(losses.iter().flatten().copied().collect()) else {
            continue;
        };
        for (sum, one) in sums.iter_mut().zip(&losses) {
            if let Some(loss) = one {
                *sum = Some(sum.unwrap_or_default() + (loss - middle));
            }
        }
    }
    let mean = |sum: Option<f64>| sum.map(|s| s / days as f64);
    sums.into_iter().map(mean).collect()
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    values
        .get(values.len() / 2 - 1)
        .map(|lower| (lower + upper) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forecast_holds_until_the_next_and_the_end_day_is_not_scored() {
        let life = Life::new(10, 15).unwrap();
        let track = Track::new([(11, 0.4), (12, 0.5), (12, 0.7), (14, 0.8), (15, 1.0)]).unwrap();
        assert_eq!(
            track.daily(&life),
            [None, Some(0.4), Some(0.7), Some(0.7), Some(0.8)]
        );
        assert_eq!(track.spot(&life, 0), None);
        assert_eq!(track.spot(&life, 1), Some(0.8));
        assert_eq!(track.spot(&life, 5), None);
        assert_eq!(track.spot(&life, 6), None);
        assert!(Life::new(10, 10).is_err());
        assert!(Track::new([(1, 1.1)]).is_err());
    }

    #[test]
    fn only_days_that_both_cover_are_compared() {
        let ours = [None, Some(0.5), Some(0.9)];
        let theirs = [Some(0.1), Some(0.5), None];
        let versus = versus(Rule::Brier, true, &ours, &theirs).unwrap();
        assert_eq!((versus.days, versus.relative()), (1, 0.0));
        assert!(super::versus(Rule::Log, true, &ours, &[None, None, None]).is_none());
    }

    #[test]
    fn the_median_of_none_is_none() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3.0, 1.0]), Some(2.0));
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
    }
}
