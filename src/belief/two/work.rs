//! What an engine keeps between two forecasts: never more than a function of what stands.
//!
//! The chronicle tells a report where it is entered in the order of evidence; a late one, a
//! retraction, or a plan among other reports of its day is told with the day or the whole anew when
//! a forecast is next asked for. A plan acts again only where something changed that it acts on.

use std::sync::Arc;

use super::acted::{Acted, Found, Undone, Unnamed};
use super::bank::Layers;
use super::banks::{Banks, Effort};
use super::base::Base;
use super::chronicle::{self, Chronicle};
use super::plan::Plan;
use super::pool::{self, Pooled, Sums};
use super::refused::Refused;
use super::report::Heard;
use crate::belief::Degenerate;

/// How much of the chronicle has to be told anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stale {
    Nothing,
    LatestDay,
    All,
}

/// What is kept.
#[derive(Debug, Clone)]
pub(super) struct Work {
    chronicle: Chronicle,
    stale: Stale,
    banks: Banks,
    /// The forecast as of the latest day, until anything changes.
    pooled: Option<Pooled>,
}

/// What plans before the one that acts did otherwise than last time.
#[derive(Debug, Default)]
struct Chain {
    /// One of them moved otherwise.
    moved: bool,
    /// Whether each found other masses.
    found_anew: Vec<bool>,
}

impl Work {
    /// Nothing told yet.
    pub fn new() -> Self {
        Self {
            chronicle: Chronicle::new(),
            stale: Stale::Nothing,
            banks: Banks::default(),
            pooled: None,
        }
    }

    /// Everything to be told anew.
    pub fn untold() -> Self {
        Self {
            stale: Stale::All,
            ..Self::new()
        }
    }

    /// The evidence told: settled first.
    pub fn chronicle(&self) -> &Chronicle {
        &self.chronicle
    }

    /// Arithmetic done so far.
    pub fn effort(&self) -> Effort {
        let mut effort = self.banks.effort;
        effort.add(self.chronicle.multiplications(), 0);
        effort
    }

    /// Something changed: the forecast is to be pooled again.
    pub fn touch(&mut self) {
        self.pooled = None;
    }

    /// A report that became known on a day was taken out.
    pub fn forget(&mut self, known: i32) {
        self.go_stale(known);
    }

    /// The report at `at` was put in: tells it, or remembers to.
    pub fn take(&mut self, base: &Base, reports: &[Arc<Heard>], at: usize) {
        let (before, from) = reports.split_at_checked(at).unwrap_or_default();
        let Some(report) = from.first() else {
            return;
        };
        let known = report.report.known;
        let last = from.len() == 1;
        if known > self.chronicle.day() && self.stale != Stale::All {
            self.freshen(base, before);
            self.chronicle.tell_day(base.frame(), from);
        } else if known == self.chronicle.day()
            && last
            && report.plan.is_none()
            && self.stale == Stale::Nothing
        {
            self.chronicle.hear(base.frame(), report);
        } else {
            self.go_stale(known);
        }
    }

    fn go_stale(&mut self, known: i32) {
        let stale = if known == self.chronicle.day() {
            Stale::LatestDay
        } else {
            Stale::All
        };
        self.stale = self.stale.max(stale);
    }

    /// Tells anew what has to be.
    fn freshen(&mut self, base: &Base, reports: &[Arc<Heard>]) {
        match self.stale {
            Stale::Nothing => {}
            Stale::LatestDay => {
                let day = self.chronicle.day();
                let from = reports.partition_point(|heard| heard.report.known < day);
                let latest = reports.get(from..).unwrap_or_default();
                self.chronicle.retell_latest(base.frame(), latest);
            }
            Stale::All => {
                let told = self.chronicle.multiplications();
                self.banks.effort.add(told, 0);
                self.chronicle = Chronicle::tell(base.frame(), reports);
            }
        }
        self.stale = Stale::Nothing;
    }

    /// Tells what is to be told, and lets each plan act that has to act again.
    pub fn settle(&mut self, base: &Base, reports: &[Arc<Heard>]) -> Result<(), Refused> {
        self.freshen(base, reports);
        self.chronicle.multiply();
        let mut chain = Chain::default();
        for place in 0..self.chronicle.plans().len() {
            let last = self
                .chronicle
                .plan_mut(place)
                .and_then(|plan| plan.acted.take());
            let acted = self.act(base, place, last, &mut chain)?;
            if let Some(plan) = self.chronicle.plan_mut(place) {
                plan.acted = acted;
            }
        }
        Ok(())
    }

    /// What the plan at `place` does, as far as that is not what it did last.
    fn act(
        &mut self,
        base: &Base,
        place: usize,
        last: Option<Acted>,
        chain: &mut Chain,
    ) -> Result<Option<Acted>, Refused> {
        let (before, from) = self
            .chronicle
            .plans()
            .split_at_checked(place)
            .unwrap_or_default();
        let Some(plan) = from.first().filter(|plan| plan.acts) else {
            chain.found_anew.push(false);
            return Ok(None);
        };
        // One that another has replaced acts in no bank but that in which the other is left out.
        let returned = last
            .as_ref()
            .is_some_and(|last| last.replaced_by != plan.replaced_by);
        let seen = self.chronicle.seen_by(place);
        let watched = base.watched(plan.day);
        let trust = base.trust(plan);
        let last = last.as_ref();
        let found = last
            .filter(|last| !chain.moved && last.seen == seen && last.watched == watched)
            .filter(|last| last.found.holds_for(trust))
            .map(|last| Arc::clone(&last.found));
        let anew = |j: &usize| chain.found_anew.get(*j) == Some(&true);
        let undone_anew = plan.undoes.iter().any(anew);
        let found_anew = found.is_none();
        chain.found_anew.push(found_anew);
        let found = match found {
            Some(found) => found,
            None => {
                let plans = self.chronicle.plans().get(..=place).unwrap_or_default();
                let banks = &mut self.banks;
                let mut found = banks
                    .ask(base, &seen, plan.day, plans, None, |layers| {
                        Found::on_its_day(plan, layers)
                    })
                    .map_err(|why| refused(plan, why))?;
                if let Some(without) = base.without_days(plan, before, &seen, trust) {
                    let sums = banks.ask(base, &without, plan.day, before, Some(place), |layers| {
                        Sums::after(plan.day, layers)
                    });
                    let bare = trust.bare;
                    found.unnamed = banks.ask(base, &seen, plan.day, plans, None, |layers| {
                        Unnamed::on_its_day(plan, layers, &sums, bare)
                    });
                }
                Arc::new(found)
            }
        };
        let factors = last
            .filter(|last| !found_anew && !undone_anew && last.trust == trust)
            .map(|last| Arc::clone(&last.factors));
        let factors = factors.unwrap_or_else(|| {
            let of = |j: &usize| {
                let plan = before.get(*j).filter(|plan| plan.replaced_by.is_none())?;
                Some(plan.acted.as_ref()?.undone())
            };
            let undone: Vec<Undone<'_>> = plan.undoes.iter().filter_map(of).collect();
            let draws = base.model.draws as u64;
            let ahead = (trust.lead - base.model.plans.last_days).max(0) as u64;
            self.banks.effort.add(draws * (ahead + 12), draws * 5);
            Arc::new(found.moved(plan, &base.model, trust, &undone))
        });
        chain.moved |= returned || last.is_none_or(|last| last.factors != factors);
        Ok(Some(Acted {
            seen,
            watched,
            found,
            trust,
            factors,
            replaced_by: plan.replaced_by,
        }))
    }

    /// The forecast as of a day, the latest or a later one: settled first.
    pub fn pooled(&mut self, base: &Base, as_of: i32, day: i32) -> Result<Pooled, Degenerate> {
        if let Some(pooled) = self.pooled.as_ref().filter(|_| day == as_of) {
            return Ok(pooled.clone());
        }
        let sums = self.ask(base, day, |layers| Sums::after(day, layers));
        let draws = sums.all.len() as u64;
        self.banks.effort.add(2 * draws, 6 * draws);
        let pooled = pool::pool(day, base.ground.horizon.deadline, &sums)?;
        if day == as_of {
            self.pooled = Some(pooled.clone());
        }
        Ok(pooled)
    }

    /// Asks the bank of all that was told, of the days after a day: settled first.
    pub fn ask<T>(&mut self, base: &Base, day: i32, ask: impl FnOnce(&Layers<'_>) -> T) -> T {
        let products = chronicle::products(self.chronicle.said());
        let plans = self.chronicle.plans();
        self.banks.ask(base, &products, day, plans, None, ask)
    }
}

fn refused(plan: &Plan, why: Degenerate) -> Refused {
    Refused::Plan {
        plan: plan.id.clone(),
        why,
    }
}
