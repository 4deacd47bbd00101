//! The running belief on one question.

use std::sync::Arc;

use super::act::{Factors, Found, Trust};
use super::bank::{self, Layers, Move, Say};
use super::channel;
use super::chronicle::{self, Chronicle, Frame, Products};
use super::ground::Ground;
use super::plan::{self, Plan};
use super::pool::{self, Pooled, Sums};
use super::report::Heard;
use super::why::{self, Row};
use super::{Fact, Model, Question, Watch};
use crate::belief::{Degenerate, Outlook, Span};
use crate::record::Invalid;

/// The belief on one question, after some facts in the order of the log.
#[derive(Debug, Clone)]
pub struct Engine {
    model: Arc<Model>,
    question: Arc<Question>,
    ground: Arc<Ground>,
    /// What silence leaves of a day, by lead.
    hush: Arc<Vec<f64>>,
    /// The reports that stand, in the order of evidence.
    reports: Vec<Arc<Heard>>,
    watches: Vec<Watch>,
    /// The latest day of the opening, of retractions and of passages.
    passed: i32,
    over: bool,
}

/// Why there is no forecast.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A plan has no mass to move.
    #[error("plan `{plan}`: {why}")]
    Plan {
        /// Id of the plan's first report.
        plan: String,
        /// Which draw, and how.
        why: Degenerate,
    },
    /// The bank as of the forecast's day has no mass left.
    #[error("the forecast: {why}")]
    Forecast {
        /// Which draw, and how.
        why: Degenerate,
    },
}

impl From<Degenerate> for Refused {
    fn from(why: Degenerate) -> Self {
        Self::Forecast { why }
    }
}

/// The belief worked out: the evidence told, the plans' factors made.
#[derive(Debug, Clone)]
pub(super) struct Settled {
    pub chronicle: Chronicle,
    pub factors: Vec<Factors>,
}

impl Engine {
    /// The belief when the question opens.
    ///
    /// # Errors
    /// When the number of draws is not the model's, or one is not a chance.
    pub fn open(question: Question, model: Arc<Model>) -> Result<Self, Invalid> {
        let ground = Ground::new(&question, &model)?;
        Ok(Self {
            hush: Arc::new(model.silence.factors()),
            passed: question.opens,
            question: Arc::new(question),
            model,
            ground: Arc::new(ground),
            reports: Vec::new(),
            watches: Vec::new(),
            over: false,
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
                let heard = Arc::new(Heard::read(report, &self.model)?);
                let at = self.reports.partition_point(|x| x.place() < heard.place());
                self.reports.insert(at, heard);
            }
            Fact::Watch(watch) => self.watches.push(watch),
            Fact::Retraction { id, known } => {
                self.leave_out(&id);
                self.watches.retain(|watch| watch.id != id);
                self.passed = self.passed.max(known);
            }
            Fact::Passage { known } => self.passed = self.passed.max(known),
            Fact::Resolution => self.over = true,
        }
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
        let read = |x: &Arc<Heard>| Heard::read(x.report.clone(), &model).map(Arc::new);
        self.reports = self.reports.iter().map(read).collect::<Result<_, _>>()?;
        self.hush = Arc::new(model.silence.factors());
        self.ground = Arc::new(ground);
        self.question = Arc::new(question);
        self.model = model;
        Ok(())
    }

    /// The model.
    #[must_use]
    pub fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// The day as of which it speaks: the latest of the opening, and of when whatever stands,
    /// retractions and passages became known.
    #[must_use]
    pub fn as_of(&self) -> i32 {
        let reports = self.reports.last().map(|heard| heard.report.known);
        let watches = self.watches.iter().map(|watch| watch.known);
        watches.chain(reports).fold(self.passed, i32::max)
    }

    /// Watches that stand, in the order of the log.
    #[must_use]
    pub fn watches(&self) -> &[Watch] {
        &self.watches
    }

    /// Reports that stand.
    #[must_use]
    pub fn signals(&self) -> u64 {
        self.reports.len() as u64
    }

    /// The last day of the horizon.
    #[must_use]
    pub fn horizon(&self) -> i32 {
        self.ground.horizon.last
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
        let day = day.max(self.as_of());
        let settled = self.settle()?;
        if day >= self.ground.horizon.deadline {
            return Ok(pool::over(day, self.model.draws));
        }
        Ok(self.pooled(&settled, day)?.outlook)
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
        let settled = self.settle()?;
        let as_of = self.as_of();
        let pooled = self.pooled(&settled, as_of)?;
        let mut days = Vec::new();
        self.with_layers(&settled, |layers| {
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
        let settled = self.settle()?;
        if self.as_of() >= self.ground.horizon.deadline {
            return Ok(None);
        }
        Ok(Some(why::rows(self, &settled)?))
    }

    /// The report of that id, if it stands.
    pub(super) fn standing(&self, id: &str) -> Option<Arc<Heard>> {
        self.reports.iter().find(|x| x.report.id == id).cloned()
    }

    /// Takes a report out, for comparison.
    pub(super) fn leave_out(&mut self, id: &str) {
        self.reports.retain(|heard| heard.report.id != id);
    }

    pub(super) fn ground(&self) -> &Ground {
        &self.ground
    }

    /// What silence leaves of each day, by what was watched as of `day`, with these plans.
    pub(super) fn hush(&self, day: i32, plans: &[Plan]) -> Vec<f64> {
        let announced = plan::ever_announced(plans, &self.ground);
        bank::hush(&self.ground, self.watched(day), &self.hush, &announced)
    }

    /// The last day that anybody has watched, as far as known on `day`.
    pub(super) fn watched(&self, day: i32) -> Option<i32> {
        let known = self.watches.iter().filter(|watch| watch.known <= day);
        known.map(|watch| watch.through).max()
    }

    /// The reports that stand, in the order of evidence.
    pub(super) fn reports(&self) -> &[Arc<Heard>] {
        &self.reports
    }

    pub(super) fn settle(&self) -> Result<Settled, Refused> {
        let frame = Frame {
            ground: &self.ground,
            model: &self.model,
        };
        let chronicle = Chronicle::tell(frame, &self.reports);
        let mut factors: Vec<Factors> = Vec::new();
        let mut shares: Vec<Vec<f64>> = Vec::new();
        for (i, plan) in chronicle.plans().iter().enumerate() {
            let (mut moved, mut share) = (Factors::default(), Vec::new());
            if plan.acts {
                let seen = chronicle.seen_by(i);
                let plans = chronicle.plans().get(..=i).unwrap_or_default();
                let found = self
                    .layers(&seen, plan.day, plans, &factors, |layers| {
                        Found::on_its_day(plan, layers)
                    })
                    .map_err(|why| Refused::Plan {
                        plan: plan.id.clone(),
                        why,
                    })?;
                let undone = plan.undoes.and_then(|j| shares.get(j)).map(Vec::as_slice);
                moved = found.moved(plan, &self.model, self.trust(plan), undone);
                share = found.share;
            }
            factors.push(moved);
            shares.push(share);
        }
        Ok(Settled { chronicle, factors })
    }

    fn trust(&self, plan: &Plan) -> Trust {
        Trust {
            credibility: plan.credibility(self.model.repeat_discount),
            lead: plan.lead(self.watches.iter().map(|watch| watch.through)),
        }
    }

    fn pooled(&self, settled: &Settled, as_of: i32) -> Result<Pooled, Degenerate> {
        let sums = self.with_layers(settled, |layers| Sums::after(as_of, layers));
        pool::pool(as_of, self.ground.horizon.deadline, &sums)
    }

    /// The bank as of the latest day.
    fn with_layers<T>(&self, settled: &Settled, ask: impl FnOnce(&Layers<'_>) -> T) -> T {
        let products = chronicle::products(settled.chronicle.said());
        let plans = settled.chronicle.plans();
        self.layers(&products, self.as_of(), plans, &settled.factors, ask)
    }

    /// The bank of a day: families, silence with these plans, and the plans' factors so far.
    fn layers<T>(
        &self,
        products: &Products,
        day: i32,
        plans: &[Plan],
        factors: &[Factors],
        ask: impl FnOnce(&Layers<'_>) -> T,
    ) -> T {
        let leaks = products.iter().map(|(name, product)| {
            let family = self.model.families.get(name);
            let leaks = family.map(|family| family.leak_draws.as_slice());
            channel::each_draw(product, leaks.unwrap_or_default())
        });
        let heard: Vec<Vec<f64>> = leaks.collect();
        let says = products.iter().zip(&heard);
        ask(&Layers {
            ground: &self.ground,
            says: says
                .map(|((_, product), heard)| Say { product, heard })
                .collect(),
            hush: self.hush(day, plans),
            moves: plans
                .iter()
                .zip(factors)
                .map(|(plan, factors)| Move { plan, factors })
                .collect(),
        })
    }
}
