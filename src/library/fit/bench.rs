//! Forecasts of many cases under many sources, with the real engine and few draws.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::ended::kinds;
use super::moves::{Moves, Says, Target, moved};
use crate::backtest::parallel;
use crate::backtest::ridge::logit;
use crate::belief::Model;
use crate::desk::DeskError;
use crate::library::{Case, ReadAs, alone, daily};
use crate::model::two::build::build;
use crate::model::two::source::Source;

/// By how much a thing is moved to see what that does.
const STEP: f64 = 0.05;

/// The forecast of each day.
pub type Daily = Vec<f64>;

/// Cases, as the base reads them, and how many draws they are forecast with.
#[derive(Debug, Clone)]
pub struct Bench {
    /// The cases.
    pub cases: Vec<Case>,
    /// Draws.
    pub draws: usize,
}

/// Log-odds of each day, and by how much each moved thing moves them.
#[derive(Debug, Clone)]
pub struct Slopes {
    /// By case and day.
    pub at: Vec<Daily>,
    /// By thing: by case, empty where it is not touched, and day.
    pub by: BTreeMap<Target, Vec<Daily>>,
}

impl Bench {
    /// The model of a source with the bench's draws.
    ///
    /// # Errors
    /// The first field of the source that cannot stand.
    pub fn model(&self, source: &Source) -> Result<Arc<Model>, DeskError> {
        let few = Source {
            draws: self.draws,
            ..source.clone()
        };
        Ok(Arc::new(Model::parse(build(&few)?.as_bytes())?))
    }

    /// Forecasts of cases by their places, each under a model.
    ///
    /// # Errors
    /// With the case, when the arithmetic has no answer.
    pub fn forecasts(
        &self,
        jobs: &[(usize, &Arc<Model>)],
        told: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Vec<Daily>, DeskError> {
        let done = AtomicUsize::new(0);
        let all = parallel(jobs, |(case, model)| {
            let case = &self.cases[*case];
            let daily = daily(case, model, &ReadAs::default());
            told(done.fetch_add(1, Ordering::Relaxed) + 1, jobs.len());
            daily.map_err(|e| e.at(case.id()))
        });
        all.into_iter().collect()
    }

    /// Forecasts of all cases without any signal.
    ///
    /// # Errors
    /// As [`Bench::forecasts`].
    pub fn alone(&self, model: &Arc<Model>) -> Result<Vec<Daily>, DeskError> {
        let all = parallel(&self.cases, |case| {
            alone(case, model).map_err(|e| e.at(case.id()))
        });
        all.into_iter().collect()
    }

    /// What moving each of some things does to the forecasts of the cases at some places, from where
    /// they stand; other places stay empty.
    ///
    /// # Errors
    /// As [`Bench::forecasts`] and [`Bench::model`].
    pub fn slopes(
        &self,
        base: &Source,
        says: &Says,
        at: &Moves,
        targets: &[Target],
        places: &[usize],
        told: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Slopes, DeskError> {
        let here = self.model(&quietly(base, says, at))?;
        let mut models = Vec::new();
        for target in targets {
            let (source, step) = stepped(base, says, at, target);
            models.push((target, self.model(&source)?, step));
        }
        let mut jobs: Vec<(usize, &Arc<Model>)> = places.iter().map(|p| (*p, &here)).collect();
        let mut whose = Vec::new();
        for (target, model, step) in &models {
            for place in places.iter().filter(|p| self.touches(base, **p, target)) {
                jobs.push((*place, model));
                whose.push((*target, *step));
            }
        }
        let made = self.forecasts(&jobs, told)?;
        let odds = |daily: &Daily| -> Daily { daily.iter().map(|p| logit(*p)).collect() };
        let empty = vec![Vec::new(); self.cases.len()];
        let mut slopes = Slopes {
            at: empty.clone(),
            by: targets.iter().map(|t| (t.clone(), empty.clone())).collect(),
        };
        let (plain, stepped) = made.split_at(places.len());
        for (place, daily) in places.iter().zip(plain) {
            slopes.at[*place] = odds(daily);
        }
        let stepped_jobs = jobs.iter().skip(places.len());
        for (((place, _), daily), (target, step)) in stepped_jobs.zip(stepped).zip(whose) {
            let moved = odds(daily);
            let each = moved.iter().zip(&slopes.at[*place]);
            let slope: Daily = each.map(|(there, here)| (there - here) / step).collect();
            if let Some(list) = slopes.by.get_mut(target) {
                list[*place] = slope;
            }
        }
        Ok(slopes)
    }

    /// Whether a case has a signal that a thing moves.
    fn touches(&self, base: &Source, place: usize, target: &Target) -> bool {
        let told = kinds(&self.cases[place]);
        match target {
            Target::Kind(kind) => told.contains_key(kind.as_str()),
            Target::Leak(family) => told.keys().any(|kind| {
                let of = base.kinds.get(*kind);
                of.is_some_and(|kind| kind.family == *family)
            }),
        }
    }
}

/// A source moved without a word.
pub fn quietly(base: &Source, says: &Says, moves: &Moves) -> Source {
    moved(base, says, moves, &|_| "moved".to_owned())
}

/// A source with one thing moved further, and by how much it did move: away from what holds it.
fn stepped(base: &Source, says: &Says, at: &Moves, target: &Target) -> (Source, f64) {
    let away = match target {
        Target::Kind(kind) => STEP.copysign(says.most(kind).unwrap_or_default()),
        Target::Leak(_) => -STEP,
    };
    let here = stand(base, says, at, target);
    let further = |by: f64| {
        let mut moves = at.clone();
        moves.insert(target.clone(), here + by);
        let step = stand(base, says, &moves, target) - here;
        (quietly(base, says, &moves), step)
    };
    let (source, step) = further(away);
    if step.abs() > 0.5 * STEP {
        return (source, step);
    }
    let (source, step) = further(-away);
    (source, if step == 0.0 { STEP } else { step })
}

/// Where a thing stands under moves: a kind's move as it is held, a leak's in log-odds.
#[must_use]
pub fn stand(base: &Source, says: &Says, moves: &Moves, target: &Target) -> f64 {
    let leak = |family: &str| {
        let own = base.families.get(family).map_or(0.5, |f| f.leak);
        (own, says.leak(family, own, moves))
    };
    match target {
        Target::Kind(kind) => {
            let family = says.place(kind).map_or("", |(family, _)| family);
            let by = moves.get(target).copied().unwrap_or_default();
            says.held(kind, by, leak(family).1)
        }
        Target::Leak(family) => {
            let (before, after) = leak(family);
            logit(after) - logit(before)
        }
    }
}
