//! A case: one question that ended, with what was known of it day by day.

use crate::desk::{DeskError, Fact, What, import};
use crate::record::{Body, Invalid, Outcome, Question, Resolution, date};
use crate::score::time::Life;

/// One question that ended yes or no.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// What was asked; its draws are not made yet.
    pub question: Question,
    /// Signals, retractions and notes, in the order in which they became known.
    pub facts: Vec<Body>,
    /// How it ended.
    pub resolution: Resolution,
    /// The days on which it could be forecast: from the opening to the day before its end.
    pub life: Life,
}

impl Case {
    /// Takes a case from its records.
    ///
    /// # Errors
    /// When they are not one question, its facts in order and within its days, and one answer that
    /// agrees with these days.
    pub fn new(facts: Vec<Fact>) -> Result<Self, DeskError> {
        if !import::in_order(&facts) {
            return Err(refuse(
                "known_on",
                "",
                "the facts do not stand in the order in which they became known",
                "put the lines in order of known_on",
            ));
        }
        let (mut questions, mut answers, mut rest) = (Vec::new(), Vec::new(), Vec::new());
        for fact in import::arrange(facts, false) {
            match fact.what {
                What::Body(Body::Question(q)) => questions.push(q),
                What::Body(Body::Resolution(r)) => answers.push(r),
                What::Body(body) => rest.push(body),
                What::Model { .. } | What::Attached { .. } | What::Redaction { .. } => {}
            }
        }
        let question = only("question", questions)?;
        let resolution = only("resolution", answers)?;
        let end = ended(&question, &resolution)?;
        for fact in &rest {
            fits(fact, &question, &resolution)?;
        }
        Ok(Self {
            life: Life::new(date::number(question.opens), date::number(end))?,
            question: *question,
            facts: rest,
            resolution: *resolution,
        })
    }

    /// The id of its question.
    #[must_use]
    pub fn id(&self) -> &str {
        self.question.id.as_str()
    }

    /// Whether the meeting came.
    #[must_use]
    pub fn yes(&self) -> bool {
        self.resolution.outcome == Outcome::Yes
    }

    /// How many signals it has.
    #[must_use]
    pub fn signals(&self) -> usize {
        let is_signal = |body: &&Body| matches!(body, Body::Signal(_));
        self.facts.iter().filter(is_signal).count()
    }

    /// Who would meet: `Joe Biden and Xi Jinping`.
    #[must_use]
    pub fn pair(&self) -> String {
        self.question.participants.join(" and ")
    }
}

fn refuse(field: &str, value: &str, problem: &str, remedy: &str) -> DeskError {
    Invalid::new(field, value, problem, remedy).into()
}

/// The only one of its type.
fn only<T>(name: &str, mut all: Vec<T>) -> Result<T, DeskError> {
    match (all.pop(), all.len()) {
        (Some(one), 0) => Ok(one),
        (last, more) => Err(refuse(
            "type",
            name,
            &format!("{} lines of this type", more + usize::from(last.is_some())),
            "a case has one question and one resolution",
        )),
    }
}

/// The day on which it ended: that of the meeting, else the deadline.
fn ended(question: &Question, resolution: &Resolution) -> Result<jiff::civil::Date, DeskError> {
    let on = resolution.on;
    let inside = match resolution.outcome {
        Outcome::Yes => question.opens < on && on <= question.deadline,
        Outcome::No => on == question.deadline,
        Outcome::Void => false,
    };
    if inside {
        return Ok(on);
    }
    Err(refuse(
        "outcome",
        &format!("{} on {on}", resolution.outcome.as_str()),
        &format!(
            "it does not fit a question from {} to {}",
            question.opens, question.deadline
        ),
        "yes on a day after the opening and by the deadline, or no on the deadline",
    ))
}

/// Whether a fact is of this question, of a type that every model takes, and known in time.
fn fits(fact: &Body, question: &Question, resolution: &Resolution) -> Result<(), DeskError> {
    let (id, known) = match fact {
        Body::Note(_) => return Ok(()),
        Body::Signal(s) if s.questions == [question.id.clone()] => (s.id.as_str(), s.known_on),
        Body::Retraction(r) if r.questions == [question.id.clone()] => {
            (r.signal.as_str(), r.known_on)
        }
        other => {
            return Err(refuse(
                "type",
                other.type_name(),
                "a case of the library holds no such record, or it is of another question",
                "signals, retractions and notes on the case's own question",
            ));
        }
    };
    let early = resolution.outcome == Outcome::No || known < resolution.on;
    if known >= question.opens && known <= question.deadline && early {
        return Ok(());
    }
    Err(refuse(
        "known_on",
        &known.to_string(),
        &format!("{id} became known outside the days of its question"),
        "from the opening to the day before the meeting, or to the deadline",
    ))
}
