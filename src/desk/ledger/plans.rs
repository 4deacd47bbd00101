//! Plans as people speak of them: called off, denied or put off without saying the days again.

use jiff::civil::Date;

use super::Desk;
use crate::belief::two::model::Call;
use crate::belief::two::{Announced, Model};
use crate::desk::DeskError;
use crate::record::{Name, date};

/// Words beside a model's kinds, for days that stand announced: they are called off and, for the
/// first, others are announced where days are named.
const POSTPONED: &str = "summit-postponed";
const DENIED: &str = "summit-denied";

/// Days that stand announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// Id of the announcement.
    pub plan: String,
}

impl std::fmt::Display for Days {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.first == self.last {
            true => write!(f, "{}", self.first),
            false => write!(f, "{}..{}", self.first, self.last),
        }
    }
}

/// What a word for a plan stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// A signal of the kind as typed.
    Itself,
    /// A signal of a kind that calls days off: those named, where `None`.
    Off(String, Option<Days>),
    /// One that calls days off, and one of a kind that announces those named.
    PutOff(String, Days, String),
}

/// A word as typed, the day on which it was known, and whether it names days.
#[derive(Debug, Clone, Copy)]
pub struct Word<'w> {
    /// A kind, or a word beside the kinds.
    pub kind: &'w str,
    /// The day on which it was known, where one was typed.
    pub known: Option<Date>,
    /// Days are named.
    pub named: bool,
}

impl Desk {
    /// What a word means on these questions: most often a signal of that kind. Where it calls days off and
    /// names none, the announced days that stand are meant.
    ///
    /// # Errors
    /// When no announced days stand that a denial or postponement could speak of, or several do.
    pub fn meant(&mut self, questions: &[Name], word: Word<'_>) -> Result<Meant, DeskError> {
        let Some(first) = questions.first() else {
            return Ok(Meant::Itself);
        };
        let Some(model) = self.standing(first, None)?.model.second() else {
            return Ok(Meant::Itself);
        };
        let call = model.kinds.get(word.kind).map(|kind| kind.plan);
        let off = |days| Meant::Off(kind_that(&model, Call::Cancel, word.kind), days);
        match call {
            Some(Some(Call::Cancel)) if !word.named => Ok(self
                .days(questions, word, false)?
                .map_or(Meant::Itself, |days| off(Some(days)))),
            Some(_) => Ok(Meant::Itself),
            None if word.kind == DENIED && word.named => Ok(off(None)),
            None if word.kind == DENIED || word.kind == POSTPONED => {
                match self.days(questions, word, true)? {
                    Some(days) if word.named => Ok(Meant::PutOff(
                        kind_that(&model, Call::Cancel, word.kind),
                        days,
                        kind_that(&model, Call::Announce, word.kind),
                    )),
                    days => Ok(off(days)),
                }
            }
            None => Ok(Meant::Itself),
        }
    }

    /// The announced days that stand, known and still to come on the day of the word.
    fn days(
        &mut self,
        questions: &[Name],
        word: Word<'_>,
        needed: bool,
    ) -> Result<Option<Days>, DeskError> {
        let mut out: Vec<Announced> = Vec::new();
        let known = word.known.map(date::number);
        for question in questions {
            for plan in self.standing(question, None)?.run().announced()? {
                let then = known.is_none_or(|day| plan.day <= day && plan.about.1 > day);
                if then && out.iter().all(|there| there.about != plan.about) {
                    out.push(plan);
                }
            }
        }
        let one = the_one(&out.iter().map(days).collect::<Vec<_>>(), word.kind, needed)?;
        let same_day = out.iter().any(|plan| known == Some(plan.day));
        match (one, word.known) {
            (Some(days), Some(day)) if same_day => {
                Err(after_the_announcement(word.kind, &days, day))
            }
            (one, _) => Ok(one),
        }
    }
}

fn days(plan: &Announced) -> Days {
    Days {
        first: date::from_number(plan.whole.0),
        last: date::from_number(plan.whole.1),
        plan: plan.plan.clone(),
    }
}

/// The first kind of a model that announces or calls off.
fn kind_that(model: &Model, call: Call, otherwise: &str) -> String {
    let found = model.kinds.iter().find(|(_, kind)| kind.plan == Some(call));
    found.map_or_else(|| otherwise.to_owned(), |(name, _)| name.clone())
}

/// On one day what is called off is read before what is announced, so it would say nothing.
fn after_the_announcement(kind: &str, days: &Days, day: Date) -> DeskError {
    let next = day.tomorrow().unwrap_or(day);
    DeskError::refuse(
        "on",
        day.to_string(),
        format!(
            "{days} became known as announced on this very day, by {}; on one day what is called off is \
             read before what is announced, and `{kind}` would say nothing",
            days.plan
        ),
        format!("enter it as known a day later: --known {next}"),
    )
}

/// The only one; none is an error where days are needed, and several always.
fn the_one(standing: &[Days], kind: &str, needed: bool) -> Result<Option<Days>, DeskError> {
    match standing {
        [] if needed => Err(DeskError::refuse(
            "kind",
            kind,
            "no announced days stand that it could speak of",
            "an announcement names its days: `summit add summit-announced --about DAY`; talk of a plan \
             without a day is called off with `summit add summit-cancelled`",
        )),
        [] => Ok(None),
        [one] => Ok(Some(one.clone())),
        several => {
            let all: Vec<String> = several.iter().map(Days::to_string).collect();
            Err(DeskError::refuse(
                "about",
                all.join(", "),
                format!("`{kind}` could mean any of the days that stand announced"),
                "say which with --about; put off is two signals then, summit-cancelled --about the \
                 old days and summit-announced --about the new",
            ))
        }
    }
}
