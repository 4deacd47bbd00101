//! Where a probability comes from: the passage of time and each signal in turn.
//!
//! Between two forecasts the log-odds change by exactly these parts: time passes with the same
//! evidence, then a signal is taken in on its day. The parts are differences along one path of
//! probabilities, so they sum to the change.

use jiff::civil::Date;

use super::one::Docket;
use super::{Basis, Belief, Model, Outlook, Refusal, Step, Weight};
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

/// Explains the belief as of `to`, from `from` on (the opening where none is given), by the
/// evidence of `docket`, whose signals `signal` finds by id.
///
/// # Errors
/// When `from` lies after `to`, or the arithmetic has no answer.
pub fn explain<'s>(
    question: &Question,
    model: &Model,
    docket: &Docket,
    signal: impl Fn(&str) -> Option<&'s Signal>,
    from: Option<Date>,
    to: Date,
) -> Result<Explanation, Refusal> {
    let from = from.unwrap_or(question.opens).max(question.opens);
    explain_after(question, model, docket, signal, (from, None), to)
}

/// As [`explain`], from a day on and, where a number is given, after so many pieces of evidence.
///
/// # Errors
/// As [`explain`].
pub fn explain_after<'s>(
    question: &Question,
    model: &Model,
    docket: &Docket,
    signal: impl Fn(&str) -> Option<&'s Signal>,
    (from, after): (Date, Option<usize>),
    to: Date,
) -> Result<Explanation, Refusal> {
    if from > to {
        return Err(Refusal::Invalid(Invalid::new(
            "from",
            from.to_string(),
            format!("after the day explained, {to}"),
            "an earlier day",
        )));
    }
    let mut belief = Belief::open(question, model)?;
    let evidence = docket.evidence();
    let begin = date::number(from);
    // At the opening itself nothing is known yet: signals of that day are explained.
    let before = match after {
        Some(count) => count,
        None if from == question.opens => 0,
        None => evidence.partition_point(|e| e.known <= begin),
    };
    for e in evidence.iter().take(before) {
        belief.take(model, e)?;
    }
    belief.pass(begin);
    let now = |belief: &Belief| {
        belief.outlook().map_err(|why| Refusal::Degenerate {
            signal: "the passage of time".into(),
            why,
        })
    };
    let start = now(&belief)?;
    let mut parts = Vec::new();
    for e in evidence.iter().skip(before) {
        let days = e.known - belief.as_of();
        let step = belief.step(model, e)?;
        let day = date::from_number(e.known);
        if days > 0 {
            parts.push(Part {
                day,
                after: step.before,
                what: Cause::Passage(days),
            });
        }
        let signal = signal(&e.id).ok_or_else(|| {
            Invalid::new(
                "signal",
                &e.id,
                "its record is missing",
                "this is a fault of the program",
            )
        })?;
        parts.push(Part {
            day,
            after: step.after,
            what: Cause::Signal(Box::new(Moved {
                signal: signal.clone(),
                weight: step.weight,
                rests_on: rests_on(model, signal),
            })),
        });
    }
    let days = date::number(to) - belief.as_of();
    belief.pass(date::number(to));
    let end = now(&belief)?;
    if days > 0 {
        parts.push(Part {
            day: to,
            after: end,
            what: Cause::Passage(days),
        });
    }
    Ok(Explanation {
        question: question.clone(),
        from,
        to,
        start,
        end,
        parts,
        draws: model.draws,
    })
}

/// On what the ratios of a signal rest under a model.
#[must_use]
pub fn rests_on(model: &Model, signal: &Signal) -> RestsOn {
    if signal.likelihood.is_some() {
        return RestsOn::Analyst;
    }
    match model.kind(signal.kind.as_str()).map(|k| k.basis) {
        Ok(Basis::Data) => RestsOn::Data,
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
    /// What is believed now.
    pub to: Outlook,
}
