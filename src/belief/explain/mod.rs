//! Where a probability comes from: the passage of time and each signal in turn.
//!
//! Between two forecasts the log-odds change by exactly these parts: time passes with the same
//! evidence, then a signal is taken in on its day. The parts are differences along one path of
//! probabilities, so they sum to the change.
//!
//! Version 2 explains a whole probability otherwise: by rows for the prior, time, each story, each
//! family's channel, silence and each plan.

mod rows;

use std::collections::BTreeMap;
use std::slice;

use jiff::civil::Date;

use super::two::Telling;
use super::two::model::Call;
use super::{Basis, Evidence, Model, Outlook, Refusal, Run, Step, Weight};
use crate::record::{Invalid, Name, Question, Signal, date};

/// The path of the probability under the evidence that stands.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The question.
    pub question: Question,
    /// The day from which it explains.
    pub from: Date,
    /// The day to which.
    pub to: Date,
    /// The belief at the start.
    pub start: Outlook,
    /// The belief at the end.
    pub end: Outlook,
    /// Time and signals, in order.
    pub parts: Vec<Part>,
    /// Draws in the bank.
    pub draws: usize,
    /// Where it goes by rows: the log-odds at the start and after each part, in hundredths of a
    /// deciban. The start, which is the prior, is a row itself, so that all sum to the log-odds.
    pub levels: Option<Vec<i64>>,
    /// Where it goes by rows: signals that are in none of them, since they announce or call off
    /// days that were over when they became known.
    pub over: Vec<Moved>,
    /// Numbers of the signals in the question, by id, where they are known.
    pub numbers: BTreeMap<String, usize>,
}

impl Explanation {
    /// The signals that stand, as the parts have them.
    pub fn signals(&self) -> impl Iterator<Item = &Moved> {
        let told = self.parts.iter().flat_map(|part| part.what.signals());
        told.chain(&self.over)
    }

    /// The same in the order of evidence, each with the place of its part; a signal of days that
    /// were over has none.
    #[must_use]
    pub fn told(&self) -> Vec<(&Moved, Option<usize>)> {
        let parts = self.parts.iter().enumerate();
        let told = parts.flat_map(|(i, part)| {
            let signals = part.what.signals().iter();
            signals.map(move |moved| (moved, Some(i)))
        });
        let mut all: Vec<_> = told.chain(self.over.iter().map(|m| (m, None))).collect();
        if self.levels.is_some() {
            all.sort_by_key(|(m, _)| (m.signal.known_on, m.signal.id.as_str()));
        }
        all
    }
}

/// One part of the change.
#[derive(Debug, Clone)]
pub struct Part {
    /// The day at its end.
    pub day: Date,
    /// The belief after it; before it is the part before, or the start.
    pub after: Outlook,
    /// What it is.
    pub what: Cause,
}

/// What moved the belief.
#[derive(Debug, Clone)]
pub enum Cause {
    /// Nothing happened for so many days.
    Passage(i32),
    /// A signal.
    Signal(Box<Moved>),
    /// A story, before its family's channel.
    Story(Box<Story>),
    /// What a family's channel held back.
    Channel(Channel),
    /// Somebody looked, to the end of this day, and saw nothing.
    Silence(Date),
    /// A plan.
    Plan(Box<PlanRow>),
}

impl Cause {
    /// The signals that it takes together.
    #[must_use]
    pub fn signals(&self) -> &[Moved] {
        match self {
            Self::Signal(moved) => slice::from_ref(moved),
            Self::Story(story) => &story.signals,
            Self::Plan(plan) => &plan.signals,
            Self::Passage(_) | Self::Channel(_) | Self::Silence(_) => &[],
        }
    }
}

/// A story in an explanation.
#[derive(Debug, Clone)]
pub struct Story {
    /// Its family.
    pub family: String,
    /// The family's name for people.
    pub label: String,
    /// Its own name, or the id of its first signal.
    pub name: String,
    /// The signals that tell it, in the order of evidence.
    pub signals: Vec<Moved>,
}

impl Story {
    /// On what its ratios rest: the least that any of its signals does.
    #[must_use]
    pub fn rests_on(&self) -> RestsOn {
        let rests = self.signals.iter().map(|moved| moved.rests_on);
        rests.max().unwrap_or(RestsOn::Judgement)
    }
}

/// A family's channel in an explanation.
#[derive(Debug, Clone)]
pub struct Channel {
    /// The family.
    pub family: String,
    /// Its name for people.
    pub label: String,
    /// The most that the family can say, either way.
    pub most: f64,
}

/// A plan in an explanation.
#[derive(Debug, Clone)]
pub struct PlanRow {
    /// Announced or called off.
    pub call: Call,
    /// First and last day named.
    pub about: (Date, Date),
    /// It moves anything: there were days to move.
    pub acts: bool,
    /// The signals that tell it, its first one first; then those that doubt it.
    pub signals: Vec<Moved>,
    /// How many doubt it.
    pub doubts: usize,
}

/// A signal in an explanation.
#[derive(Debug, Clone)]
pub struct Moved {
    /// The signal.
    pub signal: Signal,
    /// What its weight was made of.
    pub weight: Weight,
    /// On what its ratios rest.
    pub rests_on: RestsOn,
}

/// On what the ratios of a signal rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RestsOn {
    /// Counted events.
    Data,
    /// The model's judgement.
    Judgement,
    /// The analyst's own likelihoods.
    Analyst,
}

impl RestsOn {
    /// `data`, `judgement` or `analyst`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Judgement => "judgement",
            Self::Analyst => "analyst",
        }
    }
}

/// Explains a run as of its day, from `from` on (the opening where none is given); `signal` finds
/// its signals by id. In version 2 a whole probability is explained by rows, a change from a day
/// on by signals.
///
/// # Errors
/// When `from` lies after its day, or the arithmetic has no answer.
pub fn explain<'s>(
    run: &Run,
    signal: impl Fn(&str) -> Option<&'s Signal>,
    from: Option<Date>,
) -> Result<Explanation, Refusal> {
    if from.is_none()
        && let Some(explanation) = rows::explain(run, &signal)?
    {
        return Ok(explanation);
    }
    let opens = run.question().opens;
    explain_after(run, signal, (from.unwrap_or(opens).max(opens), None))
}

/// As [`explain`], from a day on and, where a number is given, after so many pieces of evidence.
///
/// # Errors
/// As [`explain`].
pub fn explain_after<'s>(
    run: &Run,
    signal: impl Fn(&str) -> Option<&'s Signal>,
    (from, after): (Date, Option<usize>),
) -> Result<Explanation, Refusal> {
    let to = date::from_number(run.as_of());
    if from > to {
        return Err(Refusal::Invalid(Invalid::new(
            "from",
            from.to_string(),
            format!("after the day explained, {to}"),
            "an earlier day",
        )));
    }
    let evidence = run.evidence()?;
    let begin = date::number(from);
    // At the opening itself nothing is known yet: signals of that day are explained.
    let before = match after {
        Some(count) => count,
        None if from == run.question().opens => 0,
        None => evidence.partition_point(|e| e.known <= begin),
    };
    let mut path = Path {
        run: run.afresh()?,
        parts: Vec::new(),
    };
    for e in evidence.iter().take(before) {
        path.run.put(e.clone())?;
    }
    path.run.watch_as(run, begin)?;
    path.run.pass(begin);
    let start = path.run.outlook()?;
    for e in evidence.iter().skip(before) {
        path.walk(run, e, signal(&e.id))?;
    }
    let end = path.rest(run)?;
    Ok(Explanation {
        question: (**run.question()).clone(),
        from,
        to,
        start,
        end,
        parts: path.parts,
        draws: run.model().draws,
        levels: None,
        over: Vec::new(),
        numbers: BTreeMap::new(),
    })
}

/// An explanation under way.
struct Path {
    run: Run,
    parts: Vec<Part>,
}

impl Path {
    fn add(&mut self, day: i32, after: Outlook, what: Cause) {
        let day = date::from_number(day);
        self.parts.push(Part { day, after, what });
    }

    /// Time passes to the signal's day, and the signal is taken in.
    fn walk(&mut self, whole: &Run, e: &Evidence, signal: Option<&Signal>) -> Result<(), Refusal> {
        let fault = |what| Invalid::new("signal", &e.id, what, "this is a fault of the program");
        let days = e.known - self.run.as_of();
        let watched = self.run.watch_as(whole, e.known)?;
        let step = self.run.step(e.clone())?;
        let step = step.ok_or_else(|| fault("it stands between others"))?;
        if days > 0 || watched {
            self.add(e.known, step.before, Cause::Passage(days));
        }
        let signal = signal.ok_or_else(|| fault("its record is missing"))?;
        let moved = Moved {
            signal: signal.clone(),
            weight: step.weight,
            rests_on: rests_on(self.run.model(), signal),
        };
        self.add(e.known, step.after, Cause::Signal(Box::new(moved)));
        Ok(())
    }

    /// Time passes to the last day. What was watched meanwhile counts with the time.
    fn rest(&mut self, whole: &Run) -> Result<Outlook, Refusal> {
        let day = whole.as_of();
        let days = day - self.run.as_of();
        let watched = self.run.watch_as(whole, day)?;
        self.run.pass(day);
        let end = self.run.outlook()?;
        if days > 0 || watched {
            self.add(day, end, Cause::Passage(days));
        }
        Ok(end)
    }
}

/// On what the ratios of a signal rest under a model.
#[must_use]
pub fn rests_on(model: &Model, signal: &Signal) -> RestsOn {
    if signal.likelihood.is_some() {
        return RestsOn::Analyst;
    }
    match model.kind(signal.kind.as_str()).map(|k| k.basis) {
        Ok(Basis::Data | Basis::MeasuredNull) => RestsOn::Data,
        _ => RestsOn::Judgement,
    }
}

/// How one fact moved one question.
#[derive(Debug, Clone)]
pub struct Move {
    /// The question.
    pub question: Name,
    /// What was believed before it; `None` when the question opens.
    pub from: Option<Outlook>,
    /// What a signal did on its day; `None` for other facts, and for signals that had to be put
    /// between earlier ones.
    pub step: Option<Step>,
    /// The earlier signals of which it is a repeat, at most three.
    pub repeats_of: Vec<String>,
    /// What version 2 says of a signal; `None` in version 1, and for other facts.
    pub telling: Option<Telling>,
    /// What is believed now.
    pub to: Outlook,
}
