//! The plans of a built model: draws of how often an announced day is kept, and of its daily loss.

use serde_json::{Value, json};

use super::source::{Plans, Record, Source};
use crate::model::draws::{beta, gamma, permutation, shuffle};
use crate::record::Invalid;

/// What is added to a count of losses, and of days kept: Jeffreys' prior.
const HALF: f64 = 0.5;

/// Builds the plans.
pub(super) fn plans(source: &Source) -> Result<Value, Invalid> {
    let plans = &source.plans;
    plans.counted.check().map_err(|e| e.under("counted"))?;
    if let Some(listed) = &plans.listed {
        listed.check().map_err(|e| e.under("listed"))?;
    }
    shares(plans)?;
    let shuffled = |values: Vec<f64>, name: &str| {
        let order = permutation(source.seed, &source.id, name, source.draws);
        shuffle(&values, &order)
    };
    let (a, b) = plans.counted.kept();
    let (shape, rate) = plans.counted.loss();
    let mut value = json!({
        "slack_days": plans.slack_days,
        "max_days": plans.max_days,
        "near_share": plans.near_share,
        "last_days": plans.last_days,
        "cancelled_keeps": plans.cancelled_keeps,
        "because": plans.because,
        "sources": plans.sources,
        "kept_draws": shuffled(beta(a, b, source.draws)?, "plans kept"),
        "loss_draws": shuffled(gamma(shape, rate, source.draws)?, "plans loss"),
    });
    if let Some(map) = value.as_object_mut() {
        let mut put = |field: &str, value: Value| {
            if !value.is_null() && value != json!(false) {
                map.insert(field.into(), value);
            }
        };
        put("wide_days", json!(plans.wide_days));
        put("width_loss", json!(plans.width_loss));
        put("unannounced_keeps", json!(plans.unannounced_keeps));
        put("rest_share", json!(plans.rest_share));
        put("chain", json!(plans.chain));
        put("at_least_unnamed", json!(plans.at_least_unnamed));
        put("weighed_echoes", json!(plans.weighed_echoes));
        if let Some(doubted) = plans.doubted {
            let lost = beta(
                doubted.lost + HALF,
                doubted.plans - doubted.lost + HALF,
                source.draws,
            )?;
            put("doubt_draws", json!(shuffled(lost, "plans doubted")));
        }
    }
    Ok(value)
}

impl Record {
    /// Parameters of the Beta distribution of a plan that is kept in its last days.
    #[must_use]
    pub fn kept(&self) -> (f64, f64) {
        let lost = self.lost_late as f64;
        (self.reached as f64 - lost + HALF, lost + HALF)
    }

    /// Parameters, shape and rate, of the Gamma distribution of the loss a day before.
    #[must_use]
    pub fn loss(&self) -> (f64, f64) {
        (self.lost_early as f64 + HALF, self.days_before as f64)
    }

    /// Share of kept meetings that are held near the announced days and not on them.
    #[must_use]
    pub fn near_share(&self) -> f64 {
        (self.near as f64 + HALF) / (self.held as f64 + 1.0)
    }

    /// What a day that was called off keeps, where that was counted.
    #[must_use]
    pub fn cancelled_keeps(&self) -> Option<f64> {
        let (of, held) = (self.called_off?, self.called_off_held?);
        Some((held as f64 + HALF) / (of as f64 + 1.0))
    }

    fn check(&self) -> Result<(), Invalid> {
        let left = self.plans.checked_sub(self.lost_early);
        if left == Some(self.reached) && self.lost_late <= self.reached && self.near <= self.held {
            return Ok(());
        }
        Err(Invalid::new(
            "reached",
            format!("{} of {}", self.reached, self.plans),
            "the counts of plans contradict each other",
            "reached is plans less lost_early; lost_late is at most reached, near at most held",
        ))
    }
}

/// The shares are those of the counts, to the digits given.
fn shares(plans: &Plans) -> Result<(), Invalid> {
    let counted = &plans.counted;
    let pairs = [
        ("near_share", plans.near_share, Some(counted.near_share())),
        (
            "cancelled_keeps",
            plans.cancelled_keeps,
            counted.cancelled_keeps(),
        ),
    ];
    for (field, stated, made) in pairs {
        if let Some(made) = made
            && (stated - made).abs() >= 0.005
        {
            return Err(Invalid::new(
                field,
                stated.to_string(),
                format!("not what plans.counted makes it: {made:.4}"),
                "a share within half a hundredth of it",
            ));
        }
    }
    Ok(())
}
