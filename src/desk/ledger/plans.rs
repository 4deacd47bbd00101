//! Plans as people speak of them: called off, denied or put off without saying the days again.

use jiff::civil::Date;

use super::Desk;
use super::find::question_of;
use crate::belief::two::model::Call;
use crate::belief::two::{Announced, Model};
use crate::desk::DeskError;
use crate::record::{Name, date};

/// Words beside a model's kinds, for days that stand announced: they are called off and, for the
/// first, others are announced where days are named.
const POSTPONED: &str = "summit-postponed";
const DENIED: &str = "summit-denied";

/// The words beside a model's kinds: `summit-postponed` and `summit-denied`.
pub const BESIDE: [&str; 2] = [POSTPONED, DENIED];

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

/// A word as typed.
#[derive(Debug, Clone, Copy)]
pub struct Word<'w> {
    /// A kind, or a word beside the kinds.
    pub kind: &'w str,
    /// The day on which it was known.
    pub known: Date,
    /// The day on which it happened.
    pub observed: Date,
    /// The days that are named.
    pub about: Option<(Date, Date)>,
    /// Likelihoods are given in place of the kind's: such a signal is no plan.
    pub own: bool,
}

impl Desk {
    /// What a word means on these questions: most often a signal of that kind. Where it calls days off and
    /// names none, those are meant that stood announced at the end of the day before; so the same
    /// word typed again, or by a second source, means the same.
    ///
    /// # Errors
    /// When no announced days stand that a denial or postponement could speak of, or several do.
    pub fn meant(&mut self, questions: &[Name], word: Word<'_>) -> Result<Meant, DeskError> {
        let mut models = Vec::with_capacity(questions.len());
        for question in questions {
            models.push(self.model_of(question)?.second());
        }
        let Some(model) = models.iter().flatten().next().cloned() else {
            return Ok(Meant::Itself);
        };
        let call = model.kinds.get(word.kind).map(|kind| kind.plan);
        let beside = call.is_none() && (word.kind == DENIED || word.kind == POSTPONED);
        let calls_off = call == Some(Some(Call::Cancel));
        if !beside && (word.own || !calls_off) {
            return Ok(Meant::Itself);
        }
        if beside {
            may_be_said(&model, word, models.iter().any(Option::is_none))?;
        }
        let kind = match calls_off {
            true => word.kind.to_owned(),
            false => kind_that(&model, Call::Cancel, word.kind),
        };
        if word.kind != POSTPONED && word.about.is_some() {
            self.not_announced_that_day(questions, word)?;
            return Ok(match calls_off {
                true => Meant::Itself,
                false => Meant::Off(kind, None),
            });
        }
        let days = self.days(questions, word, beside)?;
        Ok(match (days, word.about) {
            (Some(days), Some(_)) => {
                Meant::PutOff(kind, days, kind_that(&model, Call::Announce, word.kind))
            }
            (None, _) if calls_off => Meant::Itself,
            (days, _) => Meant::Off(kind, days),
        })
    }

    /// The days that stood announced, or else called off, at the end of the day before the word was
    /// known.
    fn days(
        &mut self,
        questions: &[Name],
        word: Word<'_>,
        needed: bool,
    ) -> Result<Option<Days>, DeskError> {
        let (mut announced, mut off) = (Vec::new(), Vec::new());
        for plan in self.stood(questions, word.known.yesterday().ok())? {
            match plan.call {
                Call::Announce => announced.push(days(&plan)),
                Call::Cancel => off.push(days(&plan)),
                // No plan is a doubt.
                Call::Doubt => {}
            }
        }
        if announced.is_empty() {
            self.not_announced_that_day(questions, word)?;
            announced = off;
        }
        the_one(&announced, word.kind, needed)
    }

    /// Days that stood announced at the end of the day before, and of which this day is one.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn announced_for(
        &mut self,
        questions: &[Name],
        day: Date,
    ) -> Result<Option<Days>, DeskError> {
        let stood = self.stood(questions, day.yesterday().ok())?;
        let announced = stood.iter().filter(|plan| plan.call == Call::Announce);
        let on = |days: &Days| days.first <= day && day <= days.last;
        Ok(announced.map(|plan| named(plan, plan.about)).find(on))
    }

    /// The plans that stood at the end of a day on any of the questions, each days once.
    fn stood(
        &mut self,
        questions: &[Name],
        day: Option<Date>,
    ) -> Result<Vec<Announced>, DeskError> {
        let mut out: Vec<Announced> = Vec::new();
        for question in questions {
            let opens = question_of(&self.ledger, question)?.1.opens;
            let day = day.map(|day| day.max(opens));
            for plan in self.standing(question, day)?.run().announced()? {
                if out.iter().all(|there| there.about != plan.about) {
                    out.push(plan);
                }
            }
        }
        Ok(out)
    }

    /// Refuses to call off days on the day on which they became known as announced, unless it happened
    /// after they were: plans that became known on one day stand in the order in which they happened.
    fn not_announced_that_day(
        &mut self,
        questions: &[Name],
        word: Word<'_>,
    ) -> Result<(), DeskError> {
        let day = word.known;
        let shares = |days: &Days| {
            word.about
                .is_none_or(|(first, last)| days.first <= last && first <= days.last)
        };
        let stood = self.stood(questions, Some(day))?;
        let fresh = stood
            .iter()
            .filter(|plan| plan.call == Call::Announce && plan.day == date::number(day))
            .filter(|plan| date::number(word.observed) <= plan.observed);
        match fresh.map(days).find(shares) {
            Some(days) => Err(after_the_announcement(word.kind, &days, day)),
            None => Ok(()),
        }
    }
}

/// Whether a word beside the kinds can be said so.
fn may_be_said(model: &Model, word: Word<'_>, first: bool) -> Result<(), DeskError> {
    let refuse = |field: &str, value: &str, problem: &str, remedy: &str| {
        Err(DeskError::refuse(field, value, problem, remedy))
    };
    if first {
        return refuse(
            "kind",
            word.kind,
            "one of the questions runs on a model of version 1, which knows no plans",
            "enter it on each question apart, there as summit-cancelled",
        );
    }
    if word.own {
        return refuse(
            "if-meeting",
            word.kind,
            "it moves announced days, and likelihoods of your own make a signal that moves none",
            "leave them out, or enter a signal of a kind of `summit kinds`",
        );
    }
    let Some((first, last)) = word.about.filter(|_| word.kind == POSTPONED) else {
        return Ok(());
    };
    let most = model.plans.max_days;
    let wide = model.plans.wide.is_some();
    if !wide && date::number(last) - date::number(first) >= most {
        return refuse(
            "about",
            &format!("{first}..{last}"),
            &format!("a plan names at most {most} days"),
            "say the days, or leave --about out: then the old days are called off and no others announced",
        );
    }
    if last <= word.known {
        return refuse(
            "about",
            &format!("{first}..{last}"),
            "these days are not after the day on which it became known",
            "the new days, which are still to come",
        );
    }
    Ok(())
}

/// What is called off when a plan is.
fn days(plan: &Announced) -> Days {
    named(plan, plan.whole)
}

fn named(plan: &Announced, (first, last): (i32, i32)) -> Days {
    Days {
        first: date::from_number(first),
        last: date::from_number(last),
        plan: plan.plan.clone(),
    }
}

/// The first kind of a model that announces or calls off.
fn kind_that(model: &Model, call: Call, otherwise: &str) -> String {
    model.kind_that(call).unwrap_or(otherwise).to_owned()
}

/// On one day what is called off is read before what is announced, so it would say nothing.
fn after_the_announcement(kind: &str, days: &Days, day: Date) -> DeskError {
    let (before, next) = (
        day.yesterday().unwrap_or(day),
        day.tomorrow().unwrap_or(day),
    );
    let plan = &days.plan;
    DeskError::refuse(
        "on",
        day.to_string(),
        format!(
            "{days} became known as announced on this very day, by {plan}; on one day what is called off \
             is read before what is announced, and `{kind}` would move nothing"
        ),
        format!(
            "if they were announced the day before, say so first: `summit amend {plan} --on {before} \
             --because ...`; else enter this from {next} on, with --known {next}"
        ),
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
