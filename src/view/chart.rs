//! A probability over time, as meaning. Renderers decide how it is drawn.

use jiff::civil::Date;

use super::scale::Scale;
use super::steps;
use crate::record::{Question, Resolution, Signal};

/// How the probability of a meeting moved, and the days that matter to it.
#[derive(Clone, Debug, PartialEq)]
pub struct ProbabilityChart {
    /// What the chart shows.
    pub title: Option<String>,
    /// The first day of the question.
    pub opens: Date,
    /// The last day on which a meeting counts.
    pub deadline: Date,
    /// The forecasts, in the order in which they were made.
    pub points: Vec<Point>,
    /// The signals that moved it, in the order in which they were taken in.
    pub signals: Vec<SignalMark>,
    /// The days on which signals were taken back.
    pub taken_back: Vec<TakenBack>,
    /// The scale that was asked for; `None` for the one that fits, see [`super::axis::fitting`].
    pub scale: Option<Scale>,
    /// Whether there is little room for its height.
    pub compact: bool,
    /// Occasions on which the leaders could meet.
    pub occasions: Vec<Occasion>,
    /// How the question ended, once it has.
    pub outcome: Option<Outcome>,
    /// People's own numbers beside the curve, who was first first; at most [`PEOPLE`] are drawn.
    pub people: Vec<PersonLine>,
}

/// So many people's lines are drawn; more could not be told apart.
pub const PEOPLE: usize = 4;

/// One person's own numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonLine {
    /// Whose they are.
    pub name: String,
    /// By day: the number that stands from then on, `None` where none does.
    pub steps: Vec<(Date, Option<f64>)>,
}

impl PersonLine {
    /// The stretches on which a number stood, to the day on which the chart ends: first and last day,
    /// and the number.
    #[must_use]
    pub fn stretches(&self, end: Date) -> Vec<(Date, Date, f64)> {
        let nexts = self.steps.iter().skip(1).map(|(day, _)| *day).chain([end]);
        let stretch = |((from, p), to): (&(Date, Option<f64>), Date)| {
            let p = p.filter(|_| *from <= end)?;
            Some((*from, to.min(end).max(*from), p))
        };
        self.steps.iter().zip(nexts).filter_map(stretch).collect()
    }

    /// The number that stands last, where one does.
    #[must_use]
    pub fn last(&self) -> Option<f64> {
        self.steps.last().and_then(|(_, p)| *p)
    }
}

/// One forecast. It holds until the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The day it was made for.
    pub day: Date,
    /// The probability, 0..=1.
    pub p: f64,
    /// The lower end of its 90 % band, 0..=1.
    pub lo: f64,
    /// The upper end of its 90 % band, 0..=1.
    pub hi: f64,
}

/// One signal on the curve: what the probability was before it and after.
#[derive(Clone, Debug, PartialEq)]
pub struct SignalMark {
    /// The day from which it counts.
    pub day: Date,
    /// Its identifier in the ledger.
    pub id: String,
    /// What sort of event it is.
    pub kind: String,
    /// What happened, as the analyst wrote it.
    pub summary: String,
    /// By how much it moved the log-odds, in decibans to the hundredth; `None` where a probability is 0
    /// or 1.
    pub step: Option<f64>,
    /// The probability before it, 0..=1.
    pub before: f64,
    /// The probability after it, 0..=1.
    pub after: f64,
    /// The day from which it counts no more, where it was retracted.
    pub taken_back: Option<Date>,
}

/// The day on which a signal was taken back, and what that did.
#[derive(Clone, Debug, PartialEq)]
pub struct TakenBack {
    /// The day from which it counts no more.
    pub day: Date,
    /// The signal's identifier in the ledger.
    pub id: String,
    /// What had been told.
    pub summary: String,
    /// Why it was taken back.
    pub because: String,
    /// By how much that moved the log-odds, in decibans; `None` where a probability is 0 or 1.
    pub step: Option<f64>,
    /// The probability before, 0..=1.
    pub before: f64,
    /// The probability after, 0..=1.
    pub after: f64,
}

/// An occasion on which the leaders could meet, such as a multilateral summit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// Its short name.
    pub label: String,
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
}

/// How a question ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The day of the meeting, or the day on which it was clear that there would be none.
    pub day: Date,
    /// `yes`, `no` or `void`.
    pub label: String,
}

impl SignalMark {
    /// The mark of a signal that moved the probability on a day.
    pub fn of(signal: &Signal, day: Date, before: f64, after: f64) -> Self {
        Self {
            day,
            id: signal.id.to_string(),
            kind: signal.kind.to_string(),
            summary: signal.summary.clone(),
            step: steps::between(before, after).map(steps::decibans),
            before,
            after,
            taken_back: None,
        }
    }
}

impl ProbabilityChart {
    /// The chart of a question without forecasts: its days, its occasions, and how it ended, once
    /// it has.
    pub fn of(question: &Question, resolution: Option<&Resolution>) -> Self {
        let mut chart = Self::new(question.opens, question.deadline);
        for o in &question.occasions {
            chart = chart.occasion(&o.name, o.first, o.last);
        }
        match resolution {
            Some(r) => chart.outcome(r.on, r.outcome.as_str()),
            None => chart,
        }
    }

    /// A chart of days without forecasts.
    pub fn new(opens: Date, deadline: Date) -> Self {
        Self {
            title: None,
            opens,
            deadline,
            points: Vec::new(),
            signals: Vec::new(),
            taken_back: Vec::new(),
            scale: None,
            compact: false,
            occasions: Vec::new(),
            outcome: None,
            people: Vec::new(),
        }
    }

    /// The people whose lines are drawn.
    #[must_use]
    pub fn shown_people(&self) -> &[PersonLine] {
        self.people.get(..PEOPLE).unwrap_or(&self.people)
    }

    /// The day to which people's lines go: the last for which the last forecast is known to hold or,
    /// while the question is open, that of the last guess.
    #[must_use]
    pub fn people_until(&self) -> Option<Date> {
        let guesses = self.shown_people().iter().flat_map(|one| &one.steps);
        let last = guesses.map(|(day, _)| *day).max()?;
        match &self.outcome {
            Some(end) => Some(end.day),
            None => Some(self.held_until().map_or(last, |held| held.max(last))),
        }
    }

    /// All numbers that people gave and that are drawn.
    pub(super) fn people_numbers(&self) -> impl Iterator<Item = f64> {
        let steps = self.shown_people().iter().flat_map(|one| &one.steps);
        steps.filter_map(|(_, p)| *p)
    }

    /// Says what the chart shows.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Adds forecasts.
    #[must_use]
    pub fn points(mut self, points: impl IntoIterator<Item = Point>) -> Self {
        self.points.extend(points);
        self
    }

    /// Adds signals.
    #[must_use]
    pub fn signals(mut self, signals: impl IntoIterator<Item = SignalMark>) -> Self {
        self.signals.extend(signals);
        self
    }

    /// On this scale, or on the one that fits.
    #[must_use]
    pub fn scale(self, scale: Option<Scale>) -> Self {
        Self { scale, ..self }
    }

    /// Adds an occasion.
    #[must_use]
    pub fn occasion(mut self, label: impl Into<String>, first: Date, last: Date) -> Self {
        self.occasions.push(Occasion {
            label: label.into(),
            first,
            last,
        });
        self
    }

    /// Says how the question ended.
    #[must_use]
    pub fn outcome(mut self, day: Date, label: impl Into<String>) -> Self {
        self.outcome = Some(Outcome {
            day,
            label: label.into(),
        });
        self
    }

    /// Leaves the marks of so many signals, those that moved it most.
    pub fn keep_largest(&mut self, most: usize) {
        if self.signals.len() <= most {
            return;
        }
        let size = |mark: &SignalMark| mark.step.map_or(0.0, f64::abs);
        let mut sizes: Vec<f64> = self.signals.iter().map(size).collect();
        sizes.sort_by(|a, b| b.total_cmp(a));
        let least = most.checked_sub(1).and_then(|last| sizes.get(last));
        let least = least.copied().unwrap_or(f64::INFINITY);
        let mut left = most;
        self.signals.retain(|mark| {
            let kept = size(mark) >= least && left > 0;
            left -= usize::from(kept);
            kept
        });
        let marked = |back: &TakenBack| self.signals.iter().any(|mark| mark.id == back.id);
        self.taken_back.retain(marked);
    }

    /// One point for each day that has any, by day: the day's last probability, and the widest
    /// band of the day. Numbers outside 0..=1 are drawn at its ends; points without a number are
    /// left out.
    pub fn daily(&self) -> Vec<Point> {
        let mut points: Vec<Point> = self
            .points
            .iter()
            .filter(|at| !(at.p.is_nan() || at.lo.is_nan() || at.hi.is_nan()))
            .map(|at| Point {
                day: at.day,
                p: at.p.clamp(0.0, 1.0),
                lo: at.lo.clamp(0.0, 1.0),
                hi: at.hi.clamp(0.0, 1.0),
            })
            .collect();
        points.sort_by_key(|at| at.day);
        let mut days: Vec<Point> = Vec::with_capacity(points.len());
        for at in points {
            match days.last_mut() {
                Some(day) if day.day == at.day => {
                    *day = Point {
                        lo: day.lo.min(at.lo),
                        hi: day.hi.max(at.hi),
                        ..at
                    };
                }
                _ => days.push(at),
            }
        }
        days
    }

    /// The last forecast of the last day, with its own band.
    pub fn latest(&self) -> Option<Point> {
        let shown = |at: &&Point| !(at.p.is_nan() || at.lo.is_nan() || at.hi.is_nan());
        let last = self.points.iter().filter(shown).max_by_key(|at| at.day)?;
        Some(*last)
    }

    /// The top of the probability axis: 1, or a quarter of it is a round number that leaves little
    /// room above the band where all of it lies below a fifth.
    pub fn top(&self) -> f64 {
        let points = self.daily();
        let highest = points
            .iter()
            .fold(0.0_f64, |max, at| max.max(at.p).max(at.hi));
        let highest = self.people_numbers().fold(highest, f64::max);
        // Four times 5, 2, 1, and so on down to a quarter of four in a million.
        const TOPS: [f64; 14] = [
            4e-6, 8e-6, 2e-5, 4e-5, 8e-5, 2e-4, 4e-4, 8e-4, 2e-3, 4e-3, 8e-3, 0.02, 0.04, 0.08,
        ];
        match highest {
            0.0 => 1.0,
            high if high > 0.2 => 1.0,
            high => TOPS.into_iter().find(|top| high <= *top).unwrap_or(0.2),
        }
    }

    /// The last day for which the last forecast is known to hold: its own, or that of the outcome.
    pub fn held_until(&self) -> Option<Date> {
        let last = self.points.iter().map(|at| at.day).max()?;
        Some(self.outcome.as_ref().map_or(last, |end| end.day.max(last)))
    }

    /// The first and the last day that the chart has to show.
    pub fn days(&self) -> (Date, Date) {
        let mut first = self.opens.min(self.deadline);
        let mut last = self.opens.max(self.deadline);
        let marked = self.points.iter().map(|at| at.day);
        let marked = marked.chain(self.signals.iter().map(|at| at.day));
        let guesses = self.shown_people().iter().flat_map(|one| &one.steps);
        let marked = marked.chain(guesses.map(|(day, _)| *day));
        let marked = marked.chain(self.occasions.iter().flat_map(|on| [on.first, on.last]));
        for day in marked.chain(self.outcome.iter().map(|end| end.day)) {
            first = first.min(day);
            last = last.max(day);
        }
        (first, last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_last_of_a_day_counts_and_the_band_is_the_widest() {
        let at = |day, p, lo, hi| Point {
            day: date(2023, 3, day),
            p,
            lo,
            hi,
        };
        let chart = ProbabilityChart::new(date(2023, 3, 1), date(2023, 3, 9)).points([
            at(4, 0.5, 0.4, 0.6),
            at(2, 0.2, 0.1, 0.3),
            at(4, 0.7, 0.5, 0.9),
            at(5, f64::NAN, 0.0, 1.0),
            at(6, 1.5, -0.5, 2.0),
        ]);
        assert_eq!(
            chart.daily(),
            [
                at(2, 0.2, 0.1, 0.3),
                at(4, 0.7, 0.4, 0.9),
                at(6, 1.0, 0.0, 1.0)
            ]
        );
    }

    #[test]
    fn the_axis_comes_down_when_all_is_low_and_only_then() {
        let top = |hi| {
            ProbabilityChart::new(date(2023, 3, 1), date(2023, 3, 9))
                .points([Point {
                    day: date(2023, 3, 2),
                    p: hi / 2.0,
                    lo: 0.0,
                    hi,
                }])
                .top()
        };
        let tops = [1.0, 0.21, 0.2, 0.081, 0.08, 0.013, 0.0003, 1e-9, 0.0].map(top);
        assert_eq!(tops, [1.0, 1.0, 0.2, 0.2, 0.08, 0.02, 4e-4, 4e-6, 1.0]);
    }

    #[test]
    fn the_marks_that_stay_are_those_that_moved_it_most() {
        let marks = [Some(0.5), None, Some(-3.0), Some(2.0), Some(2.0), Some(0.1)];
        let all = marks.map(|step| SignalMark {
            day: date(2023, 3, 2),
            id: format!("{step:?}"),
            kind: "k".into(),
            summary: "s".into(),
            step,
            before: 0.5,
            after: 0.5,
            taken_back: None,
        });
        let kept = |most| {
            let chart = ProbabilityChart::new(date(2023, 3, 1), date(2023, 3, 9));
            let mut chart = chart.signals(all.clone());
            chart.keep_largest(most);
            chart
                .signals
                .into_iter()
                .map(|m| m.step)
                .collect::<Vec<_>>()
        };
        assert_eq!(kept(6), marks);
        assert_eq!(kept(3), [Some(-3.0), Some(2.0), Some(2.0)]);
        // Of equals, the first.
        assert_eq!(kept(2), [Some(-3.0), Some(2.0)]);
        assert!(kept(0).is_empty());
    }

    #[test]
    fn whatever_is_marked_is_in_sight() {
        let chart = ProbabilityChart::new(date(2023, 3, 1), date(2023, 3, 9))
            .occasion("G20", date(2023, 2, 20), date(2023, 2, 21))
            .outcome(date(2023, 3, 12), "no");
        assert_eq!(chart.days(), (date(2023, 2, 20), date(2023, 3, 12)));
    }
}
