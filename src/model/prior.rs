//! The draws of a question: made from its counts when it is opened, and stored in it.

use super::draws::{beta, gamma, permutation, shuffle};
use crate::record::{Invalid, OccasionBasis, Question};

/// Days in a year, as the prior counts them.
pub const YEAR: f64 = 365.25;
/// Seed of a question that names none.
pub const DEFAULT_SEED: u32 = 1;

/// Fills in the draws that a question leaves out, `draws` of each, from a recorded seed.
///
/// Rates come from Gamma(meetings + 1/2, years) / 365.25; an occasion's chance from
/// Beta(held + 1/2, of - held + 1/2), or Beta(p s, (1 - p) s) for a judged probability p worth s
/// cases. The one half is Jeffreys' prior.
///
/// # Errors
/// When a count leaves the domain in which quantiles can be trusted.
pub fn complete(question: &mut Question, draws: usize) -> Result<(), Invalid> {
    let seed = u64::from(question.seed.unwrap_or(DEFAULT_SEED));
    let scope = question.id.to_string();
    let mut made = false;
    let prior = &mut question.prior;
    if prior.daily_rate_draws.is_none() {
        let rates = gamma(prior.meetings as f64 + 0.5, prior.years * YEAR, draws)
            .map_err(|e| e.under("prior"))?;
        if let Some(rate) = rates.iter().find(|r| **r >= 1.0) {
            return Err(Invalid::new(
                "prior.meetings",
                prior.meetings.to_string(),
                format!("the reference class makes {rate:.2} meetings a day"),
                "a reference class with fewer meetings, or more years",
            ));
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
