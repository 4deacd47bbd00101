//! How often what a model forecast came: over the case library, announced meetings and a feed
//! together, and by phase.
//!
//! What shares one fate counts as one question: the days of a case, the readings of announcements
//! of one plan, all forecasts on one partner of a feed. It weighs 1 in each part, however many
//! forecasts it has there, and is drawn whole when the bands are made.

use crate::backtest::announced::{self, Said};
use crate::backtest::announcements::Announcement;
use crate::backtest::csv::rows;
use crate::backtest::parallel;
use crate::backtest::trial::Prediction;
use crate::library::{self, Phase};
use crate::record::Invalid;
use crate::score::calibration::{Calibration, calibration};
use crate::score::corp::Sample;

/// Where forecasts come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Cases of the library, day by day.
    Library,
    /// Announced meetings, read on the day of the announcement and as the day comes nearer.
    Announcements,
    /// Partners of a feed.
    Feed,
}

/// One forecast with what came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// Where it comes from.
    pub origin: Origin,
    /// The question of that origin with which it shares its fate.
    pub question: usize,
    /// Where the plan stood; `None` where nobody can tell.
    pub phase: Option<Phase>,
    /// The forecast, 0..=1.
    pub p: f64,
    /// Whether it came.
    pub yes: bool,
}

/// What stands behind a part, of one origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Which.
    pub origin: Origin,
    /// Questions, at least 1: cases, plans, or partners.
    pub questions: usize,
    /// Those of them of which any forecast came.
    pub yes: usize,
    /// Forecasts.
    pub forecasts: usize,
    /// Forecasts that came.
    pub came: usize,
}

/// The reliability over all forecasts, or over those of a phase.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// `None` for all.
    pub phase: Option<Phase>,
    /// By origin, those that have forecasts in it.
    pub counts: Vec<Count>,
    /// What came.
    pub calibration: Calibration,
}

impl Origin {
    /// All.
    pub const ALL: [Self; 3] = [Self::Library, Self::Announcements, Self::Feed];

    /// `library`, `announcements` or `feed`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Library => "library",
            Self::Announcements => "announcements",
            Self::Feed => "feed",
        }
    }
}

/// The daily forecasts of the forecaster at a place of a trial on the library.
#[must_use]
pub fn of_library(trial: &library::Trial, place: usize) -> Vec<Judged> {
    let daily = trial.forecasters.get(place).map(|f| &f.daily);
    let each = trial.asked.iter().zip(daily.into_iter().flatten());
    let judged = |(question, (asked, daily)): (usize, (&library::Asked, &Vec<f64>))| {
        let days = asked.phases.iter().zip(daily);
        let day = |(phase, p): (&Phase, &f64)| Judged {
            origin: Origin::Library,
            question,
            phase: Some(*phase),
            p: *p,
            yes: asked.yes,
        };
        days.map(day).collect::<Vec<_>>()
    };
    each.enumerate().flat_map(judged).collect()
}

/// What one version of the belief said of announcements; those of one plan are one question.
#[must_use]
pub fn of_announcements(
    trial: &announced::Trial,
    list: &[Announcement],
    of: fn(&Said) -> f64,
) -> Vec<Judged> {
    let judged = |said: &Said| {
        let plan = &list.get(said.announcement)?.plan;
        Some(Judged {
            origin: Origin::Announcements,
            question: list.iter().position(|a| a.plan == *plan)?,
            phase: Some(match said.called_off {
                true => Phase::Off,
                false => Phase::Announced,
            }),
            p: of(said),
            yes: said.held,
        })
    };
    trial.said.iter().filter_map(judged).collect()
}

/// Forecasts of a feed; all on one partner are one question. They do not tell the phase.
#[must_use]
pub fn of_feed(predictions: &[Prediction]) -> Vec<Judged> {
    let mut partners: Vec<&str> = predictions.iter().map(|p| p.partner.as_str()).collect();
    partners.sort_unstable();
    partners.dedup();
    let judged = |one: &Prediction| Judged {
        origin: Origin::Feed,
        question: partners.partition_point(|name| *name < one.partner.as_str()),
        phase: None,
        p: one.p,
        yes: one.yes,
    };
    predictions.iter().map(judged).collect()
}

/// Reads a table `partner,as_of,horizon,p,outcome`, as `backtest --predictions` writes it.
///
/// # Errors
/// The first line that cannot stand, or a table without one.
pub fn predictions(text: &str) -> Result<Vec<Prediction>, Invalid> {
    let all = rows(text, &["partner", "as_of", "horizon", "p", "outcome"])?;
    if all.is_empty() {
        let remedy = "what `summit backtest --predictions` writes";
        return Err(Invalid::new("", "", "there is no prediction", remedy));
    }
    all.iter().map(prediction).collect()
}

fn prediction(row: &crate::backtest::csv::Row) -> Result<Prediction, Invalid> {
    let number = |at: usize, name: &str, remedy: &str| {
        let text = row.raw(at);
        let found = text.parse::<f64>().ok().filter(|x| x.is_finite());
        found.ok_or_else(|| row.bad(name, text, "not a number", remedy))
    };
    let p = number(3, "p", "a probability from 0 to 1")?;
    crate::score::probability(p).map_err(|e| row.bad("p", row.raw(3), &e.problem, &e.remedy))?;
    let outcome = number(4, "outcome", "1 or 0")?;
    let days = row.raw(2).parse::<i32>().ok().filter(|days| *days > 0);
    Ok(Prediction {
        partner: row.text(0, "partner")?.to_owned(),
        as_of: row.day(1, "as_of")?,
        horizon: days
            .ok_or_else(|| row.bad("horizon", row.raw(2), "not a number of days", "1 or more"))?,
        p,
        yes: crate::score::outcome(outcome)
            .map_err(|e| row.bad("outcome", row.raw(4), &e.problem, &e.remedy))?,
    })
}

/// The reliability over all forecasts, and then of each phase that has some.
///
/// # Errors
/// When there is no forecast, or one is no probability.
pub fn parts(all: &[Judged]) -> Result<Vec<Part>, Invalid> {
    let phases: Vec<Option<Phase>> = [None]
        .into_iter()
        .chain(Phase::ALL.map(Some))
        .filter(|phase| phase.is_none() || all.iter().any(|j| j.phase == *phase))
        .collect();
    let made = parallel(&phases, |phase| {
        let of: Vec<Judged> = all
            .iter()
            .filter(|j| phase.is_none() || j.phase == *phase)
            .copied()
            .collect();
        part(*phase, &of)
    });
    made.into_iter().collect()
}

fn part(phase: Option<Phase>, of: &[Judged]) -> Result<Part, Invalid> {
    Ok(Part {
        phase,
        counts: Origin::ALL
            .into_iter()
            .filter_map(|origin| count(origin, of))
            .collect(),
        calibration: calibration(&samples(of))?,
    })
}

/// The forecasts as the calibration takes them, each question weighing 1.
fn samples(of: &[Judged]) -> Vec<Sample> {
    let mut order: Vec<(Origin, usize)> = of.iter().map(|j| (j.origin, j.question)).collect();
    order.sort_unstable();
    let place = |j: &Judged| {
        let key = (j.origin, j.question);
        let first = order.partition_point(|other| *other < key);
        (first, order.partition_point(|other| *other <= key) - first)
    };
    let sample = |j: &Judged| {
        let (cluster, forecasts) = place(j);
        Sample {
            p: j.p,
            yes: j.yes,
            weight: 1.0 / forecasts as f64,
            cluster,
        }
    };
    of.iter().map(sample).collect()
}

fn count(origin: Origin, of: &[Judged]) -> Option<Count> {
    let own = || of.iter().filter(|j| j.origin == origin);
    let distinct = |mut questions: Vec<usize>| {
        questions.sort_unstable();
        questions.dedup();
        questions.len()
    };
    let count = Count {
        origin,
        questions: distinct(own().map(|j| j.question).collect()),
        yes: distinct(own().filter(|j| j.yes).map(|j| j.question).collect()),
        forecasts: own().count(),
        came: own().filter(|j| j.yes).count(),
    };
    (count.questions > 0).then_some(count)
}
