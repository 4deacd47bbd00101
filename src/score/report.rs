//! The scores of a ledger's questions, and over all of them.

use std::collections::BTreeMap;

use super::calibration::{Calibration, calibration};
use super::corp::Sample;
use super::people::{Beside, Who};
use super::question::{Against, Losses, Scored, Verdict};
use crate::record::{Invalid, Name};

/// What is to be told of a ledger's forecasts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// Questions that have a score, in the order of the log.
    pub scored: Vec<Scored>,
    /// Questions that have not ended.
    pub open: Vec<Name>,
    /// Questions that ended without an answer.
    pub void: Vec<Name>,
    /// Questions that ended with nothing forecast on any of their days.
    pub silent: Vec<Name>,
    /// Over all questions; `None` where none has a score.
    pub overall: Option<Overall>,
    /// What the forecasts were made by.
    pub made_by: MadeBy,
    /// Whose forecasts they are compared with.
    pub rival: Option<String>,
    /// What people said beside the model, by question.
    pub people: BTreeMap<Name, Beside>,
}

/// Programs and models, as the forecasts name them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MadeBy {
    /// The program that scores, with its version.
    pub scored_by: String,
    /// Programs that made the forecasts, with their versions.
    pub programs: Vec<String>,
    /// Models, each with its id and its SHA-256 in lower-case hex.
    pub models: Vec<(String, String)>,
}

/// Means over questions, each question counting the same however long it ran.
#[derive(Debug, Clone, PartialEq)]
pub struct Overall {
    /// Questions.
    pub questions: usize,
    /// Questions that ended yes.
    pub yes: usize,
    /// Mean share of their lives that has a forecast.
    pub coverage: f64,
    /// Mean of the questions' time averages.
    pub ours: Losses,
    /// The same of the prior alone.
    pub alone: Losses,
    /// The same of the prior alone where it is read as rarely as forecasts were recorded.
    pub held: Losses,
    /// Mean of the questions' baseline scores.
    pub baseline: f64,
    /// At each lead time.
    pub spots: Vec<SpotMean>,
    /// Against other forecasts: means over the questions that share a day with them.
    pub against: Option<(usize, Against)>,
    /// Beside people's own numbers: means over the questions that each has a day of.
    pub beside: Vec<(Who, usize, Against)>,
    /// Calibration on all days, each question's days weighing 1 together.
    pub calibration: Calibration,
}

/// Means over the questions that have a forecast at a lead time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SpotMean {
    /// Days before the end.
    pub lead: u32,
    /// Questions.
    pub questions: usize,
    /// Our losses; `None` without questions.
    pub ours: Option<Losses>,
    /// The prior's.
    pub alone: Option<Losses>,
}

impl Report {
    /// Puts questions' verdicts together.
    ///
    /// # Errors
    /// When the forecasts cannot be calibrated.
    pub fn new(
        verdicts: Vec<(Name, Verdict)>,
        made_by: MadeBy,
        rival: Option<String>,
    ) -> Result<Self, Invalid> {
        let mut report = Self {
            made_by,
            rival,
            ..Self::default()
        };
        for (id, verdict) in verdicts {
            match verdict {
                Verdict::Scored(scored) => report.scored.push(*scored),
                Verdict::Open => report.open.push(id),
                Verdict::Void => report.void.push(id),
                Verdict::Silent => report.silent.push(id),
            }
        }
        report.overall = overall(&report.scored)?;
        Ok(report)
    }

    /// The same with what people said beside the model, by question.
    #[must_use]
    pub fn beside(mut self, people: BTreeMap<Name, Beside>) -> Self {
        if let Some(overall) = &mut self.overall {
            overall.beside = whole(&people);
        }
        self.people = people;
        self
    }
}

/// The forecasts of every covered day, each question weighing 1.
#[must_use]
pub fn days(scored: &[Scored]) -> Vec<Sample> {
    let mut out = Vec::new();
    for (cluster, q) in scored.iter().enumerate() {
        let weight = 1.0 / q.days as f64;
        out.extend(q.daily.iter().flatten().map(|p| Sample {
            p: *p,
            yes: q.yes,
            weight,
            cluster,
        }));
    }
    out
}

fn overall(scored: &[Scored]) -> Result<Option<Overall>, Invalid> {
    let n = scored.len() as f64;
    let ours = Losses::mean(scored.iter().map(|q| q.ours));
    let alone = Losses::mean(scored.iter().map(|q| q.alone));
    let held = Losses::mean(scored.iter().map(|q| q.held));
    let Some(((ours, alone), held)) = ours.zip(alone).zip(held) else {
        return Ok(None);
    };
    let coverage = |q: &Scored| q.days as f64 / q.life.len() as f64;
    Ok(Some(Overall {
        questions: scored.len(),
        yes: scored.iter().filter(|q| q.yes).count(),
        coverage: scored.iter().map(coverage).sum::<f64>() / n,
        ours,
        alone,
        held,
        baseline: scored.iter().map(|q| q.baseline).sum::<f64>() / n,
        spots: spots(scored),
        against: together(scored.iter().filter_map(|q| q.against.as_ref())),
        beside: Vec::new(),
        calibration: calibration(&days(scored))?,
    }))
}

fn spots(scored: &[Scored]) -> Vec<SpotMean> {
    let leads = scored.first().map_or(0, |q| q.spots.len());
    let at = |i: usize| {
        let mut lead = 0;
        let (mut ours, mut alone) = (Vec::new(), Vec::new());
        for q in scored {
            let Some(spot) = q.spots.get(i) else { continue };
            lead = spot.lead;
            if let Some((p, prior)) = spot.p.zip(spot.prior) {
                ours.push(Losses::of(p, q.yes));
                alone.push(Losses::of(prior, q.yes));
            }
        }
        SpotMean {
            lead,
            questions: ours.len(),
            ours: Losses::mean(ours),
            alone: Losses::mean(alone),
        }
    };
    (0..leads).map(at).collect()
}

/// What each person, the crowd and the pool have over the questions that they share.
fn whole(people: &BTreeMap<Name, Beside>) -> Vec<(Who, usize, Against)> {
    let mut all: BTreeMap<&Who, Vec<&Against>> = BTreeMap::new();
    for (who, row) in people.values().flat_map(|b| &b.rows) {
        all.entry(who).or_default().push(row);
    }
    let whole = |(who, rows): (&Who, Vec<&Against>)| {
        let (questions, row) = together(rows.into_iter())?;
        Some((who.clone(), questions, row))
    };
    all.into_iter().filter_map(whole).collect()
}

/// Means over questions, and how many they are; `None` of none.
fn together<'a>(shared: impl Iterator<Item = &'a Against>) -> Option<(usize, Against)> {
    let shared: Vec<&Against> = shared.collect();
    let together = Against {
        days: shared.iter().map(|a| a.days).sum(),
        ours: Losses::mean(shared.iter().map(|a| a.ours))?,
        theirs: Losses::mean(shared.iter().map(|a| a.theirs))?,
    };
    Some((shared.len(), together))
}
