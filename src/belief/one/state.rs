//! The running belief on one question: the bank, the day, and the evidence it has taken in.

use super::bank::{Bank, Span};
use super::evidence::{Evidence, Past, Weight};
use super::silence::Watch;
use crate::belief::{Degenerate, Model, Outlook, Refusal};
use crate::record::{Invalid, Question, date};

/// The belief on one question after some evidence, taken in the order of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Belief {
    bank: Bank,
    past: Past,
    deadline: i32,
    as_of: i32,
    /// `known` and `seq` of the last signal taken in.
    last: Option<(i32, u64)>,
    signals: u64,
}

/// What one signal did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The weight it was given.
    pub weight: Weight,
    /// The belief on the signal's day before it, time having passed.
    pub before: Outlook,
    /// The belief after it.
    pub after: Outlook,
}

impl Belief {
    /// The belief when the question opens, from the draws stored in it.
    ///
    /// # Errors
    /// When the draws are missing, or their number is not the model's.
    pub fn open(question: &Question, model: &Model) -> Result<Self, Invalid> {
        let opens = date::number(question.opens);
        let deadline = date::number(question.deadline);
        let rate = draws(
            "prior.daily_rate_draws",
            question.prior.daily_rate_draws.as_ref(),
            model,
        )?;
        let mut spans = Vec::with_capacity(question.occasions.len());
        for o in &question.occasions {
            let field = format!("occasions.{}.chance_draws", o.id);
            spans.push(Span {
                first: date::number(o.first),
                last: date::number(o.last),
                chance: draws(&field, o.chance_draws.as_ref(), model)?.to_vec(),
            });
        }
        Ok(Self {
            bank: Bank::prior(opens, deadline, model.tail_days, rate, &spans),
            past: Past::default(),
            deadline,
            as_of: opens,
            last: None,
            signals: 0,
        })
    }

    /// The belief that starts from a bank made elsewhere: a backtest's.
    #[must_use]
    pub fn from_bank(bank: Bank, deadline: i32, opens: i32) -> Self {
        Self {
            bank,
            past: Past::default(),
            deadline,
            as_of: opens,
            last: None,
            signals: 0,
        }
    }

    /// Takes in that a feed was watched: see [`super::silence`].
    ///
    /// # Errors
    /// When the model does not know a watched kind.
    pub fn watched(&mut self, model: &Model, watch: &Watch) -> Result<(), Invalid> {
        let ratios = super::silence::expected(model, watch)?;
        self.bank.hush(&ratios, watch.first, watch.last);
        Ok(())
    }

    /// The day as of which it speaks: the latest day known so far.
    #[must_use]
    pub fn as_of(&self) -> i32 {
        self.as_of
    }

    /// Signals taken in.
    #[must_use]
    pub fn signals(&self) -> u64 {
        self.signals
    }

    /// The day on which the last signal taken in became known.
    #[must_use]
    pub(super) fn last_known(&self) -> Option<i32> {
        self.last.map(|(known, _)| known)
    }

    /// The bank.
    #[must_use]
    pub fn bank(&self) -> &Bank {
        &self.bank
    }

    /// Whether `e` comes after all evidence taken in, in the order of evidence.
    #[must_use]
    pub fn is_next(&self, e: &Evidence) -> bool {
        self.last.is_none_or(|last| (e.known, e.seq) > last)
    }

    /// Lets time pass to `day`; never backwards.
    pub fn pass(&mut self, day: i32) {
        self.as_of = self.as_of.max(day);
    }

    /// Speaks as of `day`, which is no earlier than all that was taken in became known.
    pub(super) fn speak_as_of(&mut self, day: i32) {
        self.as_of = day;
    }

    /// The weight that `e` would have as the next signal, and its repeats.
    ///
    /// # Errors
    /// When the model does not know its kind.
    pub fn weigh(&self, model: &Model, e: &Evidence) -> Result<Weight, Invalid> {
        let kind = model.kind(&e.kind)?;
        let repeats = self.past.repeats(e, model.repeat_window_days);
        Ok(Weight::new(model, kind, e, repeats))
    }

    /// Places in the log of the latest signals of which `e` is a repeat, at most `most`.
    #[must_use]
    pub fn repeats_of(&self, model: &Model, e: &Evidence, most: usize) -> Vec<u64> {
        self.past.latest(e, model.repeat_window_days, most)
    }

    /// Takes in the next signal in the order of evidence, and makes sure that the bank still has
    /// an answer.
    ///
    /// # Errors
    /// When the model does not know its kind, or a draw is left without mass or beyond range; the
    /// belief must not be used further then.
    pub fn take(&mut self, model: &Model, e: &Evidence) -> Result<Weight, Refusal> {
        let weight = self.absorb(model, e)?;
        self.bank
            .sums(self.as_of)
            .map_err(|why| degenerate(e, why))?;
        Ok(weight)
    }

    /// Takes in the next signal and says what it did.
    ///
    /// # Errors
    /// As [`Belief::take`].
    pub fn step(&mut self, model: &Model, e: &Evidence) -> Result<Step, Refusal> {
        self.pass(e.known);
        let before = self.outlook().map_err(|why| degenerate(e, why))?;
        let weight = self.absorb(model, e)?;
        let after = self.outlook().map_err(|why| degenerate(e, why))?;
        Ok(Step {
            weight,
            before,
            after,
        })
    }

    /// Takes in the next signal; whoever asks for the outlook then learns whether there is one.
    ///
    /// # Errors
    /// When the model does not know its kind.
    pub fn absorb(&mut self, model: &Model, e: &Evidence) -> Result<Weight, Invalid> {
        self.pass(e.known);
        let weight = self.weigh(model, e)?;
        let kind = model.kind(&e.kind)?;
        let (from, to) = match e.about {
            Some((first, last)) => (first.max(e.observed + 1), last),
            None => (e.observed + 1, i32::MAX),
        };
        let mut greatest = 1.0;
        if let Some((if_meeting, if_none)) = e.likelihood {
            let r = if_meeting / if_none;
            let factor = vec![1.0 + weight.total * (r - 1.0); self.bank.draws()];
            self.bank.multiply(from, to.min(self.deadline), &factor);
            greatest = greatest_of(&factor, greatest);
        } else {
            let mut shortest = 1;
            for (bin, edge) in model.lead_edges.iter().enumerate() {
                let factor: Vec<f64> = kind
                    .ratios(bin, model.draws)
                    .iter()
                    .map(|r| 1.0 + weight.total * (r - 1.0))
                    .collect();
                self.bank.multiply(
                    from.max(e.observed + shortest),
                    to.min(e.observed.saturating_add(*edge)),
                    &factor,
                );
                shortest = edge.saturating_add(1);
                greatest = greatest_of(&factor, greatest);
            }
        }
        self.bank.keep_in_range(greatest, e.known);
        self.past.push(e);
        self.last = Some((e.known, e.seq));
        self.signals += 1;
        Ok(weight)
    }

    /// What is believed as of the latest day.
    ///
    /// # Errors
    /// When a draw is left without mass or beyond range.
    pub fn outlook(&self) -> Result<Outlook, Degenerate> {
        self.outlook_on(self.as_of)
    }

    /// What would be believed as of `day` with the same evidence.
    ///
    /// # Errors
    /// When a draw is left without mass or beyond range.
    pub fn outlook_on(&self, day: i32) -> Result<Outlook, Degenerate> {
        Ok(Outlook::pool(day, &self.bank.sums(day)?))
    }

    /// Probability that the meeting comes within `first..=last`, as of the latest day.
    ///
    /// # Errors
    /// When a draw is left without mass or beyond range.
    pub fn within(&self, first: i32, last: i32) -> Result<f64, Degenerate> {
        let all = super::pool::in_order(&self.bank.sums(self.as_of)?.all);
        let from = first.max(self.as_of + 1);
        let to = last.min(self.bank.last());
        let within = (from..=to).fold(0.0, |acc, d| acc + self.bank.day(d)) / all;
        // Summed in another order than the whole, and so possibly a last bit beyond it.
        Ok(within.min(1.0))
    }

    /// The first day by which the meeting has come with at least `share` probability; `None`
    /// where that is beyond the last day of the horizon.
    ///
    /// # Errors
    /// When a draw is left without mass or beyond range.
    pub fn day_reaching(&self, share: f64) -> Result<Option<i32>, Degenerate> {
        let all = super::pool::in_order(&self.bank.sums(self.as_of)?.all);
        let mut running = 0.0;
        for day in self.as_of + 1..=self.bank.last() {
            running += self.bank.day(day);
            if running / all >= share {
                return Ok(Some(day));
            }
        }
        Ok(None)
    }

    /// The parts that a cache keeps.
    #[must_use]
    pub(super) fn parts(&self) -> Parts<'_> {
        Parts {
            bank: &self.bank,
            past: &self.past,
            as_of: self.as_of,
            last: self.last,
            signals: self.signals,
        }
    }

    /// Puts cached parts in place; false, and nothing changed, where the bank's shape differs.
    pub(super) fn restore(
        &mut self,
        numbers: &[f64],
        past: Past,
        as_of: i32,
        last: Option<(i32, u64)>,
        signals: u64,
    ) -> bool {
        if !self.bank.restore(numbers) {
            return false;
        }
        self.past = past;
        self.as_of = as_of;
        self.last = last;
        self.signals = signals;
        true
    }
}

fn greatest_of(factors: &[f64], floor: f64) -> f64 {
    factors.iter().fold(floor, |a, f| a.max(*f))
}

fn degenerate(e: &Evidence, why: Degenerate) -> Refusal {
    Refusal::Degenerate {
        signal: e.id.clone(),
        why,
    }
}

fn draws<'q>(
    field: &str,
    given: Option<&'q Vec<f64>>,
    model: &Model,
) -> Result<&'q [f64], Invalid> {
    match given {
        Some(list) if list.len() == model.draws => Ok(list),
        Some(list) => Err(Invalid::new(
            field,
            format!("{} draws", list.len()),
            format!("model {} runs {} draws", model.id, model.draws),
            "leave the draws out, and they are made from the counts",
        )),
        None => Err(Invalid::new(
            field,
            "",
            "the draws are missing",
            "they are made when the question is opened",
        )),
    }
}

/// What a cache keeps of a [`Belief`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts<'b> {
    /// The bank.
    pub bank: &'b Bank,
    /// The earlier signals.
    pub past: &'b Past,
    /// The latest day.
    pub as_of: i32,
    /// `known` and `seq` of the last signal taken in.
    pub last: Option<(i32, u64)>,
    /// Signals taken in.
    pub signals: u64,
}
