//! The ledger of one announcement: a question on the pair, what the White House said, and
//! somebody who looks every day; what each version of the belief makes of it.

use std::sync::Arc;

use super::prior::rates;
use crate::backtest::announcements::{Announcement, SLACK, record};
use crate::belief::one::{Bank, Belief};
use crate::belief::two;
use crate::belief::two::model::Call;
use crate::belief::{Evidence, Model};
use crate::model::draws::{beta, gamma, permutation, shuffle};
use crate::model::pair::Counted;
use crate::record::Invalid;

/// Both versions of the belief.
#[derive(Debug, Clone)]
pub struct Beliefs {
    /// Version 2.
    pub two: Arc<two::Model>,
    /// Version 1.
    pub one: Arc<Model>,
}

/// What is known on a day of one announcement.
pub(super) struct Known<'a> {
    pub announcement: &'a Announcement,
    pub pair: Counted,
    /// The day of reading.
    pub day: i32,
}

/// A report by the White House itself.
struct Told<'a> {
    id: &'a str,
    call: Call,
    known: i32,
}

impl Known<'_> {
    /// The day before the announcement.
    fn opens(&self) -> i32 {
        self.announcement.announced - 1
    }

    /// The last day on which a meeting still counts as the one announced.
    fn deadline(&self) -> i32 {
        self.announcement.last + SLACK
    }

    /// Whether it was called off by the day of reading.
    pub fn called_off(&self) -> bool {
        self.announcement.lost().is_some_and(|day| day <= self.day)
    }

    fn told(&self) -> Vec<Told<'static>> {
        let mut told = vec![Told {
            id: "announced",
            call: Call::Announce,
            known: self.announcement.announced,
        }];
        told.extend(
            self.announcement
                .lost()
                .filter(|day| *day <= self.day)
                .map(|known| Told {
                    id: "called-off",
                    call: Call::Cancel,
                    known,
                }),
        );
        told
    }

    fn about(&self) -> Option<(i32, i32)> {
        Some((self.announcement.first, self.announcement.last))
    }
}

impl Beliefs {
    /// Reads the built models of version 2 and of version 1.
    ///
    /// # Errors
    /// The first field that cannot stand.
    pub fn read(two: &[u8], one: &[u8]) -> Result<Self, Invalid> {
        Ok(Self {
            two: Arc::new(two::Model::parse(two)?),
            one: Arc::new(Model::parse(one)?),
        })
    }

    /// The same, with the plans of version 2 counted on a list without one plan: for a forecast of
    /// that plan by numbers that it had no part in.
    pub(super) fn without(&self, plan: &str, list: &[Announcement]) -> Result<Self, Invalid> {
        let rest: Vec<_> = list.iter().filter(|a| a.plan != plan).cloned().collect();
        let mut two = (*self.two).clone();
        let record = record(&rest, two.plans.last_days.unsigned_abs());
        let draws = |values: Vec<f64>, name: &str| {
            shuffle(&values, &permutation(1, &two.id, name, two.draws))
        };
        let (a, b) = record.kept();
        let kept = draws(beta(a, b, two.draws)?, "plans kept");
        let loss = match record.loss() {
            (_, 0.0) => two.plans.loss_draws.clone(),
            (shape, rate) => draws(gamma(shape, rate, two.draws)?, "plans loss"),
        };
        (two.plans.kept_draws, two.plans.loss_draws) = (kept, loss);
        Ok(Self {
            two: Arc::new(two),
            one: self.one.clone(),
        })
    }

    /// What version 2 believes on the day of reading: without the announcement, and with it.
    pub(super) fn second(&self, known: &Known<'_>) -> Result<(f64, f64), Invalid> {
        let question = two::Question {
            opens: known.opens(),
            deadline: known.deadline(),
            rate: rates(known.pair, self.two.draws)?,
            pace: Vec::new(),
            occasions: Vec::new(),
        };
        let mut engine = two::Engine::open(question, self.two.clone())?;
        let prior = engine.outlook_on(known.day).map_err(|e| refused(&e))?.p;
        for told in known.told() {
            engine.enter(two::Fact::Signal(two::Report {
                about: known.about(),
                ..two::Report::sure(told.id, self.kind(told.call)?, told.known)
            }))?;
        }
        if known.day > known.announcement.announced {
            engine.enter(two::Fact::Watch(two::Watch {
                id: "watch".into(),
                known: known.day,
                through: known.day,
            }))?;
        }
        Ok((prior, engine.outlook().map_err(|e| refused(&e))?.p))
    }

    /// What version 1 believes on the day of reading.
    pub(super) fn first(&self, known: &Known<'_>) -> Result<f64, Invalid> {
        let model = &self.one;
        let (opens, deadline) = (known.opens(), known.deadline());
        let rates = rates(known.pair, model.draws)?;
        let bank = Bank::prior(opens, deadline, model.tail_days, &rates, &[]);
        let mut belief = Belief::from_bank(bank, deadline, opens);
        for (seq, told) in (1..).zip(known.told()) {
            let evidence = Evidence {
                seq,
                id: told.id.into(),
                kind: self.kind(told.call)?,
                observed: told.known,
                known: told.known,
                about: known.about(),
                reliability: 0,
                credibility: 0,
                story: None,
                actor: None,
                likelihood: None,
            };
            belief.take(model, &evidence).map_err(|e| refused(&e))?;
        }
        belief.pass(known.day);
        Ok(belief.outlook().map_err(|e| refused(&e))?.p)
    }

    /// The kind of version 2's model that announces, or calls off.
    fn kind(&self, call: Call) -> Result<String, Invalid> {
        let found = self.two.kind_that(call).map(str::to_owned);
        found.ok_or_else(|| {
            Invalid::new(
                "plan",
                call.as_str(),
                "no kind of the model makes such a plan",
                "a kind with plan = \"announce\" and one with plan = \"cancel\"",
            )
        })
    }
}

fn refused(why: &dyn std::fmt::Display) -> Invalid {
    Invalid::new("", "", why.to_string(), "another model")
}
