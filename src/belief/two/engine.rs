//! The running belief on one question.

use std::sync::Arc;

use super::banks::Effort;
use super::base::Base;
use super::feed;
use super::ground::Ground;
use super::pool;
use super::refused::Refused;
use super::report::Heard;
use super::why::{self, Row};
use super::work::Work;
use super::{Fact, Model, Question, Watch};
use crate::belief::one::Watch as FeedWatch;
use crate::belief::{Outlook, Span};
use crate::record::Invalid;

/// The belief on one question, after some facts in the order of the log.
#[derive(Debug, Clone)]
pub struct Engine {
    question: Arc<Question>,
    base: Base,
    /// The reports that stand, in the order of evidence.
    reports: Vec<Arc<Heard>>,
    /// The latest day of the opening and of passages.
    passed: i32,
    /// The latest day of what does not stand: see [`Engine::ever`].
    gone: i32,
    over: bool,
    work: Work,
}

impl Engine {
    /// The belief when the question opens.
    ///
    /// # Errors
    /// When the number of draws is not the model's, or one is not a chance.
    pub fn open(question: Question, model: Arc<Model>) -> Result<Self, Invalid> {
        let ground = Ground::new(&question, &model)?;
        Ok(Self {
            passed: question.opens,
            gone: question.opens,
            base: Base {
                hush: Arc::new(model.silence.factors()),
                model,
                ground: Arc::new(ground),
                watches: Vec::new(),
                quiet: None,
            },
            question: Arc::new(question),
            reports: Vec::new(),
            over: false,
            work: Work::new(),
        })
    }

    /// Enters the next fact of the log. After a resolution nothing does anything.
    ///
    /// # Errors
    /// When the model does not know a report's kind; nothing has changed then.
    pub fn enter(&mut self, fact: Fact) -> Result<(), Invalid> {
        if self.over {
            return Ok(());
        }
        match fact {
            Fact::Signal(report) => {
                let heard = self.base.hear(report)?;
                let at = self.reports.partition_point(|x| x.place() < heard.place());
                self.reports.insert(at, heard);
                self.work.take(&self.base, &self.reports, at);
            }
            Fact::Watch(watch) => self.base.watches.push(watch),
            Fact::Retraction { id, known } => {
                self.leave_out(&id);
                self.base.watches.retain(|watch| watch.id != id);
                self.remember(known);
            }
            Fact::Passage { known } => self.passed = self.passed.max(known),
            Fact::Resolution => self.over = true,
        }
        self.work.touch();
        Ok(())
    }

    /// Says on which days a feed was watched that sees everything, and what it was expected to
    /// bring: for backtests, before anything is entered. A ledger kept by hand has no such feed.
    ///
    /// # Errors
    /// When the model does not know a watched kind.
    pub fn watch_feed(&mut self, feed: &FeedWatch) -> Result<(), Invalid> {
        let quiet = feed::quiet(&self.base.model, self.base.ground.horizon, feed)?;
        self.base.quiet = Some(quiet);
        self.work = Work::untold();
        Ok(())
    }

    /// Goes on under another model, with new draws for the rate and for each occasion.
    ///
    /// # Errors
    /// When the number of draws is not the model's, an occasion has none, or the model does not
    /// know the kind of a report that stands; nothing has changed then.
    pub fn adopt(
        &mut self,
        model: Arc<Model>,
        rate: Vec<f64>,
        chances: Vec<Vec<f64>>,
    ) -> Result<(), Invalid> {
        let occasions = &self.question.occasions;
        if chances.len() != occasions.len() {
            return Err(Invalid::new(
                "occasions",
                format!("draws for {} occasions", chances.len()),
                format!("the question has {}", occasions.len()),
                "new draws for every occasion",
            ));
        }
        let moved = occasions.iter().zip(chances);
        let question = Question {
            rate,
            occasions: moved.map(|(o, chance)| Span { chance, ..*o }).collect(),
            pace: self.question.pace.clone(),
            ..*self.question
        };
        let ground = Ground::new(&question, &model)?;
        let read = |x: &Arc<Heard>| {
            let heard = Heard::read(x.report.clone(), &model)?;
            Ok::<_, Invalid>(Arc::new(heard.on(&model, ground.horizon.deadline)))
        };
        self.reports = self.reports.iter().map(read).collect::<Result<_, _>>()?;
        self.base.hush = Arc::new(model.silence.factors());
        self.base.ground = Arc::new(ground);
        self.base.model = model;
        self.question = Arc::new(question);
        self.work = Work::untold();
        Ok(())
    }

    /// The model.
    #[must_use]
    pub fn model(&self) -> &Arc<Model> {
        &self.base.model
    }

    /// The day as of which it speaks: the latest of the opening, of when the reports and watches
    /// that stand became known, and of passages.
    #[must_use]
    pub fn as_of(&self) -> i32 {
        let reports = self.reports.last().map(|heard| heard.report.known);
        let watches = self.base.watches.iter().map(|watch| watch.known);
        watches.chain(reports).fold(self.passed, i32::max)
    }

    /// The latest day of the opening and of passages.
    #[must_use]
    pub fn passed(&self) -> i32 {
        self.passed
    }

    /// The same with the days of retractions: the day as of which earlier programs spoke.
    #[must_use]
    pub fn ever(&self) -> i32 {
        self.as_of().max(self.gone)
    }

    /// Counts a day into [`Engine::ever`].
    pub fn remember(&mut self, day: i32) {
        self.gone = self.gone.max(day);
    }

    /// Watches that stand, in the order of the log.
    #[must_use]
    pub fn watches(&self) -> &[Watch] {
        &self.base.watches
    }

    /// Reports that stand.
    #[must_use]
    pub fn signals(&self) -> u64 {
        self.reports.len() as u64
    }

    /// The last day of the horizon.
    #[must_use]
    pub fn horizon(&self) -> i32 {
        self.base.ground.horizon.last
    }

    /// What is believed as of the latest day.
    ///
    /// # Errors
    /// When a plan or the forecast has no mass to speak of in some draw.
    pub fn outlook(&mut self) -> Result<Outlook, Refused> {
        self.outlook_on(self.as_of())
    }

    /// What would be believed as of a later day with the same evidence; an earlier one counts as
    /// the latest day.
    ///
    /// # Errors
    /// As [`Engine::outlook`].
    pub fn outlook_on(&mut self, day: i32) -> Result<Outlook, Refused> {
        let as_of = self.as_of();
        let day = day.max(as_of);
        self.settle()?;
        if day >= self.base.ground.horizon.deadline {
            return Ok(pool::over(day, self.base.model.draws));
        }
        Ok(self.work.pooled(&self.base, as_of, day)?.outlook)
    }

    /// Probability that the meeting comes within `first..=last`, as of the latest day.
    ///
    /// # Errors
    /// As [`Engine::outlook`].
    pub fn within(&mut self, first: i32, last: i32) -> Result<f64, Refused> {
        let days = self.by_day()?;
        let within = days
            .iter()
            .filter(|(day, _)| (first..=last).contains(day))
            .fold(0.0, |acc, (_, p)| acc + p);
        // Summed in another order than the whole, and so possibly a last bit beyond it.
        Ok(within.min(1.0))
    }

    /// The first day by which the meeting has come with at least `share` probability; `None`
    /// where that is beyond the last day of the horizon.
    ///
    /// # Errors
    /// As [`Engine::outlook`].
    pub fn day_reaching(&mut self, share: f64) -> Result<Option<i32>, Refused> {
        let mut running = 0.0;
        let reached = self.by_day()?.into_iter().find(|(_, p)| {
            running += p;
            running >= share
        });
        Ok(reached.map(|(day, _)| day))
    }

    /// Every day to come with the probability that the meeting falls on it.
    ///
    /// # Errors
    /// As [`Engine::outlook`].
    pub fn by_day(&mut self) -> Result<Vec<(i32, f64)>, Refused> {
        self.settle()?;
        let as_of = self.as_of();
        let pooled = self.work.pooled(&self.base, as_of, as_of)?;
        let mut days = Vec::new();
        self.work.ask(&self.base, as_of, |layers| {
            layers.each_day(as_of + 1, |day, row| {
                let weighed = row.iter().zip(&pooled.per_mass).map(|(m, v)| m * v);
                days.push((day, weighed.fold(0.0, |acc, x| acc + x)));
            });
        });
        Ok(days)
    }

    /// Where the probability comes from: rows that sum exactly to its log-odds; `None` from the
    /// deadline on.
    ///
    /// # Errors
    /// As [`Engine::outlook`].
    pub fn why(&mut self) -> Result<Option<Vec<Row>>, Refused> {
        self.settle()?;
        let as_of = self.as_of();
        if as_of >= self.base.ground.horizon.deadline {
            return Ok(None);
        }
        Ok(Some(why::rows(
            &self.base,
            self.work.chronicle(),
            &self.reports,
            as_of,
        )?))
    }

    /// Arithmetic done so far, to see what a fact costs.
    #[must_use]
    pub fn effort(&self) -> Effort {
        self.work.effort()
    }

    /// The report of that id, if it stands.
    pub(super) fn standing(&self, id: &str) -> Option<Arc<Heard>> {
        self.reports.iter().find(|x| x.report.id == id).cloned()
    }

    /// Takes a report out.
    pub(super) fn leave_out(&mut self, id: &str) {
        if let Some(at) = self.reports.iter().position(|x| x.report.id == id) {
            let gone = self.reports.remove(at);
            self.work.forget(gone.report.known);
        }
    }

    /// What it rests on beside the reports.
    pub(super) fn base(&self) -> &Base {
        &self.base
    }

    /// Works out what has to be before anything is asked, and returns it.
    pub(super) fn settle(&mut self) -> Result<&Work, Refused> {
        self.work.settle(&self.base, &self.reports)?;
        Ok(&self.work)
    }
}
