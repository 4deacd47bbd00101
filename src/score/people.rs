//! People's own numbers beside the model's: each person, the crowd, and the pool of all.
//!
//! Each is compared with the model on the days on which there is a number, by the same rules. The
//! crowd is the mean of the people's numbers. The pool is the logarithmic pool of people and model:
//! the weighted mean of log-odds, see [`super::pool::weighted`].

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::pool;
use super::question::{Against, Clock, Scored, against};
use super::sum::sum;
use super::time::{Life, Track};
use crate::record::{Account, Invalid, Name, date};

/// The pool weighs all alike until each person in it has ended questions of this number.
///
/// Equal weights are hard to beat (R. T. Clemen, "Combining forecasts: a review and annotated
/// bibliography", International Journal of Forecasting 5, 1989), and a mean over fewer questions is
/// mostly luck: one question alone can cost or spare a nat. Chosen by judgement, not fitted.
pub const LEAST: usize = 10;

/// Whose number it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// A person's.
    Person(String),
    /// The mean of the people's.
    Crowd,
    /// The logarithmic pool of people and model.
    Pool,
}

impl Who {
    /// The name that is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Person(name) => name,
            Self::Crowd => "the crowd",
            Self::Pool => "the pool",
        }
    }

    /// `person`, `crowd` or `pool`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Crowd => "crowd",
            Self::Pool => "pool",
        }
    }
}

/// What people said of a question that ended, beside the model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Beside {
    /// Each person by name, then the crowd and the pool: the model's losses and theirs, on the days
    /// on which there is a number of theirs.
    pub rows: Vec<(Who, Against)>,
    /// The weights in the pool.
    pub weights: Weights,
}

/// The weights in a pool; they sum to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// The model's.
    pub model: f64,
    /// Each person's.
    pub people: BTreeMap<String, f64>,
    /// Whether they come from past scores; else all are alike.
    pub by_scores: bool,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            model: 1.0,
            people: BTreeMap::new(),
            by_scores: false,
        }
    }
}

impl Weights {
    /// The pool of the model's number and people's, where each is there; `None` where neither is.
    ///
    /// # Errors
    /// When one is not a probability.
    pub fn pool<'a>(
        &self,
        model: Option<f64>,
        people: impl IntoIterator<Item = (&'a str, f64)>,
    ) -> Result<Option<f64>, Invalid> {
        let weight = |who: &str| self.people.get(who).copied().unwrap_or_default();
        let people = people.into_iter().map(|(who, p)| (p, weight(who)));
        let all: Vec<(f64, f64)> = model
            .map(|p| (p, self.model))
            .into_iter()
            .chain(people)
            .collect();
        match all.is_empty() {
            true => Ok(None),
            false => pool::weighted(&all).map(Some),
        }
    }
}

/// What people lost more than the model on questions that ended.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Past(Vec<Ended>);

#[derive(Debug, Clone, PartialEq)]
struct Ended {
    question: Name,
    /// The day on which its outcome was known to whoever reads the log.
    known: Date,
    /// By person, the mean log loss less the model's on the same days.
    more: BTreeMap<String, f64>,
}

impl Past {
    /// Takes note of a question that ended.
    pub fn learn(&mut self, account: &Account, scored: &Scored) {
        let Some(resolution) = &account.resolution else {
            return;
        };
        let recorded = account
            .resolution_recorded
            .filter(|_| scored.clock == Clock::Recorded);
        let theirs = persons(account, scored.clock)
            .into_iter()
            .filter_map(|(who, track)| {
                let row = against(scored.yes, &scored.daily, &track.daily(&scored.life))?;
                Some((who, row.theirs.log - row.ours.log))
            });
        self.0.push(Ended {
            question: scored.question.clone(),
            known: recorded.into_iter().fold(resolution.on, Date::max),
            more: theirs.collect(),
        });
    }

    /// The weights in the pool of a question that opened on a day, by what had ended before it.
    ///
    /// All alike until each person has [`LEAST`] such questions; then proportional to
    /// `exp(-d)`, with `d` how much more a person's forecasts cost than the model's in the log score, a
    /// day's mean over the days that both cover and the mean of that over the questions; the model's
    /// is `exp(0)`. So a person's weight is to the model's as the probabilities that both gave to
    /// what came, in the geometric mean. People are compared through the model, since they need not
    /// have guessed the same questions.
    #[must_use]
    pub fn weights(&self, question: &Name, opens: Date, people: &[&str]) -> Weights {
        let before = |e: &&Ended| e.known < opens && e.question != *question;
        let of = |who: &str| -> Vec<f64> {
            let ended = self.0.iter().filter(before);
            ended.filter_map(|e| e.more.get(who)).copied().collect()
        };
        let past: Vec<(&str, Vec<f64>)> = people.iter().map(|who| (*who, of(who))).collect();
        let by_scores = !past.is_empty() && past.iter().all(|(_, more)| more.len() >= LEAST);
        let raw = |more: &[f64]| match by_scores {
            true => libm::exp(0.0 - sum(more.iter().copied()) / more.len() as f64),
            false => 1.0,
        };
        let raw: BTreeMap<String, f64> = past
            .iter()
            .map(|(who, more)| ((*who).to_owned(), raw(more)))
            .collect();
        let whole = sum(raw.values().copied().chain([1.0]));
        Weights {
            model: 1.0 / whole,
            people: raw.into_iter().map(|(who, w)| (who, w / whole)).collect(),
            by_scores,
        }
    }
}

/// How each person's number went, dated as the model's forecasts are.
fn persons(account: &Account, clock: Clock) -> BTreeMap<String, Track> {
    let guesses = &account.guesses;
    let one = |who: &str| {
        let course = match clock {
            Clock::Known => guesses.known_course(who),
            Clock::Recorded => guesses.course(
                who,
                |g| g.guess.known_on.max(g.recorded),
                |(known, recorded)| known.max(recorded),
            ),
        };
        let steps = course.into_iter().map(|(day, p)| (date::number(day), p));
        (who.to_owned(), Track::with_gaps(steps))
    };
    guesses.people().into_iter().map(one).collect()
}

/// Compares people, crowd and pool with the model on a question that ended; `None` where nobody had a
/// number on any of its days.
///
/// # Errors
/// When a number is not a probability.
pub fn beside(account: &Account, scored: &Scored, past: &Past) -> Result<Option<Beside>, Invalid> {
    let daily = days(persons(account, scored.clock), &scored.life);
    let people: Vec<&str> = daily.iter().map(|(who, _)| who.as_str()).collect();
    let weights = past.weights(&scored.question, account.question.opens, &people);
    let (mut crowd, mut pooled) = (Vec::new(), Vec::new());
    for (i, model) in scored.daily.iter().enumerate() {
        let said = |(who, days): &'_ (String, Vec<Option<f64>>)| {
            days.get(i).copied().flatten().map(|p| (who.clone(), p))
        };
        let said: Vec<(String, f64)> = daily.iter().filter_map(said).collect();
        let numbers: Vec<f64> = said.iter().map(|(_, p)| *p).collect();
        crowd.push(mean(&numbers));
        pooled.push(match numbers.is_empty() {
            true => None,
            false => weights.pool(*model, said.iter().map(|(who, p)| (who.as_str(), *p)))?,
        });
    }
    let named = daily
        .into_iter()
        .map(|(who, days)| (Who::Person(who), days));
    let all = named.chain([(Who::Crowd, crowd), (Who::Pool, pooled)]);
    let row = |(who, theirs): (Who, Vec<Option<f64>>)| {
        Some((who, against(scored.yes, &scored.daily, &theirs)?))
    };
    let rows: Vec<(Who, Against)> = all.filter_map(row).collect();
    Ok((!rows.is_empty()).then_some(Beside { rows, weights }))
}

/// Who has a number on some day of a life, and which on each.
fn days(persons: BTreeMap<String, Track>, life: &Life) -> Vec<(String, Vec<Option<f64>>)> {
    let daily = persons
        .into_iter()
        .map(|(who, track)| (who, track.daily(life)));
    daily
        .filter(|(_, days)| days.iter().any(Option::is_some))
        .collect()
}

/// What is believed of a question now.
#[derive(Debug, Clone)]
pub struct Now {
    /// What was recorded of it.
    pub account: Account,
    /// The model's last forecast, and the day that it speaks of.
    pub model: Option<(Date, f64)>,
    /// The mean of the people's numbers.
    pub crowd: Option<f64>,
    /// The pool of people and model; `None` where nobody guessed.
    pub pool: Option<f64>,
    /// The weights in it.
    pub weights: Weights,
}

impl Now {
    /// The numbers that stand, pooled by what people did on earlier questions.
    ///
    /// # Errors
    /// When a number is not a probability.
    pub fn of(account: Account, past: &Past) -> Result<Self, Invalid> {
        let last = account.rows.last().map(|row| &row.forecast);
        let model = last.map(|f| (f.as_of, f.p));
        let standing = account.guesses.standing();
        let people: Vec<&str> = standing.iter().map(|g| g.who.as_str()).collect();
        let numbers: Vec<f64> = standing.iter().map(|g| g.guess.p).collect();
        let weights = past.weights(&account.question.id, account.question.opens, &people);
        let pool = match numbers.is_empty() {
            true => None,
            false => {
                let said = people.iter().copied().zip(numbers.iter().copied());
                weights.pool(model.map(|(_, p)| p), said)?
            }
        };
        Ok(Self {
            crowd: mean(&numbers),
            model,
            pool,
            weights,
            account,
        })
    }
}

/// The mean of probabilities, never beyond the least and the greatest; `None` of none.
#[must_use]
pub fn mean(numbers: &[f64]) -> Option<f64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (least, most) = (*sorted.first()?, *sorted.last()?);
    Some((sum(sorted) / numbers.len() as f64).clamp(least, most))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn name(text: &str) -> Name {
        Name::parse(text).unwrap()
    }

    /// So many questions that ended in March 2023, and what each cost more than the model.
    fn past(questions: i8, more: &[(&str, f64)]) -> Past {
        let ended = (1..=questions).map(|n| Ended {
            question: name(&format!("q{n}")),
            known: date(2023, 3, n),
            more: more
                .iter()
                .map(|(who, d)| ((*who).to_owned(), *d))
                .collect(),
        });
        Past(ended.collect())
    }

    fn weights(past: &Past, opens: Date, people: &[&str]) -> Weights {
        let weights = past.weights(&name("now"), opens, people);
        let all = weights.people.values().copied().chain([weights.model]);
        assert!((sum(all) - 1.0).abs() < 1e-12, "{weights:?}");
        weights
    }

    #[test]
    fn all_weigh_alike_until_each_has_enough() {
        let most = i8::try_from(LEAST).unwrap();
        let april = date(2023, 4, 1);
        let few = weights(&past(most - 1, &[("ana", -1.0)]), april, &["ana"]);
        assert_eq!((few.by_scores, few.model), (false, 0.5));
        let enough = past(most, &[("ana", -1.0)]);
        // One of the two has none.
        let two = weights(&enough, april, &["ana", "ben"]);
        assert!(!two.by_scores && two.people["ben"] == two.model);
        let one = weights(&enough, april, &["ana"]);
        assert!(one.by_scores);
        assert!((one.people["ana"] / one.model - libm::exp(1.0)).abs() < 1e-12);
    }

    #[test]
    fn what_had_not_ended_before_it_opened_counts_for_nothing() {
        let most = i8::try_from(LEAST).unwrap();
        let all = past(most, &[("ana", 2.0)]);
        let last = date(2023, 3, most);
        assert!(!weights(&all, last, &["ana"]).by_scores);
        assert!(weights(&all, last.tomorrow().unwrap(), &["ana"]).by_scores);
    }

    #[test]
    fn a_pool_of_who_is_there_is_among_them() {
        let weights = weights(&Past::default(), date(2023, 3, 1), &["ana", "ben"]);
        let pool = |model, people: &[(&'static str, f64)]| {
            weights.pool(model, people.iter().copied()).unwrap()
        };
        assert_eq!(pool(None, &[]), None);
        assert_eq!(pool(None, &[("ana", 0.3)]), Some(0.3));
        // The geometric mean of odds 1/4, 1 and 4.
        let even = pool(Some(0.2), &[("ana", 0.5), ("ben", 0.8)]).unwrap();
        assert!((even - 0.5).abs() < 1e-12, "{even}");
        assert_eq!(mean(&[0.1, 0.1, 0.1]), Some(0.1));
        assert_eq!(mean(&[]), None);
    }
}
