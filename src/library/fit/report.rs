//! A fit on all questions, and what is told of it.

use std::collections::{BTreeMap, BTreeSet};

use super::MIN_QUESTIONS;
use super::bench::{Bench, stand};
use super::classes::{Setting, settings};
use super::counts::{Counted, PlanCounts};
use super::ended::{kinds, read};
use super::moves::{Moves, Target, moved};
use super::study::{Found, Ground, Study, Told, Work};
use super::trial::{Validated, validate};
use crate::backtest::ridge::{logistic, logit};
use crate::belief::Model;
use crate::desk::DeskError;
use crate::library::{Case, ReadAs};
use crate::model::two::build::build;
use crate::model::two::source::Source;
use crate::record::Invalid;
use crate::score::band::{Interval, Words};

/// One kind, before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct KindRow {
    /// The kind.
    pub kind: String,
    /// Its family.
    pub family: String,
    /// Questions with such a signal.
    pub questions: usize,
    /// Of these, that ended yes.
    pub yes: usize,
    /// Such signals.
    pub signals: usize,
    /// What a sure report says alone where it says most; 1 of a measured null.
    pub before: f64,
    /// The same after the fit.
    pub after: f64,
    /// A 90 % interval over resamples of whole questions, where it was moved.
    pub band: Option<Interval>,
    /// Why nothing is claimed of it, where that is so.
    pub refused: Option<Refused>,
}

/// Why nothing is claimed of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The base counted it and found nothing.
    Null,
    /// It was seen in fewer than [`MIN_QUESTIONS`] questions.
    Few,
}

impl Refused {
    /// `measured-null` or `few-questions`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Null => "measured-null",
            Self::Few => "few-questions",
        }
    }
}

/// One family's leak, before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct LeakRow {
    /// The family.
    pub family: String,
    /// Questions with a signal of one of its kinds.
    pub questions: usize,
    /// Before.
    pub before: f64,
    /// After.
    pub after: f64,
    /// A 90 % interval over resamples of whole questions, where it was moved.
    pub band: Option<Interval>,
}

/// What was fitted, and what it is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// The source that came of it; `None` where nothing is claimed of anything.
    pub source: Option<Source>,
    /// Questions, and how many of them ended yes.
    pub questions: (usize, usize),
    /// What became of plans.
    pub counts: PlanCounts,
    /// The promise of each kind that has one, before and after.
    pub promises: BTreeMap<String, (f64, f64)>,
    /// Each kind that was seen.
    pub kinds: Vec<KindRow>,
    /// Each family of a kind that was seen.
    pub leaks: Vec<LeakRow>,
    /// How far what may be moved.
    pub setting: Setting,
    /// On questions left out; `None` of fewer than [`MIN_QUESTIONS`].
    pub validated: Option<Validated>,
}

/// What a fit is made of.
#[derive(Debug, Clone, Copy)]
pub struct Start<'f> {
    /// The source to start from.
    pub base: &'f Source,
    /// As which kinds it reads those that it lacks.
    pub read_as: &'f ReadAs,
    /// Called-off meetings that it counts already.
    pub counted: &'f Counted,
    /// Its count of doubted plans is replaced, since it was made of the same questions.
    pub fresh: bool,
    /// What may move, where that is not to be chosen.
    pub held: Option<Setting>,
}

/// Fits a base on questions that ended, whose order plays no part. The same questions and base give
/// the same source.
///
/// # Errors
/// Without a question, where the base does not build or lacks a kind, or the arithmetic of a case has
/// no answer.
pub fn fit(
    cases: &[Case],
    from: Start<'_>,
    id: &str,
    work: Work,
    told: &Told<'_>,
) -> Result<Fitted, DeskError> {
    if cases.is_empty() {
        return Err(Invalid::new(
            "cases",
            "0 questions",
            "no question ended with yes or no",
            "`summit resolve` ends one; `--library` takes those that ship with the program",
        )
        .into());
    }
    let model = Model::parse(build(from.base)?.as_bytes())?;
    let mut cases = read(cases, &model, from.read_as)?;
    cases.sort_by(|a, b| a.id().cmp(b.id()));
    let bench = Bench {
        cases,
        draws: work.draws.min(from.base.draws),
    };
    let study = Study {
        bench: &bench,
        base: from.base,
        model: &model,
        counted: from.counted,
        fresh: from.fresh,
        work,
    };
    let settings = from.held.map_or_else(settings, |held| vec![held]);
    let validated = match bench.cases.len() {
        n if n < MIN_QUESTIONS => None,
        _ => Some(validate(&study, &settings, told)?),
    };
    let ground = study.ground((0..bench.cases.len()).collect(), "all questions", told)?;
    let chosen = validated.as_ref().and_then(Validated::most_often);
    let setting = chosen.unwrap_or_else(|| settings[study.choose(&ground, &settings)]);
    let found = study.settle(&ground, &setting, "all questions", told)?;
    let end = End {
        study: &study,
        ground: &ground,
        found: &found,
        setting,
    };
    Ok(end.fitted(id, validated))
}

/// A fit on all questions.
struct End<'e> {
    study: &'e Study<'e>,
    ground: &'e Ground,
    found: &'e Found,
    setting: Setting,
}

/// In how many questions something was seen, how many of these ended yes, and in how many signals.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    questions: usize,
    yes: usize,
    signals: usize,
}

impl End<'_> {
    fn fitted(&self, id: &str, validated: Option<Validated>) -> Fitted {
        let moves = self.found.tree.moves(&self.found.amounts);
        let resampled = self.resampled();
        let source = self.source(&moves, id);
        let cases = &self.study.bench.cases;
        Fitted {
            promises: self.promises(),
            kinds: self.kinds(&moves, &resampled),
            leaks: self.leaks(&moves, &resampled),
            source,
            questions: (cases.len(), cases.iter().filter(|c| c.yes()).count()),
            counts: self.ground.counts.clone(),
            setting: self.setting,
            validated,
        }
    }

    /// The source, where it is not the base.
    fn source(&self, moves: &Moves, id: &str) -> Option<Source> {
        let why = |target: &Target| self.why(target);
        let source = moved(&self.ground.source, &self.ground.says, moves, &why);
        let cases = self.study.bench.cases.len();
        let title = format!("{}; fitted on {cases} ended questions", source.title);
        (source != *self.study.base).then(|| Source {
            id: id.to_owned(),
            title,
            ..source
        })
    }

    /// `Moved on 22 ended questions (9 yes, 13 no) with 59 such signals; spread 0.4 of kinds.`
    fn why(&self, target: &Target) -> String {
        let seen = self.seen(target);
        format!(
            "Moved by {} signals of {} ended questions, {} yes and {} no; {} may move, with a spread \
             of {}.",
            seen.signals,
            seen.questions,
            seen.yes,
            seen.questions - seen.yes,
            self.setting.name,
            self.setting.spread()
        )
    }

    fn seen(&self, target: &Target) -> Seen {
        let mut seen = Seen::default();
        for case in &self.study.bench.cases {
            let told = kinds(case);
            let meant = |kind: &str| match target {
                Target::Kind(own) => kind == own,
                Target::Leak(family) => {
                    let kind = self.study.base.kinds.get(kind);
                    kind.is_some_and(|kind| kind.family == *family)
                }
            };
            let signals: usize = told.iter().filter(|(k, _)| meant(k)).map(|(_, n)| n).sum();
            seen.signals += signals;
            seen.questions += usize::from(signals > 0);
            seen.yes += usize::from(signals > 0 && case.yes());
        }
        seen
    }

    /// What resamples of whole questions move.
    fn resampled(&self) -> Vec<Moves> {
        if self.found.tree.is_empty() {
            return Vec::new();
        }
        let n = self.ground.places.len();
        let mut words = Words::new(1);
        let resamples: Vec<Vec<f64>> = (0..self.study.work.resamples)
            .map(|_| {
                let mut times = vec![0.0; n];
                for _ in 0..n {
                    let drawn = words.below(n).and_then(|i| times.get_mut(i));
                    if let Some(slot) = drawn {
                        *slot += 1.0;
                    }
                }
                times
            })
            .collect();
        let all = self.study.again(self.ground, self.found, &resamples);
        all.iter().map(|a| self.found.tree.moves(a)).collect()
    }

    /// Where a thing stands, and its 90 % interval where it may move: of a kind its ratio, of a
    /// family its leak.
    fn after(
        &self,
        target: &Target,
        before: f64,
        moves: &Moves,
        resampled: &[Moves],
    ) -> (f64, Option<Interval>) {
        let at = |moves: &Moves| {
            let by = stand(&self.ground.source, &self.ground.says, moves, target);
            match target {
                Target::Kind(_) => before * libm::exp(by),
                Target::Leak(_) => logistic(logit(before) + by),
            }
        };
        let mut all: Vec<f64> = resampled.iter().map(at).collect();
        all.sort_by(f64::total_cmp);
        let quantile = |share: f64| all[(share * (all.len() - 1) as f64).round() as usize];
        let free = moves.contains_key(target) && !all.is_empty();
        let band = free.then(|| Interval {
            lo: quantile(0.05),
            hi: quantile(0.95),
        });
        (at(moves), band)
    }

    fn kinds(&self, moves: &Moves, resampled: &[Moves]) -> Vec<KindRow> {
        let all = self
            .study
            .bench
            .cases
            .iter()
            .flat_map(|case| kinds(case).into_keys());
        let all: BTreeSet<&str> = all.collect();
        let row = |kind: &str| {
            let target = Target::Kind(kind.to_owned());
            let seen = self.seen(&target);
            let most = self.ground.says.most(kind);
            let before = libm::exp(most.unwrap_or_default());
            let (after, band) = self.after(&target, before, moves, resampled);
            let family = self
                .study
                .base
                .kinds
                .get(kind)
                .map(|kind| kind.family.clone());
            KindRow {
                kind: kind.to_owned(),
                family: family.unwrap_or_default(),
                questions: seen.questions,
                yes: seen.yes,
                signals: seen.signals,
                before,
                after,
                band,
                refused: refused(most.is_none(), seen.questions),
            }
        };
        all.into_iter().map(row).collect()
    }

    fn leaks(&self, moves: &Moves, resampled: &[Moves]) -> Vec<LeakRow> {
        let row = |(name, family): (&String, &crate::model::two::source::Family)| {
            let target = Target::Leak(name.clone());
            let seen = self.seen(&target);
            let (after, band) = self.after(&target, family.leak, moves, resampled);
            LeakRow {
                family: name.clone(),
                questions: seen.questions,
                before: family.leak,
                after,
                band,
            }
        };
        let families = self.study.base.families.iter();
        families.map(row).filter(|row| row.questions > 0).collect()
    }

    fn promises(&self) -> BTreeMap<String, (f64, f64)> {
        let of = |kind: &str| self.ground.source.kinds.get(kind)?.promise;
        let base = self.study.base.kinds.iter();
        base.filter_map(|(name, kind)| Some((name.clone(), (kind.promise?, of(name)?))))
            .collect()
    }
}

fn refused(null: bool, questions: usize) -> Option<Refused> {
    match null {
        true => Some(Refused::Null),
        false => (questions < MIN_QUESTIONS).then_some(Refused::Few),
    }
}
