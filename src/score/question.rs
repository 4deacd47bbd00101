//! The scores of one question, from what its ledger recorded.

use std::sync::Arc;

use jiff::civil::Date;

use super::rule::{Rule, baseline};
use super::time::{Life, Track, average};
use crate::belief::{Model, Refusal, Run};
use crate::record::{Account, Invalid, Name, Outcome, Row, date, overtaken};

/// Which day a recorded forecast counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The later of the day that it speaks of and the day (UTC) on which it was recorded: nothing
    /// counts before it stood in the log.
    Recorded,
    /// The day that it speaks of, or on which its cause became known where that is later, whenever
    /// it was recorded: for a case told afterwards, where what counts is that each entry says only
    /// what was known on its day. No proof can show that.
    Known,
}

impl Clock {
    /// `recorded` or `known`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Known => "known",
        }
    }
}

/// Both losses of a forecast, or their means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Losses {
    /// Brier score, 0..=1.
    pub brier: f64,
    /// Log score, in nats.
    pub log: f64,
}

impl Losses {
    /// The losses of one probability that was checked before.
    #[must_use]
    pub fn of(p: f64, yes: bool) -> Self {
        Self {
            brier: Rule::Brier.loss(p, yes),
            log: Rule::Log.loss(p, yes),
        }
    }

    /// The means of several; `None` of none.
    pub fn mean(all: impl IntoIterator<Item = Self>) -> Option<Self> {
        let (mut brier, mut log) = (Vec::new(), Vec::new());
        for one in all {
            brier.push(one.brier);
            log.push(one.log);
        }
        let n = brier.len() as f64;
        (n > 0.0).then(|| Self {
            brier: super::sum::sum(brier) / n,
            log: super::sum::sum(log) / n,
        })
    }
}

/// One question's scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// The question.
    pub question: Name,
    /// What it asks.
    pub title: String,
    /// Whether the meeting came.
    pub yes: bool,
    /// The days that are scored.
    pub life: Life,
    /// How recorded forecasts were dated.
    pub clock: Clock,
    /// Recorded forecasts that counted, those that another of the same day replaced included.
    pub forecasts: usize,
    /// Recorded forecasts that did not count: they spoke of the end day or later, were recorded
    /// then, or a later one holds from an earlier day on.
    pub too_late: usize,
    /// The forecast of each day of the life; `None` before the first.
    pub daily: Vec<Option<f64>>,
    /// The belief without any signal on each day of the life, time passing.
    pub prior: Vec<f64>,
    /// Days that have a forecast, at least 1.
    pub days: usize,
    /// Means over those days.
    pub ours: Losses,
    /// The same of the prior alone, over the same days.
    pub alone: Losses,
    /// The same of the prior alone where it is read only on the days from which recorded forecasts
    /// count, and holds until the next: without the gain of a daily look at the calendar.
    pub held: Losses,
    /// Metaculus' baseline score, averaged over the whole life, uncovered days counting 0.
    pub baseline: f64,
    /// The forecasts at the lead times asked for.
    pub spots: Vec<Spot>,
    /// Against other forecasts, where there are some and a day that both cover.
    pub against: Option<Against>,
}

/// The forecast some days before the end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Days before the end.
    pub lead: u32,
    /// The day.
    pub day: i32,
    /// What was forecast then; `None` where the question had not opened or nothing was forecast.
    pub p: Option<f64>,
    /// The belief without any signal; `None` before the opening.
    pub prior: Option<f64>,
}

/// Mean losses of two forecasters over the days that both cover.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Against {
    /// Those days, at least 1.
    pub days: usize,
    /// Ours.
    pub ours: Losses,
    /// Theirs.
    pub theirs: Losses,
}

/// What became of a question that was to be scored.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// It has a score.
    Scored(Box<Scored>),
    /// It has not ended.
    Open,
    /// It ended without an answer, and counts as nothing.
    Void,
    /// Nothing was forecast on any of its days.
    Silent,
}

/// Scores one question.
///
/// `clock` is [`Clock::Recorded`] where none is given and the question was recorded before its
/// end, else [`Clock::Known`].
///
/// # Errors
/// When the recorded numbers cannot be scored, or the prior has no answer.
pub fn score(
    account: &Account,
    model: &Arc<Model>,
    clock: Option<Clock>,
    leads: &[u32],
    theirs: Option<&Track>,
) -> Result<Verdict, Invalid> {
    let q = &account.question;
    let Some(resolution) = &account.resolution else {
        return Ok(Verdict::Open);
    };
    let yes = match resolution.outcome {
        Outcome::Yes => true,
        Outcome::No => false,
        Outcome::Void => return Ok(Verdict::Void),
    };
    let end = resolution.on.min(q.deadline);
    let life = Life::new(date::number(q.opens), date::number(end))?;
    let clock = clock.unwrap_or_else(|| own_clock(account, end));
    let dated = dated(account, clock);
    let forecasts = dated.iter().filter(|(day, _)| *day < life.end()).count();
    let track = Track::new(dated.iter().copied())?;
    let daily = track.daily(&life);
    let Some(mean) = average(&daily, |p| Rule::Brier.loss(p, yes)) else {
        return Ok(Verdict::Silent);
    };
    let prior = prior_alone(account, model, &life)?;
    let covered = || daily.iter().zip(&prior).filter(|(p, _)| p.is_some());
    let ours = Losses::mean(daily.iter().flatten().map(|p| Losses::of(*p, yes)));
    let alone = Losses::mean(covered().map(|(_, p)| Losses::of(*p, yes)));
    let held = held(&life, &dated, &prior)?.daily(&life);
    let held = Losses::mean(held.iter().flatten().map(|p| Losses::of(*p, yes)));
    let Some(((ours, alone), held)) = ours.zip(alone).zip(held) else {
        return Ok(Verdict::Silent);
    };
    let rewards = average(&daily, |p| baseline(p, yes).unwrap_or(f64::NAN));
    Ok(Verdict::Scored(Box::new(Scored {
        question: q.id.clone(),
        title: q.title.clone(),
        yes,
        life,
        clock,
        forecasts,
        too_late: account.rows.len() - forecasts,
        spots: spots(leads, &life, &track, &prior),
        against: theirs.and_then(|theirs| against(yes, &daily, &theirs.daily(&life))),
        days: mean.days,
        ours,
        alone,
        held,
        baseline: rewards.map_or(f64::NAN, |m| m.over_life()),
        daily,
        prior,
    })))
}

/// The recorded forecasts with the days from which each counts, without those that a later one
/// overtakes from an earlier day on.
fn dated(account: &Account, clock: Clock) -> Vec<(i32, f64)> {
    let day = |row: &Row| match clock {
        Clock::Known => row.day(),
        Clock::Recorded => row.forecast.as_of.max(row.cause.recorded_at.date()),
    };
    let rows = overtaken(account.rows.iter().map(|row| (day(row), row)));
    let number = |(day, row): (Date, &Row)| (date::number(day), row.forecast.p);
    rows.into_iter().map(number).collect()
}

/// Whether a question was asked before it was over.
fn own_clock(account: &Account, end: Date) -> Clock {
    let asked = account.rows.first().map(|row| row.cause.recorded_at.date());
    if asked.is_some_and(|day| day < end) {
        Clock::Recorded
    } else {
        Clock::Known
    }
}

/// The belief of each day of a life if no signal had ever come.
fn prior_alone(account: &Account, model: &Arc<Model>, life: &Life) -> Result<Vec<f64>, Invalid> {
    let refused = |day: i32, why: Refusal| match why {
        Refusal::Invalid(e) => e,
        why => Invalid::new(
            "prior",
            date::from_number(day).to_string(),
            format!("the prior alone has no answer on that day: {why}"),
            "a reference class that leaves room for no meeting",
        ),
    };
    let question = Arc::new(account.question.clone());
    let run = Run::open(question, Arc::clone(model));
    let mut run = run.map_err(|why| refused(life.opens(), why))?;
    let p = |day| Ok(run.outlook_on(day).map_err(|why| refused(day, why))?.p);
    life.days().map(p).collect()
}

/// The prior as it was on the days from which forecasts count.
fn held(life: &Life, dated: &[(i32, f64)], prior: &[f64]) -> Result<Track, Invalid> {
    let on = |day: i32| {
        prior
            .get(usize::try_from(day - life.opens()).ok()?)
            .copied()
    };
    Track::new(dated.iter().filter_map(|(day, _)| Some((*day, on(*day)?))))
}

fn spots(leads: &[u32], life: &Life, track: &Track, prior: &[f64]) -> Vec<Spot> {
    let spot = |lead: &u32| {
        let day = life.end().saturating_sub_unsigned(*lead);
        let index = usize::try_from(day - life.opens()).ok();
        Spot {
            lead: *lead,
            day,
            p: track.spot(life, *lead),
            prior: index.and_then(|i| prior.get(i)).copied(),
        }
    };
    leads.iter().map(spot).collect()
}

/// Two forecasters, day by day; `None` where they share no day.
pub(super) fn against(yes: bool, ours: &[Option<f64>], theirs: &[Option<f64>]) -> Option<Against> {
    let shared = || ours.iter().zip(theirs).filter_map(|(a, b)| (*a).zip(*b));
    Some(Against {
        days: shared().count(),
        ours: Losses::mean(shared().map(|(p, _)| Losses::of(p, yes)))?,
        theirs: Losses::mean(shared().map(|(_, p)| Losses::of(p, yes)))?,
    })
}
