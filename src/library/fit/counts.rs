//! What became of plans, counted and put into a source.

use std::collections::{BTreeMap, BTreeSet};

use super::MIN_QUESTIONS;
use super::chains::{Chain, Days, chains};
use crate::backtest::csv::rows;
use crate::belief::two::Model;
use crate::library::Case;
use crate::model::two::source::{Doubted, Source};
use crate::record::{Invalid, date};

/// One plan of which is known what came of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Plan {
    /// The question.
    pub question: String,
    /// First and last day named.
    pub days: Days,
    /// Whether the meeting came on them.
    pub kept: bool,
}

/// Plans of one sort.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    /// Those of which is known what came of them.
    pub plans: Vec<Plan>,
    /// Those whose question ended first.
    pub unknown: usize,
}

/// What became of the plans of some questions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlanCounts {
    /// Of plans announced firmly.
    pub firm: Tally,
    /// Of plans told by a kind that promises less, by kind.
    pub promised: BTreeMap<String, Tally>,
    /// Of firm plans that a side doubted while they stood.
    pub doubted: Tally,
    /// Of firm plans that were called off; kept: held on their day after all.
    pub called_off: Tally,
    /// Of these, those that the base counted already.
    pub known: Vec<Plan>,
}

/// Called-off meetings that the counts of the shipped models hold already.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Counted(BTreeSet<(String, i32)>);

impl Counted {
    /// Reads `case,day,because`: a question and a day of the called-off plan.
    ///
    /// # Errors
    /// The first line that cannot stand.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let mut out = BTreeSet::new();
        for row in rows(text, &["case", "day", "because"])? {
            let day = row.day(1, "day")?;
            row.text(2, "because")?;
            out.insert((row.text(0, "case")?.to_owned(), day));
        }
        Ok(Self(out))
    }

    fn has(&self, plan: &Plan) -> bool {
        let within = |day: &i32| (plan.days.0..=plan.days.1).contains(day);
        self.0
            .iter()
            .any(|(case, day)| *case == plan.question && within(day))
    }
}

impl Tally {
    /// How many were kept.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.plans.iter().filter(|plan| plan.kept).count()
    }

    /// How many were lost.
    #[must_use]
    pub fn lost(&self) -> usize {
        self.plans.len() - self.kept()
    }

    /// Share kept, with half a plan of either outcome added; in (0, 1).
    #[must_use]
    pub fn share(&self) -> f64 {
        (self.kept() as f64 + 0.5) / (self.plans.len() as f64 + 1.0)
    }

    /// Questions that they are of.
    #[must_use]
    pub fn questions(&self) -> usize {
        let all: BTreeSet<&str> = self.plans.iter().map(|p| p.question.as_str()).collect();
        all.len()
    }

    /// Whether they are of enough questions to claim anything.
    #[must_use]
    pub fn speaks(&self) -> bool {
        self.questions() >= MIN_QUESTIONS
    }

    fn add(&mut self, case: &Case, days: Days, kept: Option<bool>) {
        match kept {
            None => self.unknown += 1,
            Some(kept) => self.plans.push(Plan {
                question: case.id().to_owned(),
                days,
                kept,
            }),
        }
    }

    fn judge(&mut self, case: &Case, told: Days, found: Option<(Days, bool)>) {
        let days = found.map_or(told, |(days, _)| days);
        self.add(case, days, found.map(|(_, kept)| kept));
    }
}

/// Counts the plans of cases, as the model takes them.
#[must_use]
pub fn count<'c>(
    cases: impl IntoIterator<Item = &'c Case>,
    model: &Model,
    counted: &Counted,
) -> PlanCounts {
    let mut out = PlanCounts::default();
    for case in cases {
        for chain in chains(case, model) {
            out.take(case, &chain, model.plans.slack_days, counted);
        }
    }
    out
}

impl PlanCounts {
    fn take(&mut self, case: &Case, chain: &Chain, slack: i32, counted: &Counted) {
        if let Some(told) = chain.told.iter().find(|told| told.firm) {
            let found = chain.judged(case, slack, |told| told.firm);
            self.firm.judge(case, told.about, found);
        }
        let kinds: BTreeSet<&str> = chain
            .told
            .iter()
            .filter(|told| !told.firm)
            .map(|told| told.kind.as_str())
            .collect();
        for kind in kinds {
            let found = chain.judged(case, slack, |told| told.kind == kind);
            let tally = self.promised.entry(kind.to_owned()).or_default();
            tally.judge(case, (0, 0), found);
        }
        if let Some(days) = chain.doubted {
            self.doubted.add(case, days, chain.kept(case, slack, days));
        }
        if let Some(days) = chain.called_off {
            let held = case.yes() && chain.kept(case, slack, days) == Some(true);
            self.called_off.add(case, days, Some(held));
            let last = self.called_off.plans.pop_if(|plan| counted.has(plan));
            self.known.extend(last);
        }
    }

    /// The promise of a kind that the counts make, above 0 and at most 1: its plans' share kept by
    /// that of the firm ones; `None` where either is of too few questions.
    #[must_use]
    pub fn promise(&self, kind: &str) -> Option<f64> {
        let tally = self.promised.get(kind).filter(|tally| tally.speaks())?;
        let firm = self.firm.speaks().then(|| self.firm.share())?;
        Some(three((tally.share() / firm).min(1.0)))
    }

    /// A source with what was counted. `fresh`: its own count of doubted plans was made of the same
    /// questions, and is replaced; else these are added to it.
    #[must_use]
    pub fn put_into(&self, base: &Source, fresh: bool) -> Source {
        let mut out = base.clone();
        for (name, kind) in &mut out.kinds {
            if let (Some(promise), Some(_)) = (self.promise(name), kind.promise) {
                kind.promise = Some(promise);
                let said = format!("Promise {promise}: {}.", self.of_promise(name));
                kind.because = Some(match kind.because.take() {
                    Some(because) => format!("{because} {said}"),
                    None => said,
                });
            }
        }
        self.doubts(&mut out, fresh);
        self.callings_off(&mut out);
        out
    }

    /// `of 11 plans of 9 ended questions 4 were kept, of 14 announced firmly 8`
    fn of_promise(&self, kind: &str) -> String {
        let of = self.promised.get(kind).cloned().unwrap_or_default();
        format!(
            "of {} plans of {} ended questions {} were kept, of {} announced firmly {}",
            of.plans.len(),
            of.questions(),
            of.kept(),
            self.firm.plans.len(),
            self.firm.kept()
        )
    }

    fn doubts(&self, source: &mut Source, fresh: bool) {
        let Some(own) = source.plans.doubted.filter(|_| self.doubted.speaks()) else {
            return;
        };
        let before = if fresh {
            Doubted {
                plans: 0.0,
                lost: 0.0,
            }
        } else {
            own
        };
        let (plans, lost) = (self.doubted.plans.len(), self.doubted.lost());
        source.plans.doubted = Some(Doubted {
            plans: before.plans + plans as f64,
            lost: before.lost + lost as f64,
        });
        source.plans.because += &format!(
            " Of {plans} plans of {} ended questions that were announced and doubted {lost} were lost.",
            self.doubted.questions()
        );
    }

    fn callings_off(&self, source: &mut Source) {
        let (of, held) = (self.called_off.plans.len(), self.called_off.kept());
        let counted = &mut source.plans.counted;
        let (Some(before), Some(after_all), true) =
            (counted.called_off, counted.called_off_held, of > 0)
        else {
            return;
        };
        counted.called_off = Some(before + of as u64);
        counted.called_off_held = Some(after_all + held as u64);
        if let Some(keeps) = counted.cancelled_keeps() {
            source.plans.cancelled_keeps = three(keeps);
        }
        source.plans.because += &format!(
            " Added: {of} firm plans of ended questions that were called off, {held} of them held on \
             their day after all."
        );
    }
}

impl Plan {
    /// `2018-06-12`, or the first and the last day.
    #[must_use]
    pub fn when(&self) -> String {
        let day = |day| date::from_number(day).to_string();
        match self.days {
            (first, last) if first == last => day(first),
            (first, last) => format!("{} to {}", day(first), day(last)),
        }
    }
}

/// Three digits behind the point, and never 0.
fn three(x: f64) -> f64 {
    ((x * 1e3).round() / 1e3).max(1e-3)
}
