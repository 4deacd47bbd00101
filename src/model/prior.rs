//! The draws of a question: made from its counts when it is opened, and stored in it.

use super::draws::{beta, gamma, permutation, shuffle};
use crate::belief::Model;
use crate::record::{Draws, Invalid, OccasionBasis, PriorBasis, Question};

/// Days in a year, as the prior counts them.
pub const YEAR: f64 = 365.25;
/// Seed of a question that names none.
pub const DEFAULT_SEED: u32 = 1;

/// Fills in the draws that a question leaves out, as many as the model has, from a recorded seed.
///
/// Rates come from Gamma(meetings + 1/2, years) / 365.25, or for a pair from
/// Gamma(meetings + pooled, years + 1) / 365.25; an occasion's chance from
/// Beta(held + 1/2, of - held + 1/2), or Beta(p s, (1 - p) s) for a judged probability p worth s
/// cases. The one half is Jeffreys' prior. No draw of a pair's rate is below the least that the model
/// names.
///
/// # Errors
/// When a count leaves the domain in which quantiles can be trusted.
pub fn complete(question: &mut Question, model: &Model) -> Result<(), Invalid> {
    let draws = model.draws;
    let pairs = model.two.as_ref().and_then(|two| two.pair_prior.as_ref());
    let least = pairs.and_then(|pairs| pairs.least_a_year).unwrap_or(0.0) / YEAR;
    let seed = u64::from(question.seed.unwrap_or(DEFAULT_SEED));
    let scope = question.id.to_string();
    let mut made = false;
    let prior = &mut question.prior;
    if prior.daily_rate_draws.is_none() {
        let mut rates = rates(&prior.basis, draws).map_err(|e| e.under("prior"))?;
        if matches!(prior.basis, PriorBasis::Pair(_)) {
            rates.iter_mut().for_each(|rate| *rate = rate.max(least));
        }
        prior.daily_rate_draws = Some(shuffle(&rates, &permutation(seed, &scope, "rate", draws)));
        made = true;
    }
    for (i, occasion) in question.occasions.iter_mut().enumerate() {
        if occasion.chance_draws.is_some() {
            continue;
        }
        let (a, b) = match occasion.basis {
            OccasionBasis::Counted { held, of } => (held as f64 + 0.5, (of - held) as f64 + 0.5),
            OccasionBasis::Judged { chance, strength } => {
                (chance * strength, (1.0 - chance) * strength)
            }
            OccasionBasis::DrawsOnly => continue,
        };
        let chances = beta(a, b, draws).map_err(|e| e.under(&format!("occasions[{i}]")))?;
        let name = format!("occasion {}", occasion.id);
        occasion.chance_draws = Some(shuffle(&chances, &permutation(seed, &scope, &name, draws)));
        made = true;
    }
    if made {
        question.seed = Some(question.seed.unwrap_or(DEFAULT_SEED));
    }
    Ok(())
}

/// Draws of the daily rate, in quantile order.
fn rates(basis: &PriorBasis, draws: usize) -> Result<Vec<f64>, Invalid> {
    let (field, meetings, shape, years) = match basis {
        PriorBasis::Class { meetings, years } => {
            ("meetings", *meetings, *meetings as f64 + 0.5, *years)
        }
        PriorBasis::Pair(pair) => {
            let shape = pair.meetings as f64 + pair.pooled;
            ("pair.meetings", pair.meetings, shape, pair.years + 1.0)
        }
    };
    let rates = gamma(shape, years * YEAR, draws).map_err(|e| match basis {
        PriorBasis::Class { .. } => e,
        PriorBasis::Pair(_) => Invalid {
            field: "pair.pooled".into(),
            ..e
        },
    })?;
    match rates.iter().find(|rate| **rate >= 1.0) {
        None => Ok(rates),
        Some(rate) => Err(Invalid::new(
            field,
            meetings.to_string(),
            format!("the reference class makes {rate:.2} meetings a day"),
            "a reference class with fewer meetings, or more years",
        )),
    }
}

/// Draws of another number for a question under way, made from its counts and with its seed as at
/// the opening.
///
/// # Errors
/// As [`complete`], and where an occasion's chance was given as draws alone.
pub fn again(question: &Question, model: &Model) -> Result<Draws, Invalid> {
    let mut new = question.clone();
    new.prior.daily_rate_draws = None;
    for occasion in &mut new.occasions {
        if occasion.basis == OccasionBasis::DrawsOnly {
            return Err(Invalid::new(
                format!("occasions.{}.chance_draws", occasion.id),
                "",
                "the chance was given as draws alone, and cannot be drawn again",
                "a model with as many draws as the question has",
            ));
        }
        occasion.chance_draws = None;
    }
    complete(&mut new, model)?;
    let chances = new.occasions.into_iter().map(|o| o.chance_draws);
    Ok(Draws {
        daily_rate: new.prior.daily_rate_draws.unwrap_or_default(),
        chances: chances.map(Option::unwrap_or_default).collect(),
    })
}
