//! Scores of several forecasters on the same days of the same questions.
//!
//! A question's score is the mean over those of its days that count, and a forecaster's the mean
//! over questions: a question counts the same however long it ran.

use super::phase::Phase;
use crate::backtest::compare::{Difference, paired};
use crate::score::question::Losses;

/// A question as the scores see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Whether the meeting came.
    pub yes: bool,
    /// The phase of each day of its life.
    pub phases: Vec<Phase>,
}

/// Which days of each question count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All on which it was open.
    Whole,
    /// Those in a phase.
    In(Phase),
    /// The one so many days before its end; a question that was not open then does not count.
    Before(u32),
}

/// What one forecaster lost, less what another lost on the same questions; below 0 the first did
/// better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Less {
    /// In the Brier score.
    pub brier: Difference,
    /// In the log score, in nats.
    pub log: Difference,
}

/// One forecaster on a part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Its mean losses over the questions.
    pub losses: Losses,
    /// Its losses less those of the one that all are compared with; `None` for that one itself.
    pub less: Option<Less>,
}

/// All forecasters on a part.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Which days.
    pub part: Part,
    /// Questions with such a day, at least 1.
    pub questions: usize,
    /// How many of them ended yes.
    pub yes: usize,
    /// Those days, over all questions.
    pub days: usize,
    /// One line a forecaster, in their order.
    pub lines: Vec<Line>,
}

impl Part {
    /// Whether the day at that place of a question's life counts.
    fn takes(self, asked: &Asked, place: usize) -> bool {
        match self {
            Self::Whole => true,
            Self::In(phase) => asked.phases.get(place) == Some(&phase),
            Self::Before(lead) => place + lead as usize == asked.phases.len(),
        }
    }

    /// How many days of a question count.
    #[must_use]
    pub fn days(self, asked: &Asked) -> usize {
        let places = 0..asked.phases.len();
        places.filter(|place| self.takes(asked, *place)).count()
    }

    /// The mean losses of a question's daily forecasts on the days that count; `None` where none
    /// does.
    #[must_use]
    pub fn losses(self, asked: &Asked, daily: &[f64]) -> Option<Losses> {
        let days = daily.iter().enumerate();
        let taken = days.filter(|(place, _)| self.takes(asked, *place));
        Losses::mean(taken.map(|(_, p)| Losses::of(*p, asked.yes)))
    }
}

/// Scores forecasters on a part: each has the daily forecasts of every question, in the order of
/// `asked`; all but the one at place `against` are compared with it. `None` where no question has
/// such a day.
#[must_use]
pub fn table(
    part: Part,
    asked: &[Asked],
    forecasters: &[Vec<Vec<f64>>],
    against: usize,
) -> Option<Table> {
    let counted: Vec<usize> = (0..asked.len())
        .filter(|q| part.days(&asked[*q]) > 0)
        .collect();
    let losses = |daily: &Vec<Vec<f64>>| -> Vec<Losses> {
        let of = |q: &usize| part.losses(&asked[*q], &daily[*q]);
        counted.iter().filter_map(of).collect()
    };
    let all: Vec<Vec<Losses>> = forecasters.iter().map(losses).collect();
    let line = |(place, own): (usize, &Vec<Losses>)| {
        let less = match place == against {
            true => None,
            false => less(own, all.get(against)?),
        };
        let losses = Losses::mean(own.iter().copied())?;
        Some(Line { losses, less })
    };
    let lines: Option<Vec<Line>> = all.iter().enumerate().map(line).collect();
    Some(Table {
        part,
        questions: counted.len(),
        yes: counted.iter().filter(|q| asked[**q].yes).count(),
        days: counted.iter().map(|q| part.days(&asked[*q])).sum(),
        lines: lines.filter(|_| !counted.is_empty())?,
    })
}

fn less(ours: &[Losses], theirs: &[Losses]) -> Option<Less> {
    let of = |loss: fn(&Losses) -> f64| {
        let pairs = ours.iter().zip(theirs);
        paired(&pairs.map(|(a, b)| loss(a) - loss(b)).collect::<Vec<_>>())
    };
    Some(Less {
        brier: of(|l| l.brier)?,
        log: of(|l| l.log)?,
    })
}
