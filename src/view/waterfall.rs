//! Where a probability comes from, step by step on the scale of log-odds, as meaning.

use jiff::civil::Date;

use super::decibans::{Ladder, Precision, log_odds_decibans};
use super::explanation::words::label;
use crate::belief::{Cause, Explanation};

/// The way from one probability to another: each bar begins where the one before it ends, and all
/// of them sum exactly to the whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Waterfall {
    /// What it shows.
    pub title: Option<String>,
    /// Where it begins.
    pub start: Level,
    /// The steps, in order.
    pub bars: Vec<Bar>,
    /// Where it ends: where the last bar does.
    pub end: Level,
}

/// A place on the scale of log-odds.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// What it is.
    pub label: String,
    /// The day.
    pub day: Date,
    /// The probability, strictly between 0 and 1.
    pub p: f64,
    /// Its log-odds in hundredths of a deciban, rounded.
    pub units: i64,
    /// What is said beside it, in hundredths of a deciban: at the end the sum of all that is said.
    pub step: Option<i64>,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What made it.
    pub what: What,
    /// The day at its end, where it has one.
    pub day: Option<Date>,
    /// The log-odds before it, in hundredths of a deciban.
    pub from: i64,
    /// The log-odds after it.
    pub to: i64,
    /// The probability after it.
    pub p: f64,
}

/// What made a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// One signal: its identifier and its summary, as the analyst wrote it.
    Signal {
        /// Its identifier in the ledger.
        id: String,
        /// What happened.
        summary: String,
    },
    /// Nothing, for so many days.
    Passage {
        /// How many.
        days: i32,
    },
    /// Smaller steps that follow each other.
    Several {
        /// Signals among them, at least one.
        signals: usize,
        /// Days that pass among them.
        days: i32,
    },
    /// One row of an explanation by rows, in a few words.
    Row(String),
    /// Smaller rows that follow each other.
    Rows(usize),
}

impl What {
    /// In words.
    #[must_use]
    pub fn label(&self) -> String {
        let plural = |n: i64, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
        match self {
            Self::Signal { summary, .. } => summary.clone(),
            Self::Passage { days } => format!("{} without news", plural(i64::from(*days), "day")),
            Self::Several { signals, days } => {
                let signals = i64::try_from(*signals).unwrap_or(i64::MAX);
                let mut out = plural(signals, "smaller signal");
                if *days > 0 {
                    out.push_str(&format!(", {}", plural(i64::from(*days), "day")));
                }
                out
            }
            Self::Row(label) => label.clone(),
            Self::Rows(n) => plural(i64::try_from(*n).unwrap_or(i64::MAX), "smaller row"),
        }
    }

    /// Whether it may stand alone where little room is left.
    fn stands(&self) -> bool {
        matches!(self, Self::Signal { .. } | Self::Row(_))
    }

    fn rows(&self) -> usize {
        match self {
            Self::Row(_) => 1,
            Self::Rows(n) => *n,
            _ => 0,
        }
    }

    fn parts(&self) -> (usize, i32) {
        match self {
            Self::Signal { .. } => (1, 0),
            Self::Passage { days } => (0, *days),
            Self::Several { signals, days } => (*signals, *days),
            Self::Row(_) | Self::Rows(_) => (0, 0),
        }
    }
}

impl Bar {
    /// The step in hundredths of a deciban.
    #[must_use]
    pub fn step(&self) -> i64 {
        self.to - self.from
    }

    /// The two bars as one.
    fn with(self, next: Self) -> Self {
        let (signals, days) = self.what.parts();
        let (more, later) = next.what.parts();
        let rows = self.what.rows() + next.what.rows();
        let what = match signals + more {
            _ if rows > 0 => What::Rows(rows),
            0 => What::Passage { days: days + later },
            signals => What::Several {
                signals,
                days: days + later,
            },
        };
        Self {
            what,
            from: self.from,
            // Rows do not follow each other in time.
            day: next.day.filter(|_| rows == 0),
            ..next
        }
    }
}

/// Probabilities that a scale may show, the most wanted first.
pub(super) const MARKS: [f64; 35] = [
    0.5, 0.9, 0.1, 0.99, 0.01, 0.999, 0.001, 0.75, 0.25, 0.9999, 1e-4, 0.99999, 1e-5, 0.999_999,
    1e-6, 0.8, 0.2, 0.6, 0.4, 0.7, 0.3, 0.95, 0.05, 0.85, 0.15, 0.65, 0.35, 0.55, 0.45, 0.98, 0.02,
    0.97, 0.03, 0.92, 0.08,
];

impl Waterfall {
    /// The lowest and the highest level on the way, in hundredths of a deciban.
    #[must_use]
    pub fn range(&self) -> (i64, i64) {
        let ends = [self.start.units, self.end.units];
        let levels = self.bars.iter().flat_map(|bar| [bar.from, bar.to]);
        levels
            .chain(ends)
            .fold((i64::MAX, i64::MIN), |(low, high), level| {
                (low.min(level), high.max(level))
            })
    }

    /// Round probabilities within the range and their levels, the most wanted first.
    pub fn marks(&self) -> impl Iterator<Item = (f64, i64)> {
        let (low, high) = self.range();
        MARKS.into_iter().filter_map(move |p| {
            let units = (log_odds_decibans(p)? * 100.0).round() as i64;
            (low..=high).contains(&units).then_some((p, units))
        })
    }

    /// The way that an explanation tells. `None` where a probability is 0 or 1, which have no
    /// log-odds.
    #[must_use]
    pub fn of(e: &Explanation) -> Option<Self> {
        if let Some(levels) = &e.levels {
            return Self::through(e, levels, true);
        }
        let after = e.parts.iter().map(|part| part.after.p);
        let path: Vec<f64> = std::iter::once(e.start.p).chain(after).collect();
        let ladder = Ladder::of(&path, Precision::Hundredths)?;
        Self::through(e, ladder.levels(), false)
    }

    /// Through these levels; `rows` where the start is a row like the others.
    fn through(e: &Explanation, levels: &[i64], rows: bool) -> Option<Self> {
        let pairs = levels.iter().zip(levels.iter().skip(1));
        let bars = e.parts.iter().zip(pairs).map(|(part, (from, to))| Bar {
            what: match &part.what {
                what if rows => What::Row(label(what)),
                Cause::Passage(days) => What::Passage { days: *days },
                Cause::Signal(moved) => What::Signal {
                    id: moved.signal.id.to_string(),
                    summary: moved.signal.summary.clone(),
                },
                what => What::Row(label(what)),
            },
            day: (!rows || !part.what.signals().is_empty()).then_some(part.day),
            from: *from,
            to: *to,
            p: part.after.p,
        });
        let (first, last) = (*levels.first()?, *levels.last()?);
        let beginning = match (rows, e.from == e.question.opens) {
            (true, _) => "the prior",
            (false, true) => "the question opens",
            (false, false) => "where it stood",
        };
        Some(Self {
            title: None,
            start: Level {
                label: beginning.to_owned(),
                day: e.from,
                p: e.start.p,
                units: first,
                step: rows.then_some(first),
            },
            bars: bars.collect(),
            end: Level {
                label: "in all".to_owned(),
                day: e.to,
                p: e.end.p,
                units: last,
                step: Some(if rows { last } else { last - first }),
            },
        })
    }

    /// The same in at most about so many bars: the largest signals stand alone, and what lies
    /// between them is one bar each.
    #[must_use]
    pub fn folded(&self, most: usize) -> Self {
        let mut sizes: Vec<i64> = self.signals().map(|bar| bar.step().abs()).collect();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        for alone in (0..=sizes.len().min(most)).rev() {
            let bars = self.fold(&sizes, alone);
            if bars.len() <= most || alone == 0 {
                return Self {
                    bars,
                    ..self.clone()
                };
            }
        }
        self.clone()
    }

    fn signals(&self) -> impl Iterator<Item = &Bar> {
        let one = |bar: &&Bar| bar.what.stands();
        self.bars.iter().filter(one)
    }

    /// With the `alone` largest signals by themselves, given the sizes of all, the largest first.
    fn fold(&self, sizes: &[i64], alone: usize) -> Vec<Bar> {
        let least = match alone.checked_sub(1).and_then(|last| sizes.get(last)) {
            Some(size) => *size,
            None => i64::MAX,
        };
        // Of equals at the edge, the earlier ones stay alone.
        let above = sizes.iter().filter(|size| **size > least).count();
        let mut equals = alone - above.min(alone);
        let mut bars: Vec<Bar> = Vec::new();
        let mut open = false;
        for bar in &self.bars {
            let size = bar.step().abs();
            let mut stands = bar.what.stands() && size >= least;
            if stands && size == least {
                stands = equals > 0;
                equals = equals.saturating_sub(1);
            }
            match bars.pop() {
                Some(last) if open && !stands => bars.push(last.with(bar.clone())),
                last => {
                    bars.extend(last);
                    bars.push(bar.clone());
                }
            }
            open = !stands;
        }
        bars
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use jiff::ToSpan as _;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// A way of these steps in hundredths of a deciban; `true` for signals.
    pub fn way(steps: &[(bool, i64)]) -> Waterfall {
        let p = |units: i64| {
            let odds = libm::pow(10.0, units as f64 / 1000.0);
            odds / (1.0 + odds)
        };
        let opens = date(2023, 2, 1);
        let mut level = -300;
        let mut bars = Vec::new();
        for (n, (signal, step)) in (1_i32..).zip(steps) {
            bars.push(Bar {
                what: if *signal {
                    What::Signal {
                        id: format!("s{n}"),
                        summary: format!("Something that happened on day {n}, of some length"),
                    }
                } else {
                    What::Passage { days: n }
                },
                day: Some(opens.checked_add((7 * n).days()).unwrap()),
                from: level,
                to: level + step,
                p: p(level + step),
            });
            level += step;
        }
        Waterfall {
            title: None,
            start: Level {
                label: "the question opens".into(),
                day: opens,
                p: p(-300),
                units: -300,
                step: None,
            },
            end: Level {
                label: "in all".into(),
                day: bars.last().and_then(|bar| bar.day).unwrap_or(opens),
                p: p(level),
                units: level,
                step: Some(level + 300),
            },
            bars,
        }
    }

    #[test]
    fn the_largest_stand_alone() {
        let steps = [
            (false, -5),
            (true, 10),
            (true, 300),
            (true, 10),
            (false, -3),
            (true, -200),
        ];
        let folded = way(&steps).folded(4);
        let told: Vec<_> = folded
            .bars
            .iter()
            .map(|b| (b.what.parts(), b.step()))
            .collect();
        assert_eq!(
            told,
            [((1, 1), 5), ((1, 0), 300), ((1, 5), 7), ((1, 0), -200)]
        );
        assert_eq!(way(&steps).folded(6), way(&steps));
    }

    proptest! {
        #[test]
        fn folding_changes_no_sum_and_no_level(
            steps in prop::collection::vec((any::<bool>(), -400_i64..400), 0..40),
            most in 1_usize..12,
        ) {
            let whole = way(&steps);
            let folded = whole.folded(most);
            prop_assert!(folded.bars.len() <= most);
            let mut at = whole.start.units;
            for bar in &folded.bars {
                prop_assert_eq!(bar.from, at);
                prop_assert!(whole.bars.iter().any(|b| b.to == bar.to && b.day == bar.day));
                at = bar.to;
            }
            prop_assert_eq!(at, whole.end.units);
            let count = |w: &Waterfall| {
                let parts = w.bars.iter().map(|b| b.what.parts());
                parts.fold((0, 0), |sum, (s, d)| (sum.0 + s, sum.1 + d))
            };
            prop_assert_eq!(count(&whole), count(&folded));
        }
    }
}
