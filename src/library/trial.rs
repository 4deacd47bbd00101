//! Models, the prior alone and a coin on the cases of the library.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::case::Case;
use super::fold::{alone, daily};
use super::phase::{Phase, phases};
use super::read_as::ReadAs;
use super::tally::{Asked, Part, Table, table};
use crate::backtest::parallel;
use crate::belief::Model;
use crate::desk::DeskError;
use crate::record::Invalid;

/// Days before the end at which single forecasts are looked at.
pub const LEADS: [u32; 5] = [60, 30, 14, 7, 1];

/// A model under the name by which it is told from others.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// The model.
    pub model: Arc<Model>,
}

/// Who forecasts.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecaster {
    /// Who.
    pub name: String,
    /// How many signals it reads as an older kind, having no such kind itself.
    pub read_as: usize,
    /// Its forecast of each day, by case.
    pub daily: Vec<Vec<f64>>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The cases, by id.
    pub cases: Vec<Case>,
    /// The same as the scores see them.
    pub asked: Vec<Asked>,
    /// The models in their order, the prior alone, a coin.
    pub forecasters: Vec<Forecaster>,
    /// The place of the prior alone among them, with which all others are compared.
    pub prior: usize,
    /// Over all days, by phase, and at single days before the end; without those that no question
    /// has.
    pub tables: Vec<Table>,
}

impl Trial {
    /// The table of a part.
    #[must_use]
    pub fn table(&self, part: Part) -> Option<&Table> {
        self.tables.iter().find(|t| t.part == part)
    }
}

/// Scores models on cases, whose order plays no part. The prior alone is that of the first model's
/// bank of draws. `told` hears how many forecasts of whole cases are made, and of how many.
///
/// # Errors
/// Without a model or a case, where a model lacks a kind, or the arithmetic has no answer; with the
/// case and the model.
pub fn trial(
    cases: &[Case],
    models: &[Named],
    read_as: &ReadAs,
    told: &(dyn Fn(usize, usize) + Sync),
) -> Result<Trial, DeskError> {
    let Some(first) = models.first().filter(|_| !cases.is_empty()) else {
        let remedy = "at least one case and one model";
        return Err(Invalid::new("cases", "0", "nothing to score", remedy).into());
    };
    let mut cases = cases.to_vec();
    cases.sort_by(|a, b| a.id().cmp(b.id()));
    let who = || models.iter().map(Some).chain([None]);
    let jobs: Vec<(&Case, Option<&Named>)> = who()
        .flat_map(|named| cases.iter().map(move |case| (case, named)))
        .collect();
    let done = AtomicUsize::new(0);
    let made = parallel(&jobs, |(case, named)| {
        let daily = match named {
            Some(named) => daily(case, &named.model, read_as),
            None => alone(case, &first.model),
        };
        told(done.fetch_add(1, Ordering::Relaxed) + 1, jobs.len());
        let name = named.map_or("the prior alone", |named| named.name.as_str());
        daily.map_err(|e| e.at(&format!("{} on {name}", case.id())))
    });
    let made: Vec<Vec<f64>> = made.into_iter().collect::<Result<_, _>>()?;
    let forecasters = forecasters(&cases, models, read_as, &made);
    let asked: Vec<Asked> = cases.iter().map(asked).collect();
    Ok(Trial {
        prior: models.len(),
        tables: tables(&asked, &forecasters, models.len()),
        asked,
        forecasters,
        cases,
    })
}

fn asked(case: &Case) -> Asked {
    Asked {
        yes: case.yes(),
        phases: phases(case),
    }
}

/// From the forecasts made, model by model and then without signals.
fn forecasters(
    cases: &[Case],
    models: &[Named],
    read_as: &ReadAs,
    made: &[Vec<f64>],
) -> Vec<Forecaster> {
    let names = models.iter().map(|named| named.name.clone());
    let names = names.chain(["prior alone".to_owned()]);
    let model = |i: usize| models.get(i).map(|named| &named.model);
    let count = |i| {
        let of = |model| cases.iter().map(|case| read_as.count(case, model)).sum();
        model(i).map_or(0, |model| of(model))
    };
    let each = names.zip(made.chunks(cases.len())).enumerate();
    let mut out: Vec<Forecaster> = each
        .map(|(i, (name, daily))| Forecaster {
            name,
            read_as: count(i),
            daily: daily.to_vec(),
        })
        .collect();
    out.push(Forecaster {
        name: "a coin".into(),
        read_as: 0,
        daily: cases
            .iter()
            .map(|case| vec![0.5; case.life.len()])
            .collect(),
    });
    out
}

fn tables(asked: &[Asked], forecasters: &[Forecaster], prior: usize) -> Vec<Table> {
    let daily: Vec<Vec<Vec<f64>>> = forecasters.iter().map(|f| f.daily.clone()).collect();
    let parts = [Part::Whole].into_iter();
    let parts = parts.chain(Phase::ALL.map(Part::In));
    let parts = parts.chain(LEADS.map(Part::Before));
    parts
        .filter_map(|part| table(part, asked, &daily, prior))
        .collect()
}
