//! What a fit is worth on questions that it has not seen.

use std::sync::Arc;

use super::bench::{Daily, quietly};
use super::classes::Setting;
use super::folds::deal;
use super::study::{Ground, Study, Told};
use crate::backtest::compare::{Difference, paired};
use crate::belief::Model;
use crate::desk::DeskError;
use crate::library::{Asked, Case, Part, Phase, Table, phases, table};
use crate::score::question::Losses;

/// One setting on questions left out; the best of all flatters, since it is the best of many.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// The setting.
    pub setting: Setting,
    /// Its losses on all days.
    pub whole: Losses,
    /// Its log loss on all days less that of the base.
    pub less: Difference,
    /// Its losses on the days before an announcement, where any question had one.
    pub before: Option<Losses>,
}

/// Forecasters on questions of which none was in the fit that forecast it.
#[derive(Debug, Clone, PartialEq)]
pub struct Validated {
    /// Who: the fit, only plans counted, the base, the prior alone, a coin.
    pub names: [&'static str; 5],
    /// Over all days and by phase, each compared with the base.
    pub against_base: Vec<Table>,
    /// The same compared with the prior alone.
    pub against_prior: Vec<Table>,
    /// The setting that each fold chose, without its own questions.
    pub chosen: Vec<Setting>,
    /// Each setting, whatever the folds chose.
    pub tried: Vec<Tried>,
}

impl Validated {
    /// The setting that most folds chose, so that what is told of questions left out is told of it; of
    /// equals the one that moves least.
    #[must_use]
    pub fn most_often(&self) -> Option<Setting> {
        let times = |setting: &Setting| self.chosen.iter().filter(|own| *own == setting).count();
        let all = self.tried.iter().map(|tried| tried.setting).rev();
        all.filter(|setting| times(setting) > 0).max_by_key(times)
    }
}

/// Places of the base and of the prior alone among the forecasters.
const BASE: usize = 2;
const PRIOR: usize = 3;

/// Forecasts of questions left out.
struct Left {
    fitted: Vec<Daily>,
    counted: Vec<Daily>,
    settings: Vec<Vec<Daily>>,
    chosen: Vec<Setting>,
}

/// Forecasts every question by a fit without it, its setting chosen without it and its plans not
/// counted.
///
/// # Errors
/// When the arithmetic of a case has no answer.
pub(super) fn validate(
    study: &Study<'_>,
    settings: &[Setting],
    told: &Told<'_>,
) -> Result<Validated, DeskError> {
    let cases = &study.bench.cases;
    let base = study.bench.model(study.base)?;
    let all: Vec<(usize, &Arc<Model>)> = (0..cases.len()).map(|place| (place, &base)).collect();
    let plain = study.bench.forecasts(&all, &|_, _| ())?;
    let alone = study.bench.alone(&base)?;
    let coin: Vec<Daily> = cases.iter().map(|c| vec![0.5; c.life.len()]).collect();
    let left = left_out(study, settings, told)?;
    let asked: Vec<Asked> = cases.iter().map(asked).collect();
    let tried = settings.iter().zip(&left.settings);
    let tried = tried.filter_map(|(setting, daily)| one(&asked, *setting, daily, &plain));
    let tried: Vec<Tried> = tried.collect();
    let forecasters = [left.fitted, left.counted, plain, alone, coin];
    Ok(Validated {
        names: [
            "fitted",
            "only plans counted",
            "base",
            "prior alone",
            "a coin",
        ],
        against_base: tables(&asked, &forecasters, BASE),
        against_prior: tables(&asked, &forecasters, PRIOR),
        chosen: left.chosen,
        tried,
    })
}

fn asked(case: &Case) -> Asked {
    Asked {
        yes: case.yes(),
        phases: phases(case),
    }
}

fn tables(asked: &[Asked], forecasters: &[Vec<Daily>], against: usize) -> Vec<Table> {
    let parts = [Part::Whole].into_iter().chain(Phase::ALL.map(Part::In));
    parts
        .filter_map(|part| table(part, asked, forecasters, against))
        .collect()
}

fn one(asked: &[Asked], setting: Setting, daily: &[Daily], plain: &[Daily]) -> Option<Tried> {
    let on = |part: Part, daily: &[Daily]| -> Vec<Losses> {
        let each = asked.iter().zip(daily);
        each.filter_map(|(asked, daily)| part.losses(asked, daily))
            .collect()
    };
    let whole = on(Part::Whole, daily);
    let base = on(Part::Whole, plain);
    let gaps: Vec<f64> = whole
        .iter()
        .zip(&base)
        .map(|(a, b)| a.log - b.log)
        .collect();
    Some(Tried {
        setting,
        less: paired(&gaps)?,
        before: Losses::mean(on(Part::In(Phase::Before), daily)),
        whole: Losses::mean(whole)?,
    })
}

fn left_out(study: &Study<'_>, settings: &[Setting], told: &Told<'_>) -> Result<Left, DeskError> {
    let cases: Vec<&Case> = study.bench.cases.iter().collect();
    let count = study.work.folds.min(cases.len()).max(1);
    let folds = deal(&cases, count);
    let empty = vec![Daily::new(); cases.len()];
    let mut left = Left {
        fitted: empty.clone(),
        counted: empty.clone(),
        settings: vec![empty; settings.len()],
        chosen: Vec::with_capacity(count),
    };
    for fold in 0..count {
        let of = |own: bool| -> Vec<usize> {
            let places = 0..cases.len();
            places.filter(|p| (folds[*p] == fold) == own).collect()
        };
        let what = format!("fold {} of {count}", fold + 1);
        let ground = study.ground(of(false), &what, told)?;
        left.fold(study, settings, &ground, &of(true), &what, told)?;
    }
    Ok(left)
}

impl Left {
    /// Forecasts the questions at some places by what was found on a ground without them.
    fn fold(
        &mut self,
        study: &Study<'_>,
        settings: &[Setting],
        ground: &Ground,
        out: &[usize],
        what: &str,
        told: &Told<'_>,
    ) -> Result<(), DeskError> {
        let counted = study.bench.model(&ground.source)?;
        put(study, &counted, out, &mut self.counted)?;
        for (setting, daily) in settings.iter().zip(&mut self.settings) {
            let (tree, amounts) = study.at_once(ground, setting);
            let source = quietly(&ground.source, &ground.says, &tree.moves(&amounts));
            put(study, &study.bench.model(&source)?, out, daily)?;
        }
        let Some(chosen) = settings.get(study.choose(ground, settings)) else {
            return Ok(());
        };
        let found = study.settle(ground, chosen, what, told)?;
        let moves = found.tree.moves(&found.amounts);
        let source = quietly(&ground.source, &ground.says, &moves);
        put(study, &study.bench.model(&source)?, out, &mut self.fitted)?;
        self.chosen.push(*chosen);
        Ok(())
    }
}

fn put(
    study: &Study<'_>,
    model: &Arc<Model>,
    places: &[usize],
    into: &mut [Daily],
) -> Result<(), DeskError> {
    let jobs: Vec<(usize, &Arc<Model>)> = places.iter().map(|place| (*place, model)).collect();
    let made = study.bench.forecasts(&jobs, &|_, _| ())?;
    for (place, daily) in places.iter().zip(made) {
        into[*place] = daily;
    }
    Ok(())
}
