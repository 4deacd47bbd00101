//! One fit on some of the questions: plans counted, amounts fitted, a setting chosen.

use std::collections::BTreeMap;

use super::MIN_QUESTIONS;
use super::bench::{Bench, Slopes};
use super::classes::{Setting, cautious};
use super::counts::{Counted, PlanCounts, count};
use super::ended::kinds;
use super::folds::deal;
use super::moves::{Moves, Says, Target};
use super::penalised::{self, Asked};
use super::tree::Tree;
use crate::backtest::parallel;
use crate::belief::Model;
use crate::desk::DeskError;
use crate::library::Case;
use crate::model::two::source::Source;

/// How much work is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// Draws with which cases are forecast.
    pub draws: usize,
    /// Folds of questions for what is reported out of sample.
    pub folds: usize,
    /// Folds within each of them for choosing a setting.
    pub within: usize,
    /// How often slopes are taken anew.
    pub rounds: usize,
    /// Resamples of questions behind an interval.
    pub resamples: usize,
}

impl Work {
    /// What the command does.
    pub const USUAL: Self = Self {
        draws: 32,
        folds: 10,
        within: 5,
        rounds: 3,
        resamples: 400,
    };
}

/// The questions and what a fit starts from.
#[derive(Debug)]
pub struct Study<'s> {
    /// The questions.
    pub bench: &'s Bench,
    /// The source to start from.
    pub base: &'s Source,
    /// The same, built.
    pub model: &'s Model,
    /// Called-off meetings that it counts already.
    pub counted: &'s Counted,
    /// Its count of doubted plans is replaced, since it was made of the same questions.
    pub fresh: bool,
    /// How much work is done.
    pub work: Work,
}

/// A fit's ground: some questions, their plans counted, and slopes where nothing is moved.
#[derive(Debug)]
pub struct Ground {
    /// Places of the questions.
    pub places: Vec<usize>,
    /// What became of their plans.
    pub counts: PlanCounts,
    /// The base with these counts.
    pub source: Source,
    /// What it says.
    pub says: Says,
    /// What may be moved.
    pub targets: Vec<Target>,
    /// What moving it does.
    pub slopes: Slopes,
}

/// A fit.
#[derive(Debug)]
pub struct Found {
    /// How amounts hang together.
    pub tree: Tree,
    /// The amounts.
    pub amounts: Vec<f64>,
    /// The slopes at which they were fitted last, and the amounts there.
    pub last: (Slopes, Vec<f64>),
}

/// Who hears how far it is.
pub type Told<'t> = dyn Fn(&str, usize, usize) + Sync + 't;

impl Study<'_> {
    /// Counts the plans of some questions and takes slopes.
    ///
    /// # Errors
    /// When the arithmetic of a case has no answer.
    pub fn ground(
        &self,
        places: Vec<usize>,
        what: &str,
        told: &Told<'_>,
    ) -> Result<Ground, DeskError> {
        let cases: Vec<&Case> = places.iter().map(|p| &self.bench.cases[*p]).collect();
        let two = self.model.second();
        let two = two.as_deref();
        let counts = two.map(|two| count(cases.iter().copied(), two, self.counted));
        let counts = counts.unwrap_or_default();
        let source = counts.put_into(self.base, self.fresh);
        let says = two.map(Says::of).unwrap_or_default();
        let targets = targets(&cases, self.base, &says);
        let heard = |done, of| told(what, done, of);
        let slopes = self
            .bench
            .slopes(&source, &says, &Moves::new(), &targets, &places, &heard)?;
        Ok(Ground {
            places,
            counts,
            source,
            says,
            targets,
            slopes,
        })
    }

    /// The questions of a ground as a regression sees them.
    fn asked(&self, ground: &Ground, tree: &Tree, slopes: &Slopes, amounts: &[f64]) -> Vec<Asked> {
        let one = |place: &usize| Asked {
            yes: self.bench.cases[*place].yes(),
            days: tree.days(slopes, *place, amounts),
        };
        ground.places.iter().map(one).collect()
    }

    /// The amounts of a setting at the ground's own slopes.
    #[must_use]
    pub fn at_once(&self, ground: &Ground, setting: &Setting) -> (Tree, Vec<f64>) {
        let tree = Tree::new(&ground.says, &ground.targets, setting.loose);
        let asked = self.asked(ground, &tree, &ground.slopes, &vec![0.0; tree.len()]);
        let all: Vec<&Asked> = asked.iter().collect();
        let amounts = penalised::fit(&all, &vec![1.0; all.len()], &tree.penalties());
        (tree, amounts)
    }

    /// The same with slopes taken anew where the amounts lead.
    ///
    /// # Errors
    /// When the arithmetic of a case has no answer.
    pub fn settle(
        &self,
        ground: &Ground,
        setting: &Setting,
        what: &str,
        told: &Told<'_>,
    ) -> Result<Found, DeskError> {
        let (tree, mut amounts) = self.at_once(ground, setting);
        let mut last = (ground.slopes.clone(), vec![0.0; tree.len()]);
        let rounds = if tree.is_empty() { 1 } else { self.work.rounds };
        for _ in 1..rounds {
            let moves = tree.moves(&amounts);
            let heard = |done, of| told(what, done, of);
            let slopes = self.bench.slopes(
                &ground.source,
                &ground.says,
                &moves,
                &ground.targets,
                &ground.places,
                &heard,
            )?;
            let asked = self.asked(ground, &tree, &slopes, &amounts);
            let all: Vec<&Asked> = asked.iter().collect();
            let next = penalised::fit(&all, &vec![1.0; all.len()], &tree.penalties());
            last = (slopes, std::mem::replace(&mut amounts, next));
        }
        Ok(Found {
            tree,
            amounts,
            last,
        })
    }

    /// The amounts on resampled questions, at a fit's last slopes; each resample says how often each
    /// question of the ground counts.
    #[must_use]
    pub fn again(&self, ground: &Ground, found: &Found, resamples: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let (slopes, at) = &found.last;
        let asked = self.asked(ground, &found.tree, slopes, at);
        let all: Vec<&Asked> = asked.iter().collect();
        let penalties = found.tree.penalties();
        parallel(resamples, |times| penalised::fit(&all, times, &penalties))
    }

    /// The cautious one among settings, by questions of the ground that none was fitted on and the
    /// ground's slopes; its place.
    #[must_use]
    pub fn choose(&self, ground: &Ground, settings: &[Setting]) -> usize {
        let places = ground.places.iter();
        let cases: Vec<&Case> = places.map(|p| &self.bench.cases[*p]).collect();
        let folds = deal(&cases, self.work.within);
        let left = |setting| self.left_out(ground, setting, &folds);
        cautious(&settings.iter().map(left).collect::<Vec<_>>())
    }

    /// The loss of each question of the ground by a fit without its fold.
    fn left_out(&self, ground: &Ground, setting: &Setting, folds: &[usize]) -> Vec<f64> {
        let tree = Tree::new(&ground.says, &ground.targets, setting.loose);
        let asked = self.asked(ground, &tree, &ground.slopes, &vec![0.0; tree.len()]);
        let all: Vec<&Asked> = asked.iter().collect();
        let amounts: Vec<Vec<f64>> = (0..self.work.within)
            .map(|fold| {
                let taught = folds.iter().map(|f| f64::from(u8::from(*f != fold)));
                penalised::fit(&all, &taught.collect::<Vec<_>>(), &tree.penalties())
            })
            .collect();
        let each = all.iter().zip(folds);
        each.map(|(q, fold)| penalised::loss(q, &amounts[*fold]))
            .collect()
    }
}

/// What some questions can move: kinds that speak and were seen in enough of them, and the leaks of
/// families that were.
fn targets(cases: &[&Case], base: &Source, says: &Says) -> Vec<Target> {
    let mut seen: BTreeMap<Target, usize> = BTreeMap::new();
    for case in cases {
        let told = kinds(case);
        let spoken = told.keys().filter(|kind| says.most(kind).is_some());
        let mut of: Vec<Target> = Vec::new();
        for kind in spoken {
            of.push(Target::Kind((*kind).to_owned()));
            let family = base.kinds.get(*kind).map(|kind| kind.family.clone());
            of.extend(family.map(Target::Leak));
        }
        of.sort();
        of.dedup();
        for target in of {
            *seen.entry(target).or_default() += 1;
        }
    }
    let enough = seen.into_iter().filter(|(_, n)| *n >= MIN_QUESTIONS);
    enough.map(|(target, _)| target).collect()
}
